//! Memory for large payloads, used again and again.
//!
//! A payload of 64 KiB is made by one thread and freed by another. Given back to the system and asked for anew, it
//! costs more in page faults than its copy does.

use crate::primitive::{Mutex, shared};
use std::collections::TryReserveError;
use std::ops::Deref;

// Blocks that nobody uses, the last one used at the end.
shared!(FREE: Mutex<Vec<Vec<u64>>> = Mutex::new(Vec::new()));

/// So many are kept at most, each of so many words (1 MiB) at most: 16 MiB in all.
const KEPT_BLOCKS: usize = 16;
const KEPT_WORDS: usize = 128 * 1024;

/// Words that are given back when they are dropped.
#[derive(Debug, PartialEq, Eq)]
pub struct Block(Vec<u64>);

impl Block {
    /// A copy of these words.
    ///
    /// # Errors
    /// When the system gives no memory for it.
    pub fn copy_of(words: &[u64]) -> Result<Self, TryReserveError> {
        let mut block = FREE.lock().pop().unwrap_or_default();
        block.clear();
        block.try_reserve(words.len())?;
        block.extend_from_slice(words);
        Ok(Self(block))
    }
}

impl Deref for Block {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        &self.0
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let block = std::mem::take(&mut self.0);
        if block.capacity() > KEPT_WORDS {
            return;
        }
        let mut free = FREE.lock();
        if free.len() < KEPT_BLOCKS {
            free.push(block);
        }
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn a_block_holds_a_copy_whatever_it_held_before() {
        drop(Block::copy_of(&[1, 2, 3]).expect("memory"));
        assert_eq!(*Block::copy_of(&[4]).expect("memory"), [4]);
    }

    #[test]
    fn so_many_are_kept_and_no_more() {
        let blocks: Vec<_> = (0..KEPT_BLOCKS as u64 * 2)
            .map(|word| Block::copy_of(&[word]).expect("memory"))
            .collect();
        drop(blocks);
        drop(Block::copy_of(&vec![0; KEPT_WORDS * 2]).expect("memory"));
        let free = FREE.lock();
        assert!(free.len() <= KEPT_BLOCKS);
        assert!(free.iter().all(|block| block.capacity() <= KEPT_WORDS));
    }
}
