//! Queues: what needs no wait.

use crate::callback::{Arguments, Call};
use crate::isolate::words_needed;
use crate::objects::{ThreadObjects, no_such};
use napi::bindgen_prelude::*;
use nogil_core::{Got, Item, Key, KeyPart, Object as SharedObject, Put, Queue};
use std::sync::Arc;

/// Answers. An item is told by the number of its words, which is more than 0.
pub const DONE: i32 = 0;
pub const EMPTY: i32 = 0;
pub const SHUT: i32 = -1;
pub const FULL: i32 = -4;
pub const INCOMPARABLE: i32 = -5;

impl ThreadObjects {
    fn with_queue(&self, arguments: &Arguments, run: impl FnOnce(&Arc<Queue>) -> Result<i32>) -> Result<i32> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Queue(queue) => run(queue),
            _ => Err(no_such()),
        }
    }

    /// The item that the first words of the area are; behind it so many words of its key.
    pub fn item(&self, words: u32, key: u32) -> Result<Item> {
        let area = self.area.borrow();
        let all = area.read(words as usize + key as usize)?;
        let (words, key) = all.split_at(words as usize);
        Ok(Item {
            words: words.into(),
            holds: self.named.borrow_mut().take(),
            key: if key.is_empty() {
                None
            } else {
                Some(Box::new(read_key(key)))
            },
        })
    }

    /// Puts an item into the area, and says how many words it has; less than 0 when it needs an area of so many: then
    /// `tooLarge` does so.
    pub fn hand_over(&self, item: Item) -> Result<i32> {
        let words = item.words.len();
        {
            let area = self.area.borrow();
            if words > area.len() {
                *self.too_large.borrow_mut() = Some(item);
                return words_needed(words);
            }
            area.write(0, &item.words);
        }
        let mut in_hand = self.in_hand.borrow_mut();
        in_hand.clear();
        in_hand.extend(item.holds.map(|holds| *holds));
        *self.last_key.borrow_mut() = item.key;
        crate::isolate::words_count(words)
    }
}

/// A key as `src/queue/priority-key.ts` writes it: for each part a word with its kind and its length, and what it is.
fn read_key(mut words: &[u64]) -> Key {
    let mut parts = Vec::new();
    while let Some((first, rest)) = words.split_first() {
        let (kind, length) = (first & u64::from(u32::MAX), usize::try_from(first >> 32).unwrap_or(0));
        let (part, used) = match kind {
            0 => (KeyPart::Number(f64::from_bits(rest.first().copied().unwrap_or(0))), 1),
            1 => {
                let units = rest.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>();
                let units = units.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                (KeyPart::Text(units.take(length).collect()), length.div_ceil(4))
            }
            2 | 3 => (
                KeyPart::Whole(kind == 3, rest.iter().take(length).copied().collect()),
                length,
            ),
            _ => (KeyPart::Nothing, 0),
        };
        parts.push(part);
        words = rest.get(used..).unwrap_or_default();
    }
    Key(parts)
}

/// See [`crate::objects`].
pub const CALLS: [(&str, Call<ThreadObjects>); 10] = [
    // `put(handle, words, key)`
    ("put", |objects, arguments| {
        let item = objects.item(arguments.number(1)?, arguments.number(2)?)?;
        objects.with_queue(arguments, |queue| {
            Ok(match queue.try_put(item) {
                Put::Done => DONE,
                Put::Full(_) => FULL,
                Put::Shut => SHUT,
                Put::Incomparable => INCOMPARABLE,
            })
        })
    }),
    ("get", |objects, arguments| {
        objects.with_queue(arguments, |queue| match queue.try_get() {
            Got::Item(item) => objects.hand_over(item),
            Got::Empty => Ok(EMPTY),
            Got::Shut => Ok(SHUT),
        })
    }),
    // `spinGet(handle)`: the same, looking for a while. Not on an event loop.
    ("spinGet", |objects, arguments| {
        objects.with_queue(arguments, |queue| match queue.spin_get() {
            Got::Item(item) => objects.hand_over(item),
            Got::Empty => Ok(EMPTY),
            Got::Shut => Ok(SHUT),
        })
    }),
    ("tooLarge", |objects, _| {
        let item = objects.too_large.borrow_mut().take();
        item.map_or(Ok(EMPTY), |item| objects.hand_over(item))
    }),
    // `putBack(handle, words)`: the item that was got last cannot be read yet, and is the next to be got again.
    ("putBack", |objects, arguments| {
        let mut item = objects.item(arguments.number(1)?, 0)?;
        item.holds = objects.in_hand.borrow_mut().pop().map(Box::new);
        item.key = objects.last_key.borrow_mut().take();
        objects.with_queue(arguments, |queue| {
            queue.put_back(item);
            Ok(DONE)
        })
    }),
    ("size", |objects, arguments| {
        objects.with_queue(arguments, |queue| Ok(i32::try_from(queue.len()).unwrap_or(i32::MAX)))
    }),
    // `taskDone(handle)`: 0 when it was called too often.
    ("taskDone", |objects, arguments| {
        objects.with_queue(arguments, |queue| Ok(i32::from(queue.task_done().is_ok())))
    }),
    ("isShut", |objects, arguments| {
        objects.with_queue(arguments, |queue| Ok(i32::from(queue.is_shut())))
    }),
    ("unfinished", |objects, arguments| {
        objects.with_queue(arguments, |queue| {
            Ok(i32::try_from(queue.unfinished()).unwrap_or(i32::MAX))
        })
    }),
    ("shut", |objects, arguments| {
        let drop_items = arguments.number(1)? != 0;
        objects.with_queue(arguments, |queue| {
            queue.shut(drop_items);
            Ok(DONE)
        })
    }),
];
