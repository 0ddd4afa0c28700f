//! What items with priorities are ordered by: parts that are compared one after another, as Python's tuples are.

use std::cmp::Ordering;

/// Two keys differ in kind where all parts before are equal, or have something there that has no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomparable;

/// One part of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyPart {
    /// A number that is not NaN.
    Number(f64),
    /// The code units of a string.
    Text(Box<[u16]>),
    /// A whole number of any size: whether it is negative, and its 64-bit digits, the lowest first, the last not 0.
    Whole(bool, Box<[u64]>),
    /// Anything else.
    Nothing,
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key(pub Vec<KeyPart>);

impl Key {
    /// A key without parts.
    pub const NONE: Self = Self(Vec::new());

    /// Which comes first.
    ///
    /// # Errors
    /// [`Incomparable`]
    pub fn compare(&self, other: &Self) -> Result<Ordering, Incomparable> {
        for (one, other) in self.0.iter().zip(&other.0) {
            match one.compare(other)? {
                Ordering::Equal => {}
                order => return Ok(order),
            }
        }
        Ok(self.0.len().cmp(&other.0.len()))
    }
}

impl KeyPart {
    fn compare(&self, other: &Self) -> Result<Ordering, Incomparable> {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.partial_cmp(other).ok_or(Incomparable),
            (Self::Text(one), Self::Text(other)) => Ok(one.cmp(other)),
            (Self::Whole(one_less, one), Self::Whole(other_less, other)) => Ok(match (one_less, other_less) {
                (false, false) => compare_digits(one, other),
                (true, true) => compare_digits(other, one),
                (false, true) => Ordering::Greater,
                (true, false) => Ordering::Less,
            }),
            _ => Err(Incomparable),
        }
    }
}

fn compare_digits(one: &[u64], other: &[u64]) -> Ordering {
    let lengths = one.len().cmp(&other.len());
    lengths.then_with(|| one.iter().rev().cmp(other.iter().rev()))
}
