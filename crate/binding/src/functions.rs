//! The numbers by which functions are known to all isolates.

use napi_derive::napi;
use nogil_core::{FunctionName, functions};

/// The number of an export of a module: the same in every isolate.
#[napi(catch_unwind)]
pub fn register_function(module: String, exported: String) -> u32 {
    functions().register(FunctionName {
        module,
        export: exported,
    })
}

/// The module and the export of a number.
#[napi(catch_unwind, ts_return_type = "[module: string, exported: string] | null")]
pub fn function_name(id: u32) -> Option<Vec<String>> {
    functions().name(id).map(|name| vec![name.module, name.export])
}
