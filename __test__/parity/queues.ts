/** Queues, and what parties do with them. */

import { LifoQueue, PriorityQueue, Queue, ShutDown } from 'nogil/queue';
import { call, get, put, type Steps } from './parties.js';

type QueueClass = new <Item>(maxsize?: number) => Queue<Item>;

/** All that have a limit and can be shut down, and the order in which they give 111, 333, 222. */
export const kindsOfQueues: readonly [QueueClass: QueueClass, order: number[]][] = [
  [Queue, [111, 333, 222]],
  [LifoQueue, [222, 333, 111]],
  [PriorityQueue, [111, 222, 333]],
];

/** What it gives, or that the queue is shut down. */
export function* unlessShut<Result>(steps: Steps<Result>): Steps<Result | 'shut down'> {
  try {
    return yield* steps;
  } catch (error) {
    if (error instanceof ShutDown) {
      return 'shut down';
    }
    throw error;
  }
}

interface Joinable {
  join(): Promise<void>;
}

export function join(queue: Joinable): Steps<void> {
  return call(queue, 'join');
}

/** Puts an item, and says whether it could. */
export function* putUnlessShut<Item>(queue: Queue<Item>, item: Item): Steps<'put' | 'shut down'> {
  return (yield* unlessShut(put(queue, item))) ?? 'put';
}

/** Takes an item, and says that it is done. */
export function* getDone<Item>(queue: Queue<Item>): Steps<Item | 'shut down'> {
  const item = yield* unlessShut(get(queue));
  if (item !== 'shut down') {
    queue.taskDone();
  }
  return item as Item | 'shut down';
}
