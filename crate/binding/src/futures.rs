//! Futures that several threads have.

use crate::environment::Environment;
use crate::isolate::{Isolate, task_id};
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{FutureNumber, FutureOutcome, Origin, PortId, Status as TaskStatus, TaskId, shared_futures, words_of};
use std::rc::Rc;

/// A JavaScript thread's way to futures that others have too.
#[napi]
pub struct SharedFutures {
    environment: Rc<Environment>,
    port: PortId,
}

impl SharedFutures {
    fn shared(&self, task: Option<(u32, TaskId)>, is_running: bool) -> FutureNumber {
        let origin = Origin { port: self.port, task };
        self.environment.futures().share(origin, is_running)
    }

    fn subscriber(&self, task: Option<u32>) -> Result<Option<(PortId, TaskId)>> {
        task.map(|task| Ok((self.port, task_id(task)?))).transpose()
    }
}

#[napi]
impl SharedFutures {
    /// Those that results of this isolate's port tell of.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, isolate: &Isolate) -> Result<Self> {
        Ok(Self {
            environment: Environment::of(env)?,
            port: isolate.port().id(),
        })
    }

    /// Shares the future of a task of this thread, and says its number. This thread holds it from now on.
    #[napi(catch_unwind)]
    pub fn share(&self, pool: u32, task: u32) -> Result<u32> {
        Ok(self.shared(Some((pool, task_id(task)?)), false))
    }

    /// Shares a future that was made by hand, and says its number. This thread holds it from now on.
    #[napi(catch_unwind)]
    pub fn share_by_hand(&self, is_running: bool) -> u32 {
        self.shared(None, is_running)
    }

    /// This thread holds it once more. False if there is none of that number.
    #[napi(catch_unwind)]
    pub fn hold(&self, number: u32) -> bool {
        self.environment.futures().hold(number)
    }

    /// This thread holds each of them once less.
    #[napi(catch_unwind)]
    pub fn give_back(&self, numbers: &[u32]) {
        self.environment.futures().give_back(numbers);
    }

    /// Has its end told as that of a task of this thread. Gives the key of the pool that runs it, or 0; null if there is no
    /// such future.
    #[napi(catch_unwind)]
    pub fn subscribe(&self, number: u32, task: u32) -> Result<Option<u32>> {
        Ok(shared_futures().subscribe(number, self.port, task_id(task)?))
    }

    /// It has returned (0), thrown (1), or was cancelled (2). `bytes` name these functions and futures; that task of this
    /// thread is not told. 0 if it is done by that, 1 if it was done before, 2 if it is not this thread's to settle.
    #[napi(catch_unwind)]
    pub fn publish(
        &self,
        number: u32,
        status: u32,
        bytes: &[u8],
        functions: &[u32],
        futures: &[u32],
        task: Option<u32>,
    ) -> Result<u32> {
        let mut outcome = FutureOutcome::empty(match status {
            0 => TaskStatus::Returned,
            1 => TaskStatus::Threw,
            2 => TaskStatus::Cancelled,
            _ => return Err(Error::new(Status::InvalidArg, "no such outcome")),
        });
        if outcome.payload.try_reserve_exact(bytes.len().div_ceil(8)).is_ok() {
            outcome.payload.extend(words_of(bytes));
            for function in functions {
                outcome.functions.keep(*function);
            }
            for future in futures {
                outcome.futures.hold(*future);
            }
        } else {
            outcome.status = TaskStatus::NoMemory;
        }
        let except = self.subscriber(task)?;
        Ok(shared_futures().publish(number, self.port, outcome, except) as u32)
    }

    /// Cancels it: 0 if it is cancelled now, 1 if it was before, 2 if it has begun, or is done. That task of this thread is
    /// not told.
    #[napi(catch_unwind)]
    pub fn cancel(&self, number: u32, task: Option<u32>) -> Result<u32> {
        Ok(shared_futures().cancel(number, self.subscriber(task)?) as u32)
    }
}

/// Asks the thread that has submitted the task of a shared future to abort it. False when there is none that could be
/// aborted.
#[napi(catch_unwind)]
pub fn abort_shared_future(number: u32, reason: &[u8]) -> bool {
    let reason: Vec<u64> = words_of(reason).collect();
    shared_futures().abort(number, &reason)
}

/// Says that a shared future that was made by hand runs: 0 if it does now, 1 if it was cancelled, 2 for all others.
#[napi(catch_unwind)]
pub fn start_shared_future(number: u32) -> u32 {
    shared_futures().start(number) as u32
}

/// How a shared future stands: 0 pending, 1 running, 2 done, 3 cancelled, 4 unknown.
#[napi(catch_unwind)]
pub fn shared_future_state(number: u32) -> u32 {
    shared_futures().state(number) as u32
}

/// How many futures threads share, in the whole process.
#[napi(catch_unwind)]
pub fn shared_future_count() -> u32 {
    u32::try_from(shared_futures().count()).unwrap_or(u32::MAX)
}
