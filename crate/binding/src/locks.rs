//! Locks, semaphores, events and barriers: what needs no wait.

use crate::callback::{self, Arguments, Call, QUIET};
use crate::objects::{ThreadObjects, no_such};
use napi::bindgen_prelude::*;
use nogil_core::{
    Acquired, Barrier, Condition, Event, Flow, Lock, Object as SharedObject, RLock, Semaphore, ThreadNumber,
};
use std::rc::Rc;
use std::sync::Arc;

/// Answers of the functions that take a lock.
const NOT_TAKEN: i32 = 0;
const TAKEN: i32 = 1;
const TAKEN_FROM_THE_DEAD: i32 = 2;

const fn taken(acquired: Option<Acquired>) -> i32 {
    match acquired {
        None => NOT_TAKEN,
        Some(Acquired::Well) => TAKEN,
        Some(Acquired::Abandoned) => TAKEN_FROM_THE_DEAD,
    }
}

impl ThreadObjects {
    /// The lock of a handle: also that of an `RLock`, and of a condition.
    fn lock<R>(&self, arguments: &Arguments, run: impl FnOnce(&Lock) -> R) -> Result<R> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Lock(lock) => Ok(run(lock)),
            SharedObject::RLock(lock) => Ok(run(lock.lock())),
            SharedObject::Condition(condition, _) => Ok(run(condition.lock())),
            _ => Err(no_such()),
        }
    }

    fn rlock<R>(&self, arguments: &Arguments, run: impl FnOnce(&RLock) -> R) -> Result<R> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::RLock(lock) | SharedObject::Condition(_, Some(lock)) => Ok(run(lock)),
            _ => Err(no_such()),
        }
    }

    fn condition<R>(&self, arguments: &Arguments, run: impl FnOnce(&Condition) -> R) -> Result<R> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Condition(condition, _) => Ok(run(condition)),
            _ => Err(no_such()),
        }
    }

    fn semaphore<R>(&self, arguments: &Arguments, run: impl FnOnce(&Semaphore) -> R) -> Result<R> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Semaphore(semaphore) => Ok(run(semaphore)),
            _ => Err(no_such()),
        }
    }

    fn event<R>(&self, arguments: &Arguments, run: impl FnOnce(&Event) -> R) -> Result<R> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Event(event) => Ok(run(event)),
            _ => Err(no_such()),
        }
    }

    fn barrier<R>(&self, arguments: &Arguments, run: impl FnOnce(&Barrier) -> R) -> Result<R> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Barrier(barrier) => Ok(run(barrier)),
            _ => Err(no_such()),
        }
    }

    fn thread(&self) -> ThreadNumber {
        self.held().thread()
    }
}

/// A flow's number: JavaScript counts them in whole numbers.
fn flow(arguments: &Arguments, index: usize) -> Result<Flow> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number that is not negative"
    )]
    Ok(arguments.double(index)? as Flow)
}

