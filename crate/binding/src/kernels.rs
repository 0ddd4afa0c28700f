//! Native tasks that come with nogil, as JavaScript submits them.

use crate::callback::{Arguments, typed_array_memory};
use crate::environment::Environment;
use crate::isolate::Submitter;
use crate::shared_bytes::SharedBytes;
use crate::value;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{GateClosed, Job, JobOutcome, NativePool};
use nogil_kernels::{Algorithm, Hasher};

/// Where a task's bytes are.
enum Input {
    /// A copy: what JavaScript owns alone it may change, detach or free at any time.
    Copied(Vec<u8>),
    /// Not copied whole: shared memory is made to be read by many threads.
    Shared(SharedBytes),
}

impl Input {
    fn pieces(&self, mut read: impl FnMut(&[u8])) -> std::result::Result<(), GateClosed> {
        match self {
            Self::Copied(bytes) => {
                read(bytes);
                Ok(())
            }
            Self::Shared(bytes) => bytes.pieces(read),
        }
    }
}

fn input(environment: &Environment, start: *mut u8, length: usize, shared: bool) -> Input {
    if shared {
        // SAFETY: the caller's isolate holds the view until the result is there (`src/kernels/hash.ts`), and its
        // cleanup hook closes the gate before the isolate frees anything.
        return Input::Shared(unsafe { SharedBytes::new(start, length, std::sync::Arc::clone(&environment.gate)) });
    }
    if length == 0 {
        return Input::Copied(Vec::new());
    }
    // SAFETY: the memory of a live typed array that is not shared; JavaScript does not run now, so nobody writes it.
    Input::Copied(unsafe { std::slice::from_raw_parts(start, length) }.to_vec())
}

fn digest(algorithm: Algorithm, input: &Input) -> std::result::Result<Vec<u8>, GateClosed> {
    let mut hasher = Hasher::new(algorithm);
    input.pieces(|piece| hasher.update(piece))?;
    Ok(hasher.digest())
}

/// The order of `algorithms` in `src/kernels/hash.ts`.
fn algorithm(number: u32) -> Result<Algorithm> {
    match number {
        0 => Ok(Algorithm::Blake3),
        _ => Err(Error::new(Status::InvalidArg, "no such algorithm")),
    }
}

/// `hash(task, algorithm, bytes, shared)`: queues a hash on the native pool.
pub fn submit_hash(submitter: &Submitter, arguments: &Arguments) -> Result<i32> {
    let (task, algorithm) = (arguments.number(0), algorithm(arguments.number(1))?);
    let (start, length) = arguments.bytes(2)?;
    let native = NativePool::shared().map_err(|error| Error::from_reason(error.to_string()))?;
    let input = input(submitter.environment(), start, length, arguments.number(3) != 0);
    let port = submitter.port();
    port.states().queue(task);
    native.submit(Job::new(port.id(), task, move || match digest(algorithm, &input) {
        Ok(digest) => JobOutcome::Returned(value::buffer(&digest)),
        // The isolate that would read this has ended.
        Err(GateClosed) => JobOutcome::Threw(Vec::new()),
    }));
    Ok(0)
}

/// Hashes on the calling thread, into `digest`.
#[napi(catch_unwind)]
pub fn hash_sync(env: Env, algorithm: u32, bytes: Unknown, shared: bool, digest: Unknown) -> Result<()> {
    let algorithm = self::algorithm(algorithm)?;
    let (start, length) = typed_array_memory(env.raw(), bytes.raw())?;
    let mut hasher = Hasher::new(algorithm);
    if shared {
        let environment = Environment::of(env)?;
        input(&environment, start, length, true)
            .pieces(|piece| hasher.update(piece))
            .map_err(|closed| Error::from_reason(closed.to_string()))?;
    } else if length > 0 {
        // SAFETY: as in `input`, and without a copy, because this thread does not go back to JavaScript before the end.
        hasher.update(unsafe { std::slice::from_raw_parts(start, length) });
    }
    let result = hasher.digest();
    let (into, room) = typed_array_memory(env.raw(), digest.raw())?;
    if room != result.len() {
        return Err(Error::new(Status::InvalidArg, "the digest has another length"));
    }
    // SAFETY: `into` is the memory of a live typed array of that length, made for this call alone.
    unsafe { std::ptr::copy_nonoverlapping(result.as_ptr(), into, room) };
    Ok(())
}

/// Tasks that each native thread has run so far, in the order of the threads. Starts the threads where need be.
#[napi(catch_unwind)]
pub fn native_shares() -> Result<Vec<f64>> {
    let native = NativePool::shared().map_err(|error| Error::from_reason(error.to_string()))?;
    #[expect(clippy::cast_precision_loss, reason = "2^53 tasks are never reached")]
    Ok(native.shares().into_iter().map(|tasks| tasks as f64).collect())
}
