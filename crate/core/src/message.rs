//! What travels: records of 8-byte words.
//!
//! A record is a header of two words and a payload that only the two JavaScript ends (or a native task) read:
//!
//! ```text
//! word 0   low half: length in words, header included      high half: task id, chosen by the submitter
//! word 1   a task's low half: function id                  a result's low half: its Status
//!          a task's high half: for the two ends, WATCHED   a result's high half: see Status
//! word 2.. the payload
//! ```

use crate::blocks::Block;
use crate::port::PortId;
use std::collections::TryReserveError;
use std::fmt;

/// Words of a record before its payload.
pub const HEADER_WORDS: usize = 2;

/// A task's number in the isolate that submitted it. It is free for another task once its result was collected.
pub type TaskId = u32;

/// How a task ended: the low half of word 1 of a result record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// It returned: the payload is the value.
    Returned = 0,
    /// It threw: the payload is what was thrown.
    Threw = 1,
    /// It was cancelled before it ran: no payload; the high half of word 1 is 0 if a worker has found that out.
    Cancelled = 2,
    /// Its worker died while it ran: no payload; the high half of word 1 is the lane's id. Of a shared future: the thread
    /// that it belongs to has ended.
    Lost = 3,
    /// Its pool broke before it ran: no payload.
    Broken = 4,
    /// A native task panicked: the payload is the panic's message.
    Panicked = 5,
    /// A native task ran longer than it may: no payload.
    TimedOut = 6,
    /// There was no memory for what it was given, or for its result: no payload.
    NoMemory = 7,
    /// No result: a pool of the reader has tasks from other isolates, and too few workers. In the place of the task
    /// stands the pool's key.
    Wanted = 8,
    /// No result: a task that is watched was handed to a worker; the high half of word 1 is when, by [`crate::micros`].
    Begun = 9,
    /// No result: a lane has a task that is to end, and the reader can end its isolate. In the place of the task stands
    /// the pool's key, in the high half of word 1 the lane's id; the payload is the number of the abort.
    Aborting = 10,
    /// No result: a task of the reader was cancelled by another thread, which has its Future. In the place of the task
    /// stands the number of the shared future.
    CancelledAfar = 11,
    /// No result: a task of the reader is to be aborted, as another thread says that has its Future. In the place of the
    /// task stands the number of the shared future; the payload is the reason.
    AbortedAfar = 12,
}

/// In the high half of word 1 of a task: its submitter wants to know when it begins. It is handed out alone.
pub const WATCHED: u32 = 1 << 30;

/// Words 0 and 1 of a record of `length` words in all.
///
/// # Panics
/// If `length` does not fit 32 bits: no area that a record is read from is that large.
#[must_use]
pub fn record_header(length: usize, task: TaskId, low: u32, high: u32) -> [u64; HEADER_WORDS] {
    let length = u32::try_from(length).expect("a record is shorter than 2^32 words");
    [
        u64::from(length) | u64::from(task) << 32,
        u64::from(low) | u64::from(high) << 32,
    ]
}

/// Bytes as words, padded with zeros.
pub fn words_of(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.chunks(8).map(|chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(word)
    })
}

/// Why words are not a run of whole records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// A record claims fewer words than a header has.
    TooShort,
    /// A record claims more words than are there.
    Truncated,
}

impl fmt::Display for MessageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooShort => "a record is shorter than its header",
            Self::Truncated => "a record is longer than the words given",
        })
    }
}

impl std::error::Error for MessageError {}

/// The records in `words`, one slice each.
///
/// # Errors
/// An item is an error, and the last one, where the words are not whole records.
pub fn records(words: &[u64]) -> impl Iterator<Item = Result<&[u64], MessageError>> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let (&first, remaining) = (rest.first()?, rest.len());
        let length = low_half(first) as usize;
        if length < HEADER_WORDS {
            rest = &[];
            return Some(Err(MessageError::TooShort));
        }
        if length > remaining {
            rest = &[];
            return Some(Err(MessageError::Truncated));
        }
        let (record, after) = rest.split_at(length);
        rest = after;
        Some(Ok(record))
    })
}

