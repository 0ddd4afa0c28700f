use super::*;

fn awaits(semaphore: &Arc<Semaphore>, event_loop: &Loop, token: Token) -> bool {
    let place = event_loop.place(token, Arc::<Semaphore>::clone(semaphore), Gift::Nothing);
    semaphore.enter(&place)
}

#[test]
fn there_are_so_many_permits() {
    let semaphore = Semaphore::new(2, u64::MAX);
    assert!(semaphore.try_acquire() && semaphore.try_acquire());
    assert!(!semaphore.try_acquire());
    assert_eq!(semaphore.permits(), 0);
}

#[test]
fn more_than_the_most_are_refused_and_none_is_given() {
    let semaphore = Semaphore::new(1, 2);
    assert_eq!(semaphore.release(2), Err(TooMany));
    assert_eq!(semaphore.permits(), 1);
    assert_eq!(semaphore.release(1), Ok(()));
    assert_eq!(Semaphore::new(1, u64::MAX).release(u64::MAX), Err(TooMany));
}

#[test]
fn several_permits_go_to_those_who_wait_and_the_rest_stays() {
    let (semaphore, event_loop) = (Semaphore::new(0, u64::MAX), Loop::new(ME));
    for token in 0..3 {
        assert!(!awaits(&semaphore, &event_loop, token));
    }
    semaphore.release(2).expect("no limit");
    assert_eq!((event_loop.come(), semaphore.permits()), (vec![0, 1], 0));
    semaphore.release(4).expect("no limit");
    assert_eq!((event_loop.come(), semaphore.permits()), (vec![2], 3));
    assert_eq!(event_loop.bell.rings(), 2, "neighbours are told together");
}

#[test]
fn permits_that_dead_loops_were_given_go_on() {
    let (semaphore, dead, alive) = (Semaphore::new(0, u64::MAX), Loop::new(ME), Loop::new(OTHER));
    for token in 0..3 {
        awaits(&semaphore, &dead, token);
    }
    awaits(&semaphore, &alive, 9);
    semaphore.release(3).expect("no limit");
    dead.awaits.close();
    assert_eq!((alive.come(), semaphore.permits()), (vec![9], 2));
}

#[test]
fn only_permits_of_a_scope_are_given_back_at_a_death() {
    let semaphore = Semaphore::new(3, 3);
    assert!((0..3).all(|_| semaphore.try_acquire()));
    semaphore.begin_scope(ME);
    semaphore.begin_scope(ME);
    assert!(semaphore.end_scope(ME));
    assert!(semaphore.abandon(ME));
    assert_eq!(semaphore.permits(), 1);
    assert!(!semaphore.abandon(ME), "once");
    assert!(!semaphore.end_scope(ME));
}
