use super::*;
use crate::message::{Status, records};
use crate::port::{Bell, Port};
use crate::registry::ports;
use crate::task_state::Cancel;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const LIMIT: Option<Duration> = Some(Duration::from_millis(20));

struct Rung(Sender<()>);

impl Bell for Rung {
    fn ring(&self) {
        // The test may have ended.
        let _ = self.0.send(());
    }
}

struct Submitter {
    port: Arc<Port>,
    bell: Receiver<()>,
    pool: NativePool,
}

impl Submitter {
    fn new(threads: usize) -> Self {
        let (sender, bell) = channel();
        Self {
            port: ports().open(Box::new(Rung(sender))),
            bell,
            pool: NativePool::start(threads).expect("threads"),
        }
    }

    fn submit(
        &self,
        task: u32,
        limit: Option<Duration>,
        run: impl FnOnce(&CancelToken) -> JobOutcome + Send + 'static,
    ) {
        self.port.states().queue(task);
        let job = Job::new(self.port.id(), task, run).with_limit(limit);
        self.pool.submit(job).expect("a monitor");
    }

    /// The task and the status of the next results.
    fn results(&self) -> Vec<(u64, u64)> {
        self.bell.recv_timeout(Duration::from_secs(30)).expect("the bell rings");
        let (mut all, mut words) = (Vec::new(), Vec::new());
        while self.port.collect(&mut words) {
            all.extend(records(&words).map(|record| {
                let record = record.expect("whole records");
                (record[0] >> 32, record[1])
            }));
            words.clear();
        }
        all
    }

    fn wait_until_lost(&self, count: usize) {
        let begun = Instant::now();
        while self.pool.lost() != count {
            assert!(begun.elapsed() < Duration::from_secs(30), "not {count} lost");
            std::thread::yield_now();
        }
    }
}

fn quiet() {
    std::panic::set_hook(Box::new(|_| {}));
}

const TIMED_OUT: u64 = Status::TimedOut as u64;
const RETURNED: u64 = Status::Returned as u64;
const PANICKED: u64 = Status::Panicked as u64;

#[test]
fn a_task_over_its_limit_is_answered_for_and_hears_of_it_and_keeps_its_thread() {
    let submitter = Submitter::new(1);
    let (heard, news) = channel();
    let keeps_its_thread = || {
        let over_its_limit = heard.clone();
        submitter.submit(0, LIMIT, move |token| {
            while !token.cancelled() {
                std::thread::yield_now();
            }
            let is_turned_away = token.enter().is_err();
            let news = (is_turned_away, std::thread::current().id());
            over_its_limit.send(news).expect("the test waits");
            JobOutcome::Cancelled
        });
        assert_eq!(submitter.results(), [(0, TIMED_OUT)]);
        let (is_turned_away, its_thread) = news.recv_timeout(Duration::from_secs(30)).expect("it hears");
        assert!(is_turned_away);
        let next = heard.clone();
        submitter.submit(0, None, move |_| {
            next.send((true, std::thread::current().id())).expect("the test waits");
            JobOutcome::Returned(Vec::new())
        });
        // What the first one returned was not sent.
        assert_eq!(submitter.results(), [(0, RETURNED)]);
        let (_, next_thread) = news.recv_timeout(Duration::from_secs(30)).expect("it has run");
        its_thread == next_thread
    };
    // A busy machine may let a thread stand still beyond the grace time. It does not do so each time.
    assert!((0..10).any(|_| keeps_its_thread()));
    submitter.wait_until_lost(0);
}

