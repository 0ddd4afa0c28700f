//! Settling a shared future against cancelling it, and against subscribing to it.

use super::*;
use crate::message::{HEADER_WORDS, Status, high_half, low_half, records};
use crate::port::{Port, PortId};
use crate::registry::ports;
use crate::shared_future::{FutureCancel, HeldFutures, Origin, Outcome, Settled, shared_futures};

struct Silent;

impl Bell for Silent {
    fn ring(&self) {}
}

fn open_port() -> Arc<Port> {
    ports().open(Box::new(Silent))
}

fn by_hand(port: PortId) -> Origin {
    Origin { port, task: None }
}

/// The tasks and the statuses of all records that a port was told.
fn told(port: &Port) -> Vec<(u32, u32)> {
    let mut words = Vec::new();
    if !port.collect(&mut words) {
        return Vec::new();
    }
    records(&words)
        .map(|record| record.expect("whole"))
        .inspect(|record| assert_eq!(record.len(), HEADER_WORDS))
        .map(|record| (high_half(record[0]), low_half(record[1])))
        .collect()
}

#[test]
fn a_future_is_settled_by_one_and_all_who_subscribe_are_told_that_once() {
    check("settle", 3, || {
        let (mut held, port) = (HeldFutures::default(), open_port());
        let number = held.share(by_hand(port.id()), false);
        let setter = {
            let id = port.id();
            thread::spawn(move || {
                let came = shared_futures().publish(number, id, Outcome::empty(Status::Returned), None);
                came == Settled::Now
            })
        };
        let canceller = thread::spawn(move || shared_futures().cancel(number, None) == FutureCancel::Now);
        assert_eq!(shared_futures().subscribe(number, port.id(), 7), Some(0));
        let settled = [setter, canceller].map(|setter| setter.join().expect("no panic"));
        assert_ne!(settled[0], settled[1], "one of them is first");
        let status = if settled[0] {
            Status::Returned
        } else {
            Status::Cancelled
        };
        assert_eq!(told(&port), [(7, status as u32)]);
    });
}

#[test]
fn who_settles_a_future_is_not_told_and_who_is_second_is() {
    check("settle both", 3, || {
        let (mut held, port) = (HeldFutures::default(), open_port());
        let number = held.share(by_hand(port.id()), false);
        let setters = [1, 2].map(|task| {
            let id = port.id();
            shared_futures().subscribe(number, id, task);
            thread::spawn(move || {
                let outcome = Outcome::empty(Status::Returned);
                shared_futures().publish(number, id, outcome, Some((id, task)))
            })
        });
        let came = setters.map(|setter| setter.join().expect("no panic"));
        let second = match came {
            [Settled::Now, Settled::Before] => 2,
            [Settled::Before, Settled::Now] => 1,
            _ => panic!("one of them is first: {came:?}"),
        };
        assert_eq!(told(&port), [(second, Status::Returned as u32)]);
    });
}

#[test]
fn a_future_is_there_until_a_message_that_names_it_was_read() {
    check("hold", 3, || {
        let (mut held, port) = (HeldFutures::default(), open_port());
        let number = held.share(by_hand(port.id()), false);
        let sender = {
            let port = Arc::clone(&port);
            thread::spawn(move || {
                port.deliver(&[1], &[]).expect("open");
                held.give_back(&[number]);
            })
        };
        let mut words = Vec::new();
        if port.collect(&mut words) {
            let mut reader = HeldFutures::default();
            assert!(reader.hold(number), "it was named, and the next look has not come");
        }
        sender.join().expect("no panic");
    });
}

#[test]
fn the_future_of_a_task_is_cancelled_or_its_task_runs() {
    check("cancel afar", 2, || {
        let (mut held, port) = (HeldFutures::default(), open_port());
        port.states().queue(3);
        let task = Some((0, 3));
        let origin = Origin { port: port.id(), task };
        let number = held.share(origin, false);
        let worker = {
            let port = Arc::clone(&port);
            thread::spawn(move || {
                let runs = port.states().claim(3) == crate::task_state::Claim::Run;
                if runs {
                    port.answer(3, Status::Returned, 0, &[]);
                }
                runs
            })
        };
        let cancelled = shared_futures().cancel(number, None) == FutureCancel::Now;
        assert_ne!(worker.join().expect("no panic"), cancelled);
        let status = if cancelled {
            (number, Status::CancelledAfar as u32)
        } else {
            (3, Status::Returned as u32)
        };
        assert_eq!(told(&port), [status]);
    });
}
