//! A task's whole way, without Node: submitted, taken by a lane or a native thread, its result collected.

use nogil_core::{
    Bell, Cancel, Job, JobOutcome, Lane, Message, NativePool, Patience, Port, Status, Taken, pools, ports,
    record_header, records,
};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

struct Rung(Sender<()>);

impl Bell for Rung {
    fn ring(&self) {
        // The test may have ended.
        let _ = self.0.send(());
    }
}

struct Silent;

impl Bell for Silent {
    fn ring(&self) {}
}

fn open_port() -> (Arc<Port>, Receiver<()>) {
    let (sender, receiver) = channel();
    (ports().open(Box::new(Rung(sender))), receiver)
}

fn task(port: &Port, id: u32, payload: &[u64]) -> Message {
    port.states().queue(id);
    let mut record = record_header(2 + payload.len(), id, 1, 0).to_vec();
    record.extend(payload);
    Message::new(port.id(), &record).expect("it is small")
}

/// Waits for the bell, and gives what was delivered: task, status, detail, payload.
fn results(port: &Port, bell: &Receiver<()>) -> Vec<(u64, u64, u64, Vec<u64>)> {
    bell.recv_timeout(Duration::from_secs(30)).expect("the bell rings");
    let (mut all, mut words) = (Vec::new(), Vec::new());
    while port.collect(&mut words) {
        for record in records(&words) {
            let record = record.expect("whole records");
            all.push((
                record[0] >> 32,
                record[1] & 0xffff_ffff,
                record[1] >> 32,
                record[2..].to_vec(),
            ));
        }
        words.clear();
    }
    all
}

fn lane(pool: &Arc<nogil_core::Pool<Message>>) -> Lane {
    Lane::new(77, Arc::clone(pool), Arc::new(Silent))
}

#[test]
fn a_lane_takes_a_task_and_its_result_comes_back() {
    let ((_, pool), (port, bell)) = (pools().open(), open_port());
    pool.push([task(&port, 3, &[40, 2])]);
    let mut lane = lane(&pool);
    let Taken::Task(message) = lane.take(Patience::Poll) else {
        panic!("a task was queued");
    };
    let sum = message.words()[2] + message.words()[3];
    lane.give(Status::Returned, &[sum]);
    assert_eq!(results(&port, &bell), [(3, 0, 0, vec![42])]);
}

#[test]
fn a_cancelled_task_comes_back_unrun_and_the_next_one_is_taken() {
    let ((_, pool), (port, bell)) = (pools().open(), open_port());
    pool.push([task(&port, 1, &[]), task(&port, 2, &[])]);
    assert_eq!(port.states().cancel(1), Cancel::Cancelled);
    let mut lane = lane(&pool);
    let Taken::Task(message) = lane.take(Patience::Poll) else {
        panic!("a task was queued");
    };
    assert_eq!(message.task(), 2);
    assert_eq!(results(&port, &bell), [(1, Status::Cancelled as u64, 0, vec![])]);
    assert_eq!(port.states().cancel(2), Cancel::TooLate);
}

#[test]
fn a_task_is_lost_with_its_lane() {
    let ((_, pool), (port, bell)) = (pools().open(), open_port());
    pool.push([task(&port, 9, &[])]);
    let mut lane = lane(&pool);
    assert!(matches!(lane.take(Patience::Poll), Taken::Task(_)));
    drop(lane);
    assert_eq!(results(&port, &bell), [(9, Status::Lost as u64, 77, vec![])]);
}

#[test]
fn a_lane_that_dies_without_a_task_says_nothing() {
    let ((_, pool), (port, bell)) = (pools().open(), open_port());
    pool.push([task(&port, 9, &[])]);
    let mut lane = lane(&pool);
    assert!(matches!(lane.take(Patience::Poll), Taken::Task(_)));
    lane.give(Status::Returned, &[]);
    assert_eq!(results(&port, &bell).len(), 1);
    drop(lane);
    assert!(!port.collect(&mut Vec::new()));
}

#[test]
fn a_task_whose_submitter_has_gone_is_not_run() {
    let ((_, pool), (port, _bell)) = (pools().open(), open_port());
    pool.push([task(&port, 1, &[]), task(&port, 2, &[])]);
    let mut lane = lane(&pool);
    // The lane knows the port by now.
    assert!(matches!(lane.take(Patience::Poll), Taken::Task(_)));
    lane.give(Status::Returned, &[]);
    ports().close(port.id());
    assert_eq!(lane.take(Patience::Poll), Taken::Nothing);
}

#[test]
fn native_tasks_run_on_threads_of_their_own_in_parallel() {
    let (native, (port, bell)) = (NativePool::start(2).expect("threads"), open_port());
    let together = Arc::new(std::sync::Barrier::new(2));
    for id in 0..2 {
        let together = Arc::clone(&together);
        port.states().queue(id);
        let job = Job::new(port.id(), id, move |_| {
            // Passed only if both run at once.
            together.wait();
            JobOutcome::Returned(vec![u64::from(id)])
        });
        native.submit(job).expect("no time limit");
    }
    let mut all = results(&port, &bell);
    while all.len() < 2 {
        all.extend(results(&port, &bell));
    }
    all.sort();
    assert_eq!(all, [(0, 0, 0, vec![0]), (1, 0, 0, vec![1])]);
    let tasks: u64 = native.shares().iter().sum();
    assert_eq!(tasks, 2);
}

#[test]
fn a_panic_fails_its_task_and_the_thread_goes_on() {
    std::panic::set_hook(Box::new(|_| {}));
    let (native, (port, bell)) = (NativePool::start(1).expect("a thread"), open_port());
    port.states().queue(0);
    native
        .submit(Job::new(port.id(), 0, |_| panic!("boom")))
        .expect("no time limit");
    let message = vec![4, u64::from_le_bytes(*b"boom\0\0\0\0")];
    assert_eq!(results(&port, &bell), [(0, Status::Panicked as u64, 0, message)]);
    port.states().queue(0);
    native
        .submit(Job::new(port.id(), 0, |_| JobOutcome::Threw(vec![7])))
        .expect("no time limit");
    assert_eq!(results(&port, &bell), [(0, Status::Threw as u64, 0, vec![7])]);
}
