//! An event: who waits is woken, however short it was set.

use super::wait::*;
use crate::sync::Event;

#[test]
fn who_waits_is_woken_and_sees_what_was_written_before() {
    check("set", 4, || {
        let (event, written) = (Event::new(), Arc::new(AtomicUsize::new(0)));
        let setter = {
            let (event, written) = (Arc::clone(&event), Arc::clone(&written));
            thread::spawn(move || {
                written.store(1, Ordering::Relaxed);
                event.set();
            })
        };
        if !event.is_set() {
            let mut wait = BlockedWait::begin(&waits(), ME, None, Gift::Nothing, |place| {
                event.enter(place);
                Arc::<Event>::clone(&event)
            });
            assert_eq!(wait.slice(None), Answer::Granted);
            let _ = wait.accept();
        }
        assert_eq!(written.load(Ordering::Relaxed), 1);
        setter.join().expect("no panic");
    });
}

#[test]
fn all_are_woken_once_though_it_is_cleared_and_one_of_them_leaves() {
    check("set and clear", 3, || {
        let (event, event_loop) = (Event::new(), Loop::new(ME));
        for token in 0..2 {
            let place = event_loop.place(token, Arc::<Event>::clone(&event), Gift::Nothing);
            assert!(!event.enter(&place));
        }
        let mut wait = BlockedWait::begin(&waits(), OTHER, NO_TIME, Gift::Nothing, |place| {
            event.enter(place);
            Arc::<Event>::clone(&event)
        });
        let hasty = thread::spawn(move || wait.slice(None));
        let setter = {
            let event = Arc::clone(&event);
            thread::spawn(move || event.set())
        };
        event.clear();
        setter.join().expect("no panic");
        let answer = hasty.join().expect("no panic");
        assert!(matches!(answer, Answer::Granted | Answer::Expired));
        assert!(event_loop.take().is_some() && event_loop.take().is_some());
        assert!(event_loop.take().is_none());
    });
}
