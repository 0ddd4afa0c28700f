//! Where results go: an inbox for each isolate, and a bell that wakes its event loop.
//!
//! The bell rings only when it is armed, which the reader does by finding the inbox empty: however many records
//! are delivered while the reader is busy, they cost one ring.

use crate::interrupt::Waiter;
use crate::message::{HEADER_WORDS, Status, TaskId, record_header};
use crate::primitive::{AtomicBool, Mutex, Ordering};
use crate::task_state::TaskStates;
use std::fmt;
use std::sync::Arc;

/// Wakes the reader of a port. It is rung from any thread, must not block, and may be rung after the reader has gone.
pub trait Bell: Send + Sync {
    /// Asks the reader to look, soon.
    fn ring(&self);
}

/// A port's number. Numbers are not used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PortId(pub u32);

/// Why a record was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliverError {
    /// The reader has gone: nobody will ever collect this.
    Closed,
    /// The system gives no memory for it.
    NoMemory,
}

/// An inbox of larger capacity than this (in words: 4 MiB) is given back to the system when it has been read.
const KEPT_WORDS: usize = 512 * 1024;

/// Records on their way into an inbox.
#[derive(Debug)]
pub struct Delivery<'inbox>(&'inbox mut Vec<u64>);

impl Delivery<'_> {
    /// Appends the result of a task, or a record without a payload that says that there is no memory for it.
    pub fn answer(&mut self, task: TaskId, status: u32, detail: u32, payload: &[u64]) {
        let header = record_header(HEADER_WORDS + payload.len(), task, status, detail);
        if self.append(&header, payload).is_err() {
            // Where there is no room for a header, the process has other troubles than this task's.
            let _ = self.append(&record_header(HEADER_WORDS, task, Status::NoMemory as u32, 0), &[]);
        }
    }

    /// Appends one record, given in two parts.
    ///
    /// # Errors
    /// [`DeliverError::NoMemory`]: the record is dropped.
    pub fn append(&mut self, header: &[u64], payload: &[u64]) -> Result<(), DeliverError> {
        let room = self.0.try_reserve(header.len() + payload.len());
        room.map_err(|_| DeliverError::NoMemory)?;
        self.0.extend_from_slice(header);
        self.0.extend_from_slice(payload);
        Ok(())
    }
}

/// The inbox of one isolate.
pub struct Port {
    id: PortId,
    inbox: Mutex<Inbox>,
    bell: Box<dyn Bell>,
    states: TaskStates,
    /// A hint, read without the lock: the inbox has the word that counts.
    closed: AtomicBool,
}

#[derive(Debug)]
struct Inbox {
    words: Vec<u64>,
    armed: bool,
    open: bool,
    /// The reader, where it sleeps in native code until something comes.
    sleeper: Option<Arc<Waiter>>,
    /// How often the reader has looked. It has read all that it had before when it looks again.
    looks: u64,
    /// So many records were collected, and are read only when what they need is there.
    put_off: usize,
}

impl Inbox {
    /// Whether all that was ever delivered has been read.
    fn is_read(&self) -> bool {
        self.armed && self.put_off == 0 || !self.open
    }
}

/// What a port had in it at some time, or its reader in its hands.
#[derive(Debug)]
pub struct Unread {
    port: Arc<Port>,
    /// It was read when the reader has looked so often.
    looks: u64,
}

impl Unread {
    /// What is unread now; none if nothing is.
    pub(crate) fn of(port: &Arc<Port>) -> Option<Self> {
        let inbox = port.inbox.lock();
        // One look gives what is there, the next one says that it was read.
        (!inbox.is_read()).then(|| Self {
            port: Arc::clone(port),
            looks: inbox.looks + 2,
        })
    }

    /// Whether it has been read, or never will be.
    pub(crate) fn was_read(&self) -> bool {
        let inbox = self.port.inbox.lock();
        inbox.is_read() || inbox.looks >= self.looks && inbox.put_off == 0
    }
}

