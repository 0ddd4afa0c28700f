//! A thread that sleeps for a time: the simplest wait, which only its end or an interrupt can end.

use crate::interrupt::{Outcome, Settle, Wait, Waits};
use crate::port::Port;
use crate::primitive::Instant;
use std::sync::Arc;
use std::time::Duration;

/// What came of a slice of a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Slice {
    /// The pause is not over.
    Pending,
    /// The pause is over.
    Over,
    /// The environment ends.
    Interrupted,
}

/// A pause that has begun, registered until it is dropped.
#[derive(Debug)]
pub struct Pause {
    wait: Wait,
    /// None for one that is over only when it is interrupted.
    until: Option<Instant>,
}

impl Pause {
    /// Begins a pause of that length. Without a length, or with one that the clock does not know, it has no end.
    #[must_use]
    pub fn begin(waits: &Arc<Waits>, length: Option<Duration>) -> Self {
        Self {
            wait: waits.begin(),
            until: length.and_then(|length| Instant::now().checked_add(length)),
        }
    }

    /// Has the pause be over as soon as something is delivered to the port of the calling thread.
    pub fn until_delivery(&self, port: &Port) {
        port.notify_of_delivery(self.wait.waiter());
    }

    /// Sleeps for the rest of the pause, `most` at the longest.
    pub fn slice(&self, most: Duration) -> Slice {
        match self.wait.waiter().park(Some(self.end_of_slice(most))) {
            None if self.is_over() => match self.wait.waiter().expire() {
                Settle::Done | Settle::TooLate(Outcome::Expired | Outcome::Notified) => Slice::Over,
                Settle::TooLate(Outcome::Interrupted) => Slice::Interrupted,
            },
            None => Slice::Pending,
            Some(Outcome::Interrupted) => Slice::Interrupted,
            Some(Outcome::Expired | Outcome::Notified) => Slice::Over,
        }
    }

    /// Goes on with a pause that was interrupted: sleeps for the rest of it, `most` at the longest. Nothing can wake the
    /// thread meanwhile.
    pub fn rest(&self, most: Duration) -> Slice {
        std::thread::sleep(self.end_of_slice(most).saturating_duration_since(Instant::now()));
        if self.is_over() { Slice::Over } else { Slice::Pending }
    }

    fn end_of_slice(&self, most: Duration) -> Instant {
        let end = Instant::now() + most;
        self.until.map_or(end, |until| until.min(end))
    }

    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;
    use crate::interrupt::Interrupts;

    const SHORT: Duration = Duration::from_millis(2);
    const LONG: Duration = Duration::from_hours(1);

    #[test]
    fn a_pause_is_over_when_its_time_is_and_not_before() {
        let waits = Interrupts::default().join();
        let began = Instant::now();
        let pause = Pause::begin(&waits, Some(SHORT * 3));
        let slices = std::iter::repeat_with(|| pause.slice(SHORT))
            .take_while(|slice| *slice == Slice::Pending)
            .count();
        assert!(began.elapsed() >= SHORT * 3);
        assert!(slices <= 3);
        assert_eq!(pause.slice(LONG), Slice::Over);
    }

    #[test]
    fn a_pause_that_the_clock_cannot_end_goes_on() {
        let waits = Interrupts::default().join();
        for length in [None, Some(Duration::MAX)] {
            let pause = Pause::begin(&waits, length);
            assert_eq!(pause.slice(SHORT), Slice::Pending);
        }
    }

    #[test]
    fn an_interrupt_ends_the_slice_and_the_rest_keeps_its_time() {
        let waits = Interrupts::default().join();
        let began = Instant::now();
        let (long, short) = (Pause::begin(&waits, None), Pause::begin(&waits, Some(SHORT)));
        std::thread::scope(|scope| {
            let slice = scope.spawn(|| long.slice(LONG));
            waits.interrupt();
            assert_eq!(slice.join().expect("no panic"), Slice::Interrupted);
        });
        assert_eq!(short.slice(LONG), Slice::Interrupted);
        assert_eq!(long.rest(SHORT), Slice::Pending);
        assert_eq!(short.rest(LONG), Slice::Over);
        assert!(began.elapsed() >= SHORT);
    }
}
