//! How many tasks does a worker take at a time?

use std::time::Duration;

/// So long a batch may take in all, by what tasks took lately: one task at a time, unless they are tiny.
const TARGET_NANOS: u64 = 20_000;

/// What a task takes at most to count as tiny.
pub const TINY_NANOS: u64 = 5_000;

/// A batch has no more tasks than this.
pub const LARGEST_BATCH: usize = 64;

/// The newest mean counts a quarter, so that one slow task does not end batches at once; one that is so many times
/// slower than the mean does.
const NEWEST: u64 = 4;
const SLOWER: u64 = 8;

/// What one worker knows of the tasks that it has run.
#[derive(Debug, Default)]
pub struct Pace {
    /// Mean time of a task; 0 when nothing is known.
    mean_nanos: u64,
    last: usize,
}

impl Pace {
    /// How many of `queued` tasks to take, where so many workers share them.
    pub fn batch(&self, queued: usize, workers: usize) -> usize {
        let by_time = match self.mean_nanos {
            0 => 1,
            mean => usize::try_from(TARGET_NANOS / mean).unwrap_or(LARGEST_BATCH),
        };
        let fair = queued.div_ceil(workers.max(1));
        by_time.min(fair).min(self.last * 4 + 1).clamp(1, LARGEST_BATCH)
    }

    /// So many were taken.
    pub fn took(&mut self, tasks: usize) {
        self.last = tasks;
    }

    /// So many were run in that time, all together. Gives the mean time of a task in nanoseconds.
    pub fn ran(&mut self, tasks: usize, time: Duration) -> u64 {
        if let Some(nanos) = u64::try_from(time.as_nanos())
            .unwrap_or(u64::MAX)
            .checked_div(tasks as u64)
        {
            let nanos = nanos.max(1);
            self.mean_nanos = if self.mean_nanos == 0 || nanos / SLOWER > self.mean_nanos {
                nanos
            } else {
                (self.mean_nanos * (NEWEST - 1) + nanos) / NEWEST
            };
        }
        self.mean_nanos
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    fn pace(mean: Duration) -> Pace {
        let mut pace = Pace::default();
        pace.ran(1, mean);
        pace.took(LARGEST_BATCH);
        pace
    }

    #[test]
    fn the_first_task_comes_alone() {
        assert_eq!(Pace::default().batch(1_000, 2), 1);
    }

    #[test]
    fn tiny_tasks_come_together_and_others_alone() {
        assert_eq!(pace(Duration::from_micros(1)).batch(1_000, 2), 20);
        assert_eq!(pace(Duration::from_nanos(100)).batch(1_000, 2), LARGEST_BATCH);
        assert_eq!(pace(Duration::from_micros(30)).batch(1_000, 2), 1);
    }

    #[test]
    fn a_worker_takes_no_more_than_its_share() {
        assert_eq!(pace(Duration::from_nanos(100)).batch(10, 4), 3);
        assert_eq!(pace(Duration::from_nanos(100)).batch(0, 4), 1);
    }

    #[test]
    fn batches_grow_by_and_by() {
        let mut pace = pace(Duration::from_nanos(100));
        pace.took(1);
        assert_eq!(pace.batch(1_000, 2), 5);
        pace.took(5);
        assert_eq!(pace.batch(1_000, 2), 21);
    }

    #[test]
    fn one_long_task_ends_batches_at_once_and_tiny_ones_bring_them_back() {
        let mut pace = pace(Duration::from_nanos(100));
        pace.ran(1, Duration::from_millis(5));
        assert_eq!(pace.batch(1_000, 2), 1);
        for _ in 0..40 {
            pace.ran(1, Duration::from_nanos(100));
        }
        assert!(pace.batch(1_000, 2) > 1);
    }
}
