//! A thread of the native pool.

use super::Inner;
use super::NATIVE_THREAD_NAME;
use super::hand::Hand;
use super::job::Job;
use super::post::{End, Post};
use super::token::CancelToken;
use crate::pool::{Patience, Taken};
use crate::primitive::{AtomicU64, Instant, Ordering, spawn_detached};
use crate::route::Route;
use crate::task_state::Claim;
use std::io;
use std::sync::{Arc, Weak};

/// Enough for a plug-in's recursion; musl's default would be 128 KiB.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// Called on a new thread with all that the thread will do.
pub type Around = fn(&mut dyn FnMut());

/// Starts the thread of that place.
pub fn spawn(pool: &Arc<Inner>, place: usize, count: &Arc<AtomicU64>) -> io::Result<()> {
    let mut worker = Worker {
        pool: Arc::clone(pool),
        post: Post::new(place, Arc::downgrade(pool)),
        hand: Hand::new(&pool.jobs),
        route: Route::default(),
        count: Arc::clone(count),
    };
    let around = pool.around;
    let name = format!("{NATIVE_THREAD_NAME}-{place}");
    spawn_detached(&name, STACK_BYTES, move || around(&mut || worker.work()))
}

struct Worker {
    pool: Arc<Inner>,
    post: Arc<Post>,
    hand: Arc<Hand>,
    route: Route,
    count: Arc<AtomicU64>,
}

impl Worker {
    fn work(&mut self) {
        let holder: Weak<Hand> = Arc::downgrade(&self.hand);
        let mut seat = self.pool.jobs.join(None, holder);
        let mut taken = Vec::new();
        'all: while self
            .pool
            .jobs
            .take(&mut seat, Patience::Forever, usize::MAX, &mut taken)
            == Taken::Tasks
        {
            let (began, mut tasks) = (Instant::now(), 0);
            self.hand.fill(&mut taken);
            while let Some(job) = self.hand.next() {
                tasks += 1;
                if self.run(job) == End::Lost {
                    self.pool.found();
                    break 'all;
                }
            }
            // Whatever was put off until the last one, that one may not have been sent.
            self.hand.give_way();
            self.pool.jobs.ran(&mut seat, tasks, began.elapsed());
        }
        self.hand.give_way();
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
            self.post.begin(Arc::clone(&port), task, Arc::clone(&token), until);
        }
        let (status, payload) = job.run(&token);
        let end = if until.is_some() { self.post.end() } else { End::InTime };
        if end == End::InTime {
            self.hand.answer(&port, task, status, &payload);
        }
        end
    }
}
