//! Each job of a batch is claimed exactly once, by its lane's isolate or by who takes it back; each has one result.

use super::desk::{Isolate, task};
use super::*;
use crate::cancel::cancel;
use crate::lane::Lane;
use crate::message::{HEADER_WORDS, Message, Status};
use crate::port::Port;
use crate::registry::ports;
use crate::task_state::Cancel;

const TASKS: u32 = 3;

/// A lane that has a batch, which the monitor was asked to watch.
struct Bench {
    pool: Arc<Pool<Message>>,
    port: Arc<Port>,
    lane: Lane,
    isolate: Isolate,
}

impl Bench {
    fn new() -> Self {
        let (pool, port) = (Pool::new(), ports().open(Box::new(Arc::new(EventLoop::default()))));
        let mut isolate = Isolate::new();
        let mut lane = isolate.lane(&pool);
        // The first task of a lane comes alone.
        pool.push(Priority::Normal, once(task(&port, TASKS))).expect("open");
        assert!(isolate.exchange(&mut lane));
        assert_eq!(isolate.run_batch(), 1);
        pool.push(Priority::Normal, (0..TASKS).map(|id| task(&port, id)))
            .expect("open");
        assert!(isolate.exchange(&mut lane));
        assert_eq!(outcomes(&port), [(TASKS, 0)]);
        Self {
            pool,
            port,
            lane,
            isolate,
        }
    }
}

/// The task and the status of each result.
pub fn outcomes(port: &Port) -> Vec<(u32, u32)> {
    let mut words = Vec::new();
    port.collect(&mut words);
    let half = |word: u64| u32::try_from(word & 0xffff_ffff).expect("a half");
    let records = words.chunks_exact(HEADER_WORDS);
    let mut all: Vec<_> = records.map(|record| (half(record[0] >> 32), half(record[1]))).collect();
    all.sort_unstable();
    all
}

#[test]
fn each_task_is_run_once_by_its_isolate_or_taken_back_once() {
    check("claim", 3, || {
        let Bench {
            pool,
            port,
            lane,
            isolate,
        } = Bench::new();
        let monitor = monitor();
        let owner = thread::spawn(move || {
            let (mut lane, mut isolate) = (lane, isolate);
            let mut ran = isolate.run_batch();
            while isolate.exchange(&mut lane) {
                ran += isolate.run_batch();
            }
            (ran, lane)
        });
        let (ran, lane) = owner.join().expect("no panic");
        Monitor::shared().end();
        monitor.join().expect("no panic");
        let left = pool.drain();
        assert_eq!(ran + left.len(), TASKS as usize);
        let mut all = outcomes(&port);
        assert_eq!(all.len(), ran);
        all.extend(left.iter().map(|message| (message.task(), 0)));
        all.sort_unstable();
        assert_eq!(all, [(0, 0), (1, 0), (2, 0)]);
        drop(lane);
    });
}

#[test]
fn a_lane_that_dies_loses_only_what_it_had_begun() {
    check("die", 3, || {
        let Bench {
            pool,
            port,
            mut lane,
            mut isolate,
        } = Bench::new();
        let monitor = monitor();
        let ticket = isolate.begin();
        if let Some(ticket) = ticket {
            isolate.finish(ticket);
        }
        let begun = usize::from(ticket.is_some()) + usize::from(isolate.begin().is_some());
        lane.abandon();
        Monitor::shared().end();
        monitor.join().expect("no panic");
        let all = outcomes(&port);
        assert_eq!(all.len(), begun);
        let mut ids: Vec<_> = all.iter().map(|(id, _)| *id).collect();
        ids.extend(pool.drain().iter().map(Message::task));
        ids.sort_unstable();
        assert_eq!(ids, [0, 1, 2]);
    });
}

#[test]
fn a_task_of_a_batch_is_cancelled_or_run_and_never_both() {
    check("cancel", 3, || {
        let Bench {
            pool,
            port,
            mut lane,
            mut isolate,
        } = Bench::new();
        let submitter = {
            let (pool, port) = (Arc::clone(&pool), Arc::clone(&port));
            thread::spawn(move || cancel(&pool, &port, 1))
        };
        isolate.run_batch();
        while isolate.exchange(&mut lane) {
            isolate.run_batch();
        }
        let cancelled = submitter.join().expect("no panic") == Cancel::Cancelled;
        // What was put back after the last look.
        while isolate.exchange(&mut lane) {
            isolate.run_batch();
        }
        let status = if cancelled { Status::Cancelled as u32 } else { 0 };
        assert_eq!(outcomes(&port), [(0, 0), (1, status), (2, 0)]);
    });
}