impl Port {
    /// An empty inbox whose bell is armed.
    #[must_use]
    pub fn new(id: PortId, bell: Box<dyn Bell>) -> Self {
        Self {
            id,
            inbox: Mutex::new(Inbox {
                words: Vec::new(),
                armed: true,
                open: true,
                sleeper: None,
                looks: 0,
                put_off: 0,
            }),
            bell,
            states: TaskStates::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// The port's number.
    #[must_use]
    pub fn id(&self) -> PortId {
        self.id
    }

    /// Which of this isolate's tasks have begun.
    #[must_use]
    pub fn states(&self) -> &TaskStates {
        &self.states
    }

    /// Appends one record, given in two parts; rings if the bell is armed.
    ///
    /// # Errors
    /// [`DeliverError`] when the reader has gone, or there is no memory: the record is dropped.
    pub fn deliver(&self, header: &[u64], payload: &[u64]) -> Result<(), DeliverError> {
        let mut delivered = Ok(());
        self.deliver_many(|delivery| delivered = delivery.append(header, payload))?;
        delivered
    }

    /// Delivers the result of a task, alone. A submitter that has gone needs no answer.
    pub fn answer(&self, task: TaskId, status: Status, detail: u32, payload: &[u64]) {
        let _ = self.deliver_many(|delivery| delivery.answer(task, status as u32, detail, payload));
    }

    /// Appends the records that `write` gives, together; rings if the bell is armed. Meanwhile the inbox is locked.
    ///
    /// # Errors
    /// [`DeliverError::Closed`] when the reader has gone: `write` is not called.
    pub fn deliver_many(&self, write: impl FnOnce(&mut Delivery)) -> Result<(), DeliverError> {
        let (ring, sleeper) = {
            let mut inbox = self.inbox.lock();
            if !inbox.open {
                return Err(DeliverError::Closed);
            }
            write(&mut Delivery(&mut inbox.words));
            let ring = std::mem::replace(&mut inbox.armed, false);
            (ring, if ring { inbox.sleeper.take() } else { None })
        };
        if ring {
            self.bell.ring();
        }
        if let Some(sleeper) = sleeper {
            // One that has ended otherwise looks here before it sleeps again.
            let _ = sleeper.notify();
        }
        Ok(())
    }

    /// Has the reader's wait notified by the next delivery: at once, if there is something that it has not found yet.
    pub fn notify_of_delivery(&self, waiter: &Arc<Waiter>) {
        {
            let mut inbox = self.inbox.lock();
            if inbox.armed {
                inbox.sleeper = Some(Arc::clone(waiter));
                return;
            }
        }
        let _ = waiter.notify();
    }

    /// Whether the reader has gone. It may be going just now.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Swaps all that was delivered into `into`, which must be empty. When there is nothing it arms the bell and
    /// says false: the reader may then sleep.
    pub fn collect(&self, into: &mut Vec<u64>) -> bool {
        debug_assert!(into.is_empty(), "what was collected before must be read first");
        if into.capacity() > KEPT_WORDS {
            *into = Vec::new();
        }
        let mut inbox = self.inbox.lock();
        inbox.looks += 1;
        if inbox.words.is_empty() {
            inbox.armed = true;
            return false;
        }
        std::mem::swap(&mut inbox.words, into);
        true
    }

    /// The reader keeps a record that it has collected, and reads it later.
    pub fn put_off(&self) {
        self.inbox.lock().put_off += 1;
    }

    /// A record that was put off has been read.
    pub fn read_late(&self) {
        self.inbox.lock().put_off -= 1;
    }

    /// The reader has gone. Later records are refused, and the bell is not rung for them.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        let mut inbox = self.inbox.lock();
        inbox.open = false;
        inbox.sleeper = None;
        inbox.words = Vec::new();
    }
}

impl fmt::Debug for Port {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Port")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, not(nogil_loom)))]
pub(crate) mod test {
    use super::*;
    use crate::interrupt::Outcome;
    use crate::primitive::AtomicUsize;

