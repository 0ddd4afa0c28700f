/** Programs of the family `chaos`: real races, of which only is told what has to be true however they go. */

import { setTimeout as delay } from 'node:timers/promises';
import * as futures from 'nogil/futures';
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from 'nogil/queue';
import { Barrier, Condition, Lock, RLock, Semaphore } from 'nogil/threading';
import * as work from './chaos-work.js';
import type { Form } from './forms.js';
import { odd_fails } from './functions.js';
import { variable } from './memory.js';
import { notSupported } from './not-supported.js';
import { inFlow, inThread } from './threads.js';

/** What a program says: letters, as it has them. */
interface Chaos {
  what?: string;
  kind?: string;
  order?: string;
  maxsize?: number;
  n?: number;
  k?: number;
  p?: number;
  c?: number;
  v?: unknown;
  w?: number;
}

/** Starts a body: the form that blocks in a thread, the one that is awaited in a flow. */
type Starter = <Args extends unknown[], Result>(
  blocked: (...args: Args) => Result,
  awaited: (...args: Args) => Promise<Result>,
  ...args: Args
) => Promise<Result>;

/** Mixed, one is blocked in a thread, the next awaits in this thread, and the one after it awaits in another thread. */
const WAYS = 3;

function starterOf(form: Form): Starter {
  let started = 0;
  return (blocked, awaited, ...args) => {
    const way = form === 'mixed' ? started++ % WAYS : form === 'blocked' ? 0 : 1;
    switch (way) {
      case 0:
        return inThread(blocked, ...args) as never;
      case 1:
        return inFlow(() => awaited(...args)) as never;
      default:
        return inThread(awaited, ...args) as never;
    }
  };
}

function times<Result>(count: number, body: (index: number) => Result): Result[] {
  return Array.from({ length: count }, (_, index) => body(index));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const kinds: Record<string, new () => Lock | RLock | Semaphore | Condition> = {
  lock: Lock,
  rlock: RLock,
  sem: Semaphore,
  cond: Condition,
};

const queues: Record<string, new (maxsize: number) => Queue<number>> = {
  fifo: Queue,
  lifo: LifoQueue,
  prio: PriorityQueue,
};

async function prodcons(
  { order = '', maxsize = 0, p = 1, c = 1, k = 0 }: Chaos,
  start: Starter,
  isBlocked: boolean,
): Promise<unknown> {
  const queue = new (queues[order] ?? notSupported(`the order ${order}`))(maxsize);
  const consumers = times(c, () => start(work.consumeBlocked, work.consumeAwaited, queue));
  await Promise.all(times(p, (index) => start(work.produceBlocked, work.produceAwaited, queue, index * 1000, k)));
  while (!queue.empty()) {
    await delay(1);
  }
  for (const _ of consumers) {
    isBlocked ? queue.putSync(work.LAST) : await queue.put(work.LAST);
  }
  const lists = await Promise.all(consumers);
  isBlocked ? queue.joinSync() : await queue.join();
  const got = lists.flat();
  const isInOrder = times(p, (index) => got.filter((item) => Math.floor(item / 1000) === index)).every((items) =>
    items.every((item, at) => at === 0 || item > (items[at - 1] as number)),
  );
  return {
    n: got.length,
    sum: sum(got),
    per_producer_fifo: c === 1 && order === 'fifo' ? isInOrder : null,
    left: queue.qsize(),
  };
}

async function pool({ w = 1, k = 0 }: Chaos, isBlocked: boolean): Promise<unknown> {
  const executor = new futures.ThreadPoolExecutor({ maxWorkers: w });
  const all = times(k, (index) => executor.submit(odd_fails, index));
  const ok: number[] = [];
  const bad: string[] = [];
  for await (const future of futures.asCompleted(all)) {
    const exception = isBlocked ? future.exceptionSync() : await future.exception();
    if (exception === undefined) {
      ok.push((isBlocked ? future.resultSync() : await future.result()) as number);
    } else {
      bad.push((exception as Error).message);
    }
  }
  await executor.shutdown();
  return [ok.sort((a, b) => a - b), bad.sort()];
}

async function pingpong({ k = 0 }: Chaos, start: Starter, isBlocked: boolean): Promise<number> {
  const there = new SimpleQueue<number>();
  const back = new SimpleQueue<number>();
  const answers = start(work.answerBlocked, work.answerAwaited, there, back, k);
  let value = 0;
  for (let time = 0; time < k; time++) {
    if (isBlocked) {
      there.putSync(value);
      value = back.getSync();
    } else {
      await there.put(value);
      value = await back.get();
    }
  }
  await answers;
  return value;
}

const programs: Record<string, (chaos: Chaos, start: Starter, isBlocked: boolean) => Promise<unknown>> = {
  counter: async ({ kind = '', n = 1, k = 0 }, start) => {
    const lock = new (kinds[kind] ?? notSupported(`a lock of the kind ${kind}`))();
    await Promise.all(times(n, () => start(work.countBlocked, work.countAwaited, lock as Lock, k)));
    return variable(work.COUNT);
  },
  prodcons,
  barrier: async ({ n = 1, k = 0 }, start) => {
    const barrier = new Barrier(n);
    const numbers = await Promise.all(times(n, () => start(work.meetBlocked, work.meetAwaited, barrier, k)));
    return times(k, (round) => new Set(numbers.map((own) => own[round]))).every(
      (ofRound) => ofRound.size === n && times(n, (index) => ofRound.has(index)).every(Boolean),
    );
  },
  sem_peak: async ({ v, n = 1, k = 0 }, start) => {
    const semaphore = new Semaphore(v as number);
    const lock = new Lock();
    await Promise.all(times(n, () => start(work.crowdBlocked, work.crowdAwaited, semaphore, lock, k)));
    return variable(work.PEAK) <= (v as number) && work.isLeft();
  },
  futures: (chaos, _start, isBlocked) => pool(chaos, isBlocked),
  pingpong,
};

/** Runs one, and gives what has to be true. */
export function runChaos(chaos: Chaos, form: Form): Promise<unknown> {
  const program = programs[chaos.what ?? ''] ?? notSupported(`the chaos ${chaos.what}`);
  return program(chaos, starterOf(form), form === 'blocked');
}
