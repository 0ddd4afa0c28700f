//! The memory that a lane shares with the JavaScript of its isolate.
//!
//! ```text
//! tasks    word 0: the claim cursor   word 1: whole words of results   word 2..: the records of a batch, one after another
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
//!
//! A record that is not the first of its task comes when that task is over at last. Once it is whole, JavaScript writes
//! into word 1 of the tasks' memory how many words of results there are: so many can be read too.

/// Words of the tasks' memory before the first record.
pub const DESK_HEADER_WORDS: usize = 2;

/// The cursor of a batch that was ended: no more tasks of it may be begun.
pub const CURSOR_ENDED: u32 = 1 << 30;

/// See the module. `lay` and `open` are called on the lane's own thread, while its JavaScript does not run; the others on
/// any thread, under the lane's lock, while JavaScript claims tasks and writes results behind those that are whole.
pub trait Desk: Send {
    /// Words of the tasks' memory, header included.
    fn room(&self) -> usize;

    /// Writes a record at a word of the tasks' memory. No batch is open.
    fn lay(&mut self, at: usize, header: [u64; 2], payload: &[u64]);

    /// Opens a batch of which so many tasks count as begun.
    fn open(&mut self, begun: u32);

    /// The cursor: it may be larger than the number of tasks.
    fn cursor(&self) -> u32;

    /// Words of results that are whole, whatever the cursor says.
    fn whole(&self) -> usize;

    /// The results begin anew.
    fn forget_results(&mut self);

    /// Swaps [`CURSOR_ENDED`] into the cursor; gives what stood there.
    fn end(&self) -> u32;

    /// The record at a word of the results' memory, which is whole; `None` if it claims to be longer than that memory.
    fn record(&self, at: usize) -> Option<&[u64]>;
}
