//! Models of the protocols, for loom: each runs the shipped modules in all orders in which a few threads can take
//! turns, and with all values that an atomic may show them. What each one proves, and how it was seen to fail, is in
//! `pool/README.md`, for locks and queues in `sync/README.md`.
//!
//! A model that fails aborts the process, so each is run in one of its own (`npm run test:loom`).

mod awaits;
mod barrier;
mod cancel;
mod close;
mod condition;
mod desk;
mod event;
mod hand;
mod interrupt;
mod lane;
mod leave;
mod lock;
mod objects;
mod port;
mod put_off;
mod queue;
mod rlock;
mod semaphore;
mod shared_future;
mod spare;
mod wait;
mod wake;

use crate::monitor::Monitor;
use crate::pool::{Holder, Patience, Pool, Priority, Seat, Taken};
use crate::port::Bell;
use crate::primitive::{Condvar, Mutex};
use ::loom::thread::{self, JoinHandle};
use std::iter::once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Instant;

/// Runs a model in all orders with so many preemptions at most; says how many those were.
fn check(name: &str, preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let (start, runs) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&runs);
    let mut builder = ::loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.max_branches = 20_000;
    builder.check(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        model();
    });
    let runs = runs.load(Ordering::Relaxed);
    println!(
        "{name}: {runs} orders, {preemptions} preemptions, {:?}",
        start.elapsed()
    );
}

/// A worker that begins at once what it takes.
struct NothingInHand;

impl<T> Holder<T> for NothingInHand {
    fn give_back(&self, _wanted: &dyn Fn(&T) -> bool) -> bool {
        false
    }

    fn has_not_begun(&self, _wanted: &dyn Fn(&T) -> bool) -> bool {
        false
    }
}

/// An event loop that sleeps until its bell was rung.
#[derive(Default)]
struct EventLoop {
    rung: Mutex<bool>,
    ring: Condvar,
}

impl EventLoop {
    fn sleep(&self) {
        let mut rung = self.rung.lock();
        while !*rung {
            self.ring.wait(&mut rung);
        }
        *rung = false;
    }
}

impl Bell for Arc<EventLoop> {
    fn ring(&self) {
        *self.rung.lock() = true;
        self.ring.notify_one();
    }
}

fn join(pool: &Pool<u32>) -> Seat<u32> {
    pool.join(None, Weak::<NothingInHand>::new())
}

fn join_with_bell(pool: &Pool<u32>) -> (Seat<u32>, Arc<EventLoop>) {
    let event_loop = Arc::new(EventLoop::default());
    let bell: Arc<dyn Bell> = Arc::new(Arc::clone(&event_loop));
    (pool.join(Some(bell), Weak::<NothingInHand>::new()), event_loop)
}

fn push(pool: &Pool<u32>, task: u32) {
    pool.push(Priority::Normal, once(task)).expect("open");
}

fn take(pool: &Pool<u32>, seat: &mut Seat<u32>, patience: Patience) -> Option<u32> {
    let mut taken = Vec::new();
    match pool.take(seat, patience, 1, &mut taken) {
        Taken::Tasks => taken.pop(),
        Taken::Nothing | Taken::Closed => None,
    }
}

/// A thread that waits for so many tasks, and gives them.
fn waits_for(tasks: usize, pool: &Arc<Pool<u32>>, mut seat: Seat<u32>) -> JoinHandle<Vec<u32>> {
    let pool = Arc::clone(pool);
    thread::spawn(move || {
        let wait = |_| take(&pool, &mut seat, Patience::Forever).expect("a task");
        (0..tasks).map(wait).collect()
    })
}

/// The monitor's thread. It looks at what asked for it, and ends when it is told so.
fn monitor() -> JoinHandle<()> {
    thread::spawn(|| Monitor::shared().run())
}
