//! A desk of plain memory, and what JavaScript does with it (`src/worker/loop.ts`).

use super::mark;
use nogil_core::{CURSOR_ENDED, DESK_HEADER_WORDS, Desk, HEADER_WORDS, record_header};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Room for more tasks than any test has in a batch.
pub const LARGE_ROOM: usize = 4096;

struct Memory {
    cursor: AtomicU32,
    whole: AtomicU32,
    tasks: Mutex<Vec<u64>>,
    /// Records with the words where they stand. A word is written again in the next batch: the last one counts.
    results: boxcar::Vec<(usize, Vec<u64>)>,
}

struct PlainDesk {
    memory: Arc<Memory>,
    room: usize,
}

impl Desk for PlainDesk {
    fn room(&self) -> usize {
        self.room
    }

    fn lay(&mut self, at: usize, header: [u64; HEADER_WORDS], payload: &[u64]) {
        let mut tasks = self.memory.tasks.lock();
        assert!(at + HEADER_WORDS + payload.len() <= self.room);
        tasks[at..at + HEADER_WORDS].copy_from_slice(&header);
        tasks[at + HEADER_WORDS..at + HEADER_WORDS + payload.len()].copy_from_slice(payload);
    }

    fn open(&mut self, begun: u32) {
        self.memory.cursor.store(begun, Ordering::SeqCst);
    }

    fn cursor(&self) -> u32 {
        self.memory.cursor.load(Ordering::SeqCst)
    }

    fn whole(&self) -> usize {
        self.memory.whole.load(Ordering::SeqCst) as usize
    }

    fn forget_results(&mut self) {
        self.memory.whole.store(0, Ordering::SeqCst);
    }

    fn end(&self) -> u32 {
        self.memory.cursor.swap(CURSOR_ENDED, Ordering::SeqCst)
    }

    fn record(&self, at: usize) -> Option<&[u64]> {
        let results = &self.memory.results;
        let (_, words) = (0..results.count())
            .rev()
            .filter_map(|index| results.get(index))
            .find(|(start, _)| *start == at)?;
        nogil_core::records(words).next()?.ok()
    }
}

/// A task as JavaScript sees it.
#[derive(Debug, PartialEq, Eq)]
pub struct Given {
    pub ticket: u32,
    pub payload: Vec<u64>,
}

/// The JavaScript of an isolate that works for a lane.
pub struct Isolate {
    memory: Arc<Memory>,
    room: usize,
    batch: usize,
    next: usize,
    written: usize,
}

impl Isolate {
    /// With so many words for tasks.
    pub fn new(room: usize) -> Self {
        let memory = Arc::new(Memory {
            cursor: AtomicU32::new(0),
            whole: AtomicU32::new(0),
            tasks: Mutex::new(vec![0; room]),
            results: boxcar::Vec::new(),
        });
        Self {
            memory,
            room,
            batch: 0,
            next: DESK_HEADER_WORDS,
            written: 0,
        }
    }

    pub fn desk(&self) -> Box<dyn Desk> {
        let memory = Arc::clone(&self.memory);
        Box::new(PlainDesk {
            memory,
            room: self.room,
        })
    }

    /// Other memory, for so many words of tasks. To be attached.
    pub fn grow(&mut self, room: usize) -> Box<dyn Desk> {
        *self = Self::new(room);
        self.desk()
    }

    /// Where its results end so far.
    pub fn written(&self) -> usize {
        self.written
    }

    /// Where its results end. The next one stands at the beginning again.
    pub fn hand_in(&mut self) -> usize {
        std::mem::take(&mut self.written)
    }

    /// So many tasks were laid out.
    pub fn receive(&mut self, tasks: usize) {
        self.batch = tasks;
        self.next = DESK_HEADER_WORDS;
    }

    /// Claims the next task of the batch.
    pub fn begin(&mut self) -> Option<Given> {
        match self.batch {
            0 => return None,
            // One alone counts as begun when it is handed out.
            1 => self.batch = 0,
            batch => {
                if self.memory.cursor.fetch_add(1, Ordering::SeqCst) as usize >= batch {
                    self.batch = 0;
                    return None;
                }
            }
        }
        let tasks = self.memory.tasks.lock();
        let record = nogil_core::records(&tasks[self.next..])
            .next()?
            .expect("a whole record");
        self.next += record.len();
        Some(Given {
            ticket: u32::try_from(record[0] >> 32).expect("a half"),
            payload: record[HEADER_WORDS..].to_vec(),
        })
    }

    /// Writes a record of a task: the first one that it has, or a later one.
    pub fn write(&mut self, ticket: u32, status: u32, first: bool, payload: &[u64]) {
        let mut words = record_header(HEADER_WORDS + payload.len(), ticket, status, mark(first)).to_vec();
        words.extend(payload);
        self.write_words(words);
        if !first {
            let whole = u32::try_from(self.written).expect("few words");
            self.memory.whole.store(whole, Ordering::SeqCst);
        }
    }

    /// Writes words that may be no record.
    pub fn write_words(&mut self, words: Vec<u64>) {
        let at = self.written;
        self.written += words.len();
        self.memory.results.push((at, words));
    }

    /// The task has returned.
    pub fn finish(&mut self, given: &Given, payload: &[u64]) {
        self.write(given.ticket, 0, true, payload);
    }
}
