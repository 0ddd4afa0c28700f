//! An isolate as a worker: it hands in a result and takes the next task in one call.

use crate::area::Area;
use crate::callback::{self, Arguments};
use crate::desk::JsDesk;
use crate::environment::{Environment, SharedLane};
use crate::isolate::{Isolate, words_needed};
use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_core::{Armed, Exchanged, Lane, LaneError, Patience, pools};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Answers of `exchange` that are no count of tasks. What is less still is the size of the area that the next task
/// needs, which is never as small.
const NOTHING: i32 = 0;
const CLOSED: i32 = -1;

struct Worker {
    lane: SharedLane,
}

impl Worker {
    /// `exchange(words, spare)`: hands in the results up to a word of the results area, and lays the next tasks out in
    /// the tasks area, after a spin where that pays. It never blocks. `spare` is 1 while its tasks wait for others: then
    /// it takes what it was woken for after `armAsSpare`.
    fn exchange(&self, arguments: &Arguments) -> Result<i32> {
        let words = arguments.number(0)? as usize;
        let patience = if arguments.number(1)? == 0 {
            Patience::Spin
        } else {
            Patience::Woken
        };
        match self.lane.borrow_mut().exchange(words, patience) {
            Ok(Exchanged::Tasks(tasks)) => i32::try_from(tasks).map_err(|error| Error::from_reason(error.to_string())),
            Ok(Exchanged::NeedsRoom(words)) => words_needed(words),
            Ok(Exchanged::Nothing) => Ok(NOTHING),
            Ok(Exchanged::Closed) => Ok(CLOSED),
            Err(error) => Err(no_desk(error)),
        }
    }

    /// `give(words)`: hands in the results up to a word of the results area, and takes no tasks.
    fn give(&self, arguments: &Arguments) -> Result<i32> {
        let words = arguments.number(0)? as usize;
        self.lane.borrow().give(words).map_err(no_desk)?;
        Ok(0)
    }

    /// `arm()`: the isolate goes back to its event loop; its bell is rung when there is something to take. 0 when
    /// there is something already; 2 when it is to end, as there are more workers than there may be.
    fn arm(&self) -> i32 {
        match self.lane.borrow_mut().arm() {
            Armed::No => 0,
            Armed::Yes => 1,
            Armed::Superfluous => 2,
        }
    }

    /// `disarm()`: its tasks wait for no others any more.
    fn disarm(&self) -> i32 {
        self.lane.borrow_mut().disarm();
        0
    }

    /// `armAsSpare()`: its tasks wait for others; its bell is rung when there is one that nobody else is free for.
    fn arm_as_spare(&self) -> i32 {
        self.lane.borrow_mut().arm_as_spare();
        0
    }

    /// `isAborted(ticket)`: 1 when the task is to end.
    fn is_aborted(&self, arguments: &Arguments) -> Result<i32> {
        Ok(i32::from(self.lane.borrow().is_aborted(arguments.number(0)?)))
    }
}

fn no_desk(error: LaneError) -> Error {
    Error::from_reason(error.to_string())
}

/// A worker isolate's part in a pool.
#[napi]
pub struct WorkerLane {
    worker: Rc<Worker>,
}

#[napi]
impl WorkerLane {
    /// Joins the pool of that key. `id` is told to the submitter of a task that the isolate dies with; `isolate` is
    /// this thread's own, whose bell is rung after `arm`, and when a task is to end. After so many tasks it says that the
    /// pool was closed; 0 has no end.
    #[napi(constructor, catch_unwind)]
    pub fn new(
        env: Env,
        isolate: &Isolate,
        pool: u32,
        id: u32,
        most_tasks: u32,
        tasks: Unknown,
        results: Unknown,
    ) -> Result<Self> {
        let environment = Environment::of(env)?;
        let key = pool;
        let pool = pools()
            .find(key)
            .ok_or_else(|| Error::from_reason("the pool has ended"))?;
        let (tasks, results) = (Area::new(&env, &tasks)?, Area::new(&env, &results)?);
        let (bell, desk) = (isolate.doorbell().clone(), JsDesk::new(tasks, results)?);
        let mut lane = Lane::new(id, pool, Arc::new(bell), Box::new(desk));
        lane.enlist(key, Arc::clone(environment.waits()));
        if most_tasks > 0 {
            lane.limit(most_tasks as usize);
        }
        let lane = Rc::new(RefCell::new(lane));
        environment.own_lane(&lane, key, id);
        Ok(Self {
            worker: Rc::new(Worker { lane }),
        })
    }

    /// Other areas to read tasks from and to write results into. Not while a batch has tasks that were not begun.
    #[napi(catch_unwind)]
    pub fn attach(&self, env: Env, tasks: Unknown, results: Unknown) -> Result<()> {
        let desk = JsDesk::new(Area::new(&env, &tasks)?, Area::new(&env, &results)?)?;
        self.worker.lane.borrow().attach(Box::new(desk)).map_err(no_desk)
    }

    /// Why a task is to end, if it is.
    #[napi(catch_unwind)]
    pub fn abort_reason(&self, ticket: u32) -> Option<Buffer> {
        self.worker.lane.borrow().abort_reason(ticket).map(Buffer::from)
    }

    /// The thread begins to wait for tasks of a pool: another worker may take its place. False when so many wait already
    /// that none does.
    #[napi(catch_unwind)]
    pub fn begin_blocking(&self, pool: u32) -> bool {
        self.worker.lane.borrow_mut().begin_blocking(pool)
    }

    /// As many tasks go on as may, and await tasks of these pools. Whether one of those may need a worker
    /// of this pool; if that comes to be later, the bell is rung.
    #[napi(catch_unwind)]
    pub fn awaits(&self, pools: Vec<u32>) -> bool {
        self.worker.lane.borrow_mut().awaits(pools)
    }

    /// Asks for one more worker if there are tasks that nobody is free for.
    #[napi(catch_unwind)]
    pub fn ask_for_worker(&self) {
        self.worker.lane.borrow().ask_for_worker();
    }

    /// The thread runs tasks again.
    #[napi(catch_unwind)]
    pub fn end_blocking(&self) {
        self.worker.lane.borrow_mut().end_blocking();
    }

    /// The hot calls, as bare functions.
    #[napi(
        catch_unwind,
        ts_return_type = "{ exchange(words: number, spare: 0 | 1): number, give(words: number): number, arm(): 0 | 1 | 2, armAsSpare(): number, disarm(): number, isAborted(ticket: number): 0 | 1 }"
    )]
    pub fn hot(&self, env: Env) -> Result<Object<'static>> {
        let mut hot = Object::new(&env)?;
        hot.set(
            "exchange",
            callback::function(env, "exchange", &self.worker, Worker::exchange)?,
        )?;
        hot.set("give", callback::function(env, "give", &self.worker, Worker::give)?)?;
        hot.set(
            "arm",
            callback::function(env, "arm", &self.worker, |worker, _| Ok(worker.arm()))?,
        )?;
        hot.set(
            "armAsSpare",
            callback::function(env, "armAsSpare", &self.worker, |worker, _| Ok(worker.arm_as_spare()))?,
        )?;
        hot.set(
            "disarm",
            callback::function(env, "disarm", &self.worker, |worker, _| Ok(worker.disarm()))?,
        )?;
        hot.set(
            "isAborted",
            callback::function(env, "isAborted", &self.worker, Worker::is_aborted)?,
        )?;
        Ok(hot)
    }
}
