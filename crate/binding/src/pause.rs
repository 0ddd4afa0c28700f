//! The wait of `sleepSync`, slice by slice: between two of them the thread is back in JavaScript, where Node can end it.

use crate::callback::{self, Arguments, Call};
use crate::environment::Environment;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{Pause, Port, Slice, interrupts};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Answers of `slice` and `rest`.
const PENDING: i32 = 0;
const OVER: i32 = 1;
const INTERRUPTED: i32 = 2;

struct Pauses {
    environment: Rc<Environment>,
    /// What is delivered here ends a pause, if there is one.
    port: Option<Arc<Port>>,
    /// The innermost at the end: what is done between two slices may pause too.
    begun: RefCell<Vec<Pause>>,
}

impl Pauses {
    /// `begin(milliseconds)`: from now on `slice` and `rest` are about this pause. `Infinity` is one without end.
    fn begin(&self, arguments: &Arguments) -> i32 {
        let length = Duration::try_from_secs_f64(arguments.float(0) / 1000.0).ok();
        let pause = Pause::begin(self.environment.waits(), length);
        if let Some(port) = &self.port {
            pause.until_delivery(port);
        }
        self.begun.borrow_mut().push(pause);
        0
    }

    /// Sleeps, for so many milliseconds at most.
    fn sleep(&self, arguments: &Arguments, sleep: fn(&Pause, Duration) -> Slice) -> Result<i32> {
        let begun = self.begun.borrow();
        let pause = begun.last().ok_or_else(|| Error::from_reason("no pause has begun"))?;
        Ok(match sleep(pause, Duration::from_millis(arguments.number(0)?.into())) {
            Slice::Pending => PENDING,
            Slice::Over => OVER,
            Slice::Interrupted => INTERRUPTED,
        })
    }

    /// `end()`: the pause begun last is done with.
    fn end(&self) -> i32 {
        self.begun.borrow_mut().pop();
        0
    }
}

/// What `sleepSync` calls, as bare functions.
#[napi(
    catch_unwind,
    ts_return_type = "{ begin(milliseconds: number): number, slice(most: number): number, rest(most: number): number, end(): number }"
)]
pub fn pausing(env: Env) -> Result<Object<'static>> {
    pause_functions(env, None)
}

/// The functions of `pausing`, for pauses that also end when something is delivered to the port.
pub fn pause_functions(env: Env, port: Option<Arc<Port>>) -> Result<Object<'static>> {
    let pauses = Rc::new(Pauses {
        environment: Environment::of(env)?,
        port,
        begun: RefCell::default(),
    });
    let functions: [(&str, Call<Pauses>); 4] = [
        ("begin", |pauses, arguments| Ok(pauses.begin(arguments))),
        ("slice", |pauses, arguments| pauses.sleep(arguments, Pause::slice)),
        ("rest", |pauses, arguments| pauses.sleep(arguments, Pause::rest)),
        ("end", |pauses, _| Ok(pauses.end())),
    ];
    let mut pausing = Object::new(&env)?;
    for (name, function) in functions {
        pausing.set(name, callback::function(env, name, &pauses, function)?)?;
    }
    Ok(pausing)
}

/// How many environments have ended so far, as a number to compare with a later one.
#[napi(catch_unwind)]
pub fn ended_environments() -> u32 {
    interrupts().left()
}

/// Ends every wait of every JavaScript thread, for good: the process is about to end.
#[napi(catch_unwind)]
pub fn interrupt_all() {
    interrupts().interrupt_all();
}
