/**
 * How a task ended, in its result: `Status` in `crate/core/src/message.rs`.
 *
 * @module
 */

export const RETURNED = 0;
export const THREW = 1;
export const CANCELLED = 2;
export const LOST = 3;
export const BROKEN = 4;
export const TIMED_OUT = 6;
export const NO_MEMORY = 7;
/** Nothing that ended: a pool of this thread needs another worker, and has its key in the place of the task. */
export const WANTED = 8;
/** Nothing that ended: a watched task was handed to a worker. */
export const BEGUN = 9;
/** Nothing that ended: a worker of a pool of this thread has a task that is to end. The pool's key stands for the task. */
export const ABORTING = 10;
/** Nothing that ended: another thread has cancelled a task of this one. The shared Future's number stands for the task. */
export const CANCELLED_AFAR = 11;
/** Nothing that ended: another thread wants a task of this one to be aborted, for the reason that follows. */
export const ABORTED_AFAR = 12;

/** Added to the number of a task's values: it is handed out alone, and its beginning is told (`WATCHED` in `message.rs`). */
export const WATCHED: number = 1 << 30;
/** Added to the number of a task's values by a thread that did not make the pool: no objects can go beside its tasks. */
export const FROM_AFAR: number = 1 << 29;
/** Added to the number of a task's values: the last of them is no argument, but the id of the task's trace. */
export const TRACED: number = 1 << 28;
/** Added to the number of a task's values: its function is called by what this thread has set for that (`TaskThread.around`). */
export const AROUND: number = 1 << 27;
