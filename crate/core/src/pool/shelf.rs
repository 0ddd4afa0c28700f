//! A queue behind a lock, for tasks that are few: those that were taken back, and those of an unusual priority.

use crate::primitive::{AtomicUsize, Mutex, Ordering};
use std::collections::VecDeque;

/// First in, first out; whoever finds it empty takes no lock.
#[derive(Debug)]
pub struct Shelf<T> {
    tasks: Mutex<VecDeque<T>>,
    /// Changed while `tasks` is locked.
    count: AtomicUsize,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            tasks: Mutex::new(VecDeque::new()),
            count: AtomicUsize::new(0),
        }
    }
}

impl<T> Shelf<T> {
    pub fn len(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn push_back(&self, tasks: impl Iterator<Item = T>) {
        let mut queue = self.tasks.lock();
        queue.extend(tasks);
        self.count.store(queue.len(), Ordering::SeqCst);
    }

    /// They will be taken before all others, in their order.
    pub fn push_front(&self, tasks: impl DoubleEndedIterator<Item = T>) {
        let mut queue = self.tasks.lock();
        for task in tasks.rev() {
            queue.push_front(task);
        }
        self.count.store(queue.len(), Ordering::SeqCst);
    }

    /// Moves the first `most` tasks, or all where there are fewer.
    pub fn pop(&self, most: usize, into: &mut Vec<T>) {
        if most == 0 || self.is_empty() {
            return;
        }
        let mut queue = self.tasks.lock();
        let count = most.min(queue.len());
        into.extend(queue.drain(..count));
        self.count.store(queue.len(), Ordering::SeqCst);
    }
}
