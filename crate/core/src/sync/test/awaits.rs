use super::*;

#[test]
fn the_bell_rings_once_until_all_was_taken() {
    let (semaphore, event_loop) = (Semaphore::new(0, 9), Loop::new(ME));
    for token in 0..4 {
        let place = event_loop.place(token, Arc::<Semaphore>::clone(&semaphore), Gift::Nothing);
        semaphore.enter(&place);
    }
    for rings in [1, 1] {
        semaphore.release(1).expect("few");
        assert_eq!(event_loop.bell.rings(), rings);
    }
    assert_eq!(event_loop.come(), [0, 1]);
    semaphore.release(1).expect("few");
    assert_eq!(event_loop.bell.rings(), 2);
}

#[test]
fn a_number_is_used_again_when_its_wait_is_over() {
    let (semaphore, event_loop) = (Semaphore::new(0, 9), Loop::new(ME));
    let wait = || {
        let place = event_loop.place(0, Arc::<Semaphore>::clone(&semaphore), Gift::Nothing);
        assert!(!semaphore.enter(&place));
    };
    wait();
    assert_eq!(event_loop.awaits.expire(0), Expiry::Now);
    wait();
    semaphore.release(1).expect("few");
    assert_eq!(event_loop.come(), [0]);
    assert_eq!((event_loop.come().len(), semaphore.permits()), (0, 0));
}

#[test]
fn an_unknown_number_does_not_expire_or_end() {
    let event_loop = Loop::new(ME);
    assert_eq!(event_loop.awaits.expire(77), Expiry::Later);
    event_loop.awaits.end(77);
}

#[test]
fn what_was_taken_before_the_end_stays_taken() {
    let (lock, event_loop) = (Lock::new(), Loop::new(OTHER));
    lock.try_acquire(ME);
    let place = event_loop.place(0, Arc::<Lock>::clone(&lock), Gift::Nothing);
    lock.enter(&place);
    lock.release().expect("held");
    assert_eq!(event_loop.come(), [0]);
    event_loop.awaits.close();
    assert!(lock.is_held_by(OTHER));
}
