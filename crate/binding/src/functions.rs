//! The numbers by which functions are known to all isolates.

use crate::environment::Environment;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{Part, functions};
use nogil_kernels::{Algorithm, Digest};

/// What a function takes in the threads that it was sent to, about: V8 does not know of it where the function is, and
/// would be in no hurry to find that it is gone.
const ELSEWHERE: i64 = 8 * 1024;

/// The number of a function of which these bytes say all: the same in every isolate. This thread keeps it until it
/// forgets it; `sent_on`: it was sent here, and is sent on.
#[napi(catch_unwind)]
pub fn register_function(env: Env, spec: &[u8], sent_on: bool) -> Result<u32> {
    let part = if sent_on { Part::SentOn } else { Part::Made };
    let id = Environment::of(env)?.functions().register(spec, part);
    env.adjust_external_memory(ELSEWHERE)?;
    Ok(id)
}

/// What was said of the function of a number, unless it was forgotten.
#[napi(catch_unwind)]
pub fn function_spec(id: u32) -> Option<Buffer> {
    functions().spec(id).map(|spec| spec.to_vec().into())
}

/// Whether the thread that made it may still send the function of a number.
#[napi(catch_unwind)]
pub fn is_function_kept(id: u32) -> bool {
    functions().is_kept(id)
}

/// How often that has ceased to be true, of whichever function.
#[napi(catch_unwind)]
pub fn functions_given_back() -> u32 {
    u32::try_from(functions().given_back()).unwrap_or(u32::MAX)
}

/// No task of this thread that is queued names these, and none will; its results that name them were handed in.
#[napi(catch_unwind)]
pub fn forget_functions(env: Env, ids: &[u32]) -> Result<()> {
    Environment::of(env)?.functions().give_back(ids);
    let count = i64::try_from(ids.len()).map_err(|error| Error::from_reason(error.to_string()))?;
    env.adjust_external_memory(-count * ELSEWHERE)?;
    Ok(())
}

/// How many functions are known, in the whole process.
#[napi(catch_unwind)]
pub fn function_count() -> u32 {
    u32::try_from(functions().count()).unwrap_or(u32::MAX)
}

/// Tells a text from every other one.
#[napi(catch_unwind)]
pub fn text_key(text: String) -> String {
    match Algorithm::Blake3.digest(&text.into_bytes()) {
        Digest::Bytes(bytes) => bytes.map(|byte| format!("{byte:02x}")).concat(),
        other => format!("{other:?}"),
    }
}
