use super::*;
use std::thread;

struct Bench {
    lock: Arc<Lock>,
    condition: Arc<Condition>,
}

impl Bench {
    fn new() -> Self {
        let lock = Lock::new();
        let condition = Condition::new(Arc::clone(&lock));
        Self { lock, condition }
    }

    fn locked<R>(&self, run: impl FnOnce() -> R) -> R {
        self.lock.try_acquire(ME).expect("free");
        let result = run();
        self.lock.release().expect("held");
        result
    }

    fn notify(&self, most: usize) -> usize {
        self.locked(|| self.condition.notify(most))
    }

    fn awaits(&self, event_loop: &Loop, token: Token) {
        self.lock.try_acquire(event_loop.holder).expect("free");
        let wait = self.condition.wait();
        let place = event_loop.place(token, Arc::<ConditionWait>::clone(&wait), Gift::Nothing);
        self.condition.enter(&wait, &place);
    }

    fn blocks(&self, waits: &Arc<Waits>, holder: ThreadNumber, length: Option<Duration>) -> BlockedWait {
        self.lock.try_acquire(holder).expect("free");
        let wait = self.condition.wait();
        BlockedWait::begin(waits, holder, length, Gift::Nothing, |place| {
            self.condition.enter(&wait, place);
            wait
        })
    }
}

#[test]
fn who_waits_has_let_the_lock_go() {
    let (bench, event_loop) = (Bench::new(), Loop::new(OTHER));
    bench.awaits(&event_loop, 0);
    assert!(!bench.lock.is_held());
    assert!(event_loop.awaits.take().is_none());
}

#[test]
fn one_notice_wakes_the_first_who_holds_the_lock_then() {
    let (bench, event_loop) = (Bench::new(), Loop::new(OTHER));
    bench.awaits(&event_loop, 0);
    bench.awaits(&event_loop, 1);
    bench.locked(|| {
        assert_eq!(bench.condition.notify(1), 1);
        assert!(event_loop.awaits.take().is_none(), "the lock is not free yet");
    });
    let (token, _, object) = event_loop.awaits.take().expect("it was notified");
    assert!(token == 0 && !object.is_late() && bench.lock.is_held_by(OTHER));
    bench.lock.release().expect("held");
    assert!(event_loop.awaits.take().is_none());
}

#[test]
fn all_are_notified_and_hold_the_lock_one_after_the_other() {
    let (bench, event_loop) = (Bench::new(), Loop::new(OTHER));
    for token in 0..3 {
        bench.awaits(&event_loop, token);
    }
    assert_eq!(bench.notify(usize::MAX), 3);
    for token in 0..3 {
        assert_eq!(event_loop.come(), [token]);
        bench.lock.release().expect("held");
    }
    assert_eq!(bench.notify(usize::MAX), 0);
    assert!(!bench.lock.is_held());
}

#[test]
fn a_notice_that_nobody_waits_for_is_gone() {
    let (bench, event_loop) = (Bench::new(), Loop::new(OTHER));
    assert_eq!(bench.notify(1), 0);
    bench.awaits(&event_loop, 0);
    assert!(event_loop.awaits.take().is_none());
}

#[test]
fn a_parked_thread_is_notified() {
    let (bench, waits) = (Bench::new(), waits());
    let mut wait = bench.blocks(&waits, OTHER, None);
    thread::scope(|scope| {
        let parked = scope.spawn(|| {
            let answer = wait.slice(LONG);
            (answer, wait.is_late(), bench.lock.is_held_by(OTHER))
        });
        assert_eq!(bench.notify(1), 1);
        assert_eq!(parked.join().expect("no panic"), (Answer::Granted, false, true));
    });
}

#[test]
fn a_free_lock_wakes_nobody_who_was_not_notified() {
    let (bench, waits) = (Bench::new(), waits());
    let mut wait = bench.blocks(&waits, OTHER, None);
    bench.locked(|| {});
    assert_eq!(wait.slice(NO_TIME), Answer::Pending);
}

