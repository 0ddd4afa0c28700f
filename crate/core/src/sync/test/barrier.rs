use super::*;
use std::thread;

fn arrives(barrier: &Arc<Barrier>, event_loop: &Loop, token: Token) -> Arrived {
    let place = event_loop.place(token, Arc::<Barrier>::clone(barrier), Gift::Nothing);
    let arrived = barrier.enter(&place);
    if arrived != Arrived::Waits {
        event_loop.awaits.end(token);
    }
    arrived
}

fn blocks(barrier: &Arc<Barrier>, waits: &Arc<Waits>, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, OTHER, length, Gift::Nothing, |place| {
        assert_eq!(barrier.enter(place), Arrived::Waits);
        Arc::<Barrier>::clone(barrier)
    })
}

fn parties(gifts: &[Gift]) -> Vec<u32> {
    let of = |gift: &Gift| match gift {
        Gift::Party(party) => *party,
        Gift::LastParty(party) => 1_000 + party,
        Gift::Broken => 2_000,
        other => panic!("{other:?}"),
    };
    gifts.iter().map(of).collect()
}

#[test]
fn all_go_on_when_the_last_has_come_and_says_so() {
    let (barrier, event_loop) = (Barrier::new(3), Loop::new(ME));
    for round in 0..3 {
        assert_eq!(arrives(&barrier, &event_loop, 0), Arrived::Waits);
        assert_eq!(arrives(&barrier, &event_loop, 1), Arrived::Waits);
        assert_eq!(barrier.waiting(), 2);
        assert_eq!(arrives(&barrier, &event_loop, 2), Arrived::Last(2));
        assert_eq!(event_loop.bell.rings(), round);
        assert!(barrier.release(ME));
        assert_eq!(parties(&event_loop.gifts()), [0, 1]);
        assert_eq!(barrier.waiting(), 0);
    }
}

