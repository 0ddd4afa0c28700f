//! An isolate as a worker: it hands in a result and takes the next task in one call.

use crate::area::Area;
use crate::callback::{self, Arguments};
use crate::environment::{Environment, SharedLane};
use crate::isolate::{Isolate, words_count, words_needed};
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{Lane, Message, Patience, Status as TaskStatus, Taken, pools};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Answers of `exchange` that are no count of words. What is less still is the size of the area that the next task
/// needs, which is never as small.
const NOTHING: i32 = 0;
const CLOSED: i32 = -1;

/// The first argument of `exchange` when there is no result to hand in.
const NO_RESULT: u32 = 2;

struct Worker {
    lane: SharedLane,
    tasks: RefCell<Area>,
    results: RefCell<Area>,
    /// A task that was taken, and waits for an area that it fits into.
    waiting: RefCell<Option<Message>>,
}

impl Worker {
    /// `exchange(status, words)`: hands in the result of the task taken last (its payload is in the results area), and
    /// takes the next one into the tasks area, after a spin where that pays. It never blocks.
    fn exchange(&self, arguments: &Arguments) -> Result<i32> {
        let (status, words) = (arguments.number(0)?, arguments.number(1)?);
        let mut lane = self.lane.borrow_mut();
        if status != NO_RESULT {
            let results = self.results.borrow();
            let payload = results.read(words as usize)?;
            let status = if status == TaskStatus::Returned as u32 {
                TaskStatus::Returned
            } else {
                TaskStatus::Threw
            };
            lane.give(status, payload);
        }
        if let Some(message) = self.waiting.take() {
            return self.hand_out(message);
        }
        match lane.take(Patience::Spin) {
            Taken::Task(message) => self.hand_out(message),
            Taken::Nothing => Ok(NOTHING),
            Taken::Closed => Ok(CLOSED),
        }
    }

    fn hand_out(&self, message: Message) -> Result<i32> {
        let (tasks, words) = (self.tasks.borrow(), message.words().len());
        if words > tasks.len() {
            self.waiting.replace(Some(message));
            return words_needed(words);
        }
        tasks.write(message.words());
        words_count(words)
    }

    /// `arm()`: the isolate goes back to its event loop; its bell is rung when there is something to take. 0 when
    /// there is something already.
    fn arm(&self) -> i32 {
        i32::from(self.lane.borrow_mut().arm())
    }
}

/// A worker isolate's part in a pool.
#[napi]
pub struct WorkerLane {
    worker: Rc<Worker>,
}

#[napi]
impl WorkerLane {
    /// Joins the pool of that key. `id` is told to the submitter of a task that the isolate dies with; `isolate` is
    /// this thread's own, whose bell is rung after `arm`.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, isolate: &Isolate, pool: u32, id: u32, tasks: Unknown, results: Unknown) -> Result<Self> {
        let environment = Environment::of(env)?;
        let pool = pools()
            .find(pool)
            .ok_or_else(|| Error::from_reason("the pool has ended"))?;
        let (tasks, results) = (Area::new(&env, &tasks)?, Area::new(&env, &results)?);
        let lane = Rc::new(RefCell::new(Lane::new(id, pool, Arc::new(isolate.doorbell().clone()))));
        environment.own_lane(&lane);
        Ok(Self {
            worker: Rc::new(Worker {
                lane,
                tasks: RefCell::new(tasks),
                results: RefCell::new(results),
                waiting: RefCell::default(),
            }),
        })
    }

    /// Another area to read tasks from.
    #[napi(catch_unwind)]
    pub fn attach_tasks(&self, env: Env, area: Unknown) -> Result<()> {
        *self.worker.tasks.borrow_mut() = Area::new(&env, &area)?;
        Ok(())
    }

    /// Another area to write results into.
    #[napi(catch_unwind)]
    pub fn attach_results(&self, env: Env, area: Unknown) -> Result<()> {
        *self.worker.results.borrow_mut() = Area::new(&env, &area)?;
        Ok(())
    }

    /// The hot calls, as bare functions.
    #[napi(
        catch_unwind,
        ts_return_type = "{ exchange(status: number, words: number): number, arm(): number }"
    )]
    pub fn hot(&self, env: Env) -> Result<Object<'static>> {
        let mut hot = Object::new(&env)?;
        hot.set(
            "exchange",
            callback::function(env, "exchange", &self.worker, Worker::exchange)?,
        )?;
        hot.set(
            "arm",
            callback::function(env, "arm", &self.worker, |worker, _| Ok(worker.arm()))?,
        )?;
        Ok(hot)
    }
}
