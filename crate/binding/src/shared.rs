//! Cells, lists and dicts that threads share.

use crate::callback::{Arguments, Call};
use crate::isolate::{words_count, words_needed};
use crate::objects::{ThreadObjects, no_such};
use crate::queues::{DONE, EMPTY};
use napi::bindgen_prelude::*;
use nogil_core::{As, Cell, CellValue, Dict, Item, List, Lock, NotWritten, Object as SharedObject, Value};
use std::collections::VecDeque;
use std::sync::Arc;

/// Answers where nothing was written.
const BUSY: i32 = -6;
const WITHIN: i32 = -7;
const MISSING: i32 = -8;
/// A number stands in the first word of the area.
const NUMBER: i32 = -9;

/// A value, of a dict with its key.
pub type Shown = (Option<Arc<[u64]>>, Value);

/// What is read one after another.
pub type Snapshot = VecDeque<Shown>;

fn answer(written: std::result::Result<i32, NotWritten>) -> i32 {
    match written {
        Ok(code) => code,
        Err(NotWritten::Busy) => BUSY,
        Err(NotWritten::Within) => WITHIN,
        Err(NotWritten::Nothing) => MISSING,
    }
}

/// A place in a list, which JavaScript gives as a whole number.
fn place(arguments: &Arguments, index: usize) -> Result<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is beyond 2^53 is beyond every list"
    )]
    Ok(arguments.double(index)? as i64)
}

impl ThreadObjects {
    fn cell(&self, arguments: &Arguments) -> Result<Arc<Cell>> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Cell(cell) => Ok(Arc::clone(cell)),
            _ => Err(no_such()),
        }
    }

    fn list(&self, arguments: &Arguments) -> Result<Arc<List>> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::List(list) => Ok(Arc::clone(list)),
            _ => Err(no_such()),
        }
    }

    fn dict(&self, arguments: &Arguments) -> Result<Arc<Dict>> {
        match &self.get(arguments.number(0)?)?.object {
            SharedObject::Dict(dict) => Ok(Arc::clone(dict)),
            _ => Err(no_such()),
        }
    }

    fn update_lock(&self, arguments: &Arguments) -> Result<Arc<Lock>> {
        self.get(arguments.number(0)?)?
            .object
            .update_lock()
            .cloned()
            .ok_or_else(no_such)
    }

    /// By whom it is written: the argument is 1 for the holder of the lock.
    fn by(&self, arguments: &Arguments, index: usize) -> Result<As> {
        let is_holder = arguments.number(index)? != 0;
        Ok(if is_holder {
            As::Holder
        } else {
            As::Anybody(self.held().thread())
        })
    }

    /// The value that so many words of the area are, from a word on.
    fn value(&self, from: u32, words: u32) -> Result<Value> {
        let area = self.area.borrow();
        let all = area.read(from as usize + words as usize)?;
        Ok(Arc::new(Item {
            words: all[from as usize..].into(),
            holds: self.named.borrow_mut().take(),
            key: None,
        }))
    }

    fn words(&self, words: u32) -> Result<Vec<u64>> {
        Ok(self.area.borrow().read(words as usize)?.to_vec())
    }

    /// Puts a value into the area, and says how many words it has; less than 0 when it needs an area of so many: then it
    /// is to be asked for again.
    fn show(&self, key: Option<&[u64]>, value: &Value) -> Result<i32> {
        let area = self.area.borrow();
        let before = key.map_or(0, |key| key.len() + 1);
        let words = before + value.words.len();
        if words > area.len() {
            return words_needed(words);
        }
        if let Some(key) = key {
            area.write(0, &[key.len() as u64]);
            area.write(1, key);
        }
        area.write(before, &value.words);
        let mut shown = self.shown.borrow_mut();
        shown.clear();
        if value.holds.is_some() {
            shown.push(Arc::clone(value));
        }
        words_count(words)
    }

    /// The same for one that was taken out, and that nobody can be asked for again.
    fn show_last(&self, key: Option<Arc<[u64]>>, value: Value) -> Result<i32> {
        let shown = self.show(key.as_deref(), &value)?;
        if shown < 0 {
            *self.taken_out.borrow_mut() = Some((key, value));
        }
        Ok(shown)
    }

    fn show_number(&self, number: f64) -> i32 {
        self.area.borrow().write(0, &[number.to_bits()]);
        NUMBER
    }
}

