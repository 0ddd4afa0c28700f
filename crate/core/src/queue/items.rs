//! The items of a queue, in one of three orders.

use crate::queue::key::{Incomparable, Key};
use crate::sync::{Gift, Item};
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

#[derive(Debug)]
pub enum Items {
    Fifo(VecDeque<Item>),
    Lifo(Vec<Item>),
    Priority(Heap),
}

impl Items {
    pub fn new(order: Order) -> Self {
        match order {
            Order::Fifo => Self::Fifo(VecDeque::new()),
            Order::Lifo => Self::Lifo(Vec::new()),
            Order::Priority => Self::Priority(Heap::default()),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Fifo(items) => items.len(),
            Self::Lifo(items) => items.len(),
            Self::Priority(heap) => heap.entries.len(),
        }
    }

    pub fn push(&mut self, item: Item) {
        match self {
            Self::Fifo(items) => items.push_back(item),
            Self::Lifo(items) => items.push(item),
            Self::Priority(heap) => heap.push(item),
        }
    }

    /// One that was taken out comes back: it is the next to be taken, or was before its equals.
    pub fn push_back_front(&mut self, gift: Gift) {
        let Gift::Item(item) = gift else {
            return;
        };
        match self {
            Self::Fifo(items) => items.push_front(item),
            Self::Lifo(items) => items.push(item),
            Self::Priority(heap) => heap.push_first(item),
        }
    }

    pub fn pop(&mut self) -> Option<Item> {
        match self {
            Self::Fifo(items) => items.pop_front(),
            Self::Lifo(items) => items.pop(),
            Self::Priority(heap) => heap.entries.pop().map(|entry| entry.item),
        }
    }

    pub fn compare(&self, item: &Item) -> Result<(), Incomparable> {
        match self {
            Self::Priority(heap) => heap.compare(item),
            _ => Ok(()),
        }
    }
}

#[derive(Debug, Default)]
pub struct Heap {
    entries: BinaryHeap<Entry>,
    last: i64,
    first: i64,
}

#[derive(Debug)]
struct Entry {
    item: Item,
    turn: i64,
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

impl Heap {
    fn push(&mut self, item: Item) {
        self.last += 1;
        let turn = self.last;
        self.entries.push(Entry { item, turn });
    }

    fn push_first(&mut self, item: Item) {
        self.first -= 1;
        let turn = self.first;
        self.entries.push(Entry { item, turn });
    }

    /// With those that it would be compared with on its way up, as Python does.
    fn compare(&self, item: &Item) -> Result<(), Incomparable> {
        let entries = self.entries.as_slice();
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
