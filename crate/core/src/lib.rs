//! The runtime of nogil, in pure Rust.
//!
//! A task travels as a [`Message`]: words that the submitter wrote and that a worker reads. It waits in a
//! [`Pool`], is taken by a worker (a [`Lane`], which is an isolate's own thread, or a thread of the
//! [`NativePool`]), and its result goes to the [`Port`] of the isolate that submitted it. Nothing here knows of
//! Node: a port rings a [`Bell`], and whoever made the port says what ringing means.
//!
//! ```text
//! submitter --Message--> Pool (injector) --take--> Lane | native thread
//!     ^                                               |
//!     +-- Bell <-- Port (inbox of result records) <---+
//! ```

#![forbid(unsafe_code)]

// The tests' stand-ins name the crate as the programs in `tests/` do, which use them too.
#[cfg(all(test, not(nogil_loom)))]
extern crate self as nogil_core;

mod blocked;
mod blocks;
mod cancel;
mod clock;
mod deadlock;
mod deaths;
mod functions;
mod gate;
mod interrupt;
mod lane;
mod leaving;
mod message;
#[cfg(all(test, nogil_loom))]
mod models;
mod monitor;
mod native_pool;
mod objects;
mod pause;
mod pool;
mod port;
mod primitive;
mod queue;
mod registry;
mod route;
mod shared;
mod shared_future;
mod sync;
mod task_state;

pub use blocked::{Blocked, blocked};
pub use cancel::{cancel, has_begun};
pub use clock::micros;
pub use deadlock::{Cycle, LockGraph, Named as NamedLock, Party as LockParty, lock_graph};
pub use deaths::{Death, Deaths, deaths};
pub use functions::{FunctionId, FunctionSpec, KeptFunctions, Part, functions};
pub use gate::{Gate, GateClosed, GatePass};
pub use interrupt::{Interrupts, Outcome, Settle, Wait, Waiter, Waits, interrupts};
pub use lane::{
    Armed, CURSOR_ENDED, DESK_HEADER_WORDS, Desk, Exchanged, FIRST_RECORD, GOES_ON, Lane, LaneCounts, LaneError,
    Roster, Running, Tally, roster,
};
pub use message::{
    HEADER_WORDS, Message, MessageError, Status, TaskId, WATCHED, high_half, low_half, record_header, records, words_of,
};
pub use monitor::{Monitor, NotWatched, Watched};
pub use native_pool::{CancelToken, Job, JobOutcome, NATIVE_THREAD_NAME, NativePool, SpawnError};
pub use objects::{Holds, Object, ObjectNumber, Objects, Shared, objects};
pub use pause::{Pause, Slice};
pub use pool::{Holder, Patience, Pool, PoolClosed, Priority, Seat, Taken};
pub use port::{Bell, DeliverError, Delivery, Port, PortId};
pub use queue::{Got, Incomparable, Key, KeyPart, Order, Put, Queue, TooOften};
pub use registry::{PoolKey, pools, ports};
pub use shared::{As, Cell, CellValue, Dict, List, NotWritten, Value};
pub use shared_future::{
    FutureCancel, FutureNumber, FutureState, HeldFutures, Origin, Outcome as FutureOutcome, Settled, SharedFutures,
    Started, shared_futures,
};
pub use sync::{
    Acquired, Answer, Arrived, Awaits, Barrier, BlockedWait, Condition, ConditionWait, Event, Expiry, Flow, Gift, Item,
    Lock, NotHeld, NotOwner, Place, RLock, Semaphore, ThreadNumber, Token, TooMany, Waitable,
};
pub use task_state::{Cancel, Claim, Progress, TaskStates};
