//! A lock: those who take it exclude each other, and whoever can have it has it.

use super::wait::*;
use crate::primitive::spin_loop;
use crate::sync::Lock;

fn blocked(lock: &Arc<Lock>, waits: &Arc<Waits>, holder: ThreadNumber, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, holder, length, Gift::Nothing, |place| {
        lock.enter(place);
        Arc::<Lock>::clone(lock)
    })
}

fn acquire(lock: &Arc<Lock>, waits: &Arc<Waits>, holder: ThreadNumber) {
    if lock.try_acquire(holder).is_none() {
        let mut wait = blocked(lock, waits, holder, None);
        assert_eq!(wait.slice(None), Answer::Granted);
        let _ = wait.accept();
    }
    assert!(lock.is_held_by(holder));
}

/// An event loop that waits for it.
fn awaited(lock: &Arc<Lock>, event_loop: &Loop, token: Token) {
    assert!(!lock.enter(&event_loop.place(token, Arc::<Lock>::clone(lock), Gift::Nothing)));
}

/// It went to that one in the end, and to nobody else.
fn assert_with(lock: &Lock, event_loop: &Loop) {
    assert!(event_loop.take().is_some(), "it was lost");
    assert!(lock.is_held_by(event_loop.holder));
    lock.release().expect("held");
    assert!(!lock.is_held());
}

fn threads_take_turns(preemptions: usize, threads: ThreadNumber) {
    check(&format!("{threads} take turns"), preemptions, move || {
        let (lock, inside) = (Lock::new(), Arc::new(AtomicUsize::new(0)));
        let work = |holder| {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            move || {
                acquire(&lock, &waits(), holder);
                count(&inside);
                lock.release().expect("held");
            }
        };
        let others: Vec<_> = (2..=threads).map(|holder| thread::spawn(work(holder))).collect();
        work(1)();
        for other in others {
            other.join().expect("no panic");
        }
        assert!(!lock.is_held());
        assert_eq!(inside.load(Ordering::Relaxed), threads as usize);
    });
}

#[test]
fn two_threads_exclude_each_other() {
    threads_take_turns(4, 2);
}

#[test]
fn three_threads_exclude_each_other() {
    threads_take_turns(2, 3);
}

#[test]
fn who_is_handed_it_and_who_finds_it_free_exclude_each_other() {
    check("hand over", 3, || {
        let (lock, inside) = (Lock::new(), Arc::new(AtomicUsize::new(0)));
        lock.try_acquire(ME);
        let mut wait = blocked(&lock, &waits(), OTHER, None);
        let waiting = {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            thread::spawn(move || {
                assert_eq!(wait.slice(None), Answer::Granted);
                let _ = wait.accept();
                count(&inside);
                lock.release().expect("held");
            })
        };
        let barging = {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            thread::spawn(move || {
                acquire(&lock, &waits(), THIRD);
                count(&inside);
                lock.release().expect("held");
            })
        };
        // By this clock it has waited for long.
        spin_loop();
        count(&inside);
        lock.release().expect("held");
        waiting.join().expect("no panic");
        barging.join().expect("no panic");
        assert_eq!(inside.load(Ordering::Relaxed), 3);
        assert!(!lock.is_held());
    });
}

#[test]
fn an_event_loop_is_handed_it_and_hears_of_it() {
    check("event loop", 3, || {
        let (lock, event_loop, inside) = (Lock::new(), Loop::new(OTHER), Arc::new(AtomicUsize::new(0)));
        let thread = {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            thread::spawn(move || {
                acquire(&lock, &waits(), ME);
                count(&inside);
                lock.release().expect("held");
            })
        };
        let place = event_loop.place(0, Arc::<Lock>::clone(&lock), Gift::Nothing);
        if lock.enter(&place) {
            event_loop.awaits.end(0);
        } else {
            event_loop.bell.sleep();
            assert!(event_loop.take().is_some());
        }
        count(&inside);
        lock.release().expect("held");
        thread.join().expect("no panic");
        assert_eq!(inside.load(Ordering::Relaxed), 2);
        assert!(!lock.is_held());
    });
}

