//! One value.

use crate::shared::{As, Locked, NotWritten, Value};
use std::ops::Deref;

/// What a cell holds. Numbers stand for themselves: they are added to.
#[derive(Clone, Debug)]
pub enum CellValue {
    /// A number.
    Number(f64),
    /// Anything else.
    Other(Value),
}

/// See the module.
#[derive(Debug)]
pub struct Cell(Locked<CellValue>);

impl Cell {
    /// A cell with that value.
    #[must_use]
    pub fn new(value: CellValue) -> Self {
        Self(Locked::new(value))
    }

    /// What it holds.
    #[must_use]
    pub fn get(&self) -> CellValue {
        self.0.read().clone()
    }

    /// Puts another value there.
    ///
    /// # Errors
    /// [`NotWritten`]
    pub fn set(&self, by: As, value: CellValue) -> Result<(), NotWritten> {
        // What it held is dropped without the mutex.
        let before = std::mem::replace(&mut *self.0.write(by)?, value);
        drop(before);
        Ok(())
    }

    /// Adds to the number that it holds, and gives the sum.
    ///
    /// # Errors
    /// [`NotWritten`], [`NotWritten::Nothing`] when it holds no number.
    pub fn add(&self, by: As, number: f64) -> Result<f64, NotWritten> {
        match &mut *self.0.write(by)? {
            CellValue::Number(sum) => {
                *sum += number;
                Ok(*sum)
            }
            CellValue::Other(_) => Err(NotWritten::Nothing),
        }
    }
}

impl Deref for Cell {
    type Target = Locked<CellValue>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
