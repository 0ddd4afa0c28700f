//! What belongs to one JavaScript thread: the instance data of its Node-API environment, and its one cleanup hook.

use napi::bindgen_prelude::*;
use nogil_core::{Gate, Lane, Message, NATIVE_THREAD_NAME, Pool, PoolKey, PortId, pools, ports};
use std::cell::RefCell;
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
        env.add_env_cleanup_hook(Rc::clone(&environment), |environment| {
            // A panic must not cross into Node; what is not closed then is leaked.
            let _ = catch_unwind(AssertUnwindSafe(|| environment.end()));
        })?;
        silence_native_threads();
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

    /// Makes a pool. Node ends its workers when the isolate ends.
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

    fn end(&self) {
        // Left open, to show that a sanitizer sees what then happens.
        let planted = cfg!(feature = "open-gate");
        if !planted {
            self.gate.close();
        }
        for lane in self.lanes.take() {
            if let Some(lane) = lane.upgrade() {
                // Borrowed only during a call from JavaScript, which does not run any more.
                lane.borrow_mut().abandon();
            }
        }
        for port in self.ports.take() {
            // A native task asks whether its port is open, too.
            if !planted {
                ports().close(port);
            }
        }
        for key in self.pools.take().into_keys() {
            pools().forget(key);
        }
    }
}
