//! What holds of everything that one at a time may hold.

use super::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub(super) trait LockLike: Send + Sync + 'static {
    fn object(&self) -> Arc<dyn Waitable>;
    fn try_take(&self, holder: ThreadNumber) -> bool;
    fn enter(&self, place: &Arc<Place>) -> bool;
    /// It was granted.
    fn granted(&self, holder: ThreadNumber);
    fn release(&self, holder: ThreadNumber);
    /// That one has died with it.
    fn abandon(&self, holder: ThreadNumber) -> bool;
}

impl LockLike for Arc<Lock> {
    fn object(&self) -> Arc<dyn Waitable> {
        Self::clone(self)
    }

    fn try_take(&self, holder: ThreadNumber) -> bool {
        self.try_acquire(holder).is_some()
    }

    fn enter(&self, place: &Arc<Place>) -> bool {
        Lock::enter(self, place)
    }

    fn granted(&self, holder: ThreadNumber) {
        assert!(self.is_held_by(holder));
    }

    fn release(&self, _holder: ThreadNumber) {
        Lock::release(self).expect("held");
    }

    fn abandon(&self, holder: ThreadNumber) -> bool {
        Lock::abandon(self, holder)
    }
}

impl LockLike for Arc<RLock> {
    fn object(&self) -> Arc<dyn Waitable> {
        Arc::<Lock>::clone(self.lock())
    }

    fn try_take(&self, holder: ThreadNumber) -> bool {
        self.try_acquire(holder, holder.into()).is_some()
    }

    fn enter(&self, place: &Arc<Place>) -> bool {
        self.lock().enter(place)
    }

    fn granted(&self, holder: ThreadNumber) {
        self.own(holder.into(), 1);
    }

    fn release(&self, holder: ThreadNumber) {
        RLock::release(self, holder.into()).expect("owned");
    }

    fn abandon(&self, holder: ThreadNumber) -> bool {
        RLock::abandon(self, holder)
    }
}

impl LockLike for Arc<Semaphore> {
    fn object(&self) -> Arc<dyn Waitable> {
        Self::clone(self)
    }

    fn try_take(&self, holder: ThreadNumber) -> bool {
        let taken = self.try_acquire();
        if taken {
            self.begin_scope(holder);
        }
        taken
    }

    fn enter(&self, place: &Arc<Place>) -> bool {
        Semaphore::enter(self, place)
    }

    fn granted(&self, holder: ThreadNumber) {
        self.begin_scope(holder);
    }

    fn release(&self, holder: ThreadNumber) {
        assert!(self.end_scope(holder));
        Semaphore::release(self, 1).expect("taken");
    }

    fn abandon(&self, holder: ThreadNumber) -> bool {
        Semaphore::abandon(self, holder)
    }
}

/// A wait of an event loop; whether it has it at once.
fn awaits(lock: &impl LockLike, event_loop: &Loop, token: Token) -> (Arc<Place>, bool) {
    let place = event_loop.place(token, lock.object(), Gift::Nothing);
    let at_once = lock.enter(&place);
    if at_once {
        event_loop.awaits.end(token);
        lock.granted(event_loop.holder);
    }
    (place, at_once)
}

fn blocks(lock: &impl LockLike, waits: &Arc<Waits>, holder: ThreadNumber, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, holder, length, Gift::Nothing, |place| {
        lock.enter(place);
        lock.object()
    })
}

fn accept(lock: &impl LockLike, wait: &mut BlockedWait, holder: ThreadNumber) {
    assert_eq!(wait.slice(LONG), Answer::Granted);
    assert!(matches!(wait.accept(), Gift::Nothing));
    lock.granted(holder);
}

/// Nobody holds it, and nobody is granted it.
fn assert_free(lock: &impl LockLike) {
    assert!(lock.try_take(99));
    lock.release(99);
}

fn one_at_a_time_holds_it(lock: &impl LockLike) {
    // Two steps each: two who are inside at once lose some.
    let count = AtomicU64::new(0);
    thread::scope(|scope| {
        for holder in 1..=4 {
            let count = &count;
            scope.spawn(move || {
                let waits = waits();
                for round in 0..500 {
                    if !lock.try_take(holder) {
                        let mut wait = blocks(lock, &waits, holder, None);
                        accept(lock, &mut wait, holder);
                    }
                    let seen = count.load(Ordering::Relaxed);
                    if round % 16 == 0 {
                        thread::yield_now();
                    }
                    count.store(seen + 1, Ordering::Relaxed);
                    lock.release(holder);
                }
            });
        }
    });
    assert_eq!(count.into_inner(), 2_000);
    assert_free(lock);
}

