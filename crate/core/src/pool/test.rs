use super::*;
use crate::monitor::Watched;
use crate::port::test::Count;
use crate::primitive::Mutex;
use std::collections::HashSet;
use std::iter::once;
use std::sync::Barrier;

/// A worker that begins at once what it takes.
struct NothingInHand;

impl<T> Holder<T> for NothingInHand {
    fn give_back(&self, _wanted: &dyn Fn(&T) -> bool) -> bool {
        false
    }

    fn has_not_begun(&self, _wanted: &dyn Fn(&T) -> bool) -> bool {
        false
    }
}

fn join<T: Send + 'static>(pool: &Pool<T>) -> Seat<T> {
    pool.join(None, Weak::<NothingInHand>::new())
}

fn join_with_bell<T: Send + 'static>(pool: &Pool<T>) -> (Seat<T>, Arc<Count>) {
    let count = Arc::new(Count::default());
    let bell: Arc<dyn Bell> = Arc::new(Arc::clone(&count));
    (pool.join(Some(bell), Weak::<NothingInHand>::new()), count)
}

fn push<T: Send + 'static>(pool: &Pool<T>, tasks: impl IntoIterator<Item = T>) {
    pool.push(Priority::Normal, tasks.into_iter()).expect("open");
}

/// Takes without waiting, all that it is given at once.
fn poll<T: Send + 'static>(pool: &Pool<T>, seat: &mut Seat<T>) -> Vec<T> {
    let mut taken = Vec::new();
    let found = pool.take(seat, Patience::Poll, usize::MAX, &mut taken);
    assert_eq!(found == Taken::Tasks, !taken.is_empty());
    taken
}

/// Takes one at a time until there is nothing.
fn poll_all<T: Send + 'static>(pool: &Pool<T>, seat: &mut Seat<T>) -> Vec<T> {
    let mut all = Vec::new();
    while pool.take(seat, Patience::Poll, 1, &mut all) == Taken::Tasks {}
    all
}

fn wait<T: Send + 'static>(pool: &Pool<T>, seat: &mut Seat<T>) -> (Taken, Vec<T>) {
    let mut taken = Vec::new();
    (pool.take(seat, Patience::Forever, 1, &mut taken), taken)
}

fn parked<T>(pool: &Pool<T>, workers: usize) {
    while pool.sleep.idle() < workers {
        std::thread::yield_now();
    }
}

#[test]
fn tasks_are_taken_in_the_order_of_submission() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    push(&pool, 0..5);
    push(&pool, 5..10);
    assert_eq!(poll_all(&pool, &mut seat), (0..10).collect::<Vec<_>>());
}

#[test]
fn priorities_come_in_their_order_whatever_was_first() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    for (priority, tasks) in [(Priority::Low, 6..8), (Priority::Normal, 4..6), (Priority::High, 0..2)] {
        pool.push(priority, tasks).expect("open");
    }
    pool.put_back(2..4);
    assert_eq!(poll_all(&pool, &mut seat), (0..8).collect::<Vec<_>>());
}

#[test]
fn what_is_put_back_keeps_its_order_before_what_was_put_back_earlier() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    pool.put_back(2..4);
    pool.put_back(0..2);
    assert_eq!(poll_all(&pool, &mut seat), [0, 1, 2, 3]);
}

#[test]
fn what_a_task_submits_is_its_workers_next_and_others_steal_it() {
    let pool = Pool::new();
    let (mut one, mut other) = (join(&pool), join(&pool));
    push(&pool, once(9));
    pool.push_own(&one, 0..3).expect("open");
    assert_eq!(poll(&pool, &mut one), [0]);
    assert_eq!(
        poll(&pool, &mut other),
        [9],
        "the common queue comes before others' own"
    );
    assert_eq!(poll(&pool, &mut other), [1]);
    assert_eq!(poll(&pool, &mut one), [2]);
    assert!(poll(&pool, &mut one).is_empty());
}

#[test]
fn a_task_that_submits_without_end_does_not_shut_out_others() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    push(&pool, once(u32::MAX));
    let mut looks = 0;
    loop {
        pool.push_own(&seat, once(looks)).expect("open");
        looks += 1;
        if poll(&pool, &mut seat) == [u32::MAX] {
            break;
        }
        assert!(looks < 100);
    }
}

