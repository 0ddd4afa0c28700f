//! What a submitter may ask about its task, and do about it, until the result is there.

use crate::message::{Message, TaskId};
use crate::pool::Pool;
use crate::port::Port;
use crate::task_state::{Cancel, Progress};

/// Cancels a task if nobody has begun it. One that was given to a worker together with others is put back for that.
pub fn cancel(pool: &Pool<Message>, port: &Port, task: TaskId) -> Cancel {
    let wanted = |message: &Message| message.task() == task && message.port() == port.id();
    loop {
        let before = port.states().snapshot(task);
        let cancel = port.states().cancel(task);
        if cancel == Cancel::Cancelled {
            return cancel;
        }
        // Where nobody holds it, it has begun, unless it was put back while that was asked.
        if !pool.reclaim(&wanted) && port.states().snapshot(task) == before {
            return cancel;
        }
    }
}

/// Whether a worker has begun a task.
#[must_use]
pub fn has_begun(pool: &Pool<Message>, port: &Port, task: TaskId) -> bool {
    let wanted = |message: &Message| message.task() == task && message.port() == port.id();
    loop {
        let before = port.states().snapshot(task);
        if port.states().progress(task) != Progress::Given || pool.holds_unbegun(&wanted) {
            return false;
        }
        if port.states().snapshot(task) == before {
            return true;
        }
    }
}
