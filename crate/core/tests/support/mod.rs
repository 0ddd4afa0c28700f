//! What stands in for an isolate in tests: its memory, its event loop's bell, and what its JavaScript does with them.

#![allow(dead_code, reason = "no test program uses all of it")]

mod desk;

use nogil_core::{Bell, Exchanged, FIRST_RECORD, Lane, LaneError, Message, Patience, Pool, Port, ports, record_header};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

pub use desk::{Isolate, LARGE_ROOM};

/// A bell that is heard at the other end of a channel.
pub struct Rung(Sender<()>);

impl Bell for Rung {
    fn ring(&self) {
        // The test may have ended.
        let _ = self.0.send(());
    }
}

/// A bell that nobody listens to.
pub struct Silent;

impl Bell for Silent {
    fn ring(&self) {}
}

/// A port of an isolate that submits, and its bell.
pub fn open_port() -> (Arc<Port>, Receiver<()>) {
    let (sender, receiver) = channel();
    (ports().open(Box::new(Rung(sender))), receiver)
}

/// A task of that port.
pub fn task(port: &Port, id: u32, payload: &[u64]) -> Message {
    port.states().queue(id);
    let mut record = record_header(2 + payload.len(), id, 1, 0).to_vec();
    record.extend(payload);
    Message::new(port.id(), &record).expect("it is small")
}

/// A result as its submitter reads it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    pub task: u32,
    pub status: u32,
    pub detail: u32,
    pub payload: Vec<u64>,
}

impl Outcome {
    pub fn new(task: u32, status: u32, detail: u32, payload: &[u64]) -> Self {
        let payload = payload.to_vec();
        Self {
            task,
            status,
            detail,
            payload,
        }
    }
}

/// What has been delivered so far.
pub fn delivered(port: &Port) -> Vec<Outcome> {
    let (mut all, mut words) = (Vec::new(), Vec::new());
    while port.collect(&mut words) {
        for record in nogil_core::records(&words) {
            let record = record.expect("whole records");
            let half = |word: u64| u32::try_from(word & 0xffff_ffff).expect("a half");
            let (status, detail) = (half(record[1]), half(record[1] >> 32));
            all.push(Outcome::new(half(record[0] >> 32), status, detail, &record[2..]));
        }
        words.clear();
    }
    all
}

/// A lane of a silent isolate.
pub fn lane(pool: &Arc<Pool<Message>>, id: u32, room: usize) -> (Lane, Isolate) {
    let isolate = Isolate::new(room);
    let lane = Lane::new(id, Arc::clone(pool), Arc::new(Silent), isolate.desk());
    (lane, isolate)
}

/// Hands in what the isolate has written, and begins the batch that it is given.
pub fn exchange(lane: &mut Lane, isolate: &mut Isolate, patience: Patience) -> Result<Exchanged, LaneError> {
    let exchanged = lane.exchange(isolate.hand_in(), patience);
    if let Ok(Exchanged::Tasks(tasks)) = exchanged {
        isolate.receive(tasks);
    }
    exchanged
}

/// The mark of a first record, or none.
pub fn mark(first: bool) -> u32 {
    if first { FIRST_RECORD } else { 0 }
}
