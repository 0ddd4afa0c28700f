//! The pools that an isolate owns.

use crate::environment::Environment;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{Death, Message, Pool, PoolKey, Status as TaskStatus, blocked, deaths, pools, ports, roster};

/// Makes a pool of so many workers at most, and says its key. It ends with the isolate, or by `forgetPool`.
#[napi(catch_unwind)]
pub fn open_pool(env: Env, most_workers: u32, limits: Option<Vec<u32>>) -> Result<u32> {
    Ok(Environment::of(env)?.open_pool(most_workers, limits.unwrap_or_default()))
}

/// The limits of a pool's messages, as `openPool` was given them, whoever has made it.
#[napi(catch_unwind)]
pub fn limits_of_pool(key: u32) -> Vec<u32> {
    pools().limits(key)
}

/// Nothing more will be submitted: workers run what is queued, and end.
#[napi(catch_unwind)]
pub fn close_pool(env: Env, key: u32) -> Result<()> {
    if let Some(pool) = Environment::of(env)?.pool(key) {
        pool.close();
    }
    Ok(())
}

/// Whether a pool of this isolate, or of another one, takes tasks.
#[napi(catch_unwind)]
pub fn is_open(env: Env, key: u32) -> Result<bool> {
    let pool = Environment::of(env)?.pool(key);
    Ok(pool.is_some_and(|pool| pool.is_open()))
}

/// Whether tasks are queued that no worker waits for, nor one of those that were started and have not joined yet:
/// `threads` are all that were started and have not ended.
#[napi(catch_unwind)]
pub fn is_short_of_workers(env: Env, key: u32, threads: u32) -> Result<bool> {
    let pool = Environment::of(env)?.pool(key);
    Ok(pool.is_some_and(|pool| pool.is_short_of_workers((threads as usize).saturating_sub(pool.present()))))
}

/// The pool's workers have ended: its key means nothing any more.
#[napi(catch_unwind)]
pub fn forget_pool(env: Env, key: u32) -> Result<()> {
    Environment::of(env)?.forget_pool(key);
    Ok(())
}

/// This thread was started as a worker of a pool: its owner hears of its death also before it has joined.
#[napi(catch_unwind)]
pub fn expect_lane(env: Env, key: u32, lane: u32) -> Result<()> {
    Environment::of(env)?.expect_lane(key, lane);
    Ok(())
}

/// That a worker has died.
#[napi(object)]
pub struct DeadLane {
    /// By this number the pool's owner knows it.
    pub lane: u32,
    /// It had joined its pool.
    pub joined: bool,
}

/// The pool's workers that have died since this was asked last.
#[napi(catch_unwind)]
pub fn take_dead_lanes(key: u32) -> Vec<DeadLane> {
    let dead = deaths().take(key).into_iter();
    dead.map(|Death { lane, joined }| DeadLane { lane, joined }).collect()
}

/// Sends all queued tasks back unrun, as cancelled.
#[napi(catch_unwind)]
pub fn cancel_queued(env: Env, key: u32) -> Result<()> {
    send_back(env, key, TaskStatus::Cancelled)
}

/// Sends all queued tasks back unrun, because no worker will ever take them.
#[napi(catch_unwind)]
pub fn break_queued(env: Env, key: u32) -> Result<()> {
    send_back(env, key, TaskStatus::Broken)
}

fn send_back(env: Env, key: PoolKey, status: TaskStatus) -> Result<()> {
    let Some(pool) = Environment::of(env)?.pool(key) else {
        return Ok(());
    };
    pool.reclaim_all();
    let answered = answer_queued(&pool, status);
    if status == TaskStatus::Cancelled {
        roster().cancelled(key, answered);
    }
    Ok(())
}

/// Answers for all tasks that no worker has, and says how many they were.
pub fn answer_queued(pool: &Pool<Message>, status: TaskStatus) -> usize {
    let queued = pool.drain();
    for message in &queued {
        if let Some(port) = ports().find(message.port()) {
            // No worker was asked.
            port.answer(message.task(), status, 1, &[]);
        }
    }
    queued.len()
}

/// Whether a pool has as many workers as it may have.
#[napi(catch_unwind)]
pub fn is_full(env: Env, key: u32) -> Result<bool> {
    let pool = Environment::of(env)?.pool(key);
    Ok(pool.is_none_or(|pool| pools().is_full(key, &pool)))
}

/// How many workers of a pool wait, blocked, for tasks that may need the pool itself: as many more than it may have can be started.
#[napi(catch_unwind)]
pub fn blocked_workers(key: u32) -> u32 {
    u32::try_from(blocked().of(key)).unwrap_or(u32::MAX)
}

/// Whether the task of that abort has not ended yet.
#[napi(catch_unwind)]
pub fn is_aborting(key: u32, lane: u32, number: u32) -> bool {
    roster().is_aborting(key, lane, number)
}

/// Ends every wait of a worker that is about to be ended, which Node does not do.
#[napi(catch_unwind)]
pub fn interrupt_lane(key: u32, lane: u32) {
    roster().interrupt(key, lane);
}

/// What a pool has to do, and has done.
#[napi(object)]
pub struct PoolCounts {
    /// Tasks that no worker has begun, those included that were cancelled and not found yet.
    pub queued: f64,
    /// Tasks that have returned.
    pub done: f64,
    /// Tasks that have thrown, or that a worker has died with.
    pub failed: f64,
    /// Tasks that were cancelled, and found.
    pub cancelled: f64,
    /// Its workers.
    pub lanes: Vec<LaneCounts>,
}

/// A task that runs.
#[napi(object)]
pub struct RunningTask {
    /// The number of its function.
    pub function: u32,
    /// So many milliseconds it has run.
    pub milliseconds: f64,
}

/// What a worker does, and has done.
#[napi(object)]
pub struct LaneCounts {
    /// By this number the pool's owner knows it.
    pub lane: u32,
    /// Tasks that it has begun, and that have not ended: the oldest first.
    pub running: Vec<RunningTask>,
    /// Tasks that it has ended.
    pub tasks: f64,
    /// Milliseconds for which it had tasks.
    pub busy: f64,
}

/// A count as JavaScript has numbers.
#[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^53")]
fn number(count: u64) -> f64 {
    count as f64
}

/// Counts what a pool has to do, and has done.
#[napi(catch_unwind)]
pub fn pool_counts(env: Env, key: u32) -> Result<PoolCounts> {
    let (gone, lanes) = roster().counts(key);
    let queued = Environment::of(env)?.pool(key).map_or(0, |pool| pool.queued());
    let sum = |count: fn(&nogil_core::Tally) -> u64| -> f64 {
        let living: u64 = lanes.iter().map(|lane| count(&lane.tally)).sum();
        number(living + count(&gone))
    };
    let waiting: usize = lanes.iter().map(|lane| lane.waiting).sum();
    Ok(PoolCounts {
        queued: number((queued + waiting) as u64),
        done: sum(|tally| tally.done),
        failed: sum(|tally| tally.failed),
        cancelled: sum(|tally| tally.cancelled),
        lanes: lanes
            .iter()
            .map(|lane| LaneCounts {
                lane: lane.lane,
                running: lane
                    .running
                    .iter()
                    .map(|task| RunningTask {
                        function: task.function,
                        milliseconds: task.time.as_secs_f64() * 1e3,
                    })
                    .collect(),
                tasks: number(lane.tally.done + lane.tally.failed),
                busy: lane.busy.as_secs_f64() * 1e3,
            })
            .collect(),
    })
}
