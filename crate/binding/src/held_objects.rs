//! The locks and queues that one JavaScript thread has handles on, by small numbers of its own, and what it waits for.

use nogil_core::{Awaits, BlockedWait, Shared, ThreadNumber, lock_graph, objects};
use std::cell::{Cell, Ref, RefCell, RefMut};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A handle's number in its thread. It is used again when the handle was given back.
pub type Handle = u32;

static LAST_THREAD: AtomicU32 = AtomicU32::new(0);

/// What all environments of one thread have in common: each copy of the addon's JavaScript has one.
struct Thread {
    number: ThreadNumber,
    ended_well: Cell<bool>,
    held: RefCell<Vec<Weak<HeldObjects>>>,
}

thread_local! {
    static THREAD: Thread = Thread {
        // A process that has had four thousand million threads begins again: none of the first is there any more.
        number: LAST_THREAD.fetch_add(1, Ordering::Relaxed).wrapping_add(1).max(1),
        ended_well: Cell::new(false),
        held: RefCell::default(),
    };
}

/// Whether the calling thread ends as it should, should it end now: then what it holds stays held.
pub fn set_ended_well(ended_well: bool) {
    THREAD.with(|thread| thread.ended_well.set(ended_well));
}

/// What has run in the calling thread has ended as it should: what it holds stays held, whatever becomes of the thread.
pub fn disown_locks() {
    let all: Vec<_> = THREAD.with(|thread| thread.held.borrow().iter().filter_map(Weak::upgrade).collect());
    for held in all {
        held.disown();
    }
}

/// See the module.
pub struct HeldObjects {
    thread: ThreadNumber,
    handles: RefCell<Vec<Option<Arc<Shared>>>>,
    free: RefCell<Vec<Handle>>,
    /// Nobody here has a handle on these, but the thread holds them: it may still die with them.
    locked: RefCell<Vec<Arc<Shared>>>,
    /// The innermost at the end: what is done between two slices may wait too.
    blocked: RefCell<Vec<BlockedWait>>,
    awaits: RefCell<Vec<Arc<Awaits>>>,
}

impl HeldObjects {
    /// Those of an environment of the calling thread.
    pub fn new() -> Rc<Self> {
        THREAD.with(|thread| {
            let held = Rc::new(Self {
                thread: thread.number,
                handles: RefCell::default(),
                free: RefCell::default(),
                locked: RefCell::default(),
                blocked: RefCell::default(),
                awaits: RefCell::default(),
            });
            thread.held.borrow_mut().push(Rc::downgrade(&held));
            held
        })
    }

    /// By this number locks know who holds them.
    pub fn thread(&self) -> ThreadNumber {
        self.thread
    }

    /// One more handle.
    pub fn add(&self, shared: Arc<Shared>) -> Handle {
        let mut handles = self.handles.borrow_mut();
        if let Some(handle) = self.free.borrow_mut().pop() {
            handles[handle as usize] = Some(shared);
            return handle;
        }
        handles.push(Some(shared));
        u32::try_from(handles.len() - 1).expect("a thread has fewer than 2^32 locks and queues")
    }

    /// What a handle is on.
    pub fn get(&self, handle: Handle) -> Option<Ref<'_, Shared>> {
        Ref::filter_map(self.handles.borrow(), |handles| {
            handles.get(handle as usize)?.as_deref()
        })
        .ok()
    }

    /// The same, to keep.
    pub fn shared(&self, handle: Handle) -> Option<Arc<Shared>> {
        self.handles.borrow().get(handle as usize)?.clone()
    }

    /// These handles are gone.
    pub fn give_back(&self, gone: &[Handle]) {
        let mut given = Vec::new();
        for &handle in gone {
            let shared = self
                .handles
                .borrow_mut()
                .get_mut(handle as usize)
                .and_then(Option::take);
            let Some(shared) = shared else {
                continue;
            };
            self.free.borrow_mut().push(handle);
            if shared.object.is_held_by(self.thread) {
                self.locked.borrow_mut().push(shared);
            } else {
                given.push(shared);
            }
        }
        self.locked.borrow_mut().retain(|shared| {
            let is_held = shared.object.is_held_by(self.thread);
            if !is_held {
                given.push(Arc::clone(shared));
            }
            is_held
        });
        objects().give_back(given);
    }

    fn disown(&self) {
        let unreachable = self.locked.take();
        for shared in self.handles.borrow().iter().flatten().chain(&unreachable) {
            shared.object.disown(self.thread);
        }
        objects().give_back(unreachable);
    }

    /// The waits of this thread that have begun and not ended.
    pub fn blocked(&self) -> RefMut<'_, Vec<BlockedWait>> {
        self.blocked.borrow_mut()
    }

    /// These end with the thread.
    pub fn own_awaits(&self, awaits: Arc<Awaits>) {
        self.awaits.borrow_mut().push(awaits);
    }

    /// The thread has ended. First of all what it was granted and has not taken goes on: only what it has taken is
    /// abandoned.
    pub fn end(&self) {
        for awaits in self.awaits.take() {
            awaits.close();
        }
        drop(self.blocked.take());
        lock_graph().end_thread(self.thread);
        let mut held: Vec<_> = self.handles.take().into_iter().flatten().collect();
        held.append(&mut self.locked.borrow_mut());
        if !THREAD.with(|thread| thread.ended_well.get()) {
            for shared in &held {
                shared.object.abandon(self.thread);
            }
        }
        objects().give_back(held);
    }
}
