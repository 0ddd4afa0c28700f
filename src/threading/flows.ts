/**
 * Asynchronous flows: who owns a lock that its owner may take again.
 *
 * A flow is the body of a `use()`, and what it starts, or a task of a pool. What runs in it is told by AsyncLocalStorage,
 * which makes each `await` of a program slower on Node 20 and 22: it is switched on by the first flow, and off after the
 * last.
 *
 * @module
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { currentTask } from '../futures/current-task.js';
import { taskThread } from '../futures/task-thread.js';

/** See the module. */
export interface Flow {
  /** The flow that it was started in. */
  readonly parent?: Flow | undefined;
  /** What it has left behind stands in no flow. */
  ended?: boolean;
}

interface Flows {
  storage: AsyncLocalStorage<Flow> | undefined;
  live: number;
}

/** Of the thread, not of the module, which there may be more than one copy of. */
const key = Symbol.for('nogil.flows');
const thread = globalThis as { [key]?: Flows };
thread[key] ??= { storage: undefined, live: 0 };
const flows = thread[key];

/** The flow that runs; undefined outside of all. */
export function currentFlow(): Flow | undefined {
  if (flows.live > 0) {
    const flow = flows.storage?.getStore();
    if (flow !== undefined && flow.ended !== true) {
      return flow;
    }
  }
  return taskThread() === undefined ? undefined : (currentTask() as Flow | undefined);
}

/** Whether what runs in `flow` runs in `owner` too. */
export function isWithin(flow: Flow | undefined, owner: Flow): boolean {
  for (let at = flow; at !== undefined; at = at.parent) {
    if (at === owner) {
      return true;
    }
  }
  return false;
}

/** Runs it in a flow of its own, which ends with it. */
export async function runInFlow<Result>(body: () => Promise<Result>): Promise<Awaited<Result>> {
  flows.storage ??= new AsyncLocalStorage();
  const flow: Flow = { parent: currentFlow(), ended: false };
  flows.live += 1;
  try {
    return await flows.storage.run(flow, body);
  } finally {
    flow.ended = true;
    flows.live -= 1;
    if (flows.live === 0) {
      flows.storage.disable();
    }
  }
}