#[test]
fn tiny_tasks_come_several_at_a_time_and_long_ones_alone() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    push(&pool, 0..1_000);
    assert_eq!(poll(&pool, &mut seat).len(), 1);
    let mut sizes = Vec::new();
    for _ in 0..4 {
        let last = sizes.last().copied().unwrap_or(1);
        pool.ran(
            &mut seat,
            last,
            Duration::from_nanos(100) * u32::try_from(last).expect("few"),
        );
        sizes.push(poll(&pool, &mut seat).len());
    }
    assert_eq!(sizes, [5, 21, 64, 64]);
    pool.ran(&mut seat, 64, Duration::from_secs(1));
    assert_eq!(poll(&pool, &mut seat).len(), 1);
}

#[test]
fn a_worker_takes_its_share_only_of_those_who_are_there() {
    let pool = Pool::new();
    let (mut seat, mut other) = (join(&pool), join(&pool));
    let tiny = Duration::from_nanos(100);
    pool.ran(&mut seat, 1, tiny);
    push(&pool, 0..11);
    assert_eq!(poll(&pool, &mut seat).len(), 1);
    assert_eq!(poll(&pool, &mut seat).len(), 5);
    pool.leave(&mut other);
    pool.leave(&mut other);
    assert_eq!(pool.workers(), 1, "who left twice has left once");
    assert_eq!(poll(&pool, &mut seat).len(), 5);
}

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
fn a_spare_worker_is_woken_when_no_other_one_is_free() {
    let pool = Pool::new();
    let ((mut spare, spare_bell), (mut free, free_bell)) = (join_with_bell(&pool), join_with_bell(&pool));
    assert!(pool.arm(&mut free));
    pool.arm_as_spare(&mut spare);
    push(&pool, once(1));
    assert_eq!(free_bell.rings(), 1);
    assert_eq!(poll(&pool, &mut free), [1]);
    let mut taken = Vec::new();
    assert_eq!(pool.take(&mut spare, Patience::Woken, 1, &mut taken), Taken::Nothing);
    pool.arm_as_spare(&mut spare);
    let before = spare_bell.rings();
    push(&pool, once(2));
    assert_eq!(spare_bell.rings(), before + 1);
    assert_eq!(pool.take(&mut spare, Patience::Woken, 1, &mut taken), Taken::Tasks);
    assert_eq!(taken, [2]);
}

#[test]
fn a_wake_up_of_a_spare_worker_that_is_none_any_more_goes_to_another_one() {
    let pool = Pool::new();
    let ((mut one, one_bell), (mut other, other_bell)) = (join_with_bell(&pool), join_with_bell(&pool));
    pool.arm_as_spare(&mut other);
    pool.arm_as_spare(&mut one);
    push(&pool, once(1));
    // The monitor may have looked meanwhile, and woken the other one too.
    assert_eq!(other_bell.rings(), 1);
    pool.disarm(&mut other);
    assert_eq!(one_bell.rings(), 1);
    assert_eq!(pool.take(&mut one, Patience::Woken, 1, &mut Vec::new()), Taken::Tasks);
}

#[test]
fn a_closed_pool_takes_nothing_more_and_is_emptied_first() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    push(&pool, once(1));
    pool.push_own(&seat, once(2)).expect("open");
    pool.close();
    assert_eq!(pool.push(Priority::High, once(3)), Err(PoolClosed));
    assert_eq!(pool.push_own(&seat, once(4)), Err(PoolClosed));
    assert_eq!(poll_all(&pool, &mut seat), [2, 1]);
    assert_eq!(wait(&pool, &mut seat), (Taken::Closed, vec![]));
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
fn what_no_worker_was_given_can_be_taken_out() {
    let pool = Pool::new();
    let mut seat = join(&pool);
    push(&pool, 0..3);
    pool.push(Priority::Low, once(4)).expect("open");
    pool.push_own(&seat, once(3)).expect("open");
    assert_eq!(pool.drain(), [0, 1, 2, 3, 4]);
    assert!(poll(&pool, &mut seat).is_empty());
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
fn what_a_leaving_workers_tasks_have_submitted_is_taken_by_others() {
    let pool = Pool::new();
    let (mut leaving, mut other) = (join(&pool), join(&pool));
    pool.push_own(&leaving, 0..3).expect("open");
    pool.leave(&mut leaving);
    assert_eq!(poll_all(&pool, &mut other), [0, 1, 2]);
    assert!(pool.queues.is_empty());
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
    assert!(pool.is_short_of_workers());
    let mut seat = join(&pool);
    assert!(!pool.is_short_of_workers());
    push(&pool, [2]);
    assert!(pool.is_short_of_workers());
    assert_eq!(pool.take(&mut seat, Patience::Poll, 1, &mut Vec::new()), Taken::Tasks);
    assert!(pool.is_short_of_workers(), "it has something to do now");
}
