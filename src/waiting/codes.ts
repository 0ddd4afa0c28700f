/**
 * What the native side says of a wait: the constants of `crate/binding/src/waits.rs` and `queues.rs`.
 *
 * @module
 */

/** What of a queue is waited for. */
export const GET = 0;
export const PUT = 1;
export const JOIN = 2;

/** The wait is over, and there is no more to say. */
export const NOTHING = 0;
/** The queue takes no more, or has no more. */
export const SHUT = -1;
/** The barrier is broken. */
export const BROKEN = -2;
/** The lock of a condition is held again, as the time was over. */
export const LATE = -3;
/** There is no room in the queue. */
export const FULL = -4;
/** The priority cannot be compared with others. */
export const INCOMPARABLE = -5;
/** The wait has begun. */
export const WAITS = -10;
/** The time was over: it is said here alone. */
export const EXPIRED = -11;
/** What is less is the number of words that the area has to have. */
export const MORE_WORDS = -100;
/** This bit of a party's number says that it is the last. */
export const LAST_PARTY: number = 1 << 30;
