//! Waiting for locks and queues: blocked, slice by slice, or awaited.

use crate::callback::{Arguments, Call};
use crate::isolate::words_count;
use crate::objects::{ThreadObjects, Unread, no_such};
use crate::queues::{INCOMPARABLE, SHUT};
use napi::bindgen_prelude::*;
use nogil_core::{Answer, Arrived, BlockedWait, Expiry, Gift, Item, Object as SharedObject, Place, Waitable};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

/// Answers of `slice` and `rest`: those of `pause.rs`, and one more.
const PENDING: i32 = 0;
const GRANTED: i32 = 1;
const INTERRUPTED: i32 = 2;
const EXPIRED: i32 = 3;

/// What a wait ended with that is no item, which is told by the number of its words, and no number of a party.
const NOTHING: i32 = 0;
const BROKEN: i32 = -2;
const LATE: i32 = -3;
/// It has begun.
const WAITS: i32 = -10;
/// The number of a party stands below this bit where it is the last.
const LAST: u32 = 1 << 30;

/// What is waited for of a queue.
const PUT: u32 = 1;
const JOIN: u32 = 2;

/// What came of entering a list.
enum Entered {
    Waits,
    Over,
    /// There is nothing to wait for.
    Code(i32),
}

/// Puts a place into a list.
type Enter = Box<dyn FnOnce(&Arc<Place>) -> Entered>;

/// How a wait begins.
struct Entry {
    object: Arc<dyn Waitable>,
    gift: Gift,
    enter: Enter,
}

impl Entry {
    fn new(object: Arc<dyn Waitable>, enter: impl FnOnce(&Arc<Place>) -> bool + 'static) -> Self {
        Self::with(object, Gift::Nothing, enter)
    }

    fn with(object: Arc<dyn Waitable>, gift: Gift, enter: impl FnOnce(&Arc<Place>) -> bool + 'static) -> Self {
        let enter = Box::new(|place: &Arc<Place>| if enter(place) { Entered::Over } else { Entered::Waits });
        Self { object, gift, enter }
    }
}

fn party(party: u32, is_last: bool) -> i32 {
    (if is_last { party | LAST } else { party }).cast_signed()
}

/// What it ended with, and the item if it is one.
fn code_of(gift: Gift, is_late: bool) -> (i32, Option<Item>) {
    match gift {
        Gift::Nothing if is_late => (LATE, None),
        Gift::Nothing => (NOTHING, None),
        Gift::Item(item) => (NOTHING, Some(item)),
        Gift::Shut => (SHUT, None),
        Gift::Incomparable => (INCOMPARABLE, None),
        Gift::Broken => (BROKEN, None),
        Gift::Party(number) => (party(number, false), None),
        Gift::LastParty(number) => (party(number, true), None),
    }
}

impl ThreadObjects {
    /// `words` and `key` are those of the item that is to be put.
    fn entry(&self, handle: u32, what: u32, words: u32, key: u32) -> Result<Entry> {
        let shared = self.held().shared(handle).ok_or_else(no_such)?;
        Ok(match &shared.object {
            SharedObject::Lock(lock) => {
                let entering = Arc::clone(lock);
                Entry::new(Arc::<nogil_core::Lock>::clone(lock), move |place| entering.enter(place))
            }
            SharedObject::RLock(lock) => {
                let entering = Arc::clone(lock.lock());
                Entry::new(Arc::<nogil_core::Lock>::clone(lock.lock()), move |place| {
                    entering.enter(place)
                })
            }
            SharedObject::Condition(condition, _) => {
                let (condition, wait) = (Arc::clone(condition), condition.wait());
                Entry::new(Arc::<nogil_core::ConditionWait>::clone(&wait), move |place| {
                    condition.enter(&wait, place);
                    false
                })
            }
            SharedObject::Semaphore(semaphore) => {
                let entering = Arc::clone(semaphore);
                Entry::new(Arc::<nogil_core::Semaphore>::clone(semaphore), move |place| {
                    entering.enter(place)
                })
            }
            SharedObject::Event(event) => {
                let entering = Arc::clone(event);
                Entry::new(Arc::<nogil_core::Event>::clone(event), move |place| {
                    entering.enter(place)
                })
            }
            SharedObject::Barrier(barrier) => {
                let entering = Arc::clone(barrier);
                Entry {
                    object: Arc::<nogil_core::Barrier>::clone(barrier),
                    gift: Gift::Nothing,
                    enter: Box::new(move |place| match entering.enter(place) {
                        Arrived::Waits => Entered::Waits,
                        Arrived::Last(number) => Entered::Code(party(number, true)),
                        Arrived::Broken => Entered::Code(BROKEN),
                    }),
                }
            }
            SharedObject::Cell(_) | SharedObject::List(_) | SharedObject::Dict(_) => {
                let lock = shared.object.update_lock().cloned().ok_or_else(no_such)?;
                let entering = Arc::clone(&lock);
                Entry::new(lock, move |place| entering.enter(place))
            }
            SharedObject::Queue(queue) => {
                let entering = Arc::clone(queue);
                match what {
                    PUT => {
                        let gift = Gift::Item(self.item(words, key)?);
                        Entry::with(queue.putting(), gift, move |place| entering.enter_putter(place))
                    }
                    JOIN => Entry::new(queue.joining(), move |place| entering.enter_joiner(place)),
                    _ => Entry::new(Arc::<nogil_core::Queue>::clone(queue), move |place| {
                        entering.enter_getter(place)
                    }),
                }
            }
        })
    }

