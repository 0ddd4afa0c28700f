/**
 * npm run test:soak:futures [-- scale]: a million tasks, a hundred thousand errors, cancellations, and ten thousand aborts
 * by a signal. Afterwards the process holds what it held before: heap, descriptors, threads and timers.
 */

import { readdirSync } from 'node:fs';
import { CancelledError, type Future, onUnobserved, ThreadPoolExecutor, tasks } from 'nogil/futures';
import { newGates, open, opened } from '../gates.js';

const work = tasks(() => import('../fixtures/futures-work.js'));
const numbers = tasks(() => import('../fixtures/dispatch-work.js'));

/** 1 for all of it. */
const scale = Number(process.argv[2] ?? 1);
const TASKS = 1_000_000 * scale;
const ERRORS = 100_000 * scale;
const CANCELLATIONS = 100_000 * scale;
const ABORTS = 10_000 * scale;
const BATCH = 5_000;
const MOST_GROWTH = 1.05;

let unobserved = 0;
onUnobserved(() => {
  unobserved += 1;
});

function check(right: boolean, what: string): void {
  if (!right) {
    console.error(what);
    process.exit(1);
  }
}

/** Calls `oneBatch` until so many tasks were submitted. */
async function inBatches(count: number, oneBatch: (size: number) => Promise<void>): Promise<void> {
  for (let left = count; left > 0; left -= BATCH) {
    await oneBatch(Math.min(left, BATCH));
  }
}

async function returnAll(pool: ThreadPoolExecutor, count: number): Promise<void> {
  await inBatches(count, async (size) => {
    const results = await Promise.all(Array.from({ length: size }, (_, index) => pool.submit(numbers.number, index)));
    check(
      results.every((result, index) => result === index),
      'a task has the result of another one',
    );
  });
}

/** Every second one is looked at. Nobody looks at the others, which are waited for without. */
async function failAll(pool: ThreadPoolExecutor, count: number): Promise<void> {
  await inBatches(count, async (size) => {
    const caught: Promise<unknown>[] = [];
    for (let index = 0; index < size; index++) {
      const future = pool.submit(work.throwAt, 'soak');
      if (index % 2 === 0) {
        caught.push(future.exception());
      }
    }
    const errors = await Promise.all(caught);
    check(
      errors.every((error) => error instanceof RangeError),
      'a task has not failed as it should',
    );
    await pool.submit(numbers.number, 0);
  });
}

/** Behind a task that holds the only worker up. */
async function behindOne(submitAndEnd: (pool: ThreadPoolExecutor) => Future<unknown>[]): Promise<void> {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const gate = newGates(2);
    const first = pool.submit(work.hang, gate);
    await opened(gate);
    const futures = submitAndEnd(pool);
    open(gate + 1);
    await first;
    const settled = await Promise.allSettled(futures);
    check(
      settled.every(({ status, reason }: { status: string; reason?: unknown }) => {
        return status === 'rejected' && reason instanceof CancelledError;
      }),
      'a task was not cancelled',
    );
  });
}

async function cancelAll(count: number): Promise<void> {
  await inBatches(count, (size) =>
    behindOne((pool) => {
      const futures = Array.from({ length: size }, (_, index) => pool.submit(numbers.number, index));
      for (const future of futures) {
        check(future.cancel(), 'a task that waits could not be cancelled');
      }
      return futures;
    }),
  );
}

async function abortAll(count: number): Promise<void> {
  // It outlives the tasks of each batch but the last one.
  const lasting = new AbortController();
  await inBatches(count, (size) =>
    behindOne((pool) => {
      const controller = new AbortController();
      const signal = AbortSignal.any([controller.signal, lasting.signal]);
      const limited = pool.options({ signal, deadline: 3_600_000 });
      const futures = Array.from({ length: size }, (_, index) => limited.submit(numbers.number, index));
      controller.abort(new CancelledError('by the signal'));
      return futures;
    }),
  );
}

async function everything(part: number): Promise<void> {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    await returnAll(pool, Math.ceil(TASKS * part));
    await failAll(pool, Math.ceil(ERRORS * part));
  });
  await cancelAll(Math.ceil(CANCELLATIONS * part));
  await abortAll(Math.ceil(ABORTS * part));
}

/** What the process holds, when all that nobody holds is collected. */
async function held(): Promise<Record<string, number>> {
  for (let round = 0; round < 10; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  // Ended threads are gone a moment later.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return {
    'heap (KiB)': Math.round(heapUsed / 1024),
    'external (KiB)': Math.round((external + arrayBuffers) / 1024),
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    'other resources': process.getActiveResourcesInfo().filter((name) => name !== 'Timeout').length,
  };
}

// V8 compiles, and tables find their size: most of that in the first hundred thousands.
await everything(0.3);
const before = await held();
const told = unobserved;
const begun = performance.now();
await everything(1);
const seconds = (performance.now() - begun) / 1000;
const after = await held();

const rows = Object.entries(before).map(([what, count]) => {
  const now = after[what] as number;
  return { what, before: count, after: now, within: now <= count * MOST_GROWTH };
});
console.table(rows);
const toldNow = unobserved - told;
console.log(
  `${process.version}: ${TASKS} tasks, ${ERRORS} errors (${toldNow} told of as unobserved), ${CANCELLATIONS} cancellations, ` +
    `${ABORTS} aborts in ${seconds.toFixed(0)} s`,
);
process.exitCode = rows.every(({ within }) => within) && toldNow >= (ERRORS / 2) * 0.99 ? 0 : 1;
