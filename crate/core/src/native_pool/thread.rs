//! A thread of the native pool.

use super::Inner;
use super::NATIVE_THREAD_NAME;
use super::job::Job;
use super::post::{End, Post};
use super::token::CancelToken;
use crate::pool::{Patience, Seat, Taken};
use crate::primitive::{AtomicU64, Ordering};
use crate::route::Route;
use crate::task_state::Claim;
use std::io;
use std::sync::Arc;
use std::thread::Builder;
use std::time::Instant;

/// Enough for a plug-in's recursion; musl's default would be 128 KiB.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// Called on a new thread with all that the thread will do.
pub type Around = fn(&mut dyn FnMut());

/// Starts the thread of that place.
pub fn spawn(pool: &Arc<Inner>, place: usize, count: &Arc<AtomicU64>) -> io::Result<()> {
    let mut worker = Worker {
        pool: Arc::clone(pool),
        post: Post::new(place, Arc::downgrade(pool)),
        route: Route::default(),
        count: Arc::clone(count),
    };
    let around = pool.around;
    Builder::new()
        .name(format!("{NATIVE_THREAD_NAME}-{place}"))
        .stack_size(STACK_BYTES)
        .spawn(move || around(&mut || worker.work()))?;
    Ok(())
}

struct Worker {
    pool: Arc<Inner>,
    post: Arc<Post>,
    route: Route,
    count: Arc<AtomicU64>,
}

impl Worker {
    fn work(&mut self) {
        let mut seat = Seat::new(None);
        while let Taken::Task(job) = self.pool.jobs.take(&mut seat, Patience::Forever) {
            if self.run(job) == End::Lost {
                self.pool.found();
                break;
            }
        }
        self.pool.jobs.leave(&mut seat);
    }

    /// Runs a task that may run, and answers for it unless the monitor has.
    fn run(&mut self, job: Job) -> End {
        let (id, task) = (job.port(), job.task());
        let claim = self.route.claim(id, task);
        let Some(port) = self.route.to(id).filter(|_| claim == Claim::Run).cloned() else {
            job.discard();
            return End::InTime;
        };
        // Counted before the result is sent, so that whoever has the result sees the count.
        self.count.fetch_add(1, Ordering::Relaxed);
        let token = Arc::new(CancelToken::new(Arc::clone(&port)));
        // A limit beyond what the clock can count is none.
        let until = job.limit().and_then(|limit| Instant::now().checked_add(limit));
        if let Some(until) = until {
            self.post.begin(port, task, Arc::clone(&token), until);
        }
        let (status, payload) = job.run(&token);
        let end = if until.is_some() { self.post.end() } else { End::InTime };
        if end == End::InTime {
            self.route.reply(id, task, status, 0, &payload);
        }
        end
    }
}
