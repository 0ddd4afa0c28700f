//! The memory that a lane shares with the JavaScript of its isolate.
//!
//! ```text
//! tasks    word 0: the claim cursor   word 1: nothing   word 2..: the records of a batch, one after another
//! results  word 0..: records, as they come
//! ```
//!
//! Before JavaScript begins a task of a batch it adds one to the cursor, and begins it only if the number that stood
//! there before is less than the number of tasks. So whoever swaps a large number into the cursor has ended the batch,
//! and knows how many tasks were begun: that is how tasks are taken back from behind a long one.
//!
//! The first record that JavaScript writes for a task of a batch is marked as its first: either its result, or a note
//! that it goes on. First records stand in the order of the claims, and each is whole before the next task is claimed:
//! where `n` tasks were begun, the first records of `n - 1` can be read, and all that stands before them.

/// Words of the tasks' memory before the first record.
pub const DESK_HEADER_WORDS: usize = 2;

/// The cursor of a batch that was ended: no more tasks of it may be begun.
pub const CURSOR_ENDED: u32 = 1 << 30;

/// See the module. Its methods but `cursor_*` are called by the lane's own thread only, or while JavaScript of that thread writes elsewhere.
pub trait Desk: Send {
    /// Words of the tasks' memory, header included.
    fn room(&self) -> usize;

    /// Writes a record at a word of the tasks' memory. No batch is open.
    fn lay(&mut self, at: usize, header: [u64; 2], payload: &[u64]);

    /// Opens a batch of which so many tasks count as begun.
    fn open(&mut self, begun: u32);

    /// The cursor: it may be larger than the number of tasks.
    fn cursor(&self) -> u32;

    /// Swaps [`CURSOR_ENDED`] into the cursor; gives what stood there.
    fn end(&self) -> u32;

    /// The record at a word of the results' memory, which is whole; `None` if it claims to be longer than that memory.
    fn record(&self, at: usize) -> Option<&[u64]>;
}
