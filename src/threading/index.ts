/**
 * Threads, and what they meet by. Python: `threading`.
 *
 * @module
 */

export { TIMEOUT_MAX } from '../binding/waiting.js';
export {
  BrokenBarrierError,
  DeadlockError,
  OwnerDiedError,
  RuntimeError,
  RuntimeError as ThreadError,
} from '../errors.js';
export { Barrier, type BarrierOptions } from './barrier.js';
export { Condition } from './condition.js';
export { activeCount, currentThread, enumerate, mainThread } from './current-thread.js';
export { Event } from './event.js';
export { type ExceptHook, type ExceptHookArgs, excepthook, setExcepthook } from './excepthook.js';
export { Hold } from './hold.js';
export { Local } from './local.js';
export { Lock, type LockOptions } from './lock.js';
export type { AcquireOptions, WaitOptions } from './lock-options.js';
export { getIdent, getNativeId } from './native-id.js';
export { RLock } from './rlock.js';
export { BoundedSemaphore, Semaphore } from './semaphore.js';
export { stackSize } from './stack-size.js';
export { Thread } from './thread.js';
export type { ThreadOptions } from './thread-options.js';
export { Timer } from './timer.js';