/// See [`crate::objects`].
pub const CALLS: [(&str, Call<ThreadObjects>); 28] = [
    ("cellGet", |objects, arguments| match objects.cell(arguments)?.get() {
        CellValue::Number(number) => Ok(objects.show_number(number)),
        CellValue::Other(value) => objects.show(None, &value),
    }),
    // `cellSet(handle, words, holder)`
    ("cellSet", |objects, arguments| {
        let value = CellValue::Other(objects.value(0, arguments.number(1)?)?);
        let set = objects.cell(arguments)?.set(objects.by(arguments, 2)?, value);
        Ok(answer(set.map(|()| DONE)))
    }),
    // `cellSetNumber(handle, number, holder)`
    ("cellSetNumber", |objects, arguments| {
        let value = CellValue::Number(arguments.double(1)?);
        let set = objects.cell(arguments)?.set(objects.by(arguments, 2)?, value);
        Ok(answer(set.map(|()| DONE)))
    }),
    // `cellAdd(handle, number, holder)`
    ("cellAdd", |objects, arguments| {
        let sum = objects
            .cell(arguments)?
            .add(objects.by(arguments, 2)?, arguments.double(1)?);
        Ok(answer(sum.map(|sum| objects.show_number(sum))))
    }),
    ("listSize", |objects, arguments| {
        Ok(i32::try_from(objects.list(arguments)?.len()).unwrap_or(i32::MAX))
    }),
    // `listGet(handle, index)`
    ("listGet", |objects, arguments| {
        let value = objects.list(arguments)?.get(place(arguments, 1)?);
        value.map_or(Ok(MISSING), |value| objects.show(None, &value))
    }),
    // `listSet(handle, index, words, holder)`
    ("listSet", |objects, arguments| {
        let value = objects.value(0, arguments.number(2)?)?;
        let set = objects
            .list(arguments)?
            .set(objects.by(arguments, 3)?, place(arguments, 1)?, value);
        Ok(answer(set.map(|()| DONE)))
    }),
    // `listInsert(handle, index, words, holder)`
    ("listInsert", |objects, arguments| {
        let value = objects.value(0, arguments.number(2)?)?;
        let by = objects.by(arguments, 3)?;
        let inserted = objects.list(arguments)?.insert(by, place(arguments, 1)?, value);
        Ok(answer(inserted.map(|()| DONE)))
    }),
    // `listRemove(handle, index, holder)`
    ("listRemove", |objects, arguments| {
        let by = objects.by(arguments, 2)?;
        match objects.list(arguments)?.remove(by, place(arguments, 1)?) {
            Ok(value) => objects.show_last(None, value),
            Err(error) => Ok(answer(Err(error))),
        }
    }),
    // `listRemoveValue(handle, words, holder)`
    ("listRemoveValue", |objects, arguments| {
        let words = objects.words(arguments.number(1)?)?;
        let removed = objects.list(arguments)?.remove_value(objects.by(arguments, 2)?, &words);
        Ok(answer(removed.map(|_| DONE)))
    }),
    // `listFind(handle, words)`: its place, or -8.
    ("listFind", |objects, arguments| {
        let words = objects.words(arguments.number(1)?)?;
        let found = objects.list(arguments)?.find(&words);
        Ok(found.and_then(|at| i32::try_from(at).ok()).unwrap_or(MISSING))
    }),
    ("listClear", |objects, arguments| {
        let cleared = objects.list(arguments)?.clear(objects.by(arguments, 1)?);
        Ok(answer(cleared.map(|()| DONE)))
    }),
    ("listReverse", |objects, arguments| {
        let reversed = objects.list(arguments)?.reverse(objects.by(arguments, 1)?);
        Ok(answer(reversed.map(|()| DONE)))
    }),
    ("dictSize", |objects, arguments| {
        Ok(i32::try_from(objects.dict(arguments)?.len()).unwrap_or(i32::MAX))
    }),
    // `dictGet(handle, key)`: the key is so many words of the area.
    ("dictGet", |objects, arguments| {
        let key = objects.words(arguments.number(1)?)?;
        let value = objects.dict(arguments)?.get(&key);
        value.map_or(Ok(MISSING), |value| objects.show(None, &value))
    }),
    ("dictHas", |objects, arguments| {
        let key = objects.words(arguments.number(1)?)?;
        Ok(i32::from(objects.dict(arguments)?.get(&key).is_some()))
    }),
    // `dictSet(handle, key, words, holder)`: the value stands behind the key.
    ("dictSet", |objects, arguments| {
        let key = objects.words(arguments.number(1)?)?;
        let value = objects.value(arguments.number(1)?, arguments.number(2)?)?;
        let set = objects.dict(arguments)?.set(objects.by(arguments, 3)?, &key, value);
        Ok(answer(set.map(|_| DONE)))
    }),
    // `dictSetDefault(handle, key, words, holder)`: the value that it had before, or 0.
    ("dictSetDefault", |objects, arguments| {
        let key = objects.words(arguments.number(1)?)?;
        let value = objects.value(arguments.number(1)?, arguments.number(2)?)?;
        match objects
            .dict(arguments)?
            .set_default(objects.by(arguments, 3)?, &key, value)
        {
            Ok(Some(known)) => objects.show_last(None, known),
            Ok(None) => Ok(DONE),
            Err(error) => Ok(answer(Err(error))),
        }
    }),
    // `dictRemove(handle, key, holder)`
    ("dictRemove", |objects, arguments| {
        let key = objects.words(arguments.number(1)?)?;
        match objects.dict(arguments)?.remove(objects.by(arguments, 2)?, &key) {
            Ok(value) => objects.show_last(None, value),
            Err(error) => Ok(answer(Err(error))),
        }
    }),
    // `dictRemoveLast(handle, holder)`: with its key, as `nextOf` gives it.
    ("dictRemoveLast", |objects, arguments| {
        match objects.dict(arguments)?.remove_last(objects.by(arguments, 1)?) {
            Ok((key, value)) => objects.show_last(Some(key), value),
            Err(error) => Ok(answer(Err(error))),
        }
    }),
    ("dictClear", |objects, arguments| {
        let cleared = objects.dict(arguments)?.clear(objects.by(arguments, 1)?);
        Ok(answer(cleared.map(|()| DONE)))
    }),
    // `takenOut()`: what did not fit into the area.
    ("takenOut", |objects, _| {
        let taken = objects.taken_out.borrow_mut().take();
        taken.map_or(Ok(EMPTY), |(key, value)| objects.show(key.as_deref(), &value))
    }),
    // `snapshot(handle)`: from now on `nextOf` gives what is there now, one after another, until `endSnapshot`.
    ("snapshot", |objects, arguments| {
        let all: Snapshot = match &objects.get(arguments.number(0)?)?.object {
            SharedObject::List(list) => list.all().into_iter().map(|value| (None, value)).collect(),
            SharedObject::Dict(dict) => dict.all().into_iter().map(|(key, value)| (Some(key), value)).collect(),
            _ => return Err(no_such()),
        };
        let length = i32::try_from(all.len()).unwrap_or(i32::MAX);
        objects.snapshots.borrow_mut().push(all);
        Ok(length)
    }),
    // `nextOf()`: of a dict a word with the length of its key, the key, and the value.
    ("nextOf", |objects, _| {
        let mut snapshots = objects.snapshots.borrow_mut();
        let Some(snapshot) = snapshots.last_mut() else {
            return Ok(EMPTY);
        };
        let Some((key, value)) = snapshot.front() else {
            return Ok(EMPTY);
        };
        let shown = objects.show(key.as_deref(), value)?;
        if shown > 0 {
            snapshot.pop_front();
        }
        Ok(shown)
    }),
    ("endSnapshot", |objects, _| {
        let ended = objects.snapshots.borrow_mut().pop();
        drop(ended);
        Ok(DONE)
    }),
    ("beginUpdate", |objects, arguments| {
        let (lock, thread) = (objects.update_lock(arguments)?, objects.held().thread());
        Ok(if lock.try_acquire(thread).is_some() {
            DONE
        } else if lock.is_held_by(thread) {
            WITHIN
        } else {
            BUSY
        })
    }),
    ("endUpdate", |objects, arguments| {
        let _ = objects.update_lock(arguments)?.release();
        Ok(DONE)
    }),
    ("isUpdating", |objects, arguments| {
        Ok(i32::from(objects.update_lock(arguments)?.is_held()))
    }),
];
