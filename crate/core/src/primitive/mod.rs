//! The one place from which the crate takes atomics, locks, queues and the time, so that a model checker can be put in
//! their stead: `--cfg nogil_loom` does.
//!
//! `std::sync`'s locks are not used: ThreadSanitizer cannot see into the prebuilt standard library, and is only
//! quiet with `parking_lot` and crossbeam. `Arc` is the standard library's in models too: what they are about is not
//! who frees memory, and loom's has no weak references.

#[cfg(nogil_loom)]
mod loom;
#[cfg(not(nogil_loom))]
mod real;

#[cfg(nogil_loom)]
pub use self::loom::*;
#[cfg(not(nogil_loom))]
pub use self::real::*;
pub use crossbeam_deque::Steal;
pub use std::sync::atomic::Ordering;

/// A static of the process. In a model it is made anew for each run: loom's types belong to one.
macro_rules! shared {
    ($name:ident: $type:ty = $value:expr) => {
        #[cfg(not(nogil_loom))]
        static $name: $type = $value;
        #[cfg(nogil_loom)]
        ::loom::lazy_static! {
            static ref $name: $type = $value;
        }
    };
}
pub(crate) use shared;
