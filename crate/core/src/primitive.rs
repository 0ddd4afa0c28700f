//! The one place from which the crate takes atomics and locks, so that a model checker can be put in their stead.
//!
//! `std::sync`'s locks are not used: ThreadSanitizer cannot see into the prebuilt standard library, and is only
//! quiet with `parking_lot` and crossbeam.

pub use crossbeam_deque::{Injector, Steal, Stealer, Worker};
pub use parking_lot::{Condvar, Mutex, RwLock, RwLockReadGuard};
pub use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering, fence};
