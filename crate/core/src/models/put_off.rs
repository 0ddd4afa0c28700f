//! A wake-up that was put off comes, by way of the monitor.

use super::*;
use std::time::Duration;

/// A worker that is awake, and whose tasks have been tiny.
fn awake(pool: &Pool<u32>) -> Seat<u32> {
    let mut seat = join(pool);
    pool.ran(&mut seat, 1, Duration::from_nanos(1));
    seat
}

#[test]
fn who_sleeps_is_woken_when_who_is_awake_does_not_get_to_it() {
    check("put off", 3, || {
        let pool = Pool::new();
        let _stuck = awake(&pool);
        let (monitor, worker) = (monitor(), waits_for(2, &pool, join(&pool)));
        push(&pool, 1);
        push(&pool, 2);
        assert_eq!(worker.join().expect("no panic"), [1, 2]);
        Monitor::shared().end();
        monitor.join().expect("no panic");
    });
}

#[test]
fn a_task_is_taken_once_by_who_is_awake_or_by_who_was_woken() {
    check("put off, and taken", 3, || {
        let pool = Pool::new();
        let mut seat = awake(&pool);
        let monitor = monitor();
        let worker = {
            let (pool, mut seat) = (Arc::clone(&pool), join(&pool));
            thread::spawn(move || take(&pool, &mut seat, Patience::Forever))
        };
        push(&pool, 1);
        let mine = take(&pool, &mut seat, Patience::Poll);
        pool.close();
        let others = worker.join().expect("no panic");
        assert_eq!(mine.xor(others), Some(1));
        Monitor::shared().end();
        monitor.join().expect("no panic");
    });
}
