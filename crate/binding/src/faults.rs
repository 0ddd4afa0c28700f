//! Native tasks that go wrong on purpose, for tests. Only in builds with the feature `fault-injection`.

use crate::isolate::Isolate;
use crate::kernels;
use crate::native::native_pool;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{CancelToken, Job, JobOutcome};
use std::hint::black_box;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a task waits for others. A test that hangs is killed later.
const PATIENCE: Duration = Duration::from_mins(1);

struct PanicsInDrop;

impl Drop for PanicsInDrop {
    fn drop(&mut self) {
        panic!("planted, in a drop");
    }
}

/// What goes wrong.
#[napi(string_enum = "kebab-case")]
#[derive(Clone, Copy)]
pub enum Fault {
    /// It panics.
    Panic,
    /// What it owns panics when it is dropped.
    PanicInDrop,
    /// The same, while its own panic unwinds.
    PanicInDropOfAPanic,
    /// It calls itself for ever.
    Recurse,
    /// It sleeps, and asks nothing, until it is released.
    Deaf,
    /// It computes, and asks nothing, until it is released.
    Overrun,
    /// It goes on until it is given up, and returns then.
    Late,
    /// It sleeps for a time.
    Sleep,
    /// It waits until so many of them run at once, and panics if they never do.
    Meet,
}

/// Queues a task that goes wrong, as a kernel is queued. `amount` is how many milliseconds it sleeps, or how many tasks
/// are to meet.
#[napi(catch_unwind)]
pub fn submit_fault(isolate: &Isolate, task: u32, fault: Fault, amount: u32, limit: f64) -> Result<()> {
    let released = *RELEASED.read();
    let run: Box<dyn FnOnce(&CancelToken) + Send> = match fault {
        Fault::Panic => Box::new(|_| panic!("planted")),
        Fault::PanicInDrop => {
            let owned = PanicsInDrop;
            Box::new(move |_| {
                black_box(&owned);
            })
        }
        Fault::PanicInDropOfAPanic => {
            let owned = PanicsInDrop;
            Box::new(move |_| {
                black_box(&owned);
                panic!("planted")
            })
        }
        Fault::Recurse => Box::new(|_| {
            black_box(recurse(0));
        }),
        Fault::Deaf => Box::new(move |_| RELEASED.wait_while(|now| now == released)),
        Fault::Overrun => Box::new(move |_| {
            while *RELEASED.read() == released {
                std::hint::spin_loop();
            }
        }),
        Fault::Late => Box::new(|token| {
            while !token.cancelled() {
                std::thread::yield_now();
            }
        }),
        Fault::Sleep => Box::new(move |_| std::thread::sleep(Duration::from_millis(u64::from(amount)))),
        Fault::Meet => Box::new(move |_| meet(amount)),
    };
    let port = isolate.port();
    let job = Job::new(port.id(), task, move |token| {
        run(token);
        JobOutcome::Returned(vec![UNDEFINED])
    });
    let native = native_pool()?;
    port.states().queue(task);
    let queued = native.submit(job.with_limit(kernels::limit(limit)?));
    queued.map_err(|error| Error::from_reason(error.to_string()))
}

/// A number that threads wait for.
struct Counter {
    value: Mutex<u32>,
    changed: Condvar,
}

impl Counter {
    const fn new() -> Self {
        Self {
            value: Mutex::new(0),
            changed: Condvar::new(),
        }
    }

    fn read(&self) -> MutexGuard<'_, u32> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more. Gives how many there were before.
    fn count(&self) -> u32 {
        let mut value = self.read();
        *value += 1;
        self.changed.notify_all();
        *value - 1
    }

    /// Panics where that takes longer than the patience of a test.
    fn wait_while(&self, waits: impl Fn(u32) -> bool) {
        let (_value, ended) = self
            .changed
            .wait_timeout_while(self.read(), PATIENCE, |value| waits(*value))
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!ended.timed_out(), "nobody has come");
    }
}

/// How often tasks were released. A task is held until that changes.
static RELEASED: Counter = Counter::new();

/// Lets all tasks return that were submitted before, and that asked nothing.
#[napi(catch_unwind)]
pub fn release_faults() {
    RELEASED.count();
}

/// The tag in `src/codec/tags.ts`.
const UNDEFINED: u64 = 0;

/// Tasks that have come to meet others.
static ARRIVED: Counter = Counter::new();

fn meet(count: u32) {
    let arrived = ARRIVED.count();
    let all = arrived - arrived % count + count;
    ARRIVED.wait_while(|now| now < all);
}

#[expect(unconditional_recursion, reason = "that is the fault")]
fn recurse(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    recurse(frame[0] + 1) + black_box(frame)[63]
}
