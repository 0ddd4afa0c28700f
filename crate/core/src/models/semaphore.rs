//! A semaphore: a permit is with somebody or there, and never both.

use super::wait::*;
use crate::sync::Semaphore;

fn blocked(semaphore: &Arc<Semaphore>, waits: &Arc<Waits>, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, ME, length, Gift::Nothing, |place| {
        semaphore.enter(place);
        Arc::<Semaphore>::clone(semaphore)
    })
}

fn awaited(semaphore: &Arc<Semaphore>, event_loop: &Loop, token: Token) {
    let place = event_loop.place(token, Arc::<Semaphore>::clone(semaphore), Gift::Nothing);
    assert!(!semaphore.enter(&place));
}

#[test]
fn threads_take_turns_with_one_permit() {
    check("permit", 3, || {
        let (semaphore, inside) = (Semaphore::new(1, 1), Arc::new(AtomicUsize::new(0)));
        let work = || {
            let (semaphore, inside) = (Arc::clone(&semaphore), Arc::clone(&inside));
            move || {
                if !semaphore.try_acquire() {
                    let mut wait = blocked(&semaphore, &waits(), None);
                    assert_eq!(wait.slice(None), Answer::Granted);
                    let _ = wait.accept();
                }
                count(&inside);
                semaphore.release(1).expect("it was taken");
            }
        };
        let others = [thread::spawn(work()), thread::spawn(work())];
        work()();
        for other in others {
            other.join().expect("no panic");
        }
        assert_eq!((inside.load(Ordering::Relaxed), semaphore.permits()), (3, 1));
    });
}

#[test]
fn a_permit_is_with_one_whose_time_is_over_or_there() {
    check("time of a permit", 4, || {
        let semaphore = Semaphore::new(0, 1);
        let mut wait = blocked(&semaphore, &waits(), NO_TIME);
        let releaser = {
            let semaphore = Arc::clone(&semaphore);
            thread::spawn(move || semaphore.release(1).expect("none is there"))
        };
        let is_granted = wait.slice(None) == Answer::Granted;
        if is_granted {
            let _ = wait.accept();
        }
        drop(wait);
        releaser.join().expect("no panic");
        assert_eq!(semaphore.permits(), u64::from(!is_granted));
    });
}

#[test]
fn a_permit_of_one_that_dies_or_is_interrupted_is_there_again() {
    check("death with a permit", 3, || {
        let (semaphore, own) = (Semaphore::new(0, 1), waits());
        let mut wait = blocked(&semaphore, &own, None);
        let interrupter = interrupter(&own);
        let dying = thread::spawn(move || {
            let _ = wait.slice(NO_TIME);
        });
        semaphore.release(1).expect("none is there");
        interrupter.join().expect("no panic");
        dying.join().expect("no panic");
        assert_eq!(semaphore.permits(), 1);
    });
}

#[test]
fn permits_of_an_event_loop_that_closes_go_on() {
    check("closing of a loop with permits", 3, || {
        let (semaphore, closing, event_loop) = (Semaphore::new(0, 2), Loop::new(ME), Loop::new(OTHER));
        awaited(&semaphore, &closing, 0);
        awaited(&semaphore, &closing, 1);
        awaited(&semaphore, &event_loop, 0);
        let closer = closing.closes();
        semaphore.release(2).expect("none is there");
        closer.join().expect("no panic");
        assert!(event_loop.take().is_some(), "a permit was lost");
        assert_eq!(semaphore.permits(), 1);
    });
}
