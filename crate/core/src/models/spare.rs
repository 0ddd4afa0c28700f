//! Spare workers: a task that nobody is free for is theirs, and no other one is.

use super::*;

type SpareSeat = (Seat<u32>, Arc<EventLoop>);

/// A worker that has tasks: so it is no newcomer.
fn busy(pool: &Pool<u32>) -> SpareSeat {
    let (mut seat, event_loop) = join_with_bell(pool);
    assert_eq!(take(pool, &mut seat, Patience::Poll), None);
    (seat, event_loop)
}

/// The thread of a spare worker, until it has a task.
fn helps(pool: &Arc<Pool<u32>>, (mut seat, event_loop): SpareSeat) -> JoinHandle<u32> {
    let pool = Arc::clone(pool);
    thread::spawn(move || {
        loop {
            if let Some(task) = take(&pool, &mut seat, Patience::Woken) {
                return task;
            }
            pool.arm_as_spare(&mut seat);
            event_loop.sleep();
        }
    })
}

/// The thread of a spare worker that looks once: event loops have other reasons to wake up than their bells.
fn looks_once(pool: &Arc<Pool<u32>>, (mut seat, _): SpareSeat) -> JoinHandle<Option<u32>> {
    let pool = Arc::clone(pool);
    thread::spawn(move || {
        pool.arm_as_spare(&mut seat);
        take(&pool, &mut seat, Patience::Woken)
    })
}

#[test]
fn a_task_that_nobody_is_free_for_is_its_own() {
    check("spare", 3, || {
        let pool = Pool::new();
        let (monitor, spare) = (monitor(), helps(&pool, busy(&pool)));
        push(&pool, 1);
        assert_eq!(spare.join().expect("no panic"), 1);
        Monitor::shared().end();
        monitor.join().expect("no panic");
    });
}

/// Nobody plays the monitor: it has a spare worker woken when the free one has not come for a tick.
#[test]
fn a_task_that_another_worker_is_free_for_is_that_ones() {
    check("free", 3, || {
        let pool = Pool::new();
        let (mut free, event_loop) = busy(&pool);
        assert!(pool.arm(&mut free));
        let spare = looks_once(&pool, busy(&pool));
        push(&pool, 1);
        event_loop.sleep();
        assert_eq!(take(&pool, &mut free, Patience::Poll), Some(1));
        assert_eq!(spare.join().expect("no panic"), None);
    });
}

#[test]
fn a_task_that_a_newcomer_is_about_to_take_is_the_newcomers() {
    check("newcomer", 3, || {
        let pool = Pool::new();
        let (mut newcomer, spare) = (join(&pool), busy(&pool));
        push(&pool, 1);
        let (monitor, spare) = (monitor(), looks_once(&pool, spare));
        assert_eq!(take(&pool, &mut newcomer, Patience::Poll), Some(1));
        assert_eq!(spare.join().expect("no panic"), None);
        Monitor::shared().end();
        monitor.join().expect("no panic");
    });
}

#[test]
fn what_a_newcomer_leaves_is_taken() {
    check("left by a newcomer", 3, || {
        let pool = Pool::new();
        let (mut newcomer, spare) = (join(&pool), busy(&pool));
        pool.push(Priority::Normal, [1, 2].into_iter()).expect("open");
        let (monitor, spare) = (monitor(), helps(&pool, spare));
        // What it has taken does not end before the other task has.
        let mine = take(&pool, &mut newcomer, Patience::Poll).expect("two tasks are there");
        assert_eq!(mine + spare.join().expect("no panic"), 3);
        Monitor::shared().end();
        monitor.join().expect("no panic");
    });
}

/// Nobody plays the monitor: it would have the other one woken, later.
#[test]
fn a_wake_up_of_one_that_is_none_any_more_goes_to_another() {
    check("none any more", 3, || {
        let pool = Pool::new();
        let ((mut ending, _), (mut other, event_loop)) = (busy(&pool), busy(&pool));
        // The first one is woken first.
        pool.arm_as_spare(&mut ending);
        pool.arm_as_spare(&mut other);
        let spare = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || {
                event_loop.sleep();
                take(&pool, &mut other, Patience::Woken)
            })
        };
        let ends = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || pool.disarm(&mut ending))
        };
        push(&pool, 1);
        assert_eq!(spare.join().expect("no panic"), Some(1));
        ends.join().expect("no panic");
    });
}