#[test]
fn threads_meet_round_after_round() {
    let barrier = Barrier::new(3);
    let numbers: Vec<Vec<u32>> = thread::scope(|scope| {
        let run = |holder| {
            let barrier = &barrier;
            move || {
                let waits = waits();
                let round = |_| {
                    let mut last = None;
                    let mut wait = BlockedWait::begin(&waits, holder, None, Gift::Nothing, |place| {
                        if let Arrived::Last(party) = barrier.enter(place) {
                            last = Some(party);
                        }
                        Arc::<Barrier>::clone(barrier)
                    });
                    if let Some(party) = last {
                        assert!(barrier.release(holder));
                        return party;
                    }
                    assert_eq!(wait.slice(LONG), Answer::Granted);
                    match wait.accept() {
                        Gift::Party(party) => party,
                        Gift::LastParty(party) => {
                            assert!(barrier.release(holder));
                            party
                        }
                        other => panic!("{other:?}"),
                    }
                };
                (0..200).map(round).collect()
            }
        };
        let threads: Vec<_> = (1..=3).map(|holder| scope.spawn(run(holder))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    for round in 0..200 {
        let mut of_round: Vec<_> = numbers.iter().map(|numbers| numbers[round]).collect();
        of_round.sort_unstable();
        assert_eq!(of_round, [0, 1, 2]);
    }
}

#[test]
fn rounds_that_fill_while_an_action_runs_go_on_after_it_one_by_one() {
    let (barrier, event_loop) = (Barrier::new(2), Loop::new(ME));
    assert_eq!(arrives(&barrier, &event_loop, 0), Arrived::Waits);
    assert_eq!(arrives(&barrier, &event_loop, 1), Arrived::Last(1));
    for token in 2..7 {
        assert_eq!(arrives(&barrier, &event_loop, token), Arrived::Waits);
    }
    assert!(barrier.release(ME));
    assert_eq!(parties(&event_loop.gifts()), [0, 1_001]);
    assert!(barrier.release(ME));
    assert_eq!(parties(&event_loop.gifts()), [0, 1_001]);
    assert!(barrier.release(ME));
    assert_eq!(parties(&event_loop.gifts()), [0]);
    assert!(!barrier.release(ME));
    assert_eq!(barrier.waiting(), 1);
    assert_eq!(arrives(&barrier, &event_loop, 8), Arrived::Last(1));
}

#[test]
fn one_who_breaks_it_wakes_all_and_later_ones_learn_of_it() {
    let (barrier, event_loop) = (Barrier::new(2), Loop::new(ME));
    let _ = arrives(&barrier, &event_loop, 0);
    let _ = arrives(&barrier, &event_loop, 1);
    let _ = arrives(&barrier, &event_loop, 2);
    barrier.abort();
    assert_eq!(parties(&event_loop.gifts()), [2_000, 2_000]);
    assert!(barrier.is_broken());
    assert_eq!(barrier.waiting(), 0);
    assert!(!barrier.release(ME), "its round is broken");
    assert_eq!(arrives(&barrier, &event_loop, 3), Arrived::Broken);
}

#[test]
fn after_a_reset_it_is_as_new() {
    let (barrier, event_loop) = (Barrier::new(2), Loop::new(ME));
    let _ = arrives(&barrier, &event_loop, 0);
    barrier.reset();
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
    assert!(!barrier.is_broken());
    assert_eq!(arrives(&barrier, &event_loop, 1), Arrived::Waits);
    assert_eq!(arrives(&barrier, &event_loop, 2), Arrived::Last(1));
}

#[test]
fn an_action_that_ends_after_a_reset_does_not_release_the_next_round() {
    let (barrier, slow, event_loop) = (Barrier::new(2), Loop::new(ME), Loop::new(OTHER));
    let _ = arrives(&barrier, &slow, 0);
    assert_eq!(arrives(&barrier, &slow, 1), Arrived::Last(1));
    barrier.reset();
    let _ = arrives(&barrier, &event_loop, 0);
    assert_eq!(arrives(&barrier, &event_loop, 1), Arrived::Last(1));
    assert!(!barrier.release(ME));
    assert!(event_loop.gifts().is_empty());
    assert!(barrier.release(OTHER));
    assert_eq!(parties(&event_loop.gifts()), [0]);
}

#[test]
fn one_whose_time_is_over_breaks_it() {
    let (barrier, event_loop, waits) = (Barrier::new(3), Loop::new(ME), waits());
    let _ = arrives(&barrier, &event_loop, 0);
    assert_eq!(blocks(&barrier, &waits, NO_TIME).slice(LONG), Answer::Expired);
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
    barrier.reset();
    let _ = arrives(&barrier, &event_loop, 1);
    let _ = arrives(&barrier, &event_loop, 2);
    assert_eq!(event_loop.awaits.expire(1), Expiry::Now);
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
}

#[test]
fn the_death_of_one_breaks_it() {
    let (barrier, event_loop, own) = (Barrier::new(3), Loop::new(ME), waits());
    let _ = arrives(&barrier, &event_loop, 0);
    let mut wait = blocks(&barrier, &own, None);
    own.interrupt();
    assert_eq!(wait.slice(LONG), Answer::Interrupted);
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
    barrier.reset();
    let _ = arrives(&barrier, &event_loop, 0);
    let closing = Loop::new(THIRD);
    let _ = arrives(&barrier, &closing, 0);
    closing.awaits.close();
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
}

/// It was not among those of the round that is broken by that.
#[test]
fn a_death_after_the_round_breaks_nothing() {
    let (barrier, event_loop, closing) = (Barrier::new(2), Loop::new(ME), Loop::new(THIRD));
    let _ = arrives(&barrier, &closing, 0);
    let _ = arrives(&barrier, &event_loop, 0);
    assert!(barrier.release(ME));
    closing.awaits.close();
    assert!(!barrier.is_broken());
}

#[test]
fn the_death_of_one_whose_action_runs_breaks_it() {
    let (barrier, event_loop) = (Barrier::new(2), Loop::new(ME));
    let _ = arrives(&barrier, &event_loop, 0);
    let dying = Loop::new(OTHER);
    assert_eq!(arrives(&barrier, &dying, 0), Arrived::Last(1));
    assert!(!barrier.abandon(ME));
    assert!(barrier.abandon(OTHER));
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
}

#[test]
fn a_last_one_that_was_told_so_and_is_not_there_breaks_it() {
    let (barrier, event_loop, closing) = (Barrier::new(2), Loop::new(ME), Loop::new(OTHER));
    let _ = arrives(&barrier, &event_loop, 0);
    let _ = arrives(&barrier, &event_loop, 1);
    let _ = arrives(&barrier, &event_loop, 2);
    let _ = arrives(&barrier, &closing, 0);
    assert!(barrier.release(ME));
    assert_eq!(parties(&event_loop.gifts()), [0]);
    closing.awaits.close();
    assert_eq!(parties(&event_loop.gifts()), [2_000]);
}

/// They were interrupted, and have not said so yet: nobody is there who would do what the last one has to do.
#[test]
fn a_full_round_of_dead_ones_breaks_it() {
    let (barrier, event_loop, own) = (Barrier::new(1), Loop::new(ME), waits());
    assert_eq!(arrives(&barrier, &event_loop, 0), Arrived::Last(0));
    let wait = blocks(&barrier, &own, None);
    own.interrupt();
    assert!(barrier.release(ME));
    assert!(barrier.is_broken());
    drop(wait);
}
