//! The native pool, as this process has it.

use crate::stack_guard;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::NativePool;
use std::sync::Arc;

/// The native pool. Starts its threads where need be.
pub fn native_pool() -> Result<Arc<NativePool>> {
    NativePool::shared(stack_guard::guarded).map_err(|error| Error::from_reason(error.to_string()))
}

/// What the native pool has done.
#[napi(object)]
pub struct NativeCounts {
    /// Tasks that each thread has run so far, in the order of the threads.
    pub shares: Vec<f64>,
    /// Threads that are still busy with a task that was given up.
    pub lost: u32,
}

/// What the native pool has done so far. Starts its threads where need be.
#[napi(catch_unwind)]
pub fn native_counts() -> Result<NativeCounts> {
    let native = native_pool()?;
    #[expect(clippy::cast_precision_loss, reason = "2^53 tasks are never reached")]
    let shares = native.shares().into_iter().map(|tasks| tasks as f64).collect();
    let lost = u32::try_from(native.lost()).unwrap_or(u32::MAX);
    Ok(NativeCounts { shares, lost })
}
