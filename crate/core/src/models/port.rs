//! Delivering against collecting and against closing.

use super::*;
use crate::interrupt::{Outcome, Waiter};
use crate::port::{DeliverError, Port, PortId};

fn port() -> (Arc<Port>, Arc<EventLoop>) {
    let event_loop = Arc::new(EventLoop::default());
    let port = Port::new(PortId(1), Box::new(Arc::clone(&event_loop)));
    (Arc::new(port), event_loop)
}

#[test]
fn a_reader_that_sleeps_when_it_finds_nothing_gets_every_record() {
    check("deliver", 3, || {
        let (port, event_loop) = port();
        let senders = [1, 2].map(|word| {
            let port = Arc::clone(&port);
            thread::spawn(move || port.deliver(&[word], &[]))
        });
        let mut all = Vec::new();
        while all.len() < 2 {
            let mut words = Vec::new();
            if port.collect(&mut words) {
                all.extend(words);
            } else {
                event_loop.sleep();
            }
        }
        all.sort_unstable();
        assert_eq!(all, [1, 2]);
        for sender in senders {
            assert_eq!(sender.join().expect("no panic"), Ok(()));
        }
    });
}

#[test]
fn a_reader_that_sleeps_in_native_code_is_woken_by_whatever_comes() {
    check("sleeper", 3, || {
        let (port, _) = port();
        let sender = {
            let port = Arc::clone(&port);
            thread::spawn(move || port.deliver(&[1], &[]))
        };
        let mut words = Vec::new();
        while !port.collect(&mut words) {
            let waiter = Arc::new(Waiter::new());
            port.notify_of_delivery(&waiter);
            assert_eq!(waiter.park(None), Some(Outcome::Notified));
        }
        assert_eq!(words, [1]);
        assert_eq!(sender.join().expect("no panic"), Ok(()));
    });
}

#[test]
fn a_closed_port_takes_nothing_more() {
    check("port closes", 3, || {
        let (port, _) = port();
        let sender = {
            let port = Arc::clone(&port);
            thread::spawn(move || port.deliver(&[1], &[]))
        };
        port.close();
        assert_eq!(port.deliver(&[2], &[]), Err(DeliverError::Closed));
        let _ = sender.join().expect("no panic");
        assert!(
            !port.collect(&mut Vec::new()),
            "nothing is kept for a reader that has gone"
        );
    });
}
