//! Spare workers: their tasks wait for others, so that they begin what no other worker is free for. The protocol is told
//! in README.md beside this file.

use super::{Pool, Seat};
use crate::primitive::Ordering;

impl<T: Send + 'static> Pool<T> {
    /// As `arm`, for a worker whose tasks wait for others: it is woken when no other one is free. Its next `take` is
    /// with `Patience::Woken`.
    pub fn arm_as_spare(&self, seat: &mut Seat<T>) {
        if seat.armed {
            self.sleep.unlist(&seat.sleeper);
        }
        seat.armed = true;
        self.sleep.list_as_spare(&seat.sleeper);
        // Who was woken for what is queued may be about to take it: the monitor sees whether nobody does. Whoever looks for
        // the first time wakes another one for what it leaves.
        if self.queues.len() > self.newcomers.load(Ordering::SeqCst) && !self.put_off() {
            self.sleep.wake_one();
        }
    }

    /// The worker is no spare one any more. A wake-up that was meant for it goes to another one.
    pub fn disarm(&self, seat: &mut Seat<T>) {
        seat.armed = false;
        let noticed = self.sleep.unlist(&seat.sleeper);
        if noticed.is_some() && !self.queues.is_empty() {
            self.sleep.wake_one();
        }
    }
}
