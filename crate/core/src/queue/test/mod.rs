//! Queues, by what they are asked for.

mod back;
mod bounded;
mod get;
mod order;
mod shut;

use super::*;
use crate::interrupt::Waits;
use crate::sync::test::{LONG, Loop, ME, NO_TIME, OTHER, THIRD, waits};
use crate::sync::{Answer, BlockedWait, Expiry, Token};
use std::thread;
use std::time::Duration;

fn item(number: u64) -> Item {
    Item {
        words: [number].into_iter().collect(),
        ..Item::default()
    }
}

fn keyed(number: u64, parts: &[KeyPart]) -> Item {
    Item {
        key: Some(Box::new(Key(parts.to_vec()))),
        ..item(number)
    }
}

fn text(text: &str) -> KeyPart {
    KeyPart::Text(text.encode_utf16().collect())
}

/// What it is ordered by is its number, too.
fn numbered(number: u32) -> Item {
    keyed(number.into(), &[KeyPart::Number(number.into())])
}

fn put(queue: &Arc<Queue>, number: u64) {
    assert!(matches!(queue.try_put(item(number)), Put::Done));
}

fn got(queue: &Arc<Queue>) -> Option<u64> {
    match queue.try_get() {
        Got::Item(item) => Some(item.words[0]),
        Got::Empty | Got::Shut => None,
    }
}

fn all_of(queue: &Arc<Queue>) -> Vec<u64> {
    std::iter::from_fn(|| got(queue)).collect()
}

fn gets(queue: &Arc<Queue>, event_loop: &Loop, token: Token) -> bool {
    let place = event_loop.place(token, Arc::<Queue>::clone(queue), Gift::Nothing);
    queue.enter_getter(&place)
}

fn puts(queue: &Arc<Queue>, event_loop: &Loop, token: Token, item: Item) -> bool {
    let place = event_loop.place(token, queue.putting(), Gift::Item(item));
    queue.enter_putter(&place)
}

fn joins(queue: &Arc<Queue>, event_loop: &Loop, token: Token) -> bool {
    queue.enter_joiner(&event_loop.place(token, queue.joining(), Gift::Nothing))
}

fn blocks_to_get(queue: &Arc<Queue>, waits: &Arc<Waits>, length: Option<Duration>) -> BlockedWait {
    BlockedWait::begin(waits, OTHER, length, Gift::Nothing, |place| {
        queue.enter_getter(place);
        Arc::<Queue>::clone(queue)
    })
}

fn blocks_to_put(queue: &Arc<Queue>, waits: &Arc<Waits>, length: Option<Duration>, number: u64) -> BlockedWait {
    BlockedWait::begin(waits, OTHER, length, Gift::Item(item(number)), |place| {
        queue.enter_putter(place);
        queue.putting()
    })
}

fn numbers(gifts: Vec<Gift>) -> Vec<u64> {
    let of = |gift| match gift {
        Gift::Item(item) => item.words[0],
        Gift::Shut => 2_000,
        Gift::Nothing => 0,
        other => panic!("{other:?}"),
    };
    gifts.into_iter().map(of).collect()
}

fn put_later(queue: &Arc<Queue>, event_loop: &Loop, token: Token, item: Item) -> Arc<Place> {
    let place = event_loop.place(token, queue.putting(), Gift::Item(item));
    let _ = queue.enter_putter(&place);
    place
}
