//! The numbers by which functions are known to all isolates.

use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use nogil_core::functions;
use nogil_kernels::{Algorithm, Digest};

/// The number of a function of which these bytes say all: the same in every isolate.
#[napi(catch_unwind)]
pub fn register_function(spec: &[u8]) -> u32 {
    functions().register(spec)
}

/// What was said of the function of a number, unless it was forgotten.
#[napi(catch_unwind)]
pub fn function_spec(id: u32) -> Option<Buffer> {
    functions().spec(id).map(|spec| spec.to_vec().into())
}

/// No task of that number is queued, and none will be submitted.
#[napi(catch_unwind)]
pub fn forget_function(id: u32) {
    functions().forget(id);
}

/// Tells a text from every other one.
#[napi(catch_unwind)]
pub fn text_key(text: String) -> String {
    match Algorithm::Blake3.digest(&text.into_bytes()) {
        Digest::Bytes(bytes) => bytes.map(|byte| format!("{byte:02x}")).concat(),
        other => format!("{other:?}"),
    }
}
