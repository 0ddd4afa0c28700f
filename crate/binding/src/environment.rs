//! What belongs to one JavaScript thread: the instance data of its Node-API environment, and its one cleanup hook.

use crate::held_objects::HeldObjects;
use crate::pool::answer_queued;
use napi::bindgen_prelude::*;
use nogil_core::{
    Death, Gate, HeldFutures, KeptFunctions, Lane, Message, NATIVE_THREAD_NAME, Pool, PoolKey, PortId, Waits, deaths,
    interrupts, pools, ports, roster, shared_futures,
};
use std::cell::{RefCell, RefMut};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::{Rc, Weak};
use std::sync::{Arc, Once};

/// A lane, shared by its JavaScript functions and the cleanup hook of its environment.
pub type SharedLane = Rc<RefCell<Lane>>;

/// A native task's panic fails its Future, which says what it said: it is not to be printed too.
fn silence_native_threads() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let thread = std::thread::current();
            if !thread.name().is_some_and(|name| name.starts_with(NATIVE_THREAD_NAME)) {
                print(panic);
            }
        }));
    });
}

/// A lane, or one that is to come, and by what its pool's owner knows it.
struct OwnLane {
    lane: Weak<RefCell<Lane>>,
    pool: PoolKey,
    death: Death,
}

/// See the module.
pub struct Environment {
    /// In front of this isolate's memory, for native tasks that read it.
    pub gate: Arc<Gate>,
    waits: Arc<Waits>,
    ports: RefCell<Vec<PortId>>,
    lanes: RefCell<Vec<OwnLane>>,
    pools: RefCell<BTreeMap<PoolKey, Arc<Pool<Message>>>>,
    functions: RefCell<KeptFunctions>,
    futures: RefCell<HeldFutures>,
    objects: Rc<HeldObjects>,
}

impl Environment {
    /// The calling thread's environment, made at the first call.
    pub fn of(env: Env) -> Result<Rc<Self>> {
        if let Some(environment) = env.get_instance_data::<Rc<Self>>()? {
            return Ok(Rc::clone(environment));
        }
        let environment = Rc::new(Self {
            gate: Arc::default(),
            waits: interrupts().join(),
            ports: RefCell::default(),
            lanes: RefCell::default(),
            pools: RefCell::default(),
            functions: RefCell::default(),
            futures: RefCell::default(),
            objects: HeldObjects::new(),
        });
        env.set_instance_data(Rc::clone(&environment), (), |_| {})?;
        env.add_env_cleanup_hook(Rc::clone(&environment), |environment| {
            // A panic must not cross into Node; what is not closed then is leaked.
            let _ = catch_unwind(AssertUnwindSafe(|| environment.end()));
        })?;
        silence_native_threads();
        Ok(environment)
    }

    /// The waits of this thread: whatever parks it in native code is registered there.
    pub fn waits(&self) -> &Arc<Waits> {
        &self.waits
    }

    /// The functions that this thread may still send.
    pub fn functions(&self) -> RefMut<'_, KeptFunctions> {
        self.functions.borrow_mut()
    }

    /// The shared futures that this thread has.
    pub fn futures(&self) -> RefMut<'_, HeldFutures> {
        self.futures.borrow_mut()
    }

    /// The locks and queues that this thread has handles on, and what it waits for.
    pub fn objects(&self) -> &HeldObjects {
        &self.objects
    }

    /// This port is closed when the isolate ends.
    pub fn own_port(&self, port: PortId) {
        self.ports.borrow_mut().push(port);
    }

    /// The isolate will have that lane: its pool's owner hears of its end also before.
    pub fn expect_lane(&self, pool: PoolKey, id: u32) {
        self.add_lane(Weak::new(), pool, id, false);
    }

    /// This lane's task is lost when the isolate ends.
    pub fn own_lane(&self, lane: &SharedLane, pool: PoolKey, id: u32) {
        self.add_lane(Rc::downgrade(lane), pool, id, true);
    }

    fn add_lane(&self, lane: Weak<RefCell<Lane>>, pool: PoolKey, id: u32, joined: bool) {
        let mut lanes = self.lanes.borrow_mut();
        lanes.retain(|own| own.lane.strong_count() > 0);
        let death = Death { lane: id, joined };
        lanes.push(OwnLane { lane, pool, death });
    }

    /// This isolate's lane in a pool, if it has one.
    pub fn lane_of(&self, pool: &Arc<Pool<Message>>) -> Option<SharedLane> {
        let lanes = self.lanes.borrow();
        lanes
            .iter()
            .filter_map(|own| own.lane.upgrade())
            .find(|lane| Arc::ptr_eq(lane.borrow().pool(), pool))
    }

    /// Makes a pool of so many workers at most. Node ends its workers when the isolate ends.
    pub fn open_pool(&self, most_workers: u32, limits: Vec<u32>) -> PoolKey {
        let owner = self.ports.borrow().first().copied();
        let (key, pool) = pools().open(owner, most_workers, limits);
        deaths().watch(key);
        self.pools.borrow_mut().insert(key, pool);
        key
    }

    /// Whether the pool is this isolate's.
    pub fn owns(&self, key: PoolKey) -> bool {
        self.pools.borrow().contains_key(&key)
    }

    /// A pool of this isolate, or of another one of the process.
    pub fn pool(&self, key: PoolKey) -> Option<Arc<Pool<Message>>> {
        let own = self.pools.borrow().get(&key).cloned();
        own.or_else(|| pools().find(key))
    }

    /// The pool's workers have all ended.
    pub fn forget_pool(&self, key: PoolKey) {
        if let Some(pool) = self.pools.borrow_mut().remove(&key) {
            end_pool(&pool);
        }
        pools().forget(key);
        deaths().forget(key);
        roster().forget(key);
    }

    fn end(&self) {
        interrupts().leave(&self.waits);
        // Left open, to show that a sanitizer sees what then happens.
        let planted = cfg!(feature = "open-gate");
        if !planted {
            self.gate.close();
        }
        for own in self.lanes.take() {
            if let Some(lane) = own.lane.upgrade() {
                // Borrowed only during a call from JavaScript, which does not run any more.
                lane.borrow_mut().abandon();
            }
            deaths().tell(own.pool, own.death);
        }
        // Behind the results of its lanes, which may name them.
        self.objects.end();
        drop(self.functions.take());
        drop(self.futures.take());
        for port in self.ports.take() {
            // A native task asks whether its port is open, too.
            if !planted {
                ports().close(port);
            }
            shared_futures().port_ended(port);
        }
        for (key, pool) in self.pools.take() {
            end_pool(&pool);
            pools().forget(key);
            deaths().forget(key);
            roster().forget(key);
        }
    }
}

/// The pool has no workers any more, nor will it have any: other isolates may have tasks in it.
fn end_pool(pool: &Pool<Message>) {
    pool.close();
    answer_queued(pool, nogil_core::Status::Broken);
}