fn who_finds_it_free_has_it_at_once(lock: &impl LockLike) {
    let event_loop = Loop::new(ME);
    assert!(awaits(lock, &event_loop, 0).1);
    assert!(!lock.try_take(OTHER));
    assert_eq!((event_loop.come().len(), event_loop.bell.rings()), (0, 0));
    lock.release(ME);
    assert_free(lock);
}

fn event_loops_get_it_in_their_order(lock: &impl LockLike) {
    let loops = [Loop::new(11), Loop::new(12)];
    assert!(lock.try_take(ME));
    for token in 0..6 {
        assert!(!awaits(lock, &loops[token as usize % 2], token).1);
    }
    lock.release(ME);
    for token in 0..6 {
        let event_loop = &loops[token as usize % 2];
        assert_eq!(event_loop.come(), [token]);
        assert!(!lock.try_take(OTHER), "nobody gets in between");
        lock.granted(event_loop.holder);
        lock.release(event_loop.holder);
    }
    assert_eq!(loops.map(|event_loop| event_loop.bell.rings()), [3, 3]);
    assert_free(lock);
}

fn a_parked_thread_gets_it(lock: &impl LockLike) {
    let waits = waits();
    assert!(lock.try_take(ME));
    let mut wait = blocks(lock, &waits, OTHER, None);
    thread::scope(|scope| {
        let parked = scope.spawn(move || {
            accept(lock, &mut wait, OTHER);
        });
        lock.release(ME);
        parked.join().expect("no panic");
    });
    lock.release(OTHER);
    assert_free(lock);
}

fn a_slice_that_ends_keeps_the_place(lock: &impl LockLike) {
    let waits = waits();
    assert!(lock.try_take(ME));
    let mut wait = blocks(lock, &waits, OTHER, None);
    assert_eq!(wait.slice(NO_TIME), Answer::Pending);
    assert_eq!(wait.slice(NO_TIME), Answer::Pending);
    lock.release(ME);
    accept(lock, &mut wait, OTHER);
    lock.release(OTHER);
    assert_free(lock);
}

fn a_thread_whose_time_is_over_leaves_it_to_others(lock: &impl LockLike) {
    let (waits, event_loop) = (waits(), Loop::new(THIRD));
    assert!(lock.try_take(ME));
    let mut hasty = blocks(lock, &waits, OTHER, NO_TIME);
    awaits(lock, &event_loop, 5);
    assert_eq!(hasty.slice(LONG), Answer::Expired);
    assert_eq!(hasty.slice(LONG), Answer::Expired, "that stays");
    drop(hasty);
    lock.release(ME);
    assert_eq!(event_loop.come(), [5]);
    lock.granted(THIRD);
    lock.release(THIRD);
    assert_free(lock);
}

fn an_event_loop_whose_time_is_over_leaves_it_to_others(lock: &impl LockLike) {
    let event_loop = Loop::new(THIRD);
    assert!(lock.try_take(ME));
    awaits(lock, &event_loop, 4);
    awaits(lock, &event_loop, 5);
    assert_eq!(event_loop.awaits.expire(4), Expiry::Now);
    lock.release(ME);
    assert_eq!(event_loop.awaits.expire(5), Expiry::Later, "it was granted");
    assert_eq!(event_loop.come(), [5]);
    lock.granted(THIRD);
    lock.release(THIRD);
    assert_free(lock);
}

fn an_interrupted_thread_leaves_it_to_others(lock: &impl LockLike) {
    let (own, event_loop) = (waits(), Loop::new(THIRD));
    assert!(lock.try_take(ME));
    let mut wait = blocks(lock, &own, OTHER, None);
    awaits(lock, &event_loop, 5);
    own.interrupt();
    lock.release(ME);
    assert_eq!(event_loop.come(), [5]);
    assert_eq!(wait.slice(LONG), Answer::Interrupted);
    assert_eq!(wait.slice(LONG), Answer::Interrupted, "that stays");
    lock.granted(THIRD);
    lock.release(THIRD);
    assert_free(lock);
}

/// What it finds free while its environment ends is of no use to it.
fn a_wait_that_was_interrupted_before_takes_nothing(lock: &impl LockLike) {
    let own = waits();
    own.interrupt();
    let mut wait = blocks(lock, &own, OTHER, None);
    assert_eq!(wait.slice(LONG), Answer::Interrupted);
    drop(wait);
    assert_free(lock);
}