#[test]
fn a_thread_whose_time_is_over_holds_the_lock_again() {
    let (bench, waits) = (Bench::new(), waits());
    let mut wait = bench.blocks(&waits, OTHER, NO_TIME);
    bench.locked(|| assert_eq!(wait.slice(NO_TIME), Answer::Pending, "it waits for the lock"));
    assert_eq!(wait.slice(LONG), Answer::Granted);
    assert!(wait.is_late() && bench.lock.is_held_by(OTHER));
    let _ = wait.accept();
    bench.lock.release().expect("held");
    assert_eq!(bench.notify(1), 0, "it is not in the list any more");
}

#[test]
fn an_event_loop_whose_time_is_over_holds_the_lock_again() {
    let (bench, event_loop) = (Bench::new(), Loop::new(OTHER));
    bench.awaits(&event_loop, 0);
    bench.locked(|| assert_eq!(event_loop.awaits.expire(0), Expiry::Later));
    let (_, _, object) = event_loop.awaits.take().expect("the lock is free");
    assert!(object.is_late() && bench.lock.is_held_by(OTHER));
}

#[test]
fn an_interrupt_before_the_notice_leaves_it_to_the_next() {
    let (bench, waits, event_loop) = (Bench::new(), waits(), Loop::new(THIRD));
    let mut wait = bench.blocks(&waits, OTHER, None);
    bench.awaits(&event_loop, 0);
    waits.interrupt();
    assert_eq!(wait.slice(LONG), Answer::Interrupted);
    assert_eq!(bench.notify(1), 1);
    assert_eq!(event_loop.come(), [0]);
}

#[test]
fn an_interrupt_after_the_notice_notifies_the_next() {
    let (bench, waits, event_loop) = (Bench::new(), waits(), Loop::new(THIRD));
    let mut wait = bench.blocks(&waits, OTHER, None);
    bench.awaits(&event_loop, 0);
    bench.locked(|| {
        assert_eq!(bench.condition.notify(1), 1);
        waits.interrupt();
    });
    assert_eq!(wait.slice(LONG), Answer::Interrupted);
    assert_eq!(event_loop.come(), [0]);
    assert!(bench.lock.is_held_by(THIRD));
}

#[test]
fn a_thread_that_was_interrupted_after_its_time_notifies_nobody() {
    let (bench, waits, event_loop) = (Bench::new(), waits(), Loop::new(THIRD));
    let mut wait = bench.blocks(&waits, OTHER, NO_TIME);
    bench.awaits(&event_loop, 0);
    bench.locked(|| {
        assert_eq!(wait.slice(NO_TIME), Answer::Pending);
        waits.interrupt();
    });
    assert_eq!(wait.slice(LONG), Answer::Interrupted);
    assert!(event_loop.awaits.take().is_none());
    assert!(!bench.lock.is_held());
}

#[test]
fn an_event_loop_that_closes_hands_its_notice_and_the_lock_on() {
    let (bench, closing, event_loop) = (Bench::new(), Loop::new(OTHER), Loop::new(THIRD));
    bench.awaits(&closing, 0);
    bench.awaits(&closing, 1);
    bench.awaits(&event_loop, 5);
    assert_eq!(bench.notify(1), 1);
    assert!(bench.lock.is_held_by(OTHER), "it was granted, and not taken");
    closing.awaits.close();
    assert_eq!(event_loop.come(), [5]);
    assert!(bench.lock.is_held_by(THIRD));
}

#[test]
fn a_loop_that_closes_before_it_was_notified_is_passed_over() {
    let (bench, closing, event_loop) = (Bench::new(), Loop::new(OTHER), Loop::new(THIRD));
    bench.awaits(&closing, 0);
    bench.awaits(&event_loop, 5);
    closing.awaits.close();
    assert_eq!(bench.notify(1), 1);
    assert_eq!(event_loop.come(), [5]);
}
