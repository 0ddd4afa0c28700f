//! A condition: no notice is lost, and who was notified or was too late holds the lock.

use super::wait::*;
use crate::sync::{Condition, ConditionWait, Lock};

struct Bench {
    lock: Arc<Lock>,
    condition: Arc<Condition>,
}

impl Bench {
    fn new() -> Arc<Self> {
        let lock = Lock::new();
        let condition = Condition::new(Arc::clone(&lock));
        Arc::new(Self { lock, condition })
    }

    fn acquire(&self, holder: ThreadNumber) {
        if self.lock.try_acquire(holder).is_none() {
            let mut wait = BlockedWait::begin(&waits(), holder, None, Gift::Nothing, |place| {
                self.lock.enter(place);
                Arc::<Lock>::clone(&self.lock)
            });
            assert_eq!(wait.slice(None), Answer::Granted);
            let _ = wait.accept();
        }
    }

    fn release(&self) {
        self.lock.release().expect("held");
    }

    /// Who calls it has the lock.
    fn blocked(&self, waits: &Arc<Waits>, holder: ThreadNumber, length: Option<Duration>) -> BlockedWait {
        let wait = self.condition.wait();
        BlockedWait::begin(waits, holder, length, Gift::Nothing, |place| {
            self.condition.enter(&wait, place);
            wait
        })
    }

    /// An event loop waits.
    fn awaited(&self, event_loop: &Loop, token: Token) {
        self.acquire(event_loop.holder);
        let wait = self.condition.wait();
        let place = event_loop.place(token, Arc::<ConditionWait>::clone(&wait), Gift::Nothing);
        self.condition.enter(&wait, &place);
    }
}

#[test]
fn who_waits_until_something_is_so_learns_that_it_is() {
    check("wait until", 3, || {
        let (bench, is_so) = (Bench::new(), Arc::new(AtomicUsize::new(0)));
        let notifier = {
            let (bench, is_so) = (Arc::clone(&bench), Arc::clone(&is_so));
            thread::spawn(move || {
                bench.acquire(OTHER);
                is_so.store(1, Ordering::Relaxed);
                bench.condition.notify(1);
                bench.release();
            })
        };
        bench.acquire(ME);
        if is_so.load(Ordering::Relaxed) == 0 {
            let mut wait = bench.blocked(&waits(), ME, None);
            assert_eq!(wait.slice(None), Answer::Granted);
            let _ = wait.accept();
            assert!(bench.lock.is_held_by(ME) && !wait.is_late());
        }
        assert_eq!(is_so.load(Ordering::Relaxed), 1, "nothing else wakes it");
        bench.release();
        notifier.join().expect("no panic");
        assert!(!bench.lock.is_held());
    });
}

#[test]
fn of_notice_and_time_one_decides_and_the_lock_is_held_again() {
    check("time of a condition", 3, || {
        let bench = Bench::new();
        bench.acquire(ME);
        let mut wait = bench.blocked(&waits(), ME, NO_TIME);
        let notifier = {
            let bench = Arc::clone(&bench);
            thread::spawn(move || {
                bench.acquire(OTHER);
                let notified = bench.condition.notify(1);
                bench.release();
                notified
            })
        };
        assert_eq!(wait.slice(None), Answer::Granted);
        let _ = wait.accept();
        assert!(bench.lock.is_held_by(ME));
        bench.release();
        let notified = notifier.join().expect("no panic");
        assert_eq!(notified, usize::from(!wait.is_late()));
        assert!(!bench.lock.is_held());
    });
}

#[test]
fn the_notice_of_one_that_is_interrupted_goes_to_the_next() {
    check("interrupt of a condition", 3, || {
        let (bench, event_loop, own) = (Bench::new(), Loop::new(THIRD), waits());
        bench.acquire(OTHER);
        let mut wait = bench.blocked(&own, OTHER, None);
        bench.awaited(&event_loop, 0);
        let interrupter = interrupter(&own);
        let waiting = {
            let bench = Arc::clone(&bench);
            thread::spawn(move || {
                let is_granted = wait.slice(None) == Answer::Granted;
                if is_granted {
                    let _ = wait.accept();
                    assert!(bench.lock.is_held_by(OTHER));
                    bench.release();
                }
                is_granted
            })
        };
        bench.acquire(ME);
        assert_eq!(bench.condition.notify(1), 1);
        bench.release();
        interrupter.join().expect("no panic");
        let is_granted = waiting.join().expect("no panic");
        assert_eq!(event_loop.take().is_some(), !is_granted, "one of the two");
        assert_eq!(bench.lock.is_held_by(THIRD), !is_granted);
    });
}

#[test]
fn the_notice_of_an_event_loop_that_closes_goes_to_the_next() {
    check("closing of a loop with a notice", 3, || {
        let (bench, closing, event_loop) = (Bench::new(), Loop::new(OTHER), Loop::new(THIRD));
        bench.awaited(&closing, 0);
        bench.awaited(&event_loop, 0);
        let closer = closing.closes();
        bench.acquire(ME);
        assert_eq!(bench.condition.notify(1), 1);
        bench.release();
        closer.join().expect("no panic");
        assert!(event_loop.take().is_some(), "the notice was lost");
        assert!(bench.lock.is_held_by(THIRD));
    });
}

#[test]
fn the_notice_of_a_thread_that_dies_goes_to_the_next() {
    check("death with a notice", 3, || {
        let (bench, event_loop) = (Bench::new(), Loop::new(THIRD));
        bench.acquire(OTHER);
        let mut wait = bench.blocked(&waits(), OTHER, None);
        bench.awaited(&event_loop, 0);
        let dying = thread::spawn(move || {
            let _ = wait.slice(NO_TIME);
        });
        bench.acquire(ME);
        assert_eq!(bench.condition.notify(1), 1);
        bench.release();
        dying.join().expect("no panic");
        assert!(event_loop.take().is_some(), "the notice was lost");
        assert!(bench.lock.is_held_by(THIRD));
    });
}
