mod results;
#[path = "../../../tests/support/mod.rs"]
mod support;
mod take_back;

use super::*;
use crate::cancel::cancel;
use crate::message::Status;
use crate::monitor::Watched;
use crate::pool::{Priority, TICK};
use crate::port::Port;
use crate::task_state::Cancel;
use std::iter::once;
use std::time::Duration;
use support::{Isolate, LARGE_ROOM, Outcome, delivered, exchange, open_port, task};

/// A pool of one lane that knows its tasks to be tiny, and the submitter's port.
struct Bench {
    pool: Arc<Pool<Message>>,
    lane: Lane,
    isolate: Isolate,
    port: Arc<Port>,
    now: Instant,
}

impl Bench {
    fn new(room: usize) -> Self {
        let pool = Pool::new();
        let (mut lane, isolate) = support::lane(&pool, 77, room);
        // The monitor of the process never gets to see the lane: tests look in its stead.
        lane.slot.watch_by_hand(true);
        pool.ran(&mut lane.seat, 1, Duration::from_nanos(1));
        Self {
            pool,
            lane,
            isolate,
            port: open_port().0,
            now: Instant::now(),
        }
    }

    fn push(&self, ids: std::ops::Range<u32>) {
        let tasks = ids.map(|id| task(&self.port, id, &[u64::from(id)]));
        self.pool.push(Priority::Normal, tasks).expect("open");
    }

    /// The first batch of a lane is of one task, the second of up to five. Gives tasks from `first` on.
    fn batch_of(&mut self, count: u32) {
        assert!(count <= 5);
        self.push(100..101);
        assert_eq!(self.exchange(), Exchanged::Tasks(1));
        let warm_up = self.isolate.begin().expect("a task");
        self.isolate.finish(&warm_up, &[]);
        self.push(0..count);
        assert_eq!(self.exchange(), Exchanged::Tasks(count as usize));
        assert_eq!(self.delivered().len(), 1);
    }

    fn exchange(&mut self) -> Exchanged {
        // The tasks took no time, however slow the test is.
        self.lane.handed_out = Instant::now() + Duration::from_hours(1);
        exchange(&mut self.lane, &mut self.isolate, Patience::Poll).expect("results")
    }

    /// Begins the next task and writes its result.
    fn run_one(&mut self) {
        let given = self.isolate.begin().expect("a task");
        let doubled = given.payload[0] * 2;
        self.isolate.finish(&given, &[doubled]);
    }

    fn delivered(&self) -> Vec<Outcome> {
        delivered(&self.port)
    }

    /// As the monitor does: it sees twice that the lane has not got on.
    fn monitor_looks_until_it_stops(&mut self) {
        for _ in 0..3 {
            self.now += TICK;
            if self.lane.slot.look(self.now).is_none() {
                return;
            }
        }
        panic!("it looks for ever at a lane that stands still");
    }

    fn queued(&self) -> Vec<u32> {
        self.pool.drain().iter().map(Message::task).collect()
    }
}

fn returned(task: u32) -> Outcome {
    Outcome::new(task, 0, 0, &[u64::from(task) * 2])
}

fn lost(task: u32) -> Outcome {
    Outcome::new(task, Status::Lost as u32, 77, &[])
}

#[test]
fn of_more_workers_than_there_may_be_so_many_go_as_are_too_many() {
    let (key, pool) = crate::registry::pools().open(None, 2, Vec::new());
    let waits = crate::interrupt::interrupts().join();
    let mut lanes: Vec<_> = (0..4).map(|id| support::lane(&pool, id, LARGE_ROOM)).collect();
    for (lane, _) in &mut lanes {
        lane.enlist(key, Arc::clone(&waits));
    }
    // None of them has left when the next one looks.
    let armed: Vec<_> = lanes.iter_mut().map(|(lane, _)| lane.arm()).collect();
    assert_eq!(armed, [Armed::Superfluous, Armed::Superfluous, Armed::Yes, Armed::Yes]);
    assert_eq!(lanes[0].0.arm(), Armed::Superfluous);
    assert_eq!(pool.workers(), 2);
    drop(lanes);
    assert_eq!(pool.workers(), 0);
    crate::registry::pools().forget(key);
}