fn boxed(record: &[u64]) -> Result<Box<[u64]>, TryReserveError> {
    let mut words = Vec::new();
    words.try_reserve_exact(record.len())?;
    words.extend_from_slice(record);
    Ok(words.into_boxed_slice())
}

/// The low half of a word.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
pub fn low_half(word: u64) -> u32 {
    word as u32
}

/// The high half of a word.
#[must_use]
pub fn high_half(word: u64) -> u32 {
    low_half(word >> 32)
}

/// A task on its way to a worker: the record that its submitter wrote, and where its result goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Message(Words);

/// Most records are small, and stand in the message itself: a million of them wait in 56 MB. Large ones stand in memory
/// that is used again.
#[derive(Debug, PartialEq, Eq)]
enum Words {
    /// As many of the words as the first one says.
    Small {
        port: PortId,
        words: [u64; SMALL_WORDS],
    },
    Medium {
        port: PortId,
        words: Box<[u64]>,
    },
    Large {
        port: PortId,
        words: Block,
    },
}

/// A header and two or three numbers, or a short text.
const SMALL_WORDS: usize = 5;

/// From so many words (4 KiB) on, a record is large.
const LARGE_WORDS: usize = 512;

const _: () = assert!(
    size_of::<Message>() == (SMALL_WORDS + 1) * 8,
    "nothing but the words and one more"
);

impl Message {
    /// A copy of one whole record, as [`records`] gives it.
    ///
    /// # Errors
    /// When the system gives no memory for a large one.
    pub fn new(port: PortId, record: &[u64]) -> Result<Self, TryReserveError> {
        debug_assert!(record.len() >= HEADER_WORDS, "a record has a header");
        debug_assert_eq!(low_half(record[0]) as usize, record.len(), "a record knows its length");
        Ok(Self(if record.len() <= SMALL_WORDS {
            let mut words = [0; SMALL_WORDS];
            words[..record.len()].copy_from_slice(record);
            Words::Small { port, words }
        } else if record.len() < LARGE_WORDS {
            let words = boxed(record)?;
            Words::Medium { port, words }
        } else {
            let words = Block::copy_of(record)?;
            Words::Large { port, words }
        }))
    }

    /// The port that the result goes to.
    #[must_use]
    pub fn port(&self) -> PortId {
        match &self.0 {
            Words::Small { port, .. } | Words::Medium { port, .. } | Words::Large { port, .. } => *port,
        }
    }

    /// The task's number in the isolate of that port.
    #[must_use]
    pub fn task(&self) -> TaskId {
        high_half(self.words()[0])
    }

    /// Whether its submitter wants to know when it begins.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        high_half(self.words()[1]) & WATCHED != 0
    }

    /// The whole record.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        match &self.0 {
            Words::Small { words, .. } => &words[..low_half(words[0]) as usize],
            Words::Medium { words, .. } => words,
            Words::Large { words, .. } => words,
        }
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn records_are_read_back_one_by_one() {
        let mut words = record_header(3, 7, 1, 0).to_vec();
        words.push(42);
        words.extend(record_header(2, 8, 2, 0));
        let read: Vec<_> = records(&words).collect();
        assert_eq!(read, [Ok(&words[..3]), Ok(&words[3..])]);
    }

    #[test]
    fn a_record_that_claims_more_words_than_there_are_is_an_error() {
        let words = record_header(9, 7, 1, 0);
        assert_eq!(records(&words).collect::<Vec<_>>(), [Err(MessageError::Truncated)]);
    }

    #[test]
    fn a_record_that_claims_less_than_its_header_is_an_error_and_the_last_item() {
        let words = [0, 0, 0];
        assert_eq!(records(&words).collect::<Vec<_>>(), [Err(MessageError::TooShort)]);
    }

    #[test]
    fn a_message_knows_its_task_and_port() {
        let message = Message::new(PortId(3), &record_header(2, 0xffff_fff0, 1, 5)).expect("it is small");
        assert_eq!((message.task(), message.port()), (0xffff_fff0, PortId(3)));
    }
}
