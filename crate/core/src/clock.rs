//! A clock that all threads of the process read, in a form that fits into a record.

use std::sync::OnceLock;
use std::time::Instant;

static START: OnceLock<Instant> = OnceLock::new();

/// Microseconds since this was asked first, modulo 2^32: for differences of less than an hour.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "modulo 2^32")]
pub fn micros() -> u32 {
    START.get_or_init(Instant::now).elapsed().as_micros() as u32
}
