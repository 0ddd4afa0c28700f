/**
 * Threads, and what they meet by. Python: `threading`.
 *
 * @module
 */

export { BrokenBarrierError, DeadlockError, OwnerDiedError } from '../errors.js';
export { Barrier, type BarrierOptions } from './barrier.js';
export { Condition } from './condition.js';
export { Event } from './event.js';
export { Hold } from './hold.js';
export { Lock, type LockOptions } from './lock.js';
export type { AcquireOptions, WaitOptions } from './lock-options.js';
export { RLock } from './rlock.js';
export { BoundedSemaphore, Semaphore } from './semaphore.js';
