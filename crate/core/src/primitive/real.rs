//! What runs outside of models.

pub use crossbeam_deque::{Injector, Stealer, Worker};
pub use parking_lot::{Condvar, Mutex, MutexGuard, RwLock, RwLockReadGuard};
pub use std::hint::spin_loop;
pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, fence};
pub use std::time::Instant;

pub use std::thread::yield_now;

use std::io;
use std::thread::Builder;

/// Starts a thread that nobody joins.
pub fn spawn_detached(name: &str, stack_bytes: usize, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let builder = Builder::new().name(name.into()).stack_size(stack_bytes);
    builder.spawn(run).map(drop)
}
