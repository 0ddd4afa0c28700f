//! What an event loop awaits: each grant is told once, or given back once.

use super::wait::*;
use crate::sync::{Expiry, Semaphore};

fn awaited(semaphore: &Arc<Semaphore>, event_loop: &Loop, token: Token) {
    let place = event_loop.place(token, Arc::<Semaphore>::clone(semaphore), Gift::Nothing);
    assert!(!semaphore.enter(&place));
}

fn releaser(semaphore: &Arc<Semaphore>) -> JoinHandle<()> {
    let semaphore = Arc::clone(semaphore);
    thread::spawn(move || semaphore.release(1).expect("no limit"))
}

#[test]
fn a_loop_that_takes_all_when_its_bell_has_rung_misses_nothing() {
    check("bell of a loop", 3, || {
        let (semaphore, event_loop) = (Semaphore::new(0, 9), Loop::new(ME));
        awaited(&semaphore, &event_loop, 0);
        awaited(&semaphore, &event_loop, 1);
        let releasers = [releaser(&semaphore), releaser(&semaphore)];
        let mut taken = 0;
        while taken < 2 {
            event_loop.bell.sleep();
            while event_loop.take().is_some() {
                taken += 1;
            }
        }
        for releaser in releasers {
            releaser.join().expect("no panic");
        }
        assert_eq!((taken, semaphore.permits()), (2, 0));
    });
}

#[test]
fn a_wait_is_told_of_or_its_time_is_over() {
    check("time of a loop", 4, || {
        let (semaphore, event_loop) = (Semaphore::new(0, 9), Loop::new(ME));
        awaited(&semaphore, &event_loop, 0);
        let releaser = releaser(&semaphore);
        let expiry = event_loop.awaits.expire(0);
        releaser.join().expect("no panic");
        let is_told = event_loop.take().is_some();
        assert_eq!(is_told, expiry == Expiry::Later);
        assert_eq!(semaphore.permits(), u64::from(!is_told));
    });
}

#[test]
fn what_a_loop_was_granted_is_given_back_once() {
    check("closing of a loop", 3, || {
        let (semaphore, closing) = (Semaphore::new(0, 9), Loop::new(ME));
        awaited(&semaphore, &closing, 0);
        awaited(&semaphore, &closing, 1);
        let releasers = [releaser(&semaphore), releaser(&semaphore)];
        let taken = u64::from(closing.take().is_some());
        closing.awaits.close();
        for releaser in releasers {
            releaser.join().expect("no panic");
        }
        assert_eq!(semaphore.permits() + taken, 2);
    });
}
