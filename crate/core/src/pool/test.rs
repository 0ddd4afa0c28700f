use super::*;
use crate::port::test::Count;
use std::collections::HashSet;
use std::sync::Mutex as StdMutex;

fn parked<T>(pool: &Pool<T>, workers: usize) {
    while pool.sleep.idle() < workers {
        std::thread::yield_now();
    }
}

#[test]
fn tasks_are_taken_in_the_order_of_submission() {
    let pool = Pool::new();
    let mut seat = Seat::new(None);
    pool.push(0..5);
    pool.push(5..10);
    for expected in 0..10 {
        assert_eq!(pool.take(&mut seat, Patience::Poll), Taken::Task(expected));
    }
    assert_eq!(pool.take(&mut seat, Patience::Poll), Taken::Nothing);
}

#[test]
fn a_parked_worker_is_woken_by_a_push() {
    let pool = Pool::new();
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| pool.take(&mut Seat::new(None), Patience::Forever));
        parked(&pool, 1);
        pool.push([7]);
        assert_eq!(worker.join().expect("no panic"), Taken::Task(7));
    });
}

#[test]
fn tasks_pushed_together_wake_as_many_workers_as_there_are_tasks() {
    let pool = Pool::new();
    let together = std::sync::Barrier::new(3);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                assert!(matches!(
                    pool.take(&mut Seat::new(None), Patience::Forever),
                    Taken::Task(_)
                ));
                // Reached only if all three run at once.
                together.wait();
            });
        }
        parked(&pool, 3);
        pool.push(0..3);
    });
}

#[test]
fn who_only_spins_is_not_parked() {
    let pool = Pool::<u8>::new();
    let mut seat = Seat::new(None);
    for _ in 0..100 {
        assert_eq!(pool.take(&mut seat, Patience::Spin), Taken::Nothing);
    }
    assert_eq!(pool.sleep.idle(), 0);
}

#[test]
fn a_closed_pool_is_emptied_first() {
    let pool = Pool::new();
    let mut seat = Seat::new(None);
    pool.push([1]);
    pool.close();
    assert_eq!(pool.take(&mut seat, Patience::Forever), Taken::Task(1));
    assert_eq!(pool.take(&mut seat, Patience::Forever), Taken::Closed);
}

#[test]
fn closing_wakes_everybody() {
    let pool = Pool::<u8>::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| pool.take(&mut Seat::new(None), Patience::Forever)))
            .collect();
        parked(&pool, 3);
        pool.close();
        for worker in workers {
            assert_eq!(worker.join().expect("no panic"), Taken::Closed);
        }
    });
}

#[test]
fn what_is_queued_can_be_taken_out() {
    let pool = Pool::new();
    pool.push(0..3);
    assert_eq!(pool.drain().collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(pool.take(&mut Seat::new(None), Patience::Poll), Taken::Nothing);
}

#[test]
fn an_armed_worker_hears_its_bell_once_for_many_tasks() {
    let pool = Pool::new();
    let count = Arc::new(Count::default());
    let mut seat = Seat::new(Some(Arc::new(Arc::clone(&count))));
    assert!(pool.arm(&mut seat));
    assert!(pool.arm(&mut seat), "arming twice is arming once");
    pool.push([1]);
    pool.push([2]);
    assert_eq!(count.rings(), 1);
    assert_eq!(pool.take(&mut seat, Patience::Poll), Taken::Task(1));
    assert!(!pool.arm(&mut seat), "there is something to take");
    assert_eq!(pool.take(&mut seat, Patience::Poll), Taken::Task(2));
    assert!(pool.arm(&mut seat));
}

#[test]
fn an_armed_worker_that_takes_for_another_reason_is_off_the_list() {
    let pool = Pool::<u8>::new();
    let mut seat = Seat::new(Some(Arc::new(Arc::new(Count::default()))));
    assert!(pool.arm(&mut seat));
    assert_eq!(pool.take(&mut seat, Patience::Poll), Taken::Nothing);
    assert_eq!(pool.sleep.idle(), 0);
}

#[test]
fn every_task_is_taken_exactly_once_while_workers_fall_asleep_and_wake() {
    const TASKS: usize = 40_000;
    let pool = Pool::new();
    let seen = StdMutex::new(HashSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut seat = Seat::new(None);
                let mut mine = Vec::new();
                let end = loop {
                    match pool.take(&mut seat, Patience::Forever) {
                        Taken::Task(task) => mine.push(task),
                        end => break end,
                    }
                };
                assert_eq!(end, Taken::Closed, "who waits for ever is not sent away with nothing");
                let mut seen = seen.lock().expect("no panic");
                for task in mine {
                    assert!(seen.insert(task), "task {task} was taken twice");
                }
            });
        }
        std::thread::scope(|submitters| {
            for submitter in 0..2 {
                let pool = &pool;
                submitters.spawn(move || {
                    for task in (submitter..TASKS).step_by(2) {
                        pool.push([task]);
                        if task % 64 == 0 {
                            std::thread::yield_now();
                        }
                    }
                });
            }
        });
        pool.close();
    });
    assert_eq!(seen.into_inner().expect("no panic").len(), TASKS);
}

#[test]
fn a_worker_that_leaves_hands_its_wake_up_on() {
    let pool = Pool::new();
    let count = Arc::new(Count::default());
    let mut leaving = Seat::new(Some(Arc::new(Arc::clone(&count))));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| pool.take(&mut Seat::new(None), Patience::Forever));
        parked(&pool, 1);
        assert!(pool.arm(&mut leaving));
        pool.push([1]);
        assert_eq!(count.rings(), 1, "the one that fell asleep last is woken");
        pool.leave(&mut leaving);
        assert_eq!(other.join().expect("no panic"), Taken::Task(1));
    });
}
