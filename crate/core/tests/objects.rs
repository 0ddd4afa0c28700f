//! Numbers of objects that threads share. In a process of its own: a number is found as long as any port has not read what may
//! name it.

use nogil_core::{
    Bell, Event, Got, Holds, Item, Object, ObjectNumber, Order, Port, Put, Queue, Shared, objects, ports,
};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

struct Silent;

impl Bell for Silent {
    fn ring(&self) {}
}

fn shared() -> Arc<Shared> {
    Shared::new(Object::Event(Event::new()), Box::new([7]), None)
}

fn holds(object: Arc<Shared>) -> Holds {
    let mut holds = Holds::default();
    holds.objects.push(object);
    holds
}

fn open_port() -> Arc<Port> {
    ports().open(Box::new(Silent))
}

/// Whether a number is found after a while: another test has a port too, which it reads in its own time.
fn is_gone(number: ObjectNumber) -> bool {
    (0..30_000).any(|_| {
        objects().give_back(Vec::new());
        let gone = objects().find(number).is_none();
        if !gone {
            thread::sleep(Duration::from_millis(1));
        }
        gone
    })
}

#[test]
fn an_object_keeps_its_number_and_is_found_by_it() {
    let (one, other) = (shared(), shared());
    let number = one.number();
    assert!(number != 0 && one.number() == number && other.number() != number);
    let found = objects().find(number).expect("it is held");
    assert!(Arc::ptr_eq(&found, &one));
    assert_eq!(*found.details, [7]);
}

#[test]
fn the_number_of_one_that_is_gone_is_not_found() {
    let one = shared();
    let number = one.number();
    objects().give_back(vec![one]);
    assert!(is_gone(number));
    assert!(objects().find(0).is_none());
}

#[test]
fn one_without_a_number_is_gone_at_once() {
    let one = shared();
    let weak = Arc::downgrade(&one);
    objects().give_back(vec![one]);
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_number_in_a_message_that_was_not_read_is_found() {
    let (one, port) = (shared(), open_port());
    let number = one.number();
    port.deliver(&[number.into()], &[]).expect("open");
    objects().give_back(vec![one]);
    objects().give_back(Vec::new());
    let mut words = Vec::new();
    assert!(port.collect(&mut words));
    let reader = objects().find(number).expect("it is in flight");
    words.clear();
    assert!(!port.collect(&mut words));
    // Who has read it holds it from now on.
    objects().give_back(Vec::new());
    assert!(objects().find(number).is_some());
    objects().give_back(vec![reader]);
    assert!(is_gone(number));
}

#[test]
fn an_item_of_a_queue_holds_what_it_names() {
    let (one, queue) = (shared(), Queue::new(Order::Fifo, 0));
    let number = one.number();
    let item = Item {
        holds: Some(Box::new(holds(Arc::clone(&one)))),
        ..Item::default()
    };
    assert!(matches!(queue.try_put(item), Put::Done));
    objects().give_back(vec![one]);
    assert!(objects().find(number).is_some());
    let Got::Item(item) = queue.try_get() else {
        panic!("it has one");
    };
    assert!(objects().find(number).is_some());
    drop(item);
    assert!(is_gone(number));
}

/// A queue that is gone with all that it holds, and each of those takes its number out of the table.
#[test]
fn a_queue_in_a_queue_is_gone_with_it() {
    let (inner, queue) = (shared(), Queue::new(Order::Fifo, 0));
    let number = inner.number();
    let item = Item {
        holds: Some(Box::new(holds(inner))),
        ..Item::default()
    };
    assert!(matches!(queue.try_put(item), Put::Done));
    let outer = Shared::new(Object::Queue(queue), Box::new([]), None);
    outer.number();
    objects().give_back(vec![outer]);
    assert!(is_gone(number));
}
