//! Which task is taken when, and by whom.

use super::*;

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
fn what_a_leaving_workers_tasks_have_submitted_is_taken_by_others() {
    let pool = Pool::new();
    let (mut leaving, mut other) = (join(&pool), join(&pool));
    pool.push_own(&leaving, 0..3).expect("open");
    pool.leave(&mut leaving);
    assert_eq!(poll_all(&pool, &mut other), [0, 1, 2]);
    assert!(pool.queues.is_empty());
}
