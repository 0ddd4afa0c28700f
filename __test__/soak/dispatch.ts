/**
 * npm run test:soak:dispatch [-- minutes]: tiny tasks without end, some of them asynchronous, some native, some long,
 * with cancellations, workers that die, and pools that are shut down, all at random. Each task has to settle exactly
 * once, with its own value or for a reason that it can have; and the process may not grow.
 */

import { readdirSync } from 'node:fs';
import { CancelledError, type Future, ThreadPoolExecutor, tasks, WorkerTerminated } from 'nogil/futures';
import { crc32, crc32Sync } from 'nogil/kernels';

const work = tasks(() => import('../fixtures/dispatch-work.js'));

const minutes = Number(process.argv[2] ?? 10);
const BATCH = 5_000;
/** Each tenth of the time, the memory is taken down; the first half is for V8 to find its size. */
const STEPS = 10;
const MOST_GROWTH = 1.1;

const counts = { submitted: 0, returned: 0, cancelled: 0, lost: 0, deaths: 0, pools: 0 };

/** The same numbers in each run. */
let seed = 20_261_121;
function random(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
}

const bytes = Buffer.from('nogil');
const checksum = crc32Sync(bytes);

/** What is expected of the future at the same place. */
type Expected = number | 'dies';

function submitOne(pool: ThreadPoolExecutor, value: number): [Future<unknown>, Expected] {
  const dice = random();
  if (dice < 0.93) {
    return [pool.submit(work.number, value), value];
  }
  if (dice < 0.97) {
    return [pool.submit(work.soon, value), value];
  }
  if (dice < 0.9999) {
    return [crc32(bytes), checksum];
  }
  if (dice < 0.999998) {
    return [pool.submit(work.busy, 1), 1];
  }
  counts.deaths += 1;
  return [pool.submit(work.die, Math.floor(random() * 3)), 'dies'];
}

async function oneBatch(pool: ThreadPoolExecutor): Promise<void> {
  const futures: Future<unknown>[] = new Array(BATCH);
  const expected: Expected[] = new Array(BATCH);
  const cancelled = new Set<number>();
  for (let index = 0; index < BATCH; index++) {
    [futures[index], expected[index]] = submitOne(pool, counts.submitted + index) as [Future<unknown>, Expected];
    if (random() < 0.02) {
      const victim = Math.floor(random() * (index + 1));
      if (futures[victim]?.cancel() === true) {
        cancelled.add(victim);
      }
    }
  }
  counts.submitted += BATCH;
  const settled = await Promise.allSettled(futures);
  for (let index = 0; index < BATCH; index++) {
    const outcome = settled[index] as PromiseSettledResult<unknown>;
    if (outcome.status === 'fulfilled') {
      counts.returned += 1;
      check(!cancelled.has(index) && outcome.value === expected[index], index, expected[index], outcome);
    } else if (outcome.reason instanceof CancelledError) {
      counts.cancelled += 1;
      check(cancelled.has(index), index, expected[index], outcome);
    } else {
      counts.lost += 1;
      check(outcome.reason instanceof WorkerTerminated && counts.deaths > 0, index, expected[index], outcome);
    }
  }
}

function check(right: boolean, index: number, expected: unknown, outcome: unknown): void {
  if (!right) {
    console.error(`task ${index} of the batch, of which ${String(expected)} was expected:`, outcome);
    process.exit(1);
  }
}

async function onePool(until: number): Promise<void> {
  counts.pools += 1;
  const pool = new ThreadPoolExecutor({
    maxWorkers: 1 + Math.floor(random() * 3),
    tasksPerWorker: random() < 0.5 ? 1 : 4,
  });
  for (let batches = 20 + random() * 400; batches > 0 && performance.now() < until; batches--) {
    await oneBatch(pool);
  }
  // What is still queued at a shutdown runs, or is cancelled.
  const last = Array.from({ length: 100 }, (_, index) => pool.submit(work.number, index));
  const cancelFutures = random() < 0.5;
  await pool.shutdown({ cancelFutures });
  check(
    last.every((future) => future.done() && (cancelFutures || !future.cancelled())),
    -1,
    'done',
    last,
  );
}

const begun = performance.now();
const memory: number[] = [];
for (let step = 1; step <= STEPS; step++) {
  const until = begun + (minutes * 60_000 * step) / STEPS;
  while (performance.now() < until) {
    await onePool(until);
  }
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 100));
  globalThis.gc?.();
  memory.push(process.memoryUsage.rss() / 2 ** 20);
  const threads = readdirSync('/proc/self/task').length;
  console.log(JSON.stringify({ ...counts, mebibytes: Math.round(memory.at(-1) as number), threads }));
}
const growth = (memory.at(-1) as number) / (memory[STEPS / 2 - 1] as number);
console.log(
  `${process.version}: ${counts.submitted} tasks, each settled once; ${growth.toFixed(3)} times the memory of half the time`,
);
process.exitCode = growth > MOST_GROWTH ? 1 : 0;