fn an_interrupt_after_the_grant_comes_too_late(lock: &impl LockLike) {
    let own = waits();
    let mut wait = blocks(lock, &own, OTHER, None);
    own.interrupt();
    accept(lock, &mut wait, OTHER);
    drop(wait);
    assert!(!lock.try_take(ME), "it is OTHER's");
    lock.release(OTHER);
    assert_free(lock);
}

fn a_thread_that_does_not_accept_gives_it_back(lock: &impl LockLike) {
    let (waits, event_loop) = (waits(), Loop::new(THIRD));
    let wait = blocks(lock, &waits, OTHER, None);
    awaits(lock, &event_loop, 5);
    drop(wait);
    assert_eq!(event_loop.come(), [5]);
    lock.granted(THIRD);
    lock.release(THIRD);
    assert_free(lock);
}

fn a_thread_that_waits_no_more_is_passed_over(lock: &impl LockLike) {
    let (waits, event_loop) = (waits(), Loop::new(THIRD));
    assert!(lock.try_take(ME));
    let wait = blocks(lock, &waits, OTHER, None);
    awaits(lock, &event_loop, 5);
    drop(wait);
    lock.release(ME);
    assert_eq!(event_loop.come(), [5]);
}

fn an_event_loop_that_closes_gives_back_what_it_has_not_taken(lock: &impl LockLike) {
    let (closing, event_loop) = (Loop::new(OTHER), Loop::new(THIRD));
    assert!(lock.try_take(ME));
    awaits(lock, &closing, 0);
    // One behind it, of the same loop: it must not be the next.
    awaits(lock, &closing, 1);
    awaits(lock, &event_loop, 5);
    lock.release(ME);
    closing.awaits.close();
    assert_eq!(event_loop.come(), [5]);
    lock.granted(THIRD);
    lock.release(THIRD);
    assert_free(lock);
}

fn an_event_loop_that_has_closed_is_passed_over(lock: &impl LockLike) {
    let (closing, event_loop) = (Loop::new(OTHER), Loop::new(THIRD));
    assert!(lock.try_take(ME));
    for token in 0..3 {
        awaits(lock, &closing, token);
    }
    awaits(lock, &event_loop, 5);
    closing.awaits.close();
    lock.release(ME);
    assert_eq!(event_loop.come(), [5]);
    assert_eq!(closing.come().len() + closing.bell.rings(), 0);
}

/// One call deeper for each of them would be too deep.
fn an_event_loop_may_close_with_any_number_of_waits(lock: &impl LockLike) {
    let closing = Loop::new(OTHER);
    assert!(lock.try_take(ME));
    for token in 0..100_000 {
        awaits(lock, &closing, token);
    }
    lock.release(ME);
    closing.awaits.close();
    assert_free(lock);
}

fn who_dies_with_it_leaves_it_to_others(lock: &impl LockLike) {
    let event_loop = Loop::new(THIRD);
    assert!(lock.try_take(ME));
    awaits(lock, &event_loop, 5);
    assert!(!lock.abandon(OTHER), "it has nothing");
    assert!(lock.abandon(ME));
    assert!(!lock.abandon(ME), "once");
    assert_eq!(event_loop.come(), [5]);
    lock.granted(THIRD);
    lock.release(THIRD);
    assert_free(lock);
}

macro_rules! suite {
    ($($test:ident,)*) => {
        suite!(@ lock, Lock::new(), $($test,)*);
        suite!(@ rlock, RLock::new(), $($test,)*);
        suite!(@ semaphore, Semaphore::new(1, 1), $($test,)*);
    };
    (@ $name:ident, $new:expr, $($test:ident,)*) => {
        mod $name {
            use super::*;
            $(
                #[test]
                fn $test() {
                    super::$test(&$new);
                }
            )*
        }
    };
}

suite!(
    one_at_a_time_holds_it,
    who_finds_it_free_has_it_at_once,
    event_loops_get_it_in_their_order,
    a_parked_thread_gets_it,
    a_slice_that_ends_keeps_the_place,
    a_thread_whose_time_is_over_leaves_it_to_others,
    an_event_loop_whose_time_is_over_leaves_it_to_others,
    an_interrupted_thread_leaves_it_to_others,
    a_wait_that_was_interrupted_before_takes_nothing,
    an_interrupt_after_the_grant_comes_too_late,
    a_thread_that_does_not_accept_gives_it_back,
    a_thread_that_waits_no_more_is_passed_over,
    an_event_loop_that_closes_gives_back_what_it_has_not_taken,
    an_event_loop_that_has_closed_is_passed_over,
    an_event_loop_may_close_with_any_number_of_waits,
    who_dies_with_it_leaves_it_to_others,
);
