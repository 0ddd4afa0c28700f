//! Values in an order.

use crate::shared::{As, Locked, NotWritten, Value};
use std::collections::VecDeque;
use std::ops::Deref;

/// See the module.
#[derive(Debug)]
pub struct List(Locked<VecDeque<Value>>);

impl Default for List {
    fn default() -> Self {
        Self(Locked::new(VecDeque::new()))
    }
}

impl List {
    /// How many values it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.read().len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a place, less than 0 counted from the end.
    #[must_use]
    pub fn get(&self, index: i64) -> Option<Value> {
        let values = self.0.read();
        values.get(place(index, values.len())?).cloned()
    }

    /// All values as they are at this moment.
    #[must_use]
    pub fn all(&self) -> Vec<Value> {
        self.0.read().iter().cloned().collect()
    }

    /// Where the first value with these words is.
    #[must_use]
    pub fn find(&self, words: &[u64]) -> Option<usize> {
        self.0.read().iter().position(|value| value.words[..] == *words)
    }

    /// Puts another value at a place.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn set(&self, by: As, index: i64, value: Value) -> Result<(), NotWritten> {
        let before = {
            let mut values = self.0.write(by)?;
            let place = place(index, values.len()).ok_or(NotWritten::Nothing)?;
            std::mem::replace(&mut values[place], value)
        };
        drop(before);
        Ok(())
    }

    /// Puts a value before a place: at an end where the place is beyond it.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn insert(&self, by: As, index: i64, value: Value) -> Result<(), NotWritten> {
        let mut values = self.0.write(by)?;
        let length = i64::try_from(values.len()).unwrap_or(i64::MAX);
        let at = if index < 0 {
            index.saturating_add(length).max(0)
        } else {
            index.min(length)
        };
        values.insert(usize::try_from(at).unwrap_or(0), value);
        Ok(())
    }

    /// Takes the value at a place out.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn remove(&self, by: As, index: i64) -> Result<Value, NotWritten> {
        let mut values = self.0.write(by)?;
        let place = place(index, values.len()).ok_or(NotWritten::Nothing)?;
        values.remove(place).ok_or(NotWritten::Nothing)
    }

    /// Takes out the first value with these words.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn remove_value(&self, by: As, words: &[u64]) -> Result<Value, NotWritten> {
        let mut values = self.0.write(by)?;
        let place = values.iter().position(|value| value.words[..] == *words);
        values
            .remove(place.ok_or(NotWritten::Nothing)?)
            .ok_or(NotWritten::Nothing)
    }

    /// Takes all out.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn clear(&self, by: As) -> Result<(), NotWritten> {
        let before = std::mem::take(&mut *self.0.write(by)?);
        drop(before);
        Ok(())
    }

    /// Turns the order round.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn reverse(&self, by: As) -> Result<(), NotWritten> {
        self.0.write(by)?.make_contiguous().reverse();
        Ok(())
    }
}

fn place(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let at = if index < 0 { index.checked_add(length)? } else { index };
    usize::try_from(at).ok().filter(|_| at < length)
}

impl Deref for List {
    type Target = Locked<VecDeque<Value>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
