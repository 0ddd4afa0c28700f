use super::*;
use std::thread;

#[test]
fn what_ended_as_it_should_leaves_its_lock_held_and_anybody_releases_it() {
    let lock = Lock::new();
    assert!(lock.try_acquire(ME).is_some());
    lock.disown(ME);
    assert!(!lock.abandon(ME));
    assert!(lock.is_held() && !lock.is_abandoned());
    assert_eq!(lock.release(), Ok(()));
    assert!(!lock.is_held());
}

#[test]
fn what_nobody_holds_is_not_released() {
    let lock = Lock::new();
    assert_eq!(lock.release(), Err(NotHeld));
    assert_eq!(lock.try_acquire(ME), Some(Acquired::Well));
    assert_eq!(lock.release(), Ok(()));
    assert_eq!(lock.release(), Err(NotHeld));
}

#[test]
fn it_knows_who_holds_it() {
    let lock = Lock::new();
    assert!(!lock.is_held() && !lock.is_held_by(ME) && !lock.is_held_by(0));
    lock.try_acquire(ME);
    assert!(lock.is_held() && lock.is_held_by(ME) && !lock.is_held_by(OTHER));
}

#[test]
fn another_one_may_release_it() {
    let lock = Lock::new();
    lock.try_acquire(ME);
    thread::scope(|scope| {
        let released = scope.spawn(|| lock.release());
        assert_eq!(released.join().expect("no panic"), Ok(()));
    });
    assert!(!lock.is_held());
}

#[test]
fn who_comes_first_after_a_death_is_told_of_it() {
    let lock = Lock::new();
    lock.try_acquire(ME);
    assert!(lock.abandon(ME));
    assert!(!lock.is_held() && lock.is_abandoned());
    assert_eq!(lock.try_acquire(OTHER), Some(Acquired::Abandoned));
    assert!(lock.is_abandoned(), "until it is released");
    lock.release().expect("held");
    assert_eq!(lock.try_acquire(OTHER), Some(Acquired::Well));
}

#[test]
fn who_waits_for_one_that_dies_is_told_of_it() {
    let (lock, event_loop) = (Lock::new(), Loop::new(OTHER));
    lock.try_acquire(ME);
    let place = event_loop.place(0, Arc::<Lock>::clone(&lock), Gift::Nothing);
    assert!(!lock.enter(&place));
    assert!(lock.abandon(ME));
    assert_eq!(event_loop.come(), [0]);
    assert!(lock.is_held_by(OTHER) && lock.is_abandoned());
    lock.release().expect("held");
    assert!(!lock.is_abandoned());
}

/// The thread may have died, and so is said to hold nothing any more, before the one who granted it gives it back.
#[test]
fn what_is_given_back_late_is_not_taken_from_the_next() {
    let (lock, event_loop) = (Lock::new(), Loop::new(OTHER));
    let place = event_loop.place(0, Arc::<Lock>::clone(&lock), Gift::Nothing);
    assert!(lock.enter(&place));
    assert!(lock.abandon(OTHER));
    lock.try_acquire(THIRD);
    lock.give_back(&place);
    assert!(lock.is_held_by(THIRD));
}

#[test]
fn a_thread_that_has_not_waited_for_long_is_overtaken_by_who_finds_it_free() {
    let (lock, waits) = (Lock::new(), waits());
    lock.try_acquire(ME);
    let mut wait = blocked(&waits, OTHER, Arc::<Lock>::clone(&lock), |place| {
        lock.enter(place);
    });
    lock.release().expect("held");
    // It may have been slow, and then it has waited for long.
    if lock.try_acquire(THIRD).is_some() {
        assert_eq!(wait.slice(NO_TIME), Answer::Pending);
        lock.release().expect("held");
    }
    assert_eq!(wait.slice(LONG), Answer::Granted);
}

#[test]
fn a_thread_that_has_waited_for_long_is_handed_it() {
    let (lock, waits) = (Lock::new(), waits());
    lock.try_acquire(ME);
    let mut wait = blocked(&waits, OTHER, Arc::<Lock>::clone(&lock), |place| {
        lock.enter(place);
    });
    assert_eq!(wait.slice(Some(Duration::from_millis(1))), Answer::Pending);
    lock.release().expect("held");
    assert_eq!(lock.try_acquire(THIRD), None);
    assert!(lock.is_held_by(OTHER));
    assert_eq!(wait.slice(LONG), Answer::Granted);
}

/// It was told to try for itself, and is ended before it has.
#[test]
fn who_leaves_a_free_lock_has_the_next_one_try() {
    let lock = Lock::new();
    let (dying, other) = (waits(), Loop::new(OTHER));
    lock.try_acquire(ME);
    let enter = |place: &Arc<Place>| {
        lock.enter(place);
    };
    let first = blocked(&dying, THIRD, Arc::<Lock>::clone(&lock), enter);
    enter(&other.place(0, Arc::<Lock>::clone(&lock), Gift::Nothing));
    lock.release().expect("held");
    drop(first);
    assert_eq!(other.come(), [0]);
}

#[test]
fn spinning_takes_what_is_free_and_gives_up_on_what_is_held() {
    let lock = Lock::new();
    assert_eq!(lock.spin_acquire(ME), Some(Acquired::Well));
    assert_eq!(lock.spin_acquire(OTHER), None);
}
