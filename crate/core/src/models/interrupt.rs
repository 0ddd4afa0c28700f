//! Interrupting against notifying, against the time, and against waits and environments that only just come or go.

use super::*;
use crate::interrupt::{Interrupts, Outcome, Settle, Wait};
use crate::primitive::{AtomicUsize, Instant};

/// A thread that writes something, and then notifies; it gives what came of that.
fn notifier(wait: &Arc<Wait>, written: &Arc<AtomicUsize>) -> JoinHandle<Settle> {
    let (wait, written) = (Arc::clone(wait), Arc::clone(written));
    thread::spawn(move || {
        // Without any order: only the notice says that it is there.
        written.store(1, Ordering::Relaxed);
        wait.waiter().notify()
    })
}

fn interrupter(interrupts: &Arc<Interrupts>) -> JoinHandle<()> {
    let interrupts = Arc::clone(interrupts);
    thread::spawn(move || interrupts.interrupt_all())
}

#[test]
fn a_parked_thread_wakes_and_its_wait_ends_in_one_way() {
    check("notice and interrupt", 3, || {
        let (interrupts, written) = (Arc::new(Interrupts::default()), Arc::default());
        let wait = Arc::new(interrupts.join().begin());
        let (notifier, interrupter) = (notifier(&wait, &written), interrupter(&interrupts));
        let outcome = wait.waiter().park(None).expect("it has no end of its own");
        let seen = written.load(Ordering::Relaxed);
        let settle = notifier.join().expect("no panic");
        interrupter.join().expect("no panic");
        if outcome == Outcome::Notified {
            assert_eq!((settle, seen), (Settle::Done, 1));
        } else {
            assert_eq!(settle, Settle::TooLate(Outcome::Interrupted));
        }
        assert_eq!(wait.waiter().outcome(), Some(outcome), "no state is left again");
    });
}

#[test]
fn of_notice_interrupt_and_time_one_decides() {
    check("time", 3, || {
        let (interrupts, written) = (Arc::new(Interrupts::default()), Arc::default());
        let wait = Arc::new(interrupts.join().begin());
        let (notifier, interrupter) = (notifier(&wait, &written), interrupter(&interrupts));
        // The end of the slice decides nothing.
        let outcome = match wait.waiter().park(Some(Instant::now())) {
            Some(outcome) => outcome,
            None => match wait.waiter().expire() {
                Settle::Done => Outcome::Expired,
                Settle::TooLate(outcome) => outcome,
            },
        };
        let settle = notifier.join().expect("no panic");
        interrupter.join().expect("no panic");
        assert_eq!(settle == Settle::Done, outcome == Outcome::Notified);
        if let Settle::TooLate(told) = settle {
            assert_eq!(told, outcome);
        }
        assert_eq!(wait.waiter().outcome(), Some(outcome), "no state is left again");
    });
}

#[test]
fn a_wait_that_only_just_begins_is_interrupted_too() {
    check("begin", 3, || {
        let interrupts = Arc::new(Interrupts::default());
        let waits = interrupts.join();
        let waiting = {
            let waits = Arc::clone(&waits);
            thread::spawn(move || waits.begin().waiter().park(None))
        };
        interrupts.interrupt_all();
        let late = waits.begin();
        assert_eq!(late.waiter().outcome(), Some(Outcome::Interrupted));
        assert_eq!(waiting.join().expect("no panic"), Some(Outcome::Interrupted));
    });
}

#[test]
fn an_environment_that_only_just_joins_is_interrupted_too() {
    check("join", 3, || {
        let interrupts = Arc::new(Interrupts::default());
        let waiting = {
            let interrupts = Arc::clone(&interrupts);
            thread::spawn(move || interrupts.join().begin().waiter().park(None))
        };
        interrupts.interrupt_all();
        let late = interrupts.join().begin();
        assert_eq!(late.waiter().outcome(), Some(Outcome::Interrupted));
        assert_eq!(waiting.join().expect("no panic"), Some(Outcome::Interrupted));
    });
}

/// V8 may end a thread between two slices: what it waited for is still registered then.
#[test]
fn an_environment_that_leaves_leaves_no_wait_undecided() {
    check("leave the interrupts", 3, || {
        let (interrupts, written) = (Arc::new(Interrupts::default()), Arc::default());
        let waits = interrupts.join();
        let wait = Arc::new(waits.begin());
        let (notifier, interrupter) = (notifier(&wait, &written), interrupter(&interrupts));
        interrupts.leave(&waits);
        // Of two that interrupt, the first has the list, and the second may return before that one is through.
        interrupter.join().expect("no panic");
        let outcome = wait.waiter().outcome().expect("it has ended");
        let settle = notifier.join().expect("no panic");
        assert_eq!(settle == Settle::Done, outcome == Outcome::Notified);
        assert_eq!(wait.waiter().outcome(), Some(outcome), "no state is left again");
    });
}
