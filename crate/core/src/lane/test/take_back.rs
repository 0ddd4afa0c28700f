//! A lane behind a long task, and one that dies.

use super::*;
use crate::cancel::has_begun;
use crate::monitor::NotWatched;

#[test]
fn the_monitor_takes_back_what_stands_behind_a_long_task_and_delivers_what_is_finished() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(5);
    bench.run_one();
    let long = bench.isolate.begin().expect("a task");
    bench.monitor_looks_until_it_stops();
    assert_eq!(bench.delivered(), [returned(0)]);
    assert_eq!(bench.queued(), [2, 3, 4]);
    bench.isolate.finish(&long, &[2]);
    assert!(bench.isolate.begin().is_none(), "the batch was ended");
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(1)]);
}

#[test]
fn the_monitor_leaves_a_lane_alone_that_gets_on() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(5);
    for _ in 0..5 {
        bench.now += TICK;
        assert!(bench.lane.slot.look(bench.now).is_some());
        bench.run_one();
    }
    assert_eq!(bench.queued(), []);
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered().len(), 5);
}

#[test]
fn what_was_finished_is_delivered_once_however_often_others_look() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(4);
    bench.run_one();
    bench.run_one();
    let long = bench.isolate.begin().expect("a task");
    bench.monitor_looks_until_it_stops();
    bench.monitor_looks_until_it_stops();
    assert_eq!(bench.delivered(), [returned(0), returned(1)]);
    bench.isolate.finish(&long, &[4]);
    bench.lane.abandon();
    assert_eq!(
        bench.delivered(),
        [lost(2)],
        "that it had ended is known to its own thread only"
    );
    assert_eq!(bench.queued(), [3]);
}

#[test]
fn a_lane_that_dies_loses_what_it_had_begun_and_gives_back_the_rest() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(4);
    bench.run_one();
    bench.isolate.begin().expect("a task");
    bench.lane.abandon();
    assert_eq!(bench.delivered(), [returned(0), lost(1)]);
    assert_eq!(bench.queued(), [2, 3]);
    assert_eq!(bench.lane.exchange(0, Patience::Poll).err(), Some(LaneError::Abandoned));
    bench.lane.abandon();
    drop(bench.lane);
    assert_eq!(bench.pool.workers(), 0);
}

#[test]
fn a_lane_that_dies_of_a_task_too_large_loses_it_and_gives_back_the_rest() {
    let mut bench = Bench::new(DESK_HEADER_WORDS + 3);
    bench.push(100..101);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    let large = task(&bench.port, 8, &[8, 0, 0]);
    let small = task(&bench.port, 9, &[9]);
    bench
        .pool
        .push(Priority::Normal, [large, small].into_iter())
        .expect("open");
    assert!(matches!(bench.exchange(), Exchanged::NeedsRoom(_)));
    bench.lane.abandon();
    assert_eq!(bench.delivered(), [returned(100), lost(8)]);
    assert_eq!(bench.queued(), [9]);
}

#[test]
fn who_cancels_a_task_that_was_given_and_not_begun_has_it_put_back() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(4);
    bench.run_one();
    let long = bench.isolate.begin().expect("a task");
    assert!(has_begun(&bench.pool, &bench.port, 1));
    assert!(!has_begun(&bench.pool, &bench.port, 2));
    assert_eq!(cancel(&bench.pool, &bench.port, 1), Cancel::TooLate);
    assert_eq!(cancel(&bench.pool, &bench.port, 3), Cancel::Cancelled);
    assert_eq!(cancel(&bench.pool, &bench.port, 3), Cancel::Cancelled);
    bench.isolate.finish(&long, &[2]);
    assert!(bench.isolate.begin().is_none());
    assert_eq!(
        bench.exchange(),
        Exchanged::Tasks(1),
        "the one that was cancelled is sent back"
    );
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    let cancelled = Outcome::new(3, Status::Cancelled as u32, 0, &[]);
    let mut all = bench.delivered();
    all.sort();
    assert_eq!(all, [returned(0), returned(1), returned(2), cancelled]);
}

#[test]
fn a_task_alone_counts_as_begun_when_it_is_given() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.push(1..2);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    assert_eq!(cancel(&bench.pool, &bench.port, 1), Cancel::TooLate);
    bench.monitor_looks_until_it_stops();
    assert_eq!(bench.queued(), []);
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(1)]);
}

#[test]
fn where_the_system_gives_no_monitor_a_lane_has_one_task_at_a_time() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.lane.slot.watch_by_hand(false);
    let mut tasks: Vec<_> = (0..3).map(|id| task(&bench.port, id, &[u64::from(id)])).collect();
    let laid = bench.lane.slot.hand_out_before(&mut tasks, |_| Err(NotWatched));
    assert_eq!(laid, Ok(Laid::Tasks(1)));
    bench.isolate.receive(1);
    assert_eq!(
        cancel(&bench.pool, &bench.port, 0),
        Cancel::TooLate,
        "it counts as begun"
    );
    assert_eq!(bench.queued(), [1, 2]);
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(0)]);
}

#[test]
fn a_late_result_does_not_wait_for_a_long_task_that_was_begun_after_it() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(5);
    let early = bench.isolate.begin().expect("a task");
    bench.isolate.write(early.ticket, GOES_ON, true, &[]);
    let other = bench.isolate.begin().expect("a task");
    bench.isolate.write(other.ticket, GOES_ON, true, &[]);
    bench.isolate.write(early.ticket, Status::Returned as u32, false, &[0]);
    bench.isolate.begin().expect("the long one");
    bench.monitor_looks_until_it_stops();
    assert_eq!(bench.delivered(), [returned(0)]);
    assert_eq!(bench.queued(), [3, 4]);
}

#[test]
fn results_can_be_handed_in_while_the_batch_goes_on() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(3);
    let early = bench.isolate.begin().expect("a task");
    bench.isolate.write(early.ticket, GOES_ON, true, &[]);
    bench.isolate.write(early.ticket, Status::Returned as u32, false, &[0]);
    let words = bench.isolate.written();
    bench.lane.give(words).expect("whole records");
    assert_eq!(bench.delivered(), [returned(0)]);
    bench.run_one();
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(1), returned(2)]);
}

#[test]
fn another_desk_knows_what_was_begun_on_the_old_one() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(1);
    let begun = bench.isolate.begin().expect("a task");
    bench.isolate.finish(&begun, &[0]);
    // Mutation: Slot::attach does not carry the cursor over.
    let other = Isolate::new(LARGE_ROOM);
    bench.lane.attach(other.desk()).expect("not abandoned");
    assert_eq!(cancel(&bench.pool, &bench.port, 0), Cancel::TooLate);
    assert_eq!(bench.queued(), []);
}

#[test]
fn tasks_that_were_not_claimed_when_the_batch_is_handed_in_go_back() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(3);
    bench.run_one();
    let words = bench.isolate.hand_in();
    assert_eq!(bench.lane.slot.hand_in(words), Ok(1));
    assert_eq!(bench.delivered(), [returned(0)]);
    assert_eq!(bench.queued(), [1, 2]);
}
