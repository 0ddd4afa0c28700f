//! Where the tasks of a pool stand until a worker takes them.

use super::shelf::Shelf;
use crate::primitive::{AtomicUsize, Injector, Ordering, RwLock, Steal, Stealer, Worker};
use std::fmt;

/// How urgent a task is. Within a priority, tasks start in the order of their submission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// Before all that is not.
    High,
    /// The usual one.
    #[default]
    Normal,
    /// When there is nothing else.
    Low,
}

/// Every so many times a worker looks at the common queue before its own: a task that submits others without end
/// does not shut out whoever submits from outside. A prime, so that it keeps step with nothing.
const COMMON_FIRST_EVERY: u32 = 61;

/// A worker's own queue: what was submitted from inside of its tasks. Others steal from it.
pub struct Own<T> {
    number: usize,
    deque: Worker<T>,
    looks: u32,
}

impl<T> fmt::Debug for Own<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Own")
            .field("looks", &self.looks)
            .finish_non_exhaustive()
    }
}

/// See the module.
pub struct Queues<T> {
    /// Given to a worker, and taken back before it began them: the oldest of those that are not urgent.
    returned: Shelf<T>,
    high: Shelf<T>,
    normal: Injector<T>,
    low: Shelf<T>,
    /// Tasks in the workers' own queues; never fewer than there are.
    owned: AtomicUsize,
    stealers: RwLock<Stealers<T>>,
}

/// The other ends of the workers' own queues, by the numbers of their workers.
struct Stealers<T> {
    next: usize,
    list: Vec<(usize, Stealer<T>)>,
}

impl<T> Default for Queues<T> {
    fn default() -> Self {
        Self {
            returned: Shelf::default(),
            high: Shelf::default(),
            normal: Injector::new(),
            low: Shelf::default(),
            owned: AtomicUsize::new(0),
            stealers: RwLock::new(Stealers {
                next: 0,
                list: Vec::new(),
            }),
        }
    }
}

impl<T> fmt::Debug for Queues<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Queues")
            .field("tasks", &self.len())
            .finish_non_exhaustive()
    }
}

impl<T> Queues<T> {
    pub fn own(&self) -> Own<T> {
        let deque = Worker::new_fifo();
        let mut stealers = self.stealers.write();
        let number = stealers.next;
        stealers.next += 1;
        stealers.list.push((number, deque.stealer()));
        Own {
            number,
            deque,
            looks: 0,
        }
    }

    /// The worker goes: what stood in its own queue is the pool's.
    pub fn disown(&self, own: &mut Own<T>) {
        let mut left = Vec::new();
        while let Some(task) = own.deque.pop() {
            left.push(task);
        }
        let count = left.len();
        self.returned.push_front(left.into_iter());
        self.owned.fetch_sub(count, Ordering::SeqCst);
        self.stealers.write().list.retain(|(number, _)| *number != own.number);
    }

    pub fn push(&self, priority: Priority, tasks: impl Iterator<Item = T>) {
        match priority {
            Priority::High => self.high.push_back(tasks),
            Priority::Low => self.low.push_back(tasks),
            Priority::Normal => {
                for task in tasks {
                    self.normal.push(task);
                }
            }
        }
    }

    pub fn push_own(&self, own: &Own<T>, tasks: impl Iterator<Item = T>) {
        for task in tasks {
            // Counted first, so that whoever counts nothing misses nothing.
            self.owned.fetch_add(1, Ordering::SeqCst);
            own.deque.push(task);
        }
    }

    pub fn put_back(&self, tasks: impl DoubleEndedIterator<Item = T>) {
        self.returned.push_front(tasks);
    }

    pub fn is_empty(&self) -> bool {
        self.normal.is_empty()
            && self.returned.is_empty()
            && self.high.is_empty()
            && self.low.is_empty()
            && self.owned.load(Ordering::SeqCst) == 0
    }

    pub fn len(&self) -> usize {
        let shelves = self.returned.len() + self.high.len() + self.low.len();
        self.normal.len() + shelves + self.owned.load(Ordering::SeqCst)
    }

    /// Moves one task that a worker has submitted from inside of its tasks, the youngest worker's first.
    pub fn pop_nested(&self, into: &mut Vec<T>) -> bool {
        let stealers = self.stealers.read();
        for (_, stealer) in stealers.list.iter().rev() {
            loop {
                match stealer.steal() {
                    Steal::Success(task) => {
                        self.owned.fetch_sub(1, Ordering::SeqCst);
                        into.push(task);
                        return true;
                    }
                    Steal::Empty => break,
                    Steal::Retry => {}
                }
            }
        }
        false
    }

    /// Moves up to `most` tasks, the first ones there are.
    pub fn pop(&self, own: &mut Own<T>, most: usize, into: &mut Vec<T>) {
        let end = into.len() + most;
        self.high.pop(end - into.len(), into);
        self.returned.pop(end - into.len(), into);
        own.looks = own.looks.wrapping_add(1);
        if own.looks.is_multiple_of(COMMON_FIRST_EVERY) {
            self.pop_normal(end, into);
        }
        self.pop_own(own, end, into);
        self.pop_normal(end, into);
        self.steal(end, into);
        self.low.pop(end - into.len(), into);
    }

    fn pop_normal(&self, end: usize, into: &mut Vec<T>) {
        while into.len() < end {
            match self.normal.steal() {
                Steal::Success(task) => into.push(task),
                Steal::Empty => return,
                Steal::Retry => {}
            }
        }
    }

    fn pop_own(&self, own: &Own<T>, end: usize, into: &mut Vec<T>) {
        while into.len() < end && self.owned.load(Ordering::SeqCst) > 0 {
            let Some(task) = own.deque.pop() else {
                return;
            };
            self.owned.fetch_sub(1, Ordering::SeqCst);
            into.push(task);
        }
    }

    /// One task from each queue of another worker that has one.
    fn steal(&self, end: usize, into: &mut Vec<T>) {
        if into.len() >= end || self.owned.load(Ordering::SeqCst) == 0 {
            return;
        }
        for (_, stealer) in &self.stealers.read().list {
            loop {
                match stealer.steal() {
                    Steal::Success(task) => {
                        self.owned.fetch_sub(1, Ordering::SeqCst);
                        into.push(task);
                        if into.len() == end {
                            return;
                        }
                        break;
                    }
                    Steal::Empty => break,
                    Steal::Retry => {}
                }
            }
        }
    }
}
