//! No job is left behind by a worker that leaves.

use super::*;

#[test]
fn a_worker_that_leaves_hands_its_wake_up_on() {
    check("leave", 2, || {
        let pool = Pool::new();
        let (mut leaving, _) = join_with_bell(&pool);
        let worker = waits_for(1, &pool, join(&pool));
        let leaver = {
            let pool = Arc::clone(&pool);
            thread::spawn(move || {
                // It may hear of the task, and leaves all the same.
                let _ = pool.arm(&mut leaving);
                pool.leave(&mut leaving);
            })
        };
        push(&pool, 1);
        assert_eq!(worker.join().expect("no panic"), [1]);
        leaver.join().expect("no panic");
    });
}

#[test]
fn what_its_tasks_submitted_is_stolen_or_handed_on() {
    check("own queue", 2, || {
        let pool = Pool::new();
        let mut leaving = join(&pool);
        let worker = waits_for(2, &pool, join(&pool));
        pool.push_own(&leaving, [1, 2].into_iter()).expect("open");
        pool.leave(&mut leaving);
        let mut all = worker.join().expect("no panic");
        all.sort_unstable();
        assert_eq!(all, [1, 2]);
        assert!(pool.drain().is_empty());
    });
}

/// The thread of a worker that goes if there is more than one, and else waits for a task.
fn goes_or_waits(pool: &Arc<Pool<u32>>, mut seat: Seat<u32>) -> JoinHandle<Option<u32>> {
    let pool = Arc::clone(pool);
    thread::spawn(move || {
        if pool.retire(&mut seat, 1) {
            pool.leave(&mut seat);
            return None;
        }
        take(&pool, &mut seat, Patience::Forever)
    })
}

#[test]
fn no_more_workers_retire_than_are_too_many() {
    check("retire", 3, || {
        let pool = Pool::new();
        let workers = [goes_or_waits(&pool, join(&pool)), goes_or_waits(&pool, join(&pool))];
        push(&pool, 1);
        let taken: Vec<u32> = workers
            .into_iter()
            .filter_map(|worker| worker.join().expect("no panic"))
            .collect();
        assert_eq!(taken, [1]);
        assert_eq!(pool.workers(), 1);
    });
}
