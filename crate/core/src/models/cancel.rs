//! Settling against cancelling: the byte that decides who has a task.

use super::*;
use crate::task_state::{Cancel, Claim, TaskStates};

#[test]
fn a_task_is_cancelled_or_run_and_never_both() {
    check("states", 4, || {
        let states = Arc::new(TaskStates::default());
        states.queue(0);
        let worker = {
            let states = Arc::clone(&states);
            thread::spawn(move || {
                if states.claim(0) == Claim::Cancelled {
                    return false;
                }
                states.put_back(0);
                states.claim(0) == Claim::Run
            })
        };
        let submitters = [(); 2].map(|()| {
            let states = Arc::clone(&states);
            thread::spawn(move || states.cancel(0))
        });
        let cancelled = submitters.map(|submitter| submitter.join().expect("no panic") == Cancel::Cancelled);
        assert_ne!(worker.join().expect("no panic"), cancelled.contains(&true));
    });
}
