//! All of the runtime at once, for seconds: lanes that take batches, get stuck, and die; submitters that cancel; the
//! monitor; native threads; locks and queues. For ThreadSanitizer (`npm run test:tsan`). With the argument `planted` it has a data race,
//! which has to be reported.

#[path = "stress/locks.rs"]
mod locks;
#[path = "../tests/support/mod.rs"]
mod support;

use nogil_core::{
    Cancel, Exchanged, Job, JobOutcome, Message, NativePool, Patience, Pool, Port, Priority, Status, cancel, pools,
};
use std::cell::UnsafeCell;
use std::hint::black_box;
use std::iter::once;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::Duration;
use support::{LARGE_ROOM, Outcome, delivered, exchange, lane, open_port, task};

const LANES: u32 = 3;
const SUBMITTERS: usize = 2;
const TASKS: u32 = 8_000;
const JOBS: u32 = 4_000;

fn main() {
    if std::env::args().any(|argument| argument == "planted") {
        race();
        return;
    }
    let pool = pools().open(None, LANES, Vec::new()).1;
    thread::scope(|scope| {
        for id in 0..LANES {
            let pool = Arc::clone(&pool);
            scope.spawn(move || work(id, &pool));
        }
        let submitters: Vec<_> = (0..SUBMITTERS).map(|_| scope.spawn(|| submit(&pool))).collect();
        for submitter in submitters {
            submitter.join().expect("no panic");
        }
        pool.close();
    });
    native();
    locks::run();
    println!("quiet");
}

/// A worker that runs what it is given, now and then for long, and is followed by another when it dies.
fn work(id: u32, pool: &Arc<Pool<Message>>) {
    let mut life = 0;
    loop {
        life += 1;
        let (mut lane, mut isolate) = lane(pool, id + life * LANES, LARGE_ROOM);
        let mut ran = 0_u32;
        loop {
            match exchange(&mut lane, &mut isolate, Patience::Forever).expect("results") {
                Exchanged::Closed => return,
                Exchanged::NeedsRoom(words) => lane.attach(isolate.grow(words)).expect("it lives"),
                Exchanged::Tasks(_) | Exchanged::Nothing => {}
            }
            while let Some(given) = isolate.begin() {
                ran += 1;
                if ran.is_multiple_of(257) {
                    thread::sleep(Duration::from_millis(1));
                }
                isolate.finish(&given, &given.payload);
                if ran.is_multiple_of(31) {
                    thread::yield_now();
                }
            }
            if ran > 1_000 {
                // What it has written and not handed in dies with it.
                break;
            }
        }
    }
}

/// Submits, cancels some, and waits for a result of each.
fn submit(pool: &Arc<Pool<Message>>) {
    let (port, bell) = open_port();
    let mut cancelled = 0;
    for id in 0..TASKS {
        let priority = [Priority::Normal, Priority::Normal, Priority::High, Priority::Low][id as usize % 4];
        let payload = [u64::from(id), 0, 0];
        pool.push(priority, once(task(&port, id, &payload))).expect("open");
        if id % 7 == 3 && cancel(pool, &port, id - 3) == Cancel::Cancelled {
            cancelled += 1;
        }
        if id % 512 == 0 {
            thread::sleep(Duration::from_millis(1));
        }
    }
    let all = results(&port, &bell, TASKS);
    let unrun = all
        .iter()
        .filter(|outcome| outcome.status == Status::Cancelled as u32)
        .count();
    assert_eq!(unrun, cancelled);
}

fn native() {
    let (native, (port, bell)) = (NativePool::start(3).expect("threads"), open_port());
    for id in 0..JOBS {
        port.states().queue(id);
        let job = Job::new(port.id(), id, move |_| JobOutcome::Returned(vec![u64::from(id)]));
        native.submit(job).expect("no time limit");
    }
    results(&port, &bell, JOBS);
}

/// Waits until each task has its one result.
fn results(port: &Port, bell: &Receiver<()>, tasks: u32) -> Vec<Outcome> {
    let mut all = delivered(port);
    while all.len() < tasks as usize {
        bell.recv_timeout(Duration::from_mins(2)).expect("the bell rings");
        all.extend(delivered(port));
    }
    all.sort();
    assert!(all.iter().map(|outcome| outcome.task).eq(0..tasks));
    all
}

/// A number that two threads change without a lock.
struct Shared(UnsafeCell<u64>);

// SAFETY: there is none: this is the fault that has to be found.
unsafe impl Sync for Shared {}

fn race() {
    let shared = Shared(UnsafeCell::new(0));
    let add = |shared: &Shared| {
        for _ in 0..10_000 {
            // SAFETY: there is none: the other thread does the same.
            let number = unsafe { &mut *shared.0.get() };
            *number = black_box(*number + 1);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| add(&shared));
        add(&shared);
    });
}
