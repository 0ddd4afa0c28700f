/**
 * What the loop of a worker has to know of tasks that its own tasks have submitted, and wait for.
 *
 * The loop is a bundle, and a task's code may import the package, which is another copy: they share this by a symbol of
 * the thread.
 *
 * @module
 */

interface Nested {
  /** For each copy: how many tasks for pools were submitted here, and have not ended. */
  readonly counts: Set<() => number>;
  /** Called when tasks were sent to a pool. */
  sent: (() => void) | undefined;
  /** The thread begins to wait, blocked, for tasks of the pool of that key. False when too many do. */
  beginBlocking: ((pool: number) => boolean) | undefined;
  /** It runs tasks again. */
  endBlocking: (() => void) | undefined;
}

const key = Symbol.for('nogil.nested');
const thread = globalThis as { [key]?: Nested };
thread[key] ??= { counts: new Set(), sent: undefined, beginBlocking: undefined, endBlocking: undefined };

/** See the module. The functions are there in workers only. */
export const nested: Nested = thread[key];

/** Whether tasks that this thread has submitted to pools have not ended. */
export function waitsForTasks(): boolean {
  for (const count of nested.counts) {
    if (count() > 0) {
      return true;
    }
  }
  return false;
}
