//! A barrier: a round goes on for all of its parties, or is broken for all of them.

use super::wait::*;
use crate::sync::{Arrived, Barrier};

fn enter(
    barrier: &Arc<Barrier>,
    waits: &Arc<Waits>,
    holder: ThreadNumber,
    length: Option<Duration>,
) -> (Arrived, BlockedWait) {
    let mut arrived = Arrived::Waits;
    let wait = BlockedWait::begin(waits, holder, length, Gift::Nothing, |place| {
        arrived = barrier.enter(place);
        Arc::<Barrier>::clone(barrier)
    });
    (arrived, wait)
}

/// Waits as one party; its number, or none when the round is broken.
fn party(barrier: &Arc<Barrier>, waits: &Arc<Waits>, holder: ThreadNumber, length: Option<Duration>) -> Option<u32> {
    let (arrived, mut wait) = enter(barrier, waits, holder, length);
    match arrived {
        Arrived::Broken => return None,
        Arrived::Last(party) => return barrier.release(holder).then_some(party),
        Arrived::Waits => {}
    }
    if wait.slice(None) != Answer::Granted {
        return None;
    }
    match wait.accept() {
        Gift::Party(party) => Some(party),
        Gift::LastParty(party) => barrier.release(holder).then_some(party),
        _ => None,
    }
}

fn awaited(barrier: &Arc<Barrier>, event_loop: &Loop, token: Token) -> Arrived {
    let place = event_loop.place(token, Arc::<Barrier>::clone(barrier), Gift::Nothing);
    barrier.enter(&place)
}

#[test]
fn parties_meet_in_one_round_and_in_the_next() {
    check("rounds", 3, || {
        let barrier = Barrier::new(2);
        let work = |holder| {
            let barrier = Arc::clone(&barrier);
            move || [(); 2].map(|()| party(&barrier, &waits(), holder, None).expect("nobody breaks it"))
        };
        let other = thread::spawn(work(OTHER));
        let (mine, others) = (work(ME)(), other.join().expect("no panic"));
        for (mine, other) in mine.into_iter().zip(others) {
            assert_eq!(mine + other, 1);
        }
        assert_eq!(barrier.waiting(), 0);
    });
}

#[test]
fn one_whose_time_is_over_breaks_the_round_for_all_or_for_none() {
    check("time of a party", 4, || {
        let barrier = Barrier::new(2);
        let hasty = {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || party(&barrier, &waits(), OTHER, NO_TIME))
        };
        let mine = party(&barrier, &waits(), ME, None);
        let hasty = hasty.join().expect("no panic");
        assert_eq!(mine.is_some(), hasty.is_some());
        assert_eq!(barrier.is_broken(), mine.is_none());
    });
}

#[test]
fn the_death_of_a_party_breaks_the_round_of_all_who_wait() {
    check("death of a party", 3, || {
        let (barrier, own, event_loop) = (Barrier::new(3), waits(), Loop::new(THIRD));
        assert_eq!(awaited(&barrier, &event_loop, 0), Arrived::Waits);
        let interrupter = interrupter(&own);
        let dying = {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || party(&barrier, &own, OTHER, None))
        };
        let mine = party(&barrier, &waits(), ME, None);
        interrupter.join().expect("no panic");
        let dead = dying.join().expect("no panic");
        let of_loop = event_loop.take().expect("it waits no more");
        assert_eq!(mine.is_some(), matches!(of_loop, Gift::Party(0)));
        assert!(dead.is_none() || mine.is_some());
        assert_eq!(
            barrier.is_broken(),
            mine.is_none(),
            "who dies after the round breaks nothing"
        );
    });
}

#[test]
fn a_party_that_dies_wakes_those_who_wait_for_it() {
    check("death before the last party", 3, || {
        let (barrier, own) = (Barrier::new(3), waits());
        let interrupter = interrupter(&own);
        let dying = {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || party(&barrier, &own, OTHER, None))
        };
        assert_eq!(party(&barrier, &waits(), ME, None), None);
        interrupter.join().expect("no panic");
        assert_eq!(dying.join().expect("no panic"), None);
        assert!(barrier.is_broken());
    });
}

#[test]
fn a_last_party_that_closes_breaks_the_round() {
    check("closing of the last party", 3, || {
        let (barrier, event_loop, closing) = (Barrier::new(2), Loop::new(ME), Loop::new(OTHER));
        assert_eq!(awaited(&barrier, &event_loop, 0), Arrived::Waits);
        assert_eq!(awaited(&barrier, &event_loop, 1), Arrived::Last(1));
        event_loop.awaits.end(1);
        assert_eq!(awaited(&barrier, &event_loop, 2), Arrived::Waits);
        assert_eq!(awaited(&barrier, &closing, 0), Arrived::Waits);
        let closer = closing.closes();
        let is_first_round_over = barrier.release(ME);
        closer.join().expect("no panic");
        let gifts = [event_loop.take(), event_loop.take()].map(|gift| gift.expect("nobody waits for ever"));
        assert_eq!(matches!(gifts[0], Gift::Party(0)), is_first_round_over);
        // If the last party had gone before it was told so, the other one is the last.
        if matches!(gifts[1], Gift::LastParty(_)) {
            assert!(barrier.release(ME));
        } else {
            assert!(matches!(gifts[1], Gift::Broken), "nobody is there to release it");
        }
    });
}

#[test]
fn of_release_and_abort_one_decides_for_all() {
    check("abort", 4, || {
        let (barrier, event_loop) = (Barrier::new(3), Loop::new(ME));
        for token in 0..2 {
            assert_eq!(awaited(&barrier, &event_loop, token), Arrived::Waits);
        }
        assert_eq!(awaited(&barrier, &event_loop, 2), Arrived::Last(2));
        event_loop.awaits.end(2);
        let aborting = {
            let barrier = Arc::clone(&barrier);
            thread::spawn(move || barrier.abort())
        };
        let is_released = barrier.release(ME);
        aborting.join().expect("no panic");
        for _ in 0..2 {
            let gift = event_loop.take().expect("it waits no more");
            assert_eq!(matches!(gift, Gift::Party(_)), is_released);
        }
        assert!(event_loop.take().is_none() && barrier.is_broken());
    });
}

#[test]
fn a_time_that_is_over_does_not_break_what_was_reset_meanwhile() {
    check("reset", 4, || {
        let (barrier, event_loop) = (Barrier::new(2), Loop::new(ME));
        let (_, mut wait) = enter(&barrier, &waits(), OTHER, NO_TIME);
        let hasty = thread::spawn(move || wait.slice(None));
        barrier.reset();
        let arrived = awaited(&barrier, &event_loop, 0);
        let answer = hasty.join().expect("no panic");
        assert!(matches!(answer, Answer::Granted | Answer::Expired));
        assert_eq!((arrived, barrier.is_broken()), (Arrived::Waits, false));
        assert!(event_loop.take().is_none(), "its round was not broken");
    });
}
