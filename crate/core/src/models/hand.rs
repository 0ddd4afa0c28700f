//! A thread of the native pool against the monitor: each job is begun once, by who took it or by who takes it after it
//! was put back; each answer is delivered once, and none waits for a long job.

use super::lane::outcomes;
use super::*;
use crate::message::Status;
use crate::native_pool::{Hand, Job, JobOutcome};
use crate::port::Port;
use crate::registry::ports;

/// A pool of native jobs, their submitter's port and its event loop, and the hand of a worker.
struct Bench {
    pool: Arc<Pool<Job>>,
    port: Arc<Port>,
    event_loop: Arc<EventLoop>,
    hand: Arc<Hand>,
}

impl Bench {
    fn new() -> Self {
        let (pool, event_loop) = (Pool::new(), Arc::new(EventLoop::default()));
        Self {
            port: ports().open(Box::new(Arc::clone(&event_loop))),
            event_loop,
            hand: Hand::new(&pool),
            pool,
        }
    }

    fn jobs(&self, tasks: u32) -> Vec<Job> {
        let job = |task| Job::new(self.port.id(), task, |_| JobOutcome::Cancelled);
        (0..tasks).map(job).collect()
    }

    /// What is in no hand.
    fn queued(&self) -> Vec<u32> {
        self.pool.drain().iter().map(Job::task).collect()
    }

    /// Waits until that task is answered for, and gives all that was.
    fn wait_for(&self, task: u32) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        while !all.contains(&(task, 0)) {
            match outcomes(&self.port) {
                new if new.is_empty() => self.event_loop.sleep(),
                new => all.extend(new),
            }
        }
        all
    }
}

fn answer(hand: &Hand, port: &Arc<Port>, job: &Job) {
    hand.answer(port, job.task(), Status::Returned, &[]);
}

#[test]
fn each_job_is_begun_once_and_answered_once() {
    check("hand", 3, || {
        let bench = Bench::new();
        bench.hand.fill(&mut bench.jobs(3));
        let monitor = monitor();
        let owner = {
            let (hand, port) = (Arc::clone(&bench.hand), Arc::clone(&bench.port));
            thread::spawn(move || {
                let mut begun = Vec::new();
                while let Some(job) = hand.next() {
                    begun.push(job.task());
                    answer(&hand, &port, &job);
                }
                hand.give_way();
                begun
            })
        };
        let begun = owner.join().expect("no panic");
        Monitor::shared().end();
        monitor.join().expect("no panic");
        let answers: Vec<_> = begun.iter().map(|&task| (task, 0)).collect();
        assert_eq!(outcomes(&bench.port), answers);
        let all: Vec<_> = begun.into_iter().chain(bench.queued()).collect();
        assert_eq!(all, [0, 1, 2]);
    });
}

#[test]
fn nothing_waits_for_a_long_job() {
    check("long job", 2, || {
        let bench = Bench::new();
        let monitor = monitor();
        let other = {
            let (pool, mut seat) = (
                Arc::clone(&bench.pool),
                bench.pool.join(None, Weak::<NothingInHand>::new()),
            );
            thread::spawn(move || {
                let mut taken = Vec::new();
                assert_eq!(pool.take(&mut seat, Patience::Forever, 1, &mut taken), Taken::Tasks);
                taken[0].task()
            })
        };
        bench.hand.fill(&mut bench.jobs(3));
        let mut begun = Vec::new();
        // The monitor may have come before.
        if let Some(job) = bench.hand.next() {
            answer(&bench.hand, &bench.port, &job);
            begun.push(job.task());
        }
        // This one does not end before another thread has run what stands behind it.
        let long = bench.hand.next();
        let answers = match begun.first() {
            Some(&first) => bench.wait_for(first),
            None => Vec::new(),
        };
        assert_eq!(answers.len(), begun.len());
        begun.extend(long.iter().map(Job::task));
        begun.push(other.join().expect("no panic"));
        begun.extend(bench.queued());
        Monitor::shared().end();
        monitor.join().expect("no panic");
        begun.sort_unstable();
        assert_eq!(begun, [0, 1, 2]);
    });
}

#[test]
fn a_hand_that_is_filled_again_is_looked_at_again() {
    check("filled again", 2, || {
        let bench = Bench::new();
        let monitor = monitor();
        bench.hand.fill(&mut bench.jobs(2));
        let first: Vec<_> = std::iter::from_fn(|| bench.hand.next()).collect();
        bench.hand.give_way();
        let put_back = bench.queued().len();
        assert_eq!(first.len() + put_back, 2);
        let mut seat = bench.pool.join(None, Weak::<NothingInHand>::new());
        bench.hand.fill(&mut bench.jobs(2));
        let long = bench.hand.next();
        // Sleeps until the monitor puts something back: all of it, where it was faster than this thread.
        let mut taken = Vec::new();
        assert_eq!(
            bench.pool.take(&mut seat, Patience::Forever, 1, &mut taken),
            Taken::Tasks
        );
        assert_eq!(taken[0].task(), u32::from(long.is_some()));
        Monitor::shared().end();
        monitor.join().expect("no panic");
    });
}
