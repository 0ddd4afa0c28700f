/**
 * What the loop of a worker has to know of tasks that its own tasks have submitted, and wait for.
 *
 * The loop is a bundle, and a task's code may import the package, which is another copy: they share this by a symbol of
 * the thread.
 *
 * @module
 */

interface Nested {
  /** For each copy: adds the keys of pools whose tasks were submitted here, or are waited for, and have not all ended. */
  readonly pools: Set<(keys: number[]) => void>;
  /** How many tasks of all copies, and Futures of other threads, have not ended: without any there are no such pools. */
  pending: number;
  /** Called when tasks were sent to a pool, or one of another thread is waited for. */
  sent: (() => void) | undefined;
  /**
   * The thread begins to wait, blocked, for tasks of the pool of that key, or for whatever its own pool may run if that is
   * 0. False when too many do.
   */
  beginBlocking: ((pool: number) => boolean) | undefined;
  /** It runs tasks again. */
  endBlocking: (() => void) | undefined;
}

const key = Symbol.for('nogil.nested');
const thread = globalThis as { [key]?: Nested };
thread[key] ??= { pools: new Set(), pending: 0, sent: undefined, beginBlocking: undefined, endBlocking: undefined };

/** See the module. The functions are there in workers only. */
export const nested: Nested = thread[key];

const none: readonly number[] = [];

/**
 * The keys of pools of which this thread may wait for tasks; one may stand there twice. 0 stands for whatever pool settles
 * what is waited for.
 */
export function awaitedPools(): readonly number[] {
  if (nested.pending === 0) {
    // Asked for by every asynchronous task of a worker, most of which wait for none.
    return none;
  }
  const keys: number[] = [];
  for (const add of nested.pools) {
    add(keys);
  }
  return keys;
}
