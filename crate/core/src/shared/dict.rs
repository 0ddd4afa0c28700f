//! Values by keys, in the order in which the keys came.

use crate::shared::{As, Locked, NotWritten, Value};
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::Arc;

/// A key as words: equal keys have equal ones.
type Key = Arc<[u64]>;

/// Keys and values by the turn in which their key came.
#[derive(Debug, Default)]
pub struct Entries {
    turns: HashMap<Key, u64>,
    by_turn: BTreeMap<u64, (Key, Value)>,
    last: u64,
}

/// See the module.
#[derive(Debug)]
pub struct Dict(Locked<Entries>);

impl Default for Dict {
    fn default() -> Self {
        Self(Locked::new(Entries::default()))
    }
}

impl Dict {
    /// How many keys it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.read().turns.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &[u64]) -> Option<Value> {
        let entries = self.0.read();
        let turn = entries.turns.get(key)?;
        entries.by_turn.get(turn).map(|(_, value)| Arc::clone(value))
    }

    /// All keys and values as they are at this moment.
    #[must_use]
    pub fn all(&self) -> Vec<(Key, Value)> {
        self.0.read().by_turn.values().cloned().collect()
    }

    /// Gives a key a value. Says whether it had none before.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn set(&self, by: As, key: &[u64], value: Value) -> Result<bool, NotWritten> {
        let before = self.0.write(by)?.set(key, value);
        // Without the mutex.
        Ok(before.is_none())
    }

    /// Gives a key a value if it has none. Gives the one that it has then, if it had one.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn set_default(&self, by: As, key: &[u64], value: Value) -> Result<Option<Value>, NotWritten> {
        let mut entries = self.0.write(by)?;
        if let Some((_, known)) = entries.turns.get(key).and_then(|turn| entries.by_turn.get(turn)) {
            return Ok(Some(Arc::clone(known)));
        }
        entries.set(key, value);
        Ok(None)
    }

    /// Takes a key out, and gives its value.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn remove(&self, by: As, key: &[u64]) -> Result<Value, NotWritten> {
        let mut entries = self.0.write(by)?;
        let turn = entries.turns.remove(key).ok_or(NotWritten::Nothing)?;
        let removed = entries.by_turn.remove(&turn);
        removed.map(|(_, value)| value).ok_or(NotWritten::Nothing)
    }

    /// Takes the key out that came last.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn remove_last(&self, by: As) -> Result<(Key, Value), NotWritten> {
        let mut entries = self.0.write(by)?;
        let (_, (key, value)) = entries.by_turn.pop_last().ok_or(NotWritten::Nothing)?;
        entries.turns.remove(&key);
        Ok((key, value))
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
}

impl Entries {
    fn set(&mut self, key: &[u64], value: Value) -> Option<Value> {
        if let Some(turn) = self.turns.get(key)
            && let Some((_, known)) = self.by_turn.get_mut(turn)
        {
            return Some(std::mem::replace(known, value));
        }
        self.last += 1;
        let key: Key = key.into();
        self.turns.insert(Arc::clone(&key), self.last);
        self.by_turn.insert(self.last, (key, value));
        None
    }
}

impl Deref for Dict {
    type Target = Locked<Entries>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
