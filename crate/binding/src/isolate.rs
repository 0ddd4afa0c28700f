//! An isolate as a submitter: it writes task records into one area and reads result records from another.

use crate::area::Area;
use crate::callback::{self, Arguments, Call};
use crate::doorbell::Doorbell;
use crate::environment::Environment;
use crate::kernels::small_job;
use crate::native::native_pool;
use crate::pause::pause_functions;
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{
    Cancel, Job, Message, PoolKey, Port, Priority, Progress, Status as TaskStatus, TaskId, cancel, has_begun,
    high_half, micros, pools, ports, records, roster,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// What the hot functions of one isolate share.
pub struct Submitter {
    environment: Rc<Environment>,
    port: Arc<Port>,
    doorbell: Doorbell,
    env: napi::sys::napi_env,
    tasks: RefCell<Area>,
    results: RefCell<Area>,
    /// What was collected from the port but did not fit into the results area yet.
    collected: RefCell<Vec<u64>>,
    read: Cell<usize>,
}

impl Submitter {
    pub fn port(&self) -> &Arc<Port> {
        &self.port
    }

    pub fn environment(&self) -> &Rc<Environment> {
        &self.environment
    }

    /// `flush(pool, from, to, priority)`: sends the records between two words of the tasks area. 0 when the pool takes
    /// no more tasks.
    fn flush(&self, arguments: &Arguments) -> Result<i32> {
        let (key, from, to) = (arguments.number(0)?, arguments.number(1)?, arguments.number(2)?);
        let priority = priority(arguments.number(3)?)?;
        let tasks = self.tasks.borrow();
        let words = tasks
            .read(to as usize)?
            .get(from as usize..)
            .ok_or_else(|| Error::new(Status::InvalidArg, "the records end before they begin"))?;
        // All of them, or none.
        for record in records(words) {
            let record = record.map_err(|error| Error::from_reason(error.to_string()))?;
            task_id(high_half(record[0]))?;
        }
        if key == NATIVE {
            return self.flush_native(words);
        }
        let Some(pool) = self.environment.pool(key) else {
            return Ok(0);
        };
        let messages = records(words).filter_map(std::result::Result::ok).filter_map(|record| {
            let Ok(message) = Message::new(self.port.id(), record) else {
                // There is no memory for this one; the others go on.
                self.port.answer(high_half(record[0]), TaskStatus::NoMemory, 0, &[]);
                return None;
            };
            self.port.states().queue(message.task());
            Some(message)
        });
        let pushed = match self.environment.lane_of(&pool) {
            Some(lane) if priority == Priority::Normal => lane.borrow().submit(messages),
            _ => pool.push(priority, messages),
        };
        if pushed.is_ok() && !self.environment.owns(key) {
            pools().ask_for_worker(key, &pool);
        }
        Ok(i32::from(pushed.is_ok()))
    }

    fn flush_native(&self, words: &[u64]) -> Result<i32> {
        let port = self.port.id();
        let jobs: Vec<Job> = records(words)
            .filter_map(std::result::Result::ok)
            .map(|record| small_job(port, record))
            .collect::<Result<_>>()?;
        let native = native_pool()?;
        native.submit_all(jobs.into_iter().inspect(|job| self.port.states().queue(job.task())));
        Ok(1)
    }

    /// `drain()`: puts result records into the results area, and says how many words they are; 0 when there are none,
    /// and the bell is armed; less than 0 when the next record needs an area of so many words.
    fn drain(&self, _arguments: &Arguments) -> Result<i32> {
        let mut collected = self.collected.borrow_mut();
        if self.read.get() >= collected.len() {
            collected.clear();
            self.read.set(0);
            if !self.port.collect(&mut collected) {
                return Ok(0);
            }
        }
        let results = self.results.borrow();
        let rest = &collected[self.read.get()..];
        let mut fitting = 0;
        for record in records(rest) {
            let record = record.map_err(|error| Error::from_reason(error.to_string()))?;
            if fitting + record.len() > results.len() {
                if fitting == 0 {
                    return words_needed(record.len());
                }
                break;
            }
            fitting += record.len();
        }
        results.write(0, &rest[..fitting]);
        self.read.set(self.read.get() + fitting);
        words_count(fitting)
    }

    /// `skip()`: drops the record that `drain` asked for more words for, and says whose result it was.
    fn skip(&self) -> Result<i32> {
        let collected = self.collected.borrow();
        let record = records(&collected[self.read.get()..]).next();
        let Some(Ok(record)) = record else {
            return Err(Error::from_reason("there is no record to skip"));
        };
        self.read.set(self.read.get() + record.len());
        i32::try_from(record[0] >> 32).map_err(|error| Error::from_reason(error.to_string()))
    }

    /// `cancel(pool, task)`: 1 when it will never run. A native task has pool 0.
    fn cancel(&self, key: PoolKey, task: TaskId) -> i32 {
        let cancel = match self.environment.pool(key) {
            Some(pool) => cancel(&pool, &self.port, task),
            None => self.port.states().cancel(task),
        };
        i32::from(cancel == Cancel::Cancelled)
    }

    /// `begun(pool, task)`: 1 when a worker has begun it.
    fn begun(&self, key: PoolKey, task: TaskId) -> i32 {
        let begun = match self.environment.pool(key) {
            Some(pool) => has_begun(&pool, &self.port, task),
            None => self.port.states().progress(task) == Progress::Given,
        };
        i32::from(begun)
    }

    /// `hold(on)`: keeps the event loop alive, or lets it go.
    fn hold(&self, on: bool) -> i32 {
        self.doorbell.hold(self.env, on);
        0
    }
}

/// The key in the place of a pool's, for native tasks.
const NATIVE: PoolKey = 0;

/// Ids grow one by one, and each costs memory for good: a larger one is no id.
const MOST_TASKS: TaskId = 1 << 26;

/// A number from JavaScript as a task's.
pub fn task_id(number: u32) -> Result<TaskId> {
    if number < MOST_TASKS {
        Ok(number)
    } else {
        Err(Error::new(Status::InvalidArg, "no task has such a number"))
    }
}

/// A priority by its number.
fn priority(number: u32) -> Result<Priority> {
    match number {
        0 => Ok(Priority::Normal),
        1 => Ok(Priority::High),
        2 => Ok(Priority::Low),
        _ => Err(Error::new(Status::InvalidArg, "no such priority")),
    }
}

/// A count of words for JavaScript.
pub fn words_count(words: usize) -> Result<i32> {
    i32::try_from(words).map_err(|_| Error::from_reason("a record of 16 GiB or more"))
}

/// The answer that asks for a larger area.
pub fn words_needed(words: usize) -> Result<i32> {
    words_count(words).map(|words| -words)
}

/// A JavaScript thread's way into the runtime: it submits tasks, and hears of their results.
#[napi]
pub struct Isolate {
    submitter: Rc<Submitter>,
}

impl Isolate {
    /// The one doorbell of this thread.
    pub fn doorbell(&self) -> &Doorbell {
        &self.submitter.doorbell
    }

    /// Where results for this thread go.
    pub fn port(&self) -> &Arc<Port> {
        self.submitter.port()
    }
}

#[napi]
impl Isolate {
    /// `ring` is called, soon, whenever `drain` said 0 and there are results now, and whenever a lane of this thread
    /// is armed and there is a task now. It must not throw.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, ring: Function<(), ()>, tasks: Unknown, results: Unknown) -> Result<Self> {
        let environment = Environment::of(env)?;
        let doorbell = Doorbell::new(&ring)?;
        let (tasks, results) = (Area::new(&env, &tasks)?, Area::new(&env, &results)?);
        let port = ports().open(Box::new(doorbell.clone()));
        environment.own_port(port.id());
        Ok(Self {
            submitter: Rc::new(Submitter {
                environment,
                port,
                doorbell,
                env: env.raw(),
                tasks: RefCell::new(tasks),
                results: RefCell::new(results),
                collected: RefCell::default(),
                read: Cell::new(0),
            }),
        })
    }

    /// Another area to write tasks into: the last one was too small, or larger than need be.
    #[napi(catch_unwind)]
    pub fn attach_tasks(&self, env: Env, area: Unknown) -> Result<()> {
        *self.submitter.tasks.borrow_mut() = Area::new(&env, &area)?;
        Ok(())
    }

    /// Another area to read results from.
    #[napi(catch_unwind)]
    pub fn attach_results(&self, env: Env, area: Unknown) -> Result<()> {
        *self.submitter.results.borrow_mut() = Area::new(&env, &area)?;
        Ok(())
    }

    /// As `pausing`, for pauses that are over as soon as `drain` has something to give.
    #[napi(
        catch_unwind,
        ts_return_type = "{ begin(milliseconds: number): number, slice(most: number): number, rest(most: number): number, end(): number }"
    )]
    pub fn pausing_for_results(&self, env: Env) -> Result<Object<'static>> {
        pause_functions(env, Some(Arc::clone(self.submitter.port())))
    }

    /// A record is kept, and read later: what it names is not forgotten before.
    #[napi(catch_unwind)]
    pub fn put_off(&self) {
        self.submitter.port.put_off();
    }

    /// A record that was put off has been read.
    #[napi(catch_unwind)]
    pub fn read_late(&self) {
        self.submitter.port.read_late();
    }

    /// Tells the worker that runs a task of this thread that it is to end, and the thread that can end the worker. False
    /// when no worker has it.
    #[napi(catch_unwind)]
    pub fn abort(&self, pool: u32, task: u32, reason: &[u8]) -> bool {
        roster().abort(pool, self.submitter.port.id(), task, reason)
    }

    /// The hot calls, as bare functions.
    #[napi(
        catch_unwind,
        ts_return_type = "{ flush(pool: number, from: number, to: number, priority: number): 0 | 1, drain(): number, skip(): number, cancel(pool: number, task: number): number, begun(pool: number, task: number): number, hold(on: 0 | 1): number, micros(): number, hash(task: number, algorithm: number, bytes: Uint8Array, shared: 0 | 1, limit: number): number }"
    )]
    pub fn hot(&self, env: Env) -> Result<Object<'static>> {
        let functions: [(&str, Call<Submitter>); 8] = [
            ("flush", Submitter::flush),
            ("drain", Submitter::drain),
            ("skip", |submitter, _| submitter.skip()),
            ("cancel", |submitter, arguments| {
                Ok(submitter.cancel(arguments.number(0)?, arguments.number(1)?))
            }),
            ("begun", |submitter, arguments| {
                Ok(submitter.begun(arguments.number(0)?, arguments.number(1)?))
            }),
            ("hold", |submitter, arguments| {
                Ok(submitter.hold(arguments.number(0)? != 0))
            }),
            ("micros", |_, _| Ok(micros().cast_signed())),
            ("hash", crate::kernels::submit_hash),
        ];
        let mut hot = Object::new(&env)?;
        for (name, function) in functions {
            hot.set(name, callback::function(env, name, &self.submitter, function)?)?;
        }
        Ok(hot)
    }
}
