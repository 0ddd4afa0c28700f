//! Debug mode: what JavaScript tells of locks that are taken and waited for.

use crate::environment::Environment;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{LockParty, NamedLock, lock_graph};

/// Who takes a lock, or waits for it.
#[napi(object)]
pub struct LockUse {
    /// The number of the lock in the process.
    pub lock: u32,
    /// What it is called.
    pub class: String,
    /// The number of the flow in its thread; 0 is the thread itself.
    pub flow: u32,
    /// What that is called.
    pub name: String,
    /// The place in the program.
    pub place: String,
    /// Whether the whole thread waits with it.
    pub blocks: bool,
}

fn parts(env: Env, of: LockUse) -> Result<(NamedLock, LockParty)> {
    let thread = Environment::of(env)?.objects().thread();
    let lock = NamedLock {
        number: of.lock,
        class: of.class.into(),
    };
    let party = LockParty {
        flow: u64::from(thread) << 32 | u64::from(of.flow),
        thread,
        name: of.name.into(),
        place: of.place.into(),
        blocks: of.blocks,
    };
    Ok((lock, party))
}

/// Somebody begins to wait for a lock, without an end. Null, or why the wait would never end: then it has not begun.
#[napi(catch_unwind)]
pub fn lock_wait_begins(env: Env, of: LockUse) -> Result<Option<String>> {
    let (lock, party) = parts(env, of)?;
    Ok(lock_graph().wait(&lock, &party).err().map(|cycle| cycle.0))
}

/// That wait is over.
#[napi(catch_unwind)]
pub fn lock_wait_ends(env: Env, flow: u32) -> Result<()> {
    let thread = Environment::of(env)?.objects().thread();
    lock_graph().end_wait(u64::from(thread) << 32 | u64::from(flow));
    Ok(())
}

/// Somebody has taken a lock. Null, or where others take it and one that is held already in another order.
#[napi(catch_unwind)]
pub fn lock_taken(env: Env, of: LockUse) -> Result<Option<String>> {
    let (lock, party) = parts(env, of)?;
    Ok(lock_graph().take(&lock, &party))
}

/// A lock is free again.
#[napi(catch_unwind)]
pub fn lock_released(lock: u32) {
    lock_graph().release(lock);
}
