//! Native tasks that go wrong on purpose, for tests. Only in builds with the feature `fault-injection`.

use crate::isolate::Isolate;
use crate::kernels;
use crate::native::native_pool;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{CancelToken, Job, JobOutcome};
use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long a deaf task sleeps at a time.
const NAP: Duration = Duration::from_millis(10);

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
    /// It sleeps, in naps, and asks nothing, until it is released.
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
    let released = RELEASED.load(Ordering::SeqCst);
    let is_held = move || RELEASED.load(Ordering::SeqCst) == released;
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
        Fault::Deaf => Box::new(move |_| {
            while is_held() {
                std::thread::sleep(NAP);
            }
        }),
        Fault::Overrun => Box::new(move |_| {
            while is_held() {
                std::hint::spin_loop();
            }
        }),
        Fault::Late => Box::new(|token| {
            while !token.cancelled() {
                std::thread::sleep(NAP);
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

/// How often tasks were released. A task is held until that changes.
static RELEASED: AtomicU32 = AtomicU32::new(0);

/// Lets all tasks return that were submitted before, and that asked nothing.
#[napi(catch_unwind)]
pub fn release_faults() {
    RELEASED.fetch_add(1, Ordering::SeqCst);
}

/// The tag in `src/codec/tags.ts`.
const UNDEFINED: u64 = 0;

/// Tasks that have come to meet others.
static ARRIVED: AtomicU32 = AtomicU32::new(0);

fn meet(count: u32) {
    let arrived = ARRIVED.fetch_add(1, Ordering::SeqCst);
    let (all, begun) = (arrived - arrived % count + count, Instant::now());
    while ARRIVED.load(Ordering::SeqCst) < all {
        assert!(begun.elapsed() < PATIENCE, "nobody else has come");
        std::thread::sleep(NAP);
    }
}

#[expect(unconditional_recursion, reason = "that is the fault")]
fn recurse(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    recurse(frame[0] + 1) + black_box(frame)[63]
}