    /// A bell that counts.
    #[derive(Default)]
    pub(crate) struct Count(AtomicUsize);

    impl Count {
        pub(crate) fn rings(&self) -> usize {
            self.0.load(Ordering::SeqCst)
        }
    }

    impl Bell for Arc<Count> {
        fn ring(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn what_was_put_off_is_unread_until_it_was_read() {
        let (port, _bell) = port();
        let port = Arc::new(port);
        port.put_off();
        let unread = Unread::of(&port).expect("a record was put off");
        assert!(!port.collect(&mut Vec::new()));
        assert!(!port.collect(&mut Vec::new()));
        assert!(!unread.was_read());
        port.read_late();
        assert!(unread.was_read());
    }

    fn port() -> (Port, Arc<Count>) {
        let count = Arc::new(Count::default());
        (Port::new(PortId(1), Box::new(Arc::clone(&count))), count)
    }

    #[test]
    fn many_deliveries_ring_once_until_the_reader_finds_nothing() {
        let (port, bell) = port();
        for word in 0..10 {
            port.deliver(&[word], &[]).expect("open");
        }
        assert_eq!(bell.rings(), 1);
        let mut words = Vec::new();
        assert!(port.collect(&mut words));
        assert_eq!(words, (0..10).collect::<Vec<_>>());
        port.deliver(&[10], &[11]).expect("open");
        assert_eq!(bell.rings(), 1, "the reader has not yet found the inbox empty");
        words.clear();
        assert!(port.collect(&mut words));
        assert_eq!(words, [10, 11]);
        words.clear();
        assert!(!port.collect(&mut words));
        port.deliver(&[12], &[]).expect("open");
        assert_eq!(bell.rings(), 2);
    }

    #[test]
    fn a_sleeping_reader_is_notified_by_the_next_delivery() {
        let (port, _bell) = port();
        let waiter = Arc::new(Waiter::new());
        port.notify_of_delivery(&waiter);
        assert_eq!(waiter.outcome(), None);
        port.deliver(&[1], &[]).expect("open");
        assert_eq!(waiter.outcome(), Some(Outcome::Notified));
    }

    #[test]
    fn a_reader_does_not_sleep_on_what_it_has_not_found() {
        let (port, _bell) = port();
        port.deliver(&[1], &[]).expect("open");
        let waiter = Arc::new(Waiter::new());
        port.notify_of_delivery(&waiter);
        assert_eq!(waiter.outcome(), Some(Outcome::Notified));
    }

    #[test]
    fn a_closed_port_refuses_and_does_not_ring() {
        let (port, bell) = port();
        port.close();
        assert_eq!(port.deliver(&[1], &[]), Err(DeliverError::Closed));
        assert_eq!(bell.rings(), 0);
    }

    #[test]
    fn a_large_inbox_is_given_back() {
        let (port, _bell) = port();
        let large = vec![0; KEPT_WORDS * 2];
        port.deliver(&large, &[]).expect("open");
        let mut words = Vec::new();
        assert!(port.collect(&mut words));
        assert!(words.capacity() > KEPT_WORDS);
        words.clear();
        assert!(!port.collect(&mut words));
        assert!(words.capacity() <= KEPT_WORDS);
    }

    #[test]
    fn a_reader_that_sleeps_only_when_told_so_misses_nothing() {
        let (port, bell) = port();
        let (port, total) = (Arc::new(port), 20_000);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                let port = Arc::clone(&port);
                scope.spawn(move || {
                    for word in 0..total / 2 {
                        port.deliver(&[word], &[]).expect("open");
                    }
                });
            }
            let (mut words, mut seen, mut heard) = (Vec::new(), 0, 0);
            while seen < usize::try_from(total).expect("small") {
                words.clear();
                if port.collect(&mut words) {
                    seen += words.len();
                } else {
                    while bell.rings() == heard {
                        std::thread::yield_now();
                    }
                    heard = bell.rings();
                }
            }
        });
    }
}
