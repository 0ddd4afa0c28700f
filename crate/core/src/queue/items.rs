//! The items of a queue, in one of three orders.

use crate::queue::key::{Incomparable, Key};
use crate::sync::Item;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

/// Which item comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The one that was put first.
    Fifo,
    /// The one that was put last.
    Lifo,
    /// The one with the smallest key; of equal ones the one that was put first.
    Priority,
}

/// When an item was put: one with a greater turn came later.
pub type Turn = i64;

#[derive(Debug)]
pub struct Items {
    kept: Kept,
    /// The greatest turn that was given, and the smallest.
    last: Turn,
    first: Turn,
}

/// The first two are sorted by turns.
#[derive(Debug)]
enum Kept {
    Fifo(VecDeque<Entry>),
    Lifo(Vec<Entry>),
    Priority(BinaryHeap<Entry>),
}

#[derive(Debug)]
pub struct Entry {
    pub item: Item,
    pub turn: Turn,
}

impl Items {
    pub fn new(order: Order) -> Self {
        let kept = match order {
            Order::Fifo => Kept::Fifo(VecDeque::new()),
            Order::Lifo => Kept::Lifo(Vec::new()),
            Order::Priority => Kept::Priority(BinaryHeap::new()),
        };
        Self {
            kept,
            last: 0,
            first: 0,
        }
    }

    pub fn len(&self) -> usize {
        match &self.kept {
            Kept::Fifo(entries) => entries.len(),
            Kept::Lifo(entries) => entries.len(),
            Kept::Priority(heap) => heap.len(),
        }
    }

    /// The turn of an item that is put now.
    pub fn next_turn(&mut self) -> Turn {
        self.last += 1;
        self.last
    }

    /// A turn with which an item is the next to be taken, or the next of those with equal keys.
    pub fn turn_of_next(&mut self) -> Turn {
        if matches!(self.kept, Kept::Lifo(_)) {
            return self.next_turn();
        }
        self.first -= 1;
        self.first
    }

    /// Puts an item where its turn says: also one that was taken out comes back to where it stood.
    pub fn push(&mut self, entry: Entry) {
        let turn = entry.turn;
        match &mut self.kept {
            Kept::Fifo(entries) => {
                let at = entries.partition_point(|other| other.turn < turn);
                entries.insert(at, entry);
            }
            Kept::Lifo(entries) => {
                let at = entries.partition_point(|other| other.turn < turn);
                entries.insert(at, entry);
            }
            Kept::Priority(heap) => heap.push(entry),
        }
    }

    pub fn pop(&mut self) -> Option<Entry> {
        match &mut self.kept {
            Kept::Fifo(entries) => entries.pop_front(),
            Kept::Lifo(entries) => entries.pop(),
            Kept::Priority(heap) => heap.pop(),
        }
    }

    /// With those that it would be compared with on its way up, as Python does.
    pub fn compare(&self, item: &Item) -> Result<(), Incomparable> {
        let Kept::Priority(heap) = &self.kept else {
            return Ok(());
        };
        let entries = heap.as_slice();
        let mut at = entries.len();
        while at > 0 {
            at = (at - 1) / 2;
            if key_of(item).compare(entries[at].key())? != Ordering::Less {
                break;
            }
        }
        Ok(())
    }
}

const NO_KEY: &Key = &Key::NONE;

impl Entry {
    fn key(&self) -> &Key {
        key_of(&self.item)
    }
}

fn key_of(item: &Item) -> &Key {
    item.key.as_deref().unwrap_or(NO_KEY)
}

impl Ord for Entry {
    /// The greatest is taken first: the one with the smallest key.
    fn cmp(&self, other: &Self) -> Ordering {
        let keys = other.key().compare(self.key()).unwrap_or(Ordering::Equal);
        keys.then(other.turn.cmp(&self.turn))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}
