//! The native tasks that come with nogil: plain functions over bytes, with no knowledge of pools or of Node.

#![forbid(unsafe_code)]

mod hash;

pub use hash::{Algorithm, Digest, Hasher};
