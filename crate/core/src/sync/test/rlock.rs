use super::*;

#[test]
fn its_owner_takes_it_again_and_releases_it_as_often() {
    let lock = RLock::new();
    assert!(!lock.enter_again(7), "it does not own it yet");
    assert!(lock.try_acquire(ME, 7).is_some());
    assert!(lock.enter_again(7));
    assert_eq!(lock.level(7), 2);
    lock.release(7).expect("owned");
    assert!(lock.lock().is_held());
    lock.release(7).expect("owned");
    assert!(!lock.lock().is_held());
    assert_eq!(lock.release(7), Err(NotOwner));
}

/// Also another flow of the same thread.
#[test]
fn another_flow_neither_takes_it_again_nor_releases_it() {
    let lock = RLock::new();
    assert!(lock.try_acquire(ME, 7).is_some());
    assert!(!lock.enter_again(8));
    assert_eq!(lock.try_acquire(ME, 8), None);
    assert_eq!(lock.release(8), Err(NotOwner));
    assert_eq!(lock.level(8), 0);
}

#[test]
fn all_its_levels_are_let_go_and_come_back() {
    let lock = RLock::new();
    assert!(lock.try_acquire(ME, 7).is_some());
    assert!(lock.enter_again(7));
    assert_eq!(lock.disown(7), 2);
    lock.lock().release().expect("held");
    assert_eq!(lock.release(7), Err(NotOwner));
    lock.lock().try_acquire(ME).expect("free");
    lock.own(7, 2);
    assert_eq!(lock.level(7), 2);
}

#[test]
fn a_flow_that_has_died_with_it_does_not_own_it() {
    let lock = RLock::new();
    assert!(lock.try_acquire(ME, 7).is_some());
    assert!(lock.abandon(ME));
    assert_eq!(lock.level(7), 0);
    assert_eq!(lock.try_acquire(OTHER, 8), Some(Acquired::Abandoned));
}

/// The death of a thread that was given it and did not take it is told of after others have taken it.
#[test]
fn a_death_takes_nothing_from_the_next_owner() {
    let lock = RLock::new();
    assert!(lock.try_acquire(OTHER, 8).is_some());
    assert!(!lock.abandon(ME));
    assert_eq!(lock.level(8), 1);
}

#[test]
fn no_flow_owns_nothing() {
    let lock = RLock::new();
    assert_eq!(lock.level(0), 0);
    assert!(!lock.enter_again(0));
}
