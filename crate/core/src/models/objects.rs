//! A number of an object in a message that was not read is found.

use super::*;
use crate::objects::{Object, Shared, objects};
use crate::registry::ports;
use crate::sync::Event;

#[test]
fn an_object_is_there_until_a_message_that_names_it_was_read() {
    check("object in flight", 3, || {
        let port = ports().open(Box::new(Arc::new(EventLoop::default())));
        let shared = Shared::new(Object::Event(Event::new()), Box::new([]), None);
        let number = shared.number();
        let sender = {
            let port = Arc::clone(&port);
            thread::spawn(move || {
                port.deliver(&[number.into()], &[]).expect("open");
                objects().give_back(vec![shared]);
            })
        };
        let mut words = Vec::new();
        let reader = if port.collect(&mut words) {
            let found = objects().find(number);
            Some(found.expect("it was named, and the next look has not come"))
        } else {
            None
        };
        sender.join().expect("no panic");
        words.clear();
        while port.collect(&mut words) {
            words.clear();
        }
        let is_held = reader.is_some();
        objects().give_back(reader.into_iter().collect());
        objects().give_back(Vec::new());
        assert!(objects().find(number).is_none(), "{is_held}");
    });
}
