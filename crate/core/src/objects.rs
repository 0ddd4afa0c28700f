//! What threads share by handles: locks and their like, and queues. Each has a number from the time on when it is first
//! sent; by that it is found at the other end.
//!
//! A thread holds the objects of its handles, an item of a queue those that it names. A number that a message names is
//! found until every thread has read what had been delivered to it when the last handle was given back: as with functions.

use crate::functions::KeptFunctions;
use crate::leaving::Leaving;
use crate::primitive::{Mutex, shared};
use crate::queue::Queue;
use crate::shared::{Cell, Dict, List};
use crate::shared_future::HeldFutures;
use crate::sync::{Barrier, Condition, Event, Lock, RLock, Semaphore, ThreadNumber};
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

/// The number of an object of the process. Numbers are not used again. 0 is none.
pub type ObjectNumber = u32;

/// One of them.
#[derive(Clone, Debug)]
pub enum Object {
    /// A lock.
    Lock(Arc<Lock>),
    /// A lock that its owner may take again.
    RLock(Arc<RLock>),
    /// A condition, and the lock that it was made with, where that can be taken again.
    Condition(Arc<Condition>, Option<Arc<RLock>>),
    /// A semaphore.
    Semaphore(Arc<Semaphore>),
    /// An event.
    Event(Arc<Event>),
    /// A barrier.
    Barrier(Arc<Barrier>),
    /// A queue.
    Queue(Arc<Queue>),
    /// A cell.
    Cell(Arc<Cell>),
    /// A list.
    List(Arc<List>),
    /// A dict.
    Dict(Arc<Dict>),
}

/// What must live as long as something that names it.
#[derive(Debug, Default)]
pub struct Holds {
    /// Objects.
    pub objects: Vec<Arc<Shared>>,
    /// Functions.
    pub functions: KeptFunctions,
    /// Futures.
    pub futures: HeldFutures,
}

impl Drop for Holds {
    /// What names them may have been given to a thread that has not read it yet.
    fn drop(&mut self) {
        let held = std::mem::take(&mut self.objects);
        if !held.is_empty() {
            objects().give_back(held);
        }
    }
}

/// An object, and what all who have it know of it.
#[derive(Debug)]
pub struct Shared {
    /// It.
    pub object: Object,
    /// What JavaScript has made it with, for those that make a handle on it.
    pub details: Box<[u64]>,
    /// What the details name.
    _holds: Option<Box<Holds>>,
    number: Mutex<ObjectNumber>,
}

shared!(
    OBJECTS: Objects = Objects {
        tables: Mutex::new(Tables {
            last: 0,
            by_number: BTreeMap::new(),
            leaving: Leaving::new(),
        }),
    }
);

/// The objects of the process.
#[must_use]
pub fn objects() -> &'static Objects {
    &OBJECTS
}

#[derive(Debug)]
struct Tables {
    last: ObjectNumber,
    by_number: BTreeMap<ObjectNumber, Weak<Shared>>,
    leaving: Leaving<Arc<Shared>>,
}

/// See [`objects`].
#[derive(Debug)]
pub struct Objects {
    tables: Mutex<Tables>,
}

impl Shared {
    /// An object that has no number yet.
    #[must_use]
    pub fn new(object: Object, details: Box<[u64]>, holds: Option<Box<Holds>>) -> Arc<Self> {
        Arc::new(Self {
            object,
            details,
            _holds: holds,
            number: Mutex::new(0),
        })
    }

    /// Its number, by which others find it.
    ///
    /// # Panics
    /// After 2^32 of them.
    pub fn number(self: &Arc<Self>) -> ObjectNumber {
        let mut number = self.number.lock();
        if *number == 0 {
            let mut tables = objects().tables.lock();
            // After four thousand million objects the process has other troubles than this panic.
            tables.last = tables.last.checked_add(1).expect("numbers are left");
            *number = tables.last;
            tables.by_number.insert(*number, Arc::downgrade(self));
        }
        *number
    }
}

impl Object {
    /// A thread has died: what it holds is free, and known to be abandoned.
    pub fn abandon(&self, thread: ThreadNumber) {
        let _ = match self {
            Self::Lock(lock) => lock.abandon(thread),
            Self::RLock(lock) => lock.abandon(thread),
            Self::Semaphore(semaphore) => semaphore.abandon(thread),
            Self::Cell(cell) => cell.lock().abandon(thread),
            Self::List(list) => list.lock().abandon(thread),
            Self::Dict(dict) => dict.lock().abandon(thread),
            Self::Barrier(barrier) => barrier.abandon(thread),
            Self::Condition(..) | Self::Event(_) | Self::Queue(_) => false,
        };
    }

    /// A thread has ended as it should: what it holds stays held.
    pub fn disown(&self, thread: ThreadNumber) {
        match self {
            Self::Lock(lock) => lock.disown(thread),
            Self::RLock(lock) => lock.lock().disown(thread),
            _ => {}
        }
    }

    /// What an update of it holds, where there is such a thing.
    #[must_use]
    pub fn update_lock(&self) -> Option<&Arc<Lock>> {
        match self {
            Self::Cell(cell) => Some(cell.lock()),
            Self::List(list) => Some(list.lock()),
            Self::Dict(dict) => Some(dict.lock()),
            _ => None,
        }
    }

    /// Whether the thread holds it.
    #[must_use]
    pub fn is_held_by(&self, thread: ThreadNumber) -> bool {
        match self {
            Self::Lock(lock) => lock.is_held_by(thread),
            Self::RLock(lock) => lock.lock().is_held_by(thread),
            _ => false,
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let number = *self.number.lock();
        if number != 0 {
            objects().tables.lock().by_number.remove(&number);
        }
    }
}

impl Objects {
    /// The object of that number, while anybody holds it.
    #[must_use]
    pub fn find(&self, number: ObjectNumber) -> Option<Arc<Shared>> {
        self.tables.lock().by_number.get(&number)?.upgrade()
    }

    /// These handles are gone. What messages that nobody has read yet may name lives on until they are read.
    pub fn give_back(&self, handles: Vec<Arc<Shared>>) {
        let (sent, gone): (Vec<_>, Vec<_>) = handles.into_iter().partition(|shared| *shared.number.lock() != 0);
        drop(gone);
        let left = {
            let mut tables = self.tables.lock();
            tables.leaving.add(sent);
            let mut left = Vec::new();
            while let Some((_, group)) = tables.leaving.take_read() {
                left.push(group);
            }
            left
        };
        // Without the lock: each takes its number out of the table.
        drop(left);
    }

    /// How many have a number.
    #[must_use]
    pub fn count(&self) -> usize {
        self.give_back(Vec::new());
        self.tables.lock().by_number.len()
    }
}
