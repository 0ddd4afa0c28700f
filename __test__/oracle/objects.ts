/** The objects that programs of the oracle have. */

import { Future } from 'nogil/futures';
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from 'nogil/queue';
import { Barrier, BoundedSemaphore, Condition, Event, Local, Lock, RLock, Semaphore, Timer } from 'nogil/threading';
import { failAction } from './functions.js';
import { note } from './memory.js';
import { notSupported } from './not-supported.js';
import type { Made } from './programs.js';

/** In a second. */
const MILLISECONDS = 1000;

const queues: Record<string, new (maxsize: number) => Queue> = { fifo: Queue, lifo: LifoQueue, prio: PriorityQueue };

/**
 * Makes one. `other` gives what was made before; `number` the number of a text of the log, for what is called in another
 * thread.
 */
export function newObject(
  name: string,
  { kind, value, parties, action, order, maxsize, lock, interval = 0 }: Made,
  other: (name: string) => object,
  number: (text: string) => number,
): object {
  switch (kind) {
    case 'lock':
      return new Lock();
    case 'rlock':
      return new RLock();
    case 'sem':
      return new Semaphore(value);
    case 'bsem':
      return new BoundedSemaphore(value);
    case 'event':
      return new Event();
    case 'cond':
      return lock === undefined ? new Condition() : new Condition(other(lock) as Lock);
    case 'barrier':
      return new Barrier(
        parties as number,
        actionOf(action, () => number(`action:${name}`)),
      );
    case 'queue':
      return new (queues[order ?? ''] ?? notSupported(`a queue of the order ${order}`))(maxsize ?? 0);
    case 'simplequeue':
      return new SimpleQueue();
    case 'local':
      return new Local();
    case 'timer':
      return new Timer(interval * MILLISECONDS, note, [number(`timer:${name}`)]);
    case 'future':
      return new Future();
    default:
      return notSupported(`an object of the kind ${kind}`);
  }
}

function actionOf(action: string | undefined, number: () => number): (() => void) | null {
  switch (action) {
    case undefined:
      return null;
    case 'log': {
      const called = number();
      return () => note(called);
    }
    case 'fail':
      return failAction;
    default:
      return notSupported(`the action ${action}`);
  }
}
