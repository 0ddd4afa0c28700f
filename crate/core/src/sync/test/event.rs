use super::*;
use std::thread;

fn awaits(event: &Arc<Event>, event_loop: &Loop, token: Token) -> bool {
    let place = event_loop.place(token, Arc::<Event>::clone(event), Gift::Nothing);
    event.enter(&place)
}

#[test]
fn there_is_nothing_to_wait_for_when_it_is_set() {
    let (event, event_loop) = (Event::new(), Loop::new(ME));
    assert!(!event.is_set());
    event.set();
    assert!(event.is_set() && awaits(&event, &event_loop, 0));
    event.clear();
    assert!(!event.is_set() && !awaits(&event, &event_loop, 1));
}

#[test]
fn set_and_cleared_at_once_it_wakes_all_who_wait() {
    let (event, event_loop, waits) = (Event::new(), Loop::new(ME), waits());
    for token in 0..3 {
        awaits(&event, &event_loop, token);
    }
    let mut blocked = blocked(&waits, OTHER, Arc::<Event>::clone(&event), |place| {
        event.enter(place);
    });
    thread::scope(|scope| {
        let parked = scope.spawn(|| blocked.slice(LONG));
        event.set();
        event.clear();
        assert_eq!(parked.join().expect("no panic"), Answer::Granted);
    });
    assert_eq!(event_loop.come(), [0, 1, 2]);
    assert_eq!(event_loop.bell.rings(), 1, "neighbours are told together");
}

#[test]
fn many_who_leave_are_swept() {
    let (event, event_loop) = (Event::new(), Loop::new(ME));
    for token in 0..1_000 {
        awaits(&event, &event_loop, token);
    }
    for token in 0..900 {
        assert_eq!(event_loop.awaits.expire(token), Expiry::Now);
    }
    event.set();
    assert_eq!(event_loop.come(), (900..1_000).collect::<Vec<_>>());
}
