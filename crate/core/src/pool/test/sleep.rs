//! Who sleeps is woken.

use super::*;
use crate::monitor::Watched;
use crate::primitive::Mutex;
use std::collections::HashSet;
use std::sync::Barrier;

#[test]
fn a_parked_worker_is_woken_by_a_push() {
    let pool = Pool::new();
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| wait(&pool, &mut join(&pool)));
        parked(&pool, 1);
        push(&pool, once(7));
        assert_eq!(worker.join().expect("no panic"), (Taken::Tasks, vec![7]));
    });
}

#[test]
fn tasks_pushed_together_wake_as_many_workers_as_there_are_tasks() {
    let pool = Pool::new();
    let together = Barrier::new(3);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                assert_eq!(wait(&pool, &mut join(&pool)).0, Taken::Tasks);
                // Reached only if all three run at once.
                together.wait();
            });
        }
        parked(&pool, 3);
        push(&pool, 0..3);
    });
}

#[test]
fn a_wake_up_that_was_put_off_comes_when_who_is_awake_does_not_get_to_it() {
    let pool = Pool::new();
    let mut busy = join(&pool);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| wait(&pool, &mut join(&pool)));
        parked(&pool, 1);
        pool.ran(&mut busy, 1, Duration::from_nanos(100));
        push(&pool, once(7));
        assert_eq!(other.join().expect("no panic"), (Taken::Tasks, vec![7]));
    });
}

#[test]
fn the_monitor_looks_again_while_tasks_wait_and_nobody_takes_them() {
    let pool = Pool::new();
    let mut busy = join(&pool);
    let (mut sleeping, count) = join_with_bell(&pool);
    assert!(pool.arm(&mut sleeping));
    pool.queues.push(Priority::Normal, once(7));
    let now = Instant::now();
    assert_eq!(Watched::look(&*pool, now), Some(now + TICK));
    assert_eq!(count.rings(), 1);
    assert_eq!(Watched::look(&*pool, now), None, "everybody is awake");
    assert_eq!(poll(&pool, &mut busy), [7]);
    assert_eq!(poll(&pool, &mut sleeping), []);
    assert!(pool.arm(&mut sleeping));
    assert_eq!(Watched::look(&*pool, now), None, "there is nothing");
    assert_eq!(count.rings(), 1);
}

#[test]
fn who_only_spins_is_not_parked() {
    let pool = Pool::<u8>::new();
    let mut seat = join(&pool);
    for _ in 0..100 {
        assert_eq!(pool.take(&mut seat, Patience::Spin, 1, &mut Vec::new()), Taken::Nothing);
    }
    assert_eq!(pool.sleep.idle(), 0);
}

#[test]
fn closing_wakes_everybody() {
    let pool = Pool::<u8>::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..3).map(|_| scope.spawn(|| wait(&pool, &mut join(&pool)))).collect();
        parked(&pool, 3);
        pool.close();
        for worker in workers {
            assert_eq!(worker.join().expect("no panic"), (Taken::Closed, vec![]));
        }
    });
}

#[test]
fn an_armed_worker_hears_its_bell_once_for_many_tasks() {
    let pool = Pool::new();
    let (mut seat, count) = join_with_bell(&pool);
    assert!(pool.arm(&mut seat));
    assert!(pool.arm(&mut seat), "arming twice is arming once");
    push(&pool, once(1));
    push(&pool, once(2));
    assert_eq!(count.rings(), 1);
    assert_eq!(poll(&pool, &mut seat), [1]);
    assert!(!pool.arm(&mut seat), "there is something to take");
    assert_eq!(poll(&pool, &mut seat), [2]);
    assert!(pool.arm(&mut seat));
}

#[test]
fn an_armed_worker_that_takes_for_another_reason_is_off_the_list() {
    let pool = Pool::<u8>::new();
    let (mut seat, _) = join_with_bell(&pool);
    assert!(pool.arm(&mut seat));
    assert!(poll(&pool, &mut seat).is_empty());
    assert_eq!(pool.sleep.idle(), 0);
}

#[test]
fn a_worker_that_leaves_hands_its_wake_up_on() {
    let pool = Pool::new();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| wait(&pool, &mut join(&pool)));
        parked(&pool, 1);
        let (mut leaving, count) = join_with_bell(&pool);
        assert!(pool.arm(&mut leaving));
        push(&pool, once(1));
        assert_eq!(count.rings(), 1, "the one that fell asleep last is woken");
        pool.leave(&mut leaving);
        assert_eq!(other.join().expect("no panic"), (Taken::Tasks, vec![1]));
    });
}

#[test]
fn every_task_is_taken_exactly_once_while_workers_fall_asleep_and_wake() {
    const TASKS: usize = 40_000;
    let pool = Pool::new();
    let seen = Mutex::new(HashSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let (mut seat, mut mine) = (join(&pool), Vec::new());
                let end = loop {
                    let before = mine.len();
                    match pool.take(&mut seat, Patience::Forever, usize::MAX, &mut mine) {
                        Taken::Tasks => {}
                        end => break end,
                    }
                    let took = mine.len() - before;
                    pool.ran(&mut seat, took, Duration::from_nanos(300 * took as u64));
                    // What is a multiple of ten has one more submitted from inside.
                    let more: Vec<_> = mine[before..]
                        .iter()
                        .filter(|task| **task < TASKS && **task % 10 == 0)
                        .map(|task| task + TASKS)
                        .collect();
                    // One that comes after the end is nobody's.
                    if pool.push_own(&seat, more.iter().copied()).is_err() {
                        mine.extend(more);
                    }
                };
                assert_eq!(end, Taken::Closed, "who waits for ever is not sent away with nothing");
                let mut seen = seen.lock();
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
                        push(pool, once(task));
                        if task % 64 == 0 {
                            std::thread::yield_now();
                        }
                    }
                });
            }
        });
        pool.close();
    });
    assert_eq!(seen.into_inner().len(), TASKS + TASKS / 10);
}

#[test]
fn a_pool_is_not_short_of_workers_for_what_a_new_one_is_about_to_take() {
    let pool = Pool::<u32>::new();
    push(&pool, [1]);
    assert!(pool.is_short_of_workers(0));
    let mut seat = join(&pool);
    assert!(!pool.is_short_of_workers(0));
    push(&pool, [2]);
    assert!(pool.is_short_of_workers(0));
    assert_eq!(pool.take(&mut seat, Patience::Poll, 1, &mut Vec::new()), Taken::Tasks);
    assert!(pool.is_short_of_workers(0), "it has something to do now");
    assert!(!pool.is_short_of_workers(1), "another will come");
    assert!(pool.retire(&mut seat, 0));
    assert_eq!((pool.workers(), pool.present()), (0, 1), "it has not gone yet");
    pool.leave(&mut seat);
    assert_eq!((pool.workers(), pool.present()), (0, 0));
}
