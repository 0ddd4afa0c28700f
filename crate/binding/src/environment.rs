//! What belongs to one JavaScript thread: the instance data of its Node-API environment, and its one cleanup hook.

use napi::bindgen_prelude::*;
use nogil_core::{Gate, Lane, Message, Pool, PoolKey, PortId, pools, ports};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// A lane, shared by its JavaScript functions and the cleanup hook of its environment.
pub type SharedLane = Rc<RefCell<Lane>>;

/// See the module.
#[derive(Default)]
pub struct Environment {
    /// In front of this isolate's memory, for native tasks that read it.
    pub gate: Arc<Gate>,
    ports: RefCell<Vec<PortId>>,
    lanes: RefCell<Vec<Weak<RefCell<Lane>>>>,
    pools: RefCell<BTreeMap<PoolKey, Arc<Pool<Message>>>>,
}

impl Environment {
    /// The calling thread's environment, made at the first call.
    pub fn of(env: Env) -> Result<Rc<Self>> {
        if let Some(environment) = env.get_instance_data::<Rc<Self>>()? {
            return Ok(Rc::clone(environment));
        }
        let environment = Rc::new(Self::default());
        env.set_instance_data(Rc::clone(&environment), (), |_| {})?;
        env.add_env_cleanup_hook(Rc::clone(&environment), |environment| environment.end())?;
        Ok(environment)
    }

    /// This port is closed when the isolate ends.
    pub fn own_port(&self, port: PortId) {
        self.ports.borrow_mut().push(port);
    }

    /// This lane's task is lost when the isolate ends.
    pub fn own_lane(&self, lane: &SharedLane) {
        let mut lanes = self.lanes.borrow_mut();
        lanes.retain(|lane| lane.strong_count() > 0);
        lanes.push(Rc::downgrade(lane));
    }

    /// Makes a pool whose workers end when the isolate does.
    pub fn open_pool(&self) -> PoolKey {
        let (key, pool) = pools().open();
        self.pools.borrow_mut().insert(key, pool);
        key
    }

    /// A pool of this isolate.
    pub fn pool(&self, key: PoolKey) -> Option<Arc<Pool<Message>>> {
        self.pools.borrow().get(&key).cloned()
    }

    /// The pool's workers have all ended.
    pub fn forget_pool(&self, key: PoolKey) {
        self.pools.borrow_mut().remove(&key);
        pools().forget(key);
    }

    /// Workers of this isolate's pools do not wait any more.
    pub fn interrupt_pools(&self) {
        for pool in self.pools.borrow().values() {
            pool.interrupt();
        }
    }

    fn end(&self) {
        if !cfg!(feature = "fault-injection") {
            self.gate.close();
        }
        for lane in self.lanes.take() {
            if let Some(lane) = lane.upgrade() {
                // Borrowed only during a call from JavaScript, which does not run any more.
                lane.borrow_mut().abandon();
            }
        }
        for port in self.ports.take() {
            ports().close(port);
        }
        self.interrupt_pools();
        for key in self.pools.take().into_keys() {
            pools().forget(key);
        }
    }
}
