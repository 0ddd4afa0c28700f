//! Is it worth while to look at the queue for a little longer before sleeping?

use crate::primitive::{AtomicUsize, Instant, Ordering, shared, spin_loop};
use std::time::Duration;

/// A wake-up costs about as much as this, so spinning for longer never pays.
const LIMIT: Duration = Duration::from_micros(50);
const LIMIT_MICROS: f64 = 50.0;
/// Where spinning did not pay lately, every so many waits try again.
const PROBE_EVERY: u32 = 32;
/// Weight of the newest gap in the running average.
const NEWEST: f64 = 0.3;
/// A gap of which nothing is known but that it was long.
const LONG_GAP_MICROS: f64 = 1e6;

// Threads that spin now, over all pools.
shared!(SPINNERS: AtomicUsize = AtomicUsize::new(0));

/// What one worker knows of the time between going idle and the next push.
#[derive(Debug)]
pub struct Gap {
    average_micros: f64,
    waits: u32,
}

impl Default for Gap {
    fn default() -> Self {
        Self {
            average_micros: LONG_GAP_MICROS,
            waits: 0,
        }
    }
}

impl Gap {
    /// Notes how long it was until work came. The price of waking up does not belong to it.
    pub fn note(&mut self, gap: Duration) {
        let micros = gap.as_secs_f64() * 1e6;
        self.average_micros = if self.average_micros >= LONG_GAP_MICROS {
            micros
        } else {
            self.average_micros * (1.0 - NEWEST) + micros * NEWEST
        };
    }

    /// Should the next wait begin with a spin?
    pub fn spin_pays(&mut self) -> bool {
        self.waits = self.waits.wrapping_add(1);
        self.average_micros < LIMIT_MICROS || self.waits.is_multiple_of(PROBE_EVERY)
    }
}

/// Looks at `found` until it says yes or the limit is over; not at all where as many threads as may do spin already.
pub fn spin_until(found: impl Fn() -> bool, most_spinners: usize) -> bool {
    if SPINNERS.fetch_add(1, Ordering::Relaxed) >= most_spinners {
        SPINNERS.fetch_sub(1, Ordering::Relaxed);
        return false;
    }
    let start = Instant::now();
    let mut hit = found();
    while !hit && start.elapsed() < LIMIT {
        for _ in 0..16 {
            spin_loop();
        }
        hit = found();
    }
    SPINNERS.fetch_sub(1, Ordering::Relaxed);
    hit
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn spinning_pays_while_work_comes_quickly() {
        let mut gap = Gap::default();
        assert!(!gap.spin_pays());
        gap.note(Duration::from_micros(10));
        assert!(gap.spin_pays());
        gap.note(Duration::from_millis(5));
        assert!(!gap.spin_pays());
    }

    #[test]
    fn it_is_tried_again_now_and_then() {
        let mut gap = Gap::default();
        let probes = (0..PROBE_EVERY * 3).filter(|_| gap.spin_pays()).count();
        assert_eq!(probes, 3);
    }

    #[test]
    fn a_spin_ends_when_there_is_something_and_when_the_limit_is_over() {
        assert!(spin_until(|| true, usize::MAX));
        assert!(!spin_until(|| false, usize::MAX));
        assert!(!spin_until(|| true, 0));
    }
}