#[test]
fn one_whose_time_is_over_leaves_it_to_the_next() {
    check("time of a lock", 3, || {
        let (lock, event_loop) = (Lock::new(), Loop::new(THIRD));
        lock.try_acquire(ME);
        let mut wait = blocked(&lock, &waits(), OTHER, NO_TIME);
        awaited(&lock, &event_loop, 0);
        let hasty = {
            let lock = Arc::clone(&lock);
            thread::spawn(move || {
                if wait.slice(None) == Answer::Granted {
                    let _ = wait.accept();
                    assert!(lock.is_held_by(OTHER));
                    lock.release().expect("held");
                }
            })
        };
        lock.release().expect("held");
        hasty.join().expect("no panic");
        assert_with(&lock, &event_loop);
    });
}

#[test]
fn one_that_is_interrupted_leaves_it_to_the_next() {
    check("interrupt of a lock", 3, || {
        let (lock, event_loop, own) = (Lock::new(), Loop::new(THIRD), waits());
        lock.try_acquire(ME);
        let mut wait = blocked(&lock, &own, OTHER, None);
        awaited(&lock, &event_loop, 0);
        let interrupter = interrupter(&own);
        let interrupted = {
            let lock = Arc::clone(&lock);
            thread::spawn(move || {
                if wait.slice(None) == Answer::Granted {
                    let _ = wait.accept();
                    lock.release().expect("held");
                }
            })
        };
        lock.release().expect("held");
        interrupter.join().expect("no panic");
        interrupted.join().expect("no panic");
        assert_with(&lock, &event_loop);
    });
}

/// V8 ends a thread between two slices, or between the grant and what it would do then.
#[test]
fn one_that_dies_before_it_has_accepted_leaves_it_to_the_next() {
    check("death of a waiter", 3, || {
        let (lock, event_loop) = (Lock::new(), Loop::new(THIRD));
        lock.try_acquire(ME);
        let mut wait = blocked(&lock, &waits(), OTHER, None);
        awaited(&lock, &event_loop, 0);
        let dying = thread::spawn(move || {
            let _ = wait.slice(NO_TIME);
        });
        lock.release().expect("held");
        dying.join().expect("no panic");
        assert_with(&lock, &event_loop);
    });
}

#[test]
fn an_event_loop_that_closes_leaves_it_to_the_next() {
    check("closing of a loop that waits", 3, || {
        let (lock, closing, event_loop) = (Lock::new(), Loop::new(OTHER), Loop::new(THIRD));
        lock.try_acquire(ME);
        awaited(&lock, &closing, 0);
        awaited(&lock, &closing, 1);
        awaited(&lock, &event_loop, 0);
        let closer = closing.closes();
        lock.release().expect("held");
        closer.join().expect("no panic");
        assert_with(&lock, &event_loop);
    });
}

/// The one that grants it, and the one that tells of the death, both give it back: one of them may.
#[test]
fn what_a_dead_thread_was_granted_is_given_back_once() {
    check("given back and abandoned", 3, || {
        let (lock, closing, inside) = (Lock::new(), Loop::new(OTHER), Arc::new(AtomicUsize::new(0)));
        lock.try_acquire(ME);
        awaited(&lock, &closing, 0);
        let death = {
            let (lock, awaits) = (Arc::clone(&lock), Arc::clone(&closing.awaits));
            thread::spawn(move || {
                awaits.close();
                lock.abandon(OTHER);
            })
        };
        let next = {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            thread::spawn(move || {
                acquire(&lock, &waits(), THIRD);
                count(&inside);
                assert!(lock.is_held_by(THIRD));
                lock.release().expect("held");
            })
        };
        count(&inside);
        lock.release().expect("held");
        death.join().expect("no panic");
        next.join().expect("no panic");
        assert_eq!(inside.load(Ordering::Relaxed), 2);
        assert!(!lock.is_held());
    });
}

#[test]
fn the_death_of_its_holder_wakes_the_next() {
    check("abandon", 3, || {
        let lock = Lock::new();
        lock.try_acquire(ME);
        let next = {
            let lock = Arc::clone(&lock);
            thread::spawn(move || {
                acquire(&lock, &waits(), OTHER);
                let is_abandoned = lock.is_abandoned();
                lock.release().expect("held");
                is_abandoned
            })
        };
        assert!(lock.abandon(ME));
        assert!(next.join().expect("no panic"), "it is told of it");
        assert!(!lock.is_held() && !lock.is_abandoned());
    });
}
