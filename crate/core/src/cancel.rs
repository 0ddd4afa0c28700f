//! What a submitter may ask about its task, and do about it, until the result is there.

use crate::message::{Message, TaskId};
use crate::pool::Pool;
use crate::port::Port;
use crate::task_state::{Cancel, Progress};

/// Cancels a task if nobody has begun it. One that was given to a worker together with others is put back for that.
pub fn cancel(pool: &Pool<Message>, port: &Port, task: TaskId) -> Cancel {
    let wanted = |message: &Message| message.task() == task && message.port() == port.id();
    loop {
        let cancel = port.states().cancel(task);
        if cancel == Cancel::Cancelled || !pool.reclaim(&wanted) {
            return cancel;
        }
    }
}

/// Whether a worker has begun a task.
#[must_use]
pub fn has_begun(pool: &Pool<Message>, port: &Port, task: TaskId) -> bool {
    let wanted = |message: &Message| message.task() == task && message.port() == port.id();
    port.states().progress(task) == Progress::Given && !pool.holds_unbegun(&wanted)
}