#[test]
fn a_deaf_task_loses_its_thread_which_is_replaced_and_ends_when_it_returns() {
    let submitter = Submitter::new(1);
    let (go_on, may_go_on) = channel::<()>();
    submitter.submit(0, LIMIT, move |_| {
        may_go_on.recv().expect("the test tells it");
        JobOutcome::Returned(Vec::new())
    });
    assert_eq!(submitter.results(), [(0, TIMED_OUT)]);
    submitter.wait_until_lost(1);
    submitter.submit(0, None, |_| JobOutcome::Returned(Vec::new()));
    assert_eq!(submitter.results(), [(0, RETURNED)]);
    assert_eq!(submitter.pool.shares(), [2]);
    go_on.send(()).expect("the task waits");
    submitter.wait_until_lost(0);
    submitter.submit(0, None, |_| JobOutcome::Returned(Vec::new()));
    assert_eq!(submitter.results(), [(0, RETURNED)]);
}

#[test]
fn a_task_within_its_limit_answers_itself_and_many_limits_are_one_look() {
    let submitter = Submitter::new(1);
    let hour = Some(Duration::from_hours(1));
    for _ in 0..1_000 {
        submitter.submit(0, hour, |_| JobOutcome::Returned(Vec::new()));
        assert_eq!(submitter.results(), [(0, RETURNED)]);
    }
    // A shorter limit after longer ones is seen in time.
    submitter.submit(0, LIMIT, |token| {
        while !token.cancelled() {
            std::thread::yield_now();
        }
        JobOutcome::Cancelled
    });
    assert_eq!(submitter.results(), [(0, TIMED_OUT)]);
}

#[test]
fn a_limit_that_no_clock_reaches_is_none() {
    let submitter = Submitter::new(1);
    submitter.submit(0, Some(Duration::MAX), |_| JobOutcome::Returned(Vec::new()));
    assert_eq!(submitter.results(), [(0, RETURNED)]);
}

#[test]
fn a_task_hears_that_its_submitter_has_gone() {
    let submitter = Submitter::new(1);
    let (heard, news) = channel();
    let (begun, start) = channel();
    submitter.submit(0, None, move |token| {
        begun.send(()).expect("the test waits");
        while !token.cancelled() {
            std::thread::yield_now();
        }
        heard.send(()).expect("the test waits");
        JobOutcome::Cancelled
    });
    start.recv().expect("it begins");
    ports().close(submitter.port.id());
    assert_eq!(news.recv_timeout(Duration::from_secs(30)), Ok(()));
}

struct PanicsInDrop;

impl Drop for PanicsInDrop {
    fn drop(&mut self) {
        panic!("in drop");
    }
}

#[test]
fn a_panic_in_the_drop_of_what_a_task_owns_fails_it_and_the_thread_goes_on() {
    quiet();
    let submitter = Submitter::new(1);
    let owned = PanicsInDrop;
    submitter.submit(0, None, move |_| {
        let _owned = &owned;
        JobOutcome::Returned(Vec::new())
    });
    assert_eq!(submitter.results(), [(0, PANICKED)]);
    submitter.submit(0, None, |_| JobOutcome::Returned(Vec::new()));
    assert_eq!(submitter.results(), [(0, RETURNED)]);
}

#[test]
fn a_panic_in_the_drop_of_a_cancelled_task_or_of_a_panic_leaves_the_thread_alone() {
    quiet();
    let submitter = Submitter::new(1);
    let (go_on, may_go_on) = channel::<()>();
    submitter.submit(0, None, move |_| {
        may_go_on.recv().expect("the test tells it");
        std::panic::panic_any(PanicsInDrop)
    });
    let owned = PanicsInDrop;
    submitter.submit(1, None, move |_| {
        let _owned = &owned;
        JobOutcome::Returned(Vec::new())
    });
    assert_eq!(submitter.port.states().cancel(1), Cancel::Cancelled);
    submitter.submit(2, None, |_| JobOutcome::Returned(Vec::new()));
    go_on.send(()).expect("the task waits");
    let mut all = Vec::new();
    while all.len() < 3 {
        all.extend(submitter.results());
    }
    assert_eq!(all, [(0, PANICKED), (1, Status::Cancelled as u64), (2, RETURNED)]);
}
