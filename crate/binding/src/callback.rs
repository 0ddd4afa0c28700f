//! JavaScript functions that are bare Node-API callbacks, bound to a Rust object by their data pointer.
//!
//! The function owns its object: a finalizer frees it when the function is collected, or when the environment ends.

use napi::bindgen_prelude::*;
use napi::{check_status, sys};
use std::ffi::{CString, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::rc::Rc;

/// Arguments that a bare callback takes at most.
const MOST_ARGUMENTS: usize = 5;

/// What a bare callback was called with.
pub struct Arguments {
    env: sys::napi_env,
    values: [sys::napi_value; MOST_ARGUMENTS],
}

impl Arguments {
    /// The argument at `index` as a whole number of 32 bits.
    pub fn number(&self, index: usize) -> Result<u32> {
        let number = self.double(index)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "what does not come out as it went in is refused"
        )]
        let whole = number as u32;
        // By bits, so that -0 is refused as well: it is no index.
        if f64::from(whole).to_bits() == number.to_bits() {
            Ok(whole)
        } else {
            let message = format!("argument {index}: expected a whole number of 32 bits; got {number}");
            Err(Error::new(Status::InvalidArg, message))
        }
    }

    /// The argument at `index` as a number.
    pub fn double(&self, index: usize) -> Result<f64> {
        let mut number = 0.0;
        // SAFETY: Node called with this env, on this thread, and gave these values (missing ones are `undefined`).
        let status = unsafe { sys::napi_get_value_double(self.env, self.values[index], &raw mut number) };
        if status == sys::Status::napi_ok {
            Ok(number)
        } else {
            let message = format!("argument {index}: expected a number");
            Err(Error::new(Status::InvalidArg, message))
        }
    }

    /// The argument at `index` as a number; NaN where it is missing or no number.
    pub fn float(&self, index: usize) -> f64 {
        let mut number = f64::NAN;
        // SAFETY: as above.
        unsafe { sys::napi_get_value_double(self.env, self.values[index], &raw mut number) };
        number
    }

    /// The argument at `index` as the memory of a typed array: where it begins, and its length in bytes.
    pub fn bytes(&self, index: usize) -> Result<(*mut u8, usize)> {
        typed_array_memory(self.env, self.values[index])
    }
}

/// Where a typed array's memory begins, and its length in bytes. A view over a SharedArrayBuffer has one too.
pub fn typed_array_memory(env: sys::napi_env, value: sys::napi_value) -> Result<(*mut u8, usize)> {
    let (mut kind, mut length, mut data) = (0, 0, ptr::null_mut());
    // SAFETY: `env` and `value` are of the call that Node is making; null is allowed for what is not wanted.
    let status = unsafe {
        sys::napi_get_typedarray_info(
            env,
            value,
            &raw mut kind,
            &raw mut length,
            &raw mut data,
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    if status != sys::Status::napi_ok || kind != sys::TypedarrayType::uint8_array {
        return Err(Error::new(Status::InvalidArg, "expected a Uint8Array"));
    }
    Ok((data.cast(), length))
}

struct Bound<T> {
    target: Rc<T>,
    call: Call<T>,
}

/// In the place of a number: the callback gives `undefined`, which takes half the time.
pub const QUIET: i32 = i32::MIN;

/// What a bare callback does: its arguments in, a number out, or [`QUIET`].
pub type Call<T> = fn(&T, &Arguments) -> Result<i32>;

/// Makes a JavaScript function that calls `call` with `target`, and returns its number.
pub fn function<T: 'static>(env: Env, name: &str, target: &Rc<T>, call: Call<T>) -> Result<Unknown<'static>> {
    let bound = Box::into_raw(Box::new(Bound {
        target: Rc::clone(target),
        call,
    }));
    let name = CString::new(name).map_err(|error| Error::from_reason(error.to_string()))?;
    let mut function = ptr::null_mut();
    // SAFETY: `bound` lives until `release` frees it.
    let created = check_status!(unsafe {
        sys::napi_create_function(
            env.raw(),
            name.as_ptr(),
            -1,
            Some(enter::<T>),
            bound.cast(),
            &raw mut function,
        )
    });
    let finalized = created.and_then(|()| {
        // SAFETY: the finalizer belongs to the function just made, and gets the pointer that the function has.
        check_status!(unsafe {
            sys::napi_add_finalizer(
                env.raw(),
                function,
                bound.cast(),
                Some(release::<T>),
                ptr::null_mut(),
                ptr::null_mut(),
            )
        })
    });
    if let Err(error) = finalized {
        // SAFETY: no function has the pointer, or one that never leaves this scope.
        drop(unsafe { Box::from_raw(bound) });
        return Err(error);
    }
    // SAFETY: `function` is a live value of this env.
    Ok(unsafe { Unknown::from_raw_unchecked(env.raw(), function) })
}

unsafe extern "C" fn release<T: 'static>(_env: sys::napi_env, bound: *mut c_void, _hint: *mut c_void) {
    // SAFETY: Node calls this once, with the pointer that `function` leaked, after the last call of the function.
    let bound = unsafe { Box::from_raw(bound.cast::<Bound<T>>()) };
    // A panic must not cross into Node; what could not be dropped is leaked.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(bound)));
}

unsafe extern "C" fn enter<T: 'static>(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let (mut count, mut data, mut result) = (MOST_ARGUMENTS, ptr::null_mut(), ptr::null_mut());
    let mut values = [ptr::null_mut(); MOST_ARGUMENTS];
    // SAFETY: Node calls with a live env and info, and fills at most `count` values.
    let status = unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            &raw mut count,
            values.as_mut_ptr(),
            ptr::null_mut(),
            &raw mut data,
        )
    };
    if status != sys::Status::napi_ok || data.is_null() {
        return result;
    }
    // SAFETY: `data` is the `Bound` that `function` leaked; the function is being called, so it was not released.
    let bound = unsafe { &*data.cast::<Bound<T>>() };
    let arguments = Arguments { env, values };
    let outcome = catch_unwind(AssertUnwindSafe(|| (bound.call)(&bound.target, &arguments)))
        .unwrap_or_else(|_| Err(Error::from_reason("a panic in nogil's native code")));
    match outcome {
        Ok(QUIET) => {}
        // SAFETY: `env` is live.
        Ok(number) => unsafe {
            sys::napi_create_int32(env, number, &raw mut result);
        },
        Err(error) => throw(env, &error.reason),
    }
    result
}

fn throw(env: sys::napi_env, reason: &str) {
    // Only what follows a zero byte is lost.
    let reason = CString::new(reason.split('\0').next().unwrap_or_default()).unwrap_or_default();
    // SAFETY: `env` is live and the text outlives the call.
    unsafe { sys::napi_throw_error(env, c"ERR_NOGIL_NATIVE".as_ptr(), reason.as_ptr()) };
}
