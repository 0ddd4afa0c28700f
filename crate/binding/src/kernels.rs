//! Native tasks that come with nogil, as JavaScript submits them.

use crate::callback::{Arguments, typed_array_memory};
use crate::environment::Environment;
use crate::isolate::{Submitter, task_id};
use crate::native::native_pool;
use crate::shared_bytes::{PIECE_BYTES, SharedBytes, Stopped};
use crate::value;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{CancelToken, HEADER_WORDS, Job, JobOutcome, Message, PortId, high_half, low_half};
use nogil_kernels::{Algorithm, Digest, Hasher};
use std::time::Duration;

/// Where a task's bytes are.
enum Input {
    /// A copy: what JavaScript owns alone it may change, detach or free at any time.
    Copied(Vec<u8>),
    /// Not copied whole: shared memory is made to be read by many threads.
    Shared(SharedBytes),
}

impl Input {
    fn pieces(&self, token: Option<&CancelToken>, mut read: impl FnMut(&[u8])) -> std::result::Result<(), Stopped> {
        match self {
            Self::Copied(bytes) => {
                for piece in bytes.chunks(PIECE_BYTES) {
                    if token.is_some_and(CancelToken::cancelled) {
                        return Err(Stopped);
                    }
                    read(piece);
                }
                Ok(())
            }
            Self::Shared(bytes) => bytes.pieces(token, read),
        }
    }
}

fn input(environment: &Environment, start: *mut u8, length: usize, shared: bool) -> Result<Input> {
    if shared {
        // SAFETY: the caller's isolate holds the view until the result is there (`src/kernels/hash.ts`), and its
        // cleanup hook closes the gate before the isolate frees anything.
        let bytes = unsafe { SharedBytes::new(start, length, std::sync::Arc::clone(&environment.gate)) };
        return Ok(Input::Shared(bytes));
    }
    let mut copy = Vec::new();
    if length > 0 {
        copy.try_reserve_exact(length)
            .map_err(|_| Error::from_reason(format!("there is no memory for a copy of {length} bytes")))?;
        // SAFETY: the memory of a live typed array that is not shared; JavaScript does not run now, so nobody writes it.
        copy.extend_from_slice(unsafe { std::slice::from_raw_parts(start, length) });
    }
    Ok(Input::Copied(copy))
}

fn digest(algorithm: Algorithm, input: &Input, token: &CancelToken) -> std::result::Result<Digest, Stopped> {
    let mut hasher = Hasher::new(algorithm);
    input.pieces(Some(token), |piece| hasher.update(piece))?;
    Ok(hasher.digest())
}

/// How long a task may run, of milliseconds; none where no clock counts so far.
pub fn limit(milliseconds: f64) -> Result<Option<Duration>> {
    match Duration::try_from_secs_f64(milliseconds / 1000.0) {
        Ok(limit) => Ok(Some(limit)),
        Err(_) if milliseconds > 0.0 => Ok(None),
        Err(error) => Err(Error::new(Status::InvalidArg, error.to_string())),
    }
}

/// The numbers in `src/kernels/task.ts`.
fn algorithm(number: u32) -> Result<Algorithm> {
    match number {
        0 => Ok(Algorithm::Blake3),
        1 => Ok(Algorithm::Crc32),
        _ => Err(Error::new(Status::InvalidArg, "no such algorithm")),
    }
}

/// A native task whose few bytes of input stand in its record: its number and their length in word 1, then they.
pub fn small_job(port: PortId, record: &[u64]) -> Result<Job> {
    let (number, length) = small_input(record);
    algorithm(number)?;
    if length > MOST_SMALL_BYTES || length > (record.len() - HEADER_WORDS) * 8 {
        return Err(Error::new(Status::InvalidArg, "more bytes than the record has"));
    }
    let message = Message::new(port, record).map_err(|error| Error::from_reason(error.to_string()))?;
    Ok(Job::of_record(message, run_small))
}

/// `FEW_BYTES` in `src/kernels/task.ts`.
const MOST_SMALL_BYTES: usize = 256;

fn run_small(record: &[u64]) -> JobOutcome {
    let (number, length) = small_input(record);
    let mut bytes = [0; MOST_SMALL_BYTES];
    for (word, place) in record[HEADER_WORDS..].iter().zip(bytes.chunks_exact_mut(8)) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    match algorithm(number) {
        Ok(algorithm) => returned(&algorithm.digest(&bytes[..length])),
        // It was looked at before.
        Err(_) => JobOutcome::Threw(Vec::new()),
    }
}

fn small_input(record: &[u64]) -> (u32, usize) {
    (low_half(record[1]), high_half(record[1]) as usize)
}

fn returned(digest: &Digest) -> JobOutcome {
    JobOutcome::Returned(match digest {
        Digest::Number(checksum) => value::number(*checksum),
        Digest::Bytes(bytes) => value::buffer(bytes),
        _ => Vec::new(),
    })
}

/// `hash(task, algorithm, bytes, shared, limit)`: queues a hash on the native pool.
pub fn submit_hash(submitter: &Submitter, arguments: &Arguments) -> Result<i32> {
    let (task, algorithm) = (task_id(arguments.number(0)?)?, algorithm(arguments.number(1)?)?);
    let (start, length) = arguments.bytes(2)?;
    let (shared, limit) = (arguments.number(3)? != 0, limit(arguments.double(4)?)?);
    let native = native_pool()?;
    let input = input(submitter.environment(), start, length, shared)?;
    let port = submitter.port();
    port.states().queue(task);
    let job = Job::new(port.id(), task, move |token| match digest(algorithm, &input, token) {
        Ok(digest) => returned(&digest),
        Err(Stopped) => JobOutcome::Cancelled,
    });
    native
        .submit(job.with_limit(limit))
        .map_err(|error| Error::from_reason(error.to_string()))?;
    Ok(0)
}

/// Hashes on the calling thread, into `digest`; a checksum is written as four bytes, the highest first.
#[napi(catch_unwind)]
pub fn hash_sync(env: Env, algorithm: u32, bytes: Unknown, shared: bool, digest: Unknown) -> Result<()> {
    let algorithm = self::algorithm(algorithm)?;
    let (start, length) = typed_array_memory(env.raw(), bytes.raw())?;
    let mut hasher = Hasher::new(algorithm);
    if shared {
        let environment = Environment::of(env)?;
        input(&environment, start, length, true)?
            .pieces(None, |piece| hasher.update(piece))
            .map_err(|Stopped| Error::from_reason("the thread that this memory belongs to has ended"))?;
    } else if length > 0 {
        // SAFETY: as in `input`, and without a copy, because this thread does not go back to JavaScript before the end.
        hasher.update(unsafe { std::slice::from_raw_parts(start, length) });
    }
    let result = match hasher.digest() {
        Digest::Number(checksum) => checksum.to_be_bytes().to_vec(),
        Digest::Bytes(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    };
    let (into, room) = typed_array_memory(env.raw(), digest.raw())?;
    if room != result.len() {
        return Err(Error::new(Status::InvalidArg, "the digest has another length"));
    }
    // SAFETY: `into` is the memory of a live typed array of that length, made for this call alone.
    unsafe { std::ptr::copy_nonoverlapping(result.as_ptr(), into, room) };
    Ok(())
}
