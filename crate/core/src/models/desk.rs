//! An isolate and its desk.

use super::*;
use crate::lane::{CURSOR_ENDED, DESK_HEADER_WORDS, Desk, Exchanged, FIRST_RECORD, Lane};
use crate::message::{HEADER_WORDS, Message, record_header};
use crate::port::Port;
use crate::primitive::AtomicBool;
use ::loom::sync::atomic::AtomicU32;

/// More results than any model has.
const MOST_RESULTS: usize = 8;

/// What the isolate shares with its lane. Every record has only a header.
struct Memory {
    cursor: AtomicU32,
    /// The tickets of the tasks that were laid out.
    laid: boxcar::Vec<(usize, u32)>,
    /// The results with the words where they stand: the last one counts. What a reader sees of them is in `written`.
    results: boxcar::Vec<(usize, [u64; HEADER_WORDS])>,
    /// Stored and loaded without any order, as JavaScript writes: only the cursor says which records are whole.
    written: Vec<AtomicBool>,
}

struct ModelDesk(Arc<Memory>);

impl Desk for ModelDesk {
    fn room(&self) -> usize {
        1 << 10
    }

    fn lay(&mut self, at: usize, header: [u64; HEADER_WORDS], _payload: &[u64]) {
        self.0.laid.push((at, u32::try_from(header[0] >> 32).expect("a half")));
    }

    fn open(&mut self, begun: u32) {
        self.0.cursor.store(begun, Ordering::SeqCst);
    }

    fn cursor(&self) -> u32 {
        self.0.cursor.load(Ordering::SeqCst)
    }

    /// In these models all tasks are synchronous.
    fn whole(&self) -> usize {
        0
    }

    fn forget_results(&mut self) {}

    fn end(&self) -> u32 {
        self.0.cursor.swap(CURSOR_ENDED, Ordering::SeqCst)
    }

    fn record(&self, at: usize) -> Option<&[u64]> {
        let results = &self.0.results;
        let index = (0..results.count()).rev().find(|&index| results[index].0 == at)?;
        assert!(
            self.0.written[index].load(Ordering::Relaxed),
            "read before it was whole"
        );
        Some(&results[index].1)
    }
}

/// What the JavaScript of an isolate does.
pub struct Isolate {
    memory: Arc<Memory>,
    batch: usize,
    next: usize,
    position: usize,
}

impl Isolate {
    pub fn new() -> Self {
        let memory = Arc::new(Memory {
            cursor: AtomicU32::new(0),
            laid: boxcar::Vec::new(),
            results: boxcar::Vec::new(),
            written: (0..MOST_RESULTS).map(|_| AtomicBool::new(false)).collect(),
        });
        Self {
            memory,
            batch: 0,
            next: 0,
            position: 0,
        }
    }

    pub fn lane(&self, pool: &Arc<Pool<Message>>) -> Lane {
        let (bell, desk) = (Arc::new(EventLoop::default()), ModelDesk(Arc::clone(&self.memory)));
        Lane::new(7, Arc::clone(pool), Arc::new(bell), Box::new(desk))
    }

    /// Hands in its results, and takes the next batch. False when there is none.
    pub fn exchange(&mut self, lane: &mut Lane) -> bool {
        let before = self.memory.laid.count();
        let words = std::mem::take(&mut self.position);
        let exchanged = lane.exchange(words, Patience::Poll).expect("results");
        let Exchanged::Tasks(tasks) = exchanged else {
            return false;
        };
        (self.batch, self.next) = (tasks, before);
        true
    }

    /// Claims the next task of the batch, and gives its ticket.
    pub fn begin(&mut self) -> Option<u32> {
        let may_begin = match self.batch {
            0 => false,
            // One alone counts as begun when it is handed out.
            1 => std::mem::take(&mut self.batch) == 1,
            batch => (self.memory.cursor.fetch_add(1, Ordering::SeqCst) as usize) < batch,
        };
        if !may_begin {
            self.batch = 0;
            return None;
        }
        let (at, ticket) = self.memory.laid[self.next];
        assert!(at >= DESK_HEADER_WORDS);
        self.next += 1;
        Some(ticket)
    }

    /// Writes the task's result.
    pub fn finish(&mut self, ticket: u32) {
        let record = record_header(HEADER_WORDS, ticket, 0, FIRST_RECORD);
        let index = self.memory.results.push((self.position, record));
        self.position += HEADER_WORDS;
        self.memory.written[index].store(true, Ordering::Relaxed);
    }

    pub fn run_batch(&mut self) -> usize {
        let mut ran = 0;
        while let Some(ticket) = self.begin() {
            self.finish(ticket);
            ran += 1;
        }
        ran
    }
}

/// A task of that port, without arguments.
pub fn task(port: &Port, id: u32) -> Message {
    port.states().queue(id);
    Message::new(port.id(), &record_header(HEADER_WORDS, id, 0, 0)).expect("it is small")
}
