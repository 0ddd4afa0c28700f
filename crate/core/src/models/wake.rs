//! No wake-up is lost, and a doorbell that was armed is rung.

use super::*;

#[test]
fn each_of_two_parked_workers_is_woken_for_its_task() {
    check("parked", 2, || {
        let pool = Pool::new();
        let workers = [waits_for(1, &pool, join(&pool)), waits_for(1, &pool, join(&pool))];
        push(&pool, 1);
        push(&pool, 2);
        let mut all: Vec<_> = workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"))
            .collect();
        all.sort_unstable();
        assert_eq!(all, [1, 2]);
    });
}

#[test]
fn two_tasks_pushed_together_wake_two_workers() {
    check("together", 2, || {
        let pool = Pool::new();
        let workers = [waits_for(1, &pool, join(&pool)), waits_for(1, &pool, join(&pool))];
        pool.push(Priority::Normal, [1, 2].into_iter()).expect("open");
        for worker in workers {
            assert_eq!(worker.join().expect("no panic").len(), 1);
        }
    });
}

#[test]
fn a_worker_that_stops_spinning_misses_nothing() {
    check("spinning", 3, || {
        let pool = Pool::new();
        let (mut seat, _) = join_with_bell(&pool);
        // A task came at once after the worker had gone idle: spinning pays.
        assert!(pool.arm(&mut seat));
        push(&pool, 0);
        assert_eq!(take(&pool, &mut seat, Patience::Poll), Some(0));
        let worker = waits_for(2, &pool, seat);
        push(&pool, 1);
        push(&pool, 2);
        assert_eq!(worker.join().expect("no panic"), [1, 2]);
    });
}

#[test]
fn a_doorbell_that_was_armed_is_rung() {
    check("armed", 3, || {
        let pool = Pool::new();
        let (mut seat, event_loop) = join_with_bell(&pool);
        let worker = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || {
                let mut all = Vec::new();
                while all.len() < 2 {
                    match take(&pool, &mut seat, Patience::Poll) {
                        Some(task) => all.push(task),
                        None if pool.arm(&mut seat) => event_loop.sleep(),
                        None => {}
                    }
                }
                all
            })
        };
        push(&pool, 1);
        push(&pool, 2);
        assert_eq!(worker.join().expect("no panic"), [1, 2]);
    });
}

/// An event loop has other reasons to wake up than its bell, and a waker may just have chosen it then. Its notice, were
/// it to come in the worker's next sleep, would end that with the worker still on the list.
#[test]
fn a_notice_never_comes_late() {
    check("notice", 3, || {
        let pool = Pool::new();
        let (mut seat, _) = join_with_bell(&pool);
        assert!(pool.arm(&mut seat));
        let worker = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || {
                let mut ran = usize::from(take(&pool, &mut seat, Patience::Poll).is_some());
                while ran < 2 {
                    ran += usize::from(take(&pool, &mut seat, Patience::Forever).is_some());
                }
            })
        };
        push(&pool, 1);
        push(&pool, 2);
        worker.join().expect("no panic");
        assert_eq!(pool.asleep(), 0, "who is awake is not on the list");
    });
}
