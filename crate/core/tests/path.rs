//! A task's whole way, without Node: submitted, taken by a lane or a native thread, its result collected.

mod support;

use nogil_core::{Exchanged, Job, JobOutcome, Message, NativePool, Patience, Pool, Port, Priority, Status, pools};
use std::iter::once;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use support::{LARGE_ROOM, Outcome, delivered, exchange, lane, open_port, task};

fn open_pool() -> Arc<Pool<Message>> {
    pools().open(None, 1, Vec::new()).1
}

/// Waits for the bell, and gives what was delivered.
fn results(port: &Port, bell: &Receiver<()>) -> Vec<Outcome> {
    bell.recv_timeout(Duration::from_secs(30)).expect("the bell rings");
    delivered(port)
}

#[test]
fn a_lane_takes_a_task_and_its_result_comes_back() {
    let (pool, (port, bell)) = (open_pool(), open_port());
    pool.push(Priority::Normal, once(task(&port, 3, &[40, 2])))
        .expect("open");
    let (mut lane, mut isolate) = lane(&pool, 77, LARGE_ROOM);
    assert_eq!(
        exchange(&mut lane, &mut isolate, Patience::Poll),
        Ok(Exchanged::Tasks(1))
    );
    let given = isolate.begin().expect("a task");
    isolate.finish(&given, &[given.payload[0] + given.payload[1]]);
    assert_eq!(
        exchange(&mut lane, &mut isolate, Patience::Poll),
        Ok(Exchanged::Nothing)
    );
    assert_eq!(results(&port, &bell), [Outcome::new(3, 0, 0, &[42])]);
}

#[test]
fn a_task_is_lost_with_its_lane() {
    let (pool, (port, bell)) = (open_pool(), open_port());
    pool.push(Priority::Normal, once(task(&port, 9, &[]))).expect("open");
    let (mut lane, mut isolate) = lane(&pool, 77, LARGE_ROOM);
    assert_eq!(
        exchange(&mut lane, &mut isolate, Patience::Poll),
        Ok(Exchanged::Tasks(1))
    );
    drop(lane);
    assert_eq!(results(&port, &bell), [Outcome::new(9, Status::Lost as u32, 77, &[])]);
}

#[test]
fn a_lane_that_dies_without_a_task_says_nothing() {
    let (pool, (port, bell)) = (open_pool(), open_port());
    pool.push(Priority::Normal, once(task(&port, 9, &[]))).expect("open");
    let (mut lane, mut isolate) = lane(&pool, 77, LARGE_ROOM);
    assert_eq!(
        exchange(&mut lane, &mut isolate, Patience::Poll),
        Ok(Exchanged::Tasks(1))
    );
    let given = isolate.begin().expect("a task");
    isolate.finish(&given, &[]);
    assert_eq!(
        exchange(&mut lane, &mut isolate, Patience::Poll),
        Ok(Exchanged::Nothing)
    );
    assert_eq!(results(&port, &bell).len(), 1);
    drop(lane);
    assert!(!port.collect(&mut Vec::new()));
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
    assert_eq!(all, [Outcome::new(0, 0, 0, &[0]), Outcome::new(1, 0, 0, &[1])]);
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
    let message = [4, u64::from_le_bytes(*b"boom\0\0\0\0")];
    let panicked = Outcome::new(0, Status::Panicked as u32, 0, &message);
    assert_eq!(results(&port, &bell), [panicked]);
    port.states().queue(0);
    native
        .submit(Job::new(port.id(), 0, |_| JobOutcome::Threw(vec![7])))
        .expect("no time limit");
    assert_eq!(results(&port, &bell), [Outcome::new(0, Status::Threw as u32, 0, &[7])]);
}
