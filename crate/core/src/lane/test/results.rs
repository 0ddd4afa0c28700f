//! A lane whose isolate gets on.

use super::*;

#[test]
fn a_batch_is_laid_out_and_its_results_are_delivered_in_order() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(5);
    for _ in 0..5 {
        bench.run_one();
    }
    assert!(bench.isolate.begin().is_none());
    assert_eq!(bench.delivered(), []);
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), (0..5).map(returned).collect::<Vec<_>>());
}

#[test]
fn a_closed_pool_says_so_once_it_is_empty() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.push(1..2);
    bench.pool.close();
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Closed);
    assert_eq!(bench.delivered(), [returned(1)]);
}

#[test]
fn a_task_that_goes_on_is_answered_in_a_later_batch() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.batch_of(2);
    let slow = bench.isolate.begin().expect("a task");
    bench.isolate.write(slow.ticket, GOES_ON, true, &[]);
    bench.run_one();
    bench.push(5..6);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    assert_eq!(bench.delivered(), [returned(1)]);
    bench.isolate.write(slow.ticket, 0, false, &[0]);
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(0), returned(5)]);
}

#[test]
fn results_for_two_ports_go_to_each() {
    let mut bench = Bench::new(LARGE_ROOM);
    let (other, _bell) = open_port();
    bench.push(100..101);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    for (port, id) in [(&bench.port, 1), (&other, 1), (&other, 2), (&bench.port, 2)] {
        let tasks = once(task(port, id, &[u64::from(id)]));
        bench.pool.push(Priority::Normal, tasks).expect("open");
    }
    assert_eq!(bench.exchange(), Exchanged::Tasks(4));
    for _ in 0..4 {
        bench.run_one();
    }
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(100), returned(1), returned(2)]);
    assert_eq!(delivered(&other), [returned(1), returned(2)]);
}

#[test]
fn results_for_a_port_that_was_closed_are_dropped_and_others_are_not() {
    let mut bench = Bench::new(LARGE_ROOM);
    let (other, _bell) = open_port();
    bench.push(100..101);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    for (port, id) in [(&other, 1), (&bench.port, 2)] {
        let tasks = once(task(port, id, &[u64::from(id)]));
        bench.pool.push(Priority::Normal, tasks).expect("open");
    }
    assert_eq!(bench.exchange(), Exchanged::Tasks(2));
    crate::registry::ports().close(other.id());
    bench.run_one();
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(100), returned(2)]);
}

#[test]
fn a_task_that_does_not_fit_asks_for_room_and_comes_first_then() {
    let mut bench = Bench::new(DESK_HEADER_WORDS + 3);
    let large = task(&bench.port, 8, &[8, 0, 0]);
    bench.pool.push(Priority::Normal, once(large)).expect("open");
    let needed = DESK_HEADER_WORDS + 5;
    assert_eq!(bench.exchange(), Exchanged::NeedsRoom(needed));
    bench.push(9..10);
    bench.lane.attach(bench.isolate.grow(needed)).expect("not abandoned");
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    assert_eq!(bench.delivered(), [returned(8), returned(9)]);
}

#[test]
fn what_does_not_fit_together_is_handed_out_bit_by_bit() {
    let mut bench = Bench::new(DESK_HEADER_WORDS + 2 * 3);
    bench.push(100..101);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    bench.push(0..5);
    for tasks in [2, 2, 1] {
        assert_eq!(bench.exchange(), Exchanged::Tasks(tasks));
        for _ in 0..tasks {
            bench.run_one();
        }
    }
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    let expected: Vec<_> = once(100).chain(0..5).map(returned).collect();
    assert_eq!(bench.delivered(), expected);
}

#[test]
fn a_task_that_was_cancelled_before_is_sent_back_unrun() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.push(1..3);
    assert_eq!(cancel(&bench.pool, &bench.port, 1), Cancel::Cancelled);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    assert_eq!(bench.exchange(), Exchanged::Nothing);
    let cancelled = Outcome::new(1, Status::Cancelled as u32, 0, &[]);
    assert_eq!(bench.delivered(), [cancelled, returned(2)]);
}

#[test]
fn a_task_whose_submitter_has_gone_is_not_run() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.push(1..3);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.run_one();
    crate::registry::ports().close(bench.port.id());
    assert_eq!(bench.exchange(), Exchanged::Nothing);
}

#[test]
fn words_that_are_no_results_are_refused() {
    for (words, error) in [
        (vec![0, 0], LaneError::BadRecord),
        (vec![9, 0], LaneError::BadRecord),
        (vec![2 | 5 << 32, 0], LaneError::BadTicket),
    ] {
        let mut bench = Bench::new(LARGE_ROOM);
        bench.push(1..2);
        assert_eq!(bench.exchange(), Exchanged::Tasks(1));
        bench.isolate.write_words(words);
        assert_eq!(
            exchange(&mut bench.lane, &mut bench.isolate, Patience::Poll),
            Err(error)
        );
        bench.lane.abandon();
        assert_eq!(bench.delivered(), [lost(1)]);
    }
}

#[test]
fn a_second_result_of_a_task_is_refused() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.push(1..2);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    let given = bench.isolate.begin().expect("a task");
    bench.isolate.finish(&given, &[2]);
    bench.isolate.finish(&given, &[2]);
    let again = exchange(&mut bench.lane, &mut bench.isolate, Patience::Poll);
    assert_eq!(again, Err(LaneError::BadTicket));
    assert_eq!(bench.delivered(), [returned(1)]);
}

#[test]
fn what_a_task_submits_is_taken_by_its_own_lane_next() {
    let mut bench = Bench::new(LARGE_ROOM);
    bench.push(1..2);
    assert_eq!(bench.exchange(), Exchanged::Tasks(1));
    bench.push(3..4);
    let inner = task(&bench.port, 2, &[2]);
    bench.lane.submit(once(inner)).expect("open");
    for _ in 0..3 {
        bench.run_one();
        let _ = bench.exchange();
    }
    assert_eq!(bench.delivered(), [returned(1), returned(2), returned(3)]);
}