    /// `begin(handle, what, milliseconds, words, key)`: from now on `slice`, `rest` and `accept` are about this wait,
    /// until `end`. Gives a code where there is nothing to wait for.
    fn begin(&self, arguments: &Arguments) -> Result<i32> {
        let (words, key) = (arguments.number(3)?, arguments.number(4)?);
        let Entry { object, gift, enter } = self.entry(arguments.number(0)?, arguments.number(1)?, words, key)?;
        let length = Duration::try_from_secs_f64(arguments.float(2) / 1000.0).ok();
        let entered = Cell::new(WAITS);
        let (waits, thread) = (self.environment().waits(), self.held().thread());
        let wait = BlockedWait::begin(waits, thread, length, gift, |place| {
            if let Entered::Code(code) = enter(place) {
                entered.set(code);
            }
            object
        });
        if entered.get() == WAITS {
            self.held().blocked().push(wait);
        }
        Ok(entered.get())
    }

    fn innermost<R>(&self, run: impl FnOnce(&mut BlockedWait) -> R) -> Result<R> {
        let mut blocked = self.held().blocked();
        let wait = blocked
            .last_mut()
            .ok_or_else(|| Error::from_reason("no wait has begun"))?;
        Ok(run(wait))
    }

    /// `slice(most)`: sleeps for so many milliseconds at most.
    fn slice(&self, most: u32) -> Result<i32> {
        let most = Some(Duration::from_millis(most.into()));
        self.innermost(|wait| match wait.slice(most) {
            Answer::Pending => PENDING,
            Answer::Granted => GRANTED,
            Answer::Interrupted => INTERRUPTED,
            Answer::Expired => EXPIRED,
        })
    }

    /// `rest(most)`: the thread was interrupted, and is about to be ended: it has nothing to wait for any more.
    fn rest(most: u32) -> i32 {
        std::thread::sleep(Duration::from_millis(most.into()));
        PENDING
    }

    /// `accept()`: what the wait was granted is the thread's. Gives a code, or puts an item into the area.
    fn accept(&self) -> Result<i32> {
        let (code, item) = self.innermost(|wait| code_of(wait.accept(), wait.is_late()))?;
        item.map_or(Ok(code), |item| self.hand_over(item))
    }

    /// `end()`: the wait begun last is over.
    fn end(&self) -> i32 {
        let wait = self.held().blocked().pop();
        // Without the borrow: others may be told of what it gives back.
        drop(wait);
        0
    }

    /// `awaitFor(handle, what, token, words, key)`: `come` will tell of that token, unless it gives a code at once, or puts an item
    /// into the area.
    fn await_for(&self, arguments: &Arguments) -> Result<i32> {
        let (words, key) = (arguments.number(3)?, arguments.number(4)?);
        let token = crate::isolate::task_id(arguments.number(2)?)?;
        let Entry { object, gift, enter } = self.entry(arguments.number(0)?, arguments.number(1)?, words, key)?;
        let place = Place::of_loop(&self.awaits, token, self.held().thread(), gift);
        self.awaits.begin(token, &place, Arc::clone(&object));
        match enter(&place) {
            Entered::Waits => Ok(WAITS),
            Entered::Code(code) => {
                self.awaits.end(token);
                Ok(code)
            }
            Entered::Over => {
                self.awaits.end(token);
                let (code, item) = code_of(place.take_gift(), object.is_late());
                item.map_or(Ok(code), |item| self.hand_over(item))
            }
        }
    }

    /// `come()`: puts into the area what has come: for each a word with its token and the number of its item's words,
    /// one with its code, and the item. Says how many words those are; less than 0 when it needs an area of so many.
    fn come(&self) -> Result<i32> {
        let area = self.area.borrow();
        self.in_hand.borrow_mut().clear();
        let mut at = 0;
        loop {
            let next = self.unread.borrow_mut().take().or_else(|| {
                let (token, place, object) = self.awaits.take()?;
                let gift = place.take_gift();
                Some(Unread {
                    token,
                    place,
                    object,
                    gift,
                })
            });
            let Some(next) = next else {
                break;
            };
            let words = if let Gift::Item(item) = &next.gift {
                item.words.len()
            } else {
                0
            };
            if at + 2 + words > area.len() {
                *self.unread.borrow_mut() = Some(next);
                return if at == 0 {
                    crate::isolate::words_needed(words + 2)
                } else {
                    words_count(at)
                };
            }
            let (code, item) = code_of(next.gift, next.object.is_late());
            let code = u64::from(code.cast_unsigned());
            area.write(at, &[u64::from(next.token) | (words as u64) << 32, code]);
            if let Some(item) = item {
                area.write(at + 2, &item.words);
                self.in_hand.borrow_mut().extend(item.holds.map(|holds| *holds));
            }
            at += 2 + words;
        }
        words_count(at)
    }
}

impl Drop for ThreadObjects {
    fn drop(&mut self) {
        if let Some(Unread {
            place, object, gift, ..
        }) = self.unread.take()
        {
            place.bring(gift);
            object.give_back(&place);
        }
    }
}

/// See [`crate::objects`].
pub const CALLS: [(&str, Call<ThreadObjects>); 9] = [
    ("begin", ThreadObjects::begin),
    ("slice", |objects, arguments| objects.slice(arguments.number(0)?)),
    ("rest", |_, arguments| Ok(ThreadObjects::rest(arguments.number(0)?))),
    ("accept", |objects, _| objects.accept()),
    ("end", |objects, _| Ok(objects.end())),
    ("awaitFor", ThreadObjects::await_for),
    ("come", |objects, _| objects.come()),
    // `willLook()`: `come` will be called soon, whatever comes: the bell need not be rung.
    ("willLook", |objects, _| {
        objects.awaits.will_look();
        Ok(0)
    }),
    // `expire(token)`: 1 when the wait is over, and nothing will come of it.
    ("expire", |objects, arguments| {
        let expiry = objects.awaits.expire(arguments.number(0)?);
        Ok(i32::from(expiry == Expiry::Now))
    }),
];
