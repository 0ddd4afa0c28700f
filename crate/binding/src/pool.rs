//! The pools that an isolate owns.

use crate::environment::Environment;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{Message, Pool, PoolKey, Status as TaskStatus, deaths, ports};

/// Makes a pool of so many workers at most, and says its key. It ends with the isolate, or by `forgetPool`.
#[napi(catch_unwind)]
pub fn open_pool(env: Env, most_workers: u32) -> Result<u32> {
    Ok(Environment::of(env)?.open_pool(most_workers))
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

/// Whether tasks are queued, and no worker waits for one.
#[napi(catch_unwind)]
pub fn is_short_of_workers(env: Env, key: u32) -> Result<bool> {
    let pool = Environment::of(env)?.pool(key);
    Ok(pool.is_some_and(|pool| pool.is_short_of_workers()))
}

/// The pool's workers have ended: its key means nothing any more.
#[napi(catch_unwind)]
pub fn forget_pool(env: Env, key: u32) -> Result<()> {
    Environment::of(env)?.forget_pool(key);
    Ok(())
}

/// The numbers of the pool's workers that have died since this was asked last.
#[napi(catch_unwind)]
pub fn take_dead_lanes(key: u32) -> Vec<u32> {
    deaths().take(key)
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
    answer_queued(&pool, status);
    Ok(())
}

/// Answers for all tasks that no worker has.
pub fn answer_queued(pool: &Pool<Message>, status: TaskStatus) {
    for message in pool.drain() {
        if let Some(port) = ports().find(message.port()) {
            // No worker was asked.
            port.answer(message.task(), status, 1, &[]);
        }
    }
}
