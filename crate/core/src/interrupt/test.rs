use super::*;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// Long enough that a test which waits so long hangs.
const LONG: Duration = Duration::from_hours(1);

fn soon() -> Instant {
    Instant::now() + Duration::from_millis(1)
}

/// Runs `act` while another thread parks in `wait`, and says how that ended.
fn while_parked(wait: &Wait, act: impl FnOnce()) -> Option<Outcome> {
    thread::scope(|scope| {
        let parked = scope.spawn(|| wait.waiter().park(Some(Instant::now() + LONG)));
        act();
        parked.join().expect("no panic")
    })
}

#[test]
fn a_notice_wakes_the_waiter() {
    let interrupts = Interrupts::default();
    let wait = interrupts.join().begin();
    let outcome = while_parked(&wait, || assert_eq!(wait.waiter().notify(), Settle::Done));
    assert_eq!(outcome, Some(Outcome::Notified));
}

#[test]
fn a_notice_that_comes_before_the_waiter_parks_is_not_lost() {
    let interrupts = Interrupts::default();
    let wait = interrupts.join().begin();
    assert_eq!(wait.waiter().notify(), Settle::Done);
    assert_eq!(wait.waiter().park(None), Some(Outcome::Notified));
}

#[test]
fn the_end_of_a_slice_decides_nothing() {
    let interrupts = Interrupts::default();
    let waits = interrupts.join();
    let wait = waits.begin();
    assert_eq!(wait.waiter().park(Some(soon())), None);
    assert_eq!(wait.waiter().park(Some(soon())), None);
    waits.interrupt();
    assert_eq!(wait.waiter().park(None), Some(Outcome::Interrupted));
}

#[test]
fn what_comes_after_the_outcome_is_told_of_it() {
    let interrupts = Interrupts::default();
    let waits = interrupts.join();
    let (expired, notified) = (waits.begin(), waits.begin());
    assert_eq!(expired.waiter().expire(), Settle::Done);
    assert_eq!(expired.waiter().notify(), Settle::TooLate(Outcome::Expired));
    assert_eq!(notified.waiter().notify(), Settle::Done);
    waits.interrupt();
    assert_eq!(notified.waiter().park(None), Some(Outcome::Notified));
}

#[test]
fn an_interrupt_wakes_all_waits_of_its_environment_and_no_other() {
    let interrupts = Interrupts::default();
    let (ended, other) = (interrupts.join(), interrupts.join());
    let (first, second, neighbour) = (ended.begin(), ended.begin(), other.begin());
    let outcome = while_parked(&first, || ended.interrupt());
    assert_eq!(outcome, Some(Outcome::Interrupted));
    assert_eq!(second.waiter().outcome(), Some(Outcome::Interrupted));
    assert_eq!(neighbour.waiter().outcome(), None);
}

#[test]
fn a_wait_begun_after_the_interrupt_has_ended_already() {
    let interrupts = Interrupts::default();
    let waits = interrupts.join();
    waits.interrupt();
    assert_eq!(waits.begin().waiter().park(None), Some(Outcome::Interrupted));
    assert_eq!(waits.begin().waiter().park(None), Some(Outcome::Interrupted));
}

#[test]
fn interrupting_all_reaches_every_environment_and_those_that_join_later() {
    let interrupts = Interrupts::default();
    let parked: Vec<_> = (0..20).map(|_| interrupts.join().begin()).collect();
    thread::scope(|scope| {
        let threads: Vec<_> = parked
            .iter()
            .map(|wait| scope.spawn(|| wait.waiter().park(Some(Instant::now() + LONG))))
            .collect();
        interrupts.interrupt_all();
        for thread in threads {
            assert_eq!(thread.join().expect("no panic"), Some(Outcome::Interrupted));
        }
    });
    assert_eq!(
        interrupts.join().begin().waiter().park(None),
        Some(Outcome::Interrupted)
    );
}

#[test]
fn an_environment_that_has_left_is_not_a_member() {
    let interrupts = Interrupts::default();
    let (left, stays) = (interrupts.join(), interrupts.join());
    let wait = left.begin();
    interrupts.leave(&left);
    assert_eq!(wait.waiter().outcome(), Some(Outcome::Interrupted));
    assert_eq!(interrupts.members.lock().list.len(), 1);
    assert_eq!(interrupts.left(), 1);
    assert_eq!(stays.begin().waiter().outcome(), None);
}

#[test]
fn a_wait_that_is_over_is_not_registered() {
    let interrupts = Interrupts::default();
    let waits = interrupts.join();
    let (over, goes_on) = (waits.begin(), waits.begin());
    drop(over);
    assert_eq!(waits.state.lock().waiting.len(), 1);
    drop(goes_on);
    assert!(waits.state.lock().waiting.is_empty());
}

#[test]
fn a_wait_begun_while_all_are_interrupted_is_interrupted() {
    for _ in 0..1_000 {
        let interrupts = Interrupts::default();
        let start = Barrier::new(2);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                start.wait();
                interrupts.join().begin().waiter().park(Some(Instant::now() + LONG))
            });
            start.wait();
            interrupts.interrupt_all();
            assert_eq!(waiting.join().expect("no panic"), Some(Outcome::Interrupted));
        });
    }
}

#[test]
fn notice_interrupt_and_time_race_and_one_of_them_decides() {
    for _ in 0..1_000 {
        let interrupts = Interrupts::default();
        let waits = interrupts.join();
        let wait = waits.begin();
        let start = Barrier::new(3);
        thread::scope(|scope| {
            let notice = scope.spawn(|| {
                start.wait();
                wait.waiter().notify()
            });
            scope.spawn(|| {
                start.wait();
                waits.interrupt();
            });
            start.wait();
            let expire = wait.waiter().expire();
            let outcome = wait.waiter().park(None).expect("settled");
            assert_eq!(expire == Settle::Done, outcome == Outcome::Expired);
            assert_eq!(
                notice.join().expect("no panic") == Settle::Done,
                outcome == Outcome::Notified
            );
        });
    }
}

#[test]
fn all_environments_of_a_thread_are_interrupted_and_no_others() {
    let interrupts = Interrupts::default();
    let (one, other) = (interrupts.join(), interrupts.join());
    let of_another_thread = thread::scope(|scope| scope.spawn(|| interrupts.join()).join().expect("no panic"));
    let (wait, spared) = (other.begin(), of_another_thread.begin());
    interrupts.interrupt_thread(&one);
    assert_eq!(wait.waiter().park(None), Some(Outcome::Interrupted));
    assert_eq!(spared.waiter().park(Some(soon())), None);
}
