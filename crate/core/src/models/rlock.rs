//! A lock that its owner may take again: who the owner is.

use super::wait::*;
use crate::sync::{Lock, RLock};

fn acquire(lock: &Arc<RLock>, holder: ThreadNumber) {
    if lock.try_acquire(holder, holder.into()).is_some() {
        return;
    }
    let mut wait = BlockedWait::begin(&waits(), holder, None, Gift::Nothing, |place| {
        lock.lock().enter(place);
        Arc::<Lock>::clone(lock.lock())
    });
    assert_eq!(wait.slice(None), Answer::Granted);
    let _ = wait.accept();
    lock.own(holder.into(), 1);
}

#[test]
fn one_owner_at_a_time_takes_it_again() {
    check("take again", 3, || {
        let (lock, inside) = (RLock::new(), Arc::new(AtomicUsize::new(0)));
        let work = |holder: ThreadNumber| {
            let (lock, inside) = (Arc::clone(&lock), Arc::clone(&inside));
            move || {
                let flow = holder.into();
                assert!(!lock.enter_again(flow), "it does not own it");
                acquire(&lock, holder);
                assert!(lock.enter_again(flow));
                count(&inside);
                lock.release(flow).expect("owned");
                count(&inside);
                lock.release(flow).expect("owned");
                assert_eq!(lock.level(flow), 0);
            }
        };
        let other = thread::spawn(work(OTHER));
        work(ME)();
        other.join().expect("no panic");
        assert_eq!(inside.load(Ordering::Relaxed), 4);
    });
}

#[test]
fn a_death_takes_nothing_from_the_next_owner() {
    check("death and owner", 2, || {
        let (lock, closing) = (RLock::new(), Loop::new(OTHER));
        acquire(&lock, ME);
        let object = Arc::<Lock>::clone(lock.lock());
        assert!(!lock.lock().enter(&closing.place(0, object, Gift::Nothing)));
        let death = {
            let (lock, awaits) = (Arc::clone(&lock), Arc::clone(&closing.awaits));
            thread::spawn(move || {
                awaits.close();
                lock.abandon(OTHER);
            })
        };
        let next = {
            let lock = Arc::clone(&lock);
            thread::spawn(move || {
                acquire(&lock, THIRD);
                assert!(lock.enter_again(THIRD.into()));
                lock.release(THIRD.into()).expect("owned");
                lock.release(THIRD.into()).expect("owned");
            })
        };
        lock.release(ME.into()).expect("owned");
        death.join().expect("no panic");
        next.join().expect("no panic");
        assert!(!lock.lock().is_held());
    });
}