fn small(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// See [`crate::objects`].
pub const CALLS: [(&str, Call<ThreadObjects>); 23] = [
    // `tryLock(handle)`: 1 when it is taken, 2 when it was abandoned, 0 when somebody holds it.
    ("tryLock", |objects, arguments| {
        let thread = objects.thread();
        objects.lock(arguments, |lock| taken(lock.try_acquire(thread)))
    }),
    // `spinLock(handle)`: the same, looking several times. Not on an event loop.
    ("spinLock", |objects, arguments| {
        let thread = objects.thread();
        objects.lock(arguments, |lock| taken(lock.spin_acquire(thread)))
    }),
    // `unlock(handle)`: 0 when nobody holds it.
    ("unlock", |objects, arguments| {
        objects.lock(arguments, |lock| i32::from(lock.release().is_ok()))
    }),
    ("isLocked", |objects, arguments| {
        objects.lock(arguments, |lock| i32::from(lock.is_held()))
    }),
    ("isAbandoned", |objects, arguments| {
        objects.lock(arguments, |lock| i32::from(lock.is_abandoned()))
    }),
    // `tryOwn(handle, flow, again)`: as `tryLock`. With `again` a flow that owns it takes it once more.
    ("tryOwn", |objects, arguments| {
        let (thread, flow) = (objects.thread(), flow(arguments, 1)?);
        let again = arguments.number(2)? != 0;
        objects.rlock(arguments, |lock| {
            if again && lock.enter_again(flow) {
                TAKEN
            } else {
                taken(lock.try_acquire(thread, flow))
            }
        })
    }),
    // `own(handle, flow, level)`: the lock was taken for the flow.
    ("own", |objects, arguments| {
        let (flow, level) = (flow(arguments, 1)?, arguments.number(2)?);
        objects.rlock(arguments, |lock| lock.own(flow, level.into()))?;
        Ok(0)
    }),
    // `disown(handle, flow)`: the flow is about to release all its levels. How many they are.
    ("disown", |objects, arguments| {
        let flow = flow(arguments, 1)?;
        objects.rlock(arguments, |lock| small(lock.disown(flow)))
    }),
    ("level", |objects, arguments| {
        let flow = flow(arguments, 1)?;
        objects.rlock(arguments, |lock| small(lock.level(flow)))
    }),
    // `unown(handle, flow)`: releases one level. 0 when the flow does not own it.
    ("unown", |objects, arguments| {
        let flow = flow(arguments, 1)?;
        objects.rlock(arguments, |lock| i32::from(lock.release(flow).is_ok()))
    }),
    ("notify", |objects, arguments| {
        let most = arguments.number(1)? as usize;
        objects.condition(arguments, |condition| small(condition.notify(most) as u64))
    }),
    ("tryPermit", |objects, arguments| {
        objects.semaphore(arguments, |semaphore| i32::from(semaphore.try_acquire()))
    }),
    // `addPermits(handle, permits)`: 0 when they would be more than may be.
    ("addPermits", |objects, arguments| {
        let permits = flow(arguments, 1)?;
        objects.semaphore(arguments, |semaphore| i32::from(semaphore.release(permits).is_ok()))
    }),
    ("permits", |objects, arguments| {
        objects.semaphore(arguments, |semaphore| small(semaphore.permits()))
    }),
    // `scope(handle, begins)`: a permit is given back if the thread dies, or not any more.
    ("scope", |objects, arguments| {
        let (thread, begins) = (objects.thread(), arguments.number(1)? != 0);
        objects.semaphore(arguments, |semaphore| {
            if begins {
                semaphore.begin_scope(thread);
                1
            } else {
                i32::from(semaphore.end_scope(thread))
            }
        })
    }),
    ("setEvent", |objects, arguments| {
        objects.event(arguments, Event::set)?;
        Ok(0)
    }),
    ("clearEvent", |objects, arguments| {
        objects.event(arguments, Event::clear)?;
        Ok(0)
    }),
    ("isSet", |objects, arguments| {
        objects.event(arguments, |event| i32::from(event.is_set()))
    }),
    // `releaseParties(handle)`: 0 when the round was broken.
    ("releaseParties", |objects, arguments| {
        let thread = objects.thread();
        objects.barrier(arguments, |barrier| i32::from(barrier.release(thread)))
    }),
    ("breakBarrier", |objects, arguments| {
        let for_good = arguments.number(1)? != 0;
        objects.barrier(arguments, |barrier| {
            if for_good {
                barrier.abort();
            } else {
                barrier.reset();
            }
            0
        })
    }),
    ("waitingParties", |objects, arguments| {
        objects.barrier(arguments, |barrier| small(barrier.waiting().into()))
    }),
    ("isBroken", |objects, arguments| {
        objects.barrier(arguments, |barrier| i32::from(barrier.is_broken()))
    }),
    ("parties", |objects, arguments| {
        objects.barrier(arguments, |barrier| small(barrier.parties().into()))
    }),
];

struct BoundLock {
    lock: Arc<Lock>,
    thread: ThreadNumber,
}

/// `acquire()` and `release()` of one lock, which give `undefined` where they do what they are asked for.
pub fn bind(env: Env, objects: &ThreadObjects, handle: u32) -> Result<Object<'static>> {
    let lock = match &objects.get(handle)?.object {
        SharedObject::Lock(lock) => Arc::clone(lock),
        _ => return Err(no_such()),
    };
    let thread = objects.thread();
    let bound = Rc::new(BoundLock { lock, thread });
    let functions: [(&str, Call<BoundLock>); 2] = [
        ("acquire", |bound, _| {
            Ok(match bound.lock.try_acquire(bound.thread) {
                Some(Acquired::Well) => QUIET,
                other => taken(other),
            })
        }),
        ("release", |bound, _| {
            Ok(if bound.lock.release().is_ok() { QUIET } else { NOT_TAKEN })
        }),
    ];
    let mut object = Object::new(&env)?;
    for (name, function) in functions {
        object.set(name, callback::function(env, name, &bound, function)?)?;
    }
    Ok(object)
}
