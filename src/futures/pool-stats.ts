/**
 * What a pool has to do, does, and has done.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { functionName } from '../functions/function-name.js';
import { native as hot } from './isolate.js';
import { setWatch, type TaskWatch } from './pending.js';
import type { WorkerThread } from './worker-thread.js';

/** What `executor.stats()` gives. */
export interface PoolStats {
  /** Tasks that no worker has begun. Cancelled ones count until a worker has found them. */
  readonly queued: number;
  /** Tasks that have begun and not ended. */
  readonly running: number;
  /** Tasks that have returned. */
  readonly done: number;
  /** Tasks that have thrown, or with which a worker has died. */
  readonly failed: number;
  /** Tasks that were cancelled before they began. */
  readonly cancelled: number;
  /** The workers that there are. */
  readonly workers: readonly WorkerStats[];
  /** Milliseconds from the submit to the beginning, of a sample; undefined before the first. */
  readonly waitTime: Percentiles | undefined;
  /** Milliseconds from the beginning to the result, of a sample; undefined before the first. */
  readonly runTime: Percentiles | undefined;
}

/** What a worker does, and has done. */
export interface WorkerStats {
  readonly name: string;
  readonly threadId: number;
  /** Tasks that it has begun, and that have not ended. */
  readonly running: number;
  /** These, the oldest first. */
  readonly runningTasks: readonly RunningTaskStats[];
  /** Tasks that it has ended. */
  readonly tasks: number;
  /** Of its life, the part in which it had tasks: 0 to 1. */
  readonly utilization: number;
}

/** A task that a worker has begun, and that has not ended. */
export interface RunningTaskStats {
  /** The name of its function; where it has none, how its text begins; empty where nothing is known, as of a bound function. */
  readonly name: string;
  /** The URL or the path of the script or module of its function; empty where it has none. */
  readonly from: string;
  /** Milliseconds since it was begun. */
  readonly runTime: number;
}

/** Of a hundred tasks, so many took no longer. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Of so many groups of tasks that are sent, the first task of one is watched. */
const GROUPS = 16;
/** So many are kept. */
const KEPT = 512;

let groups = GROUPS - 1;

/** Whether the next task is to be watched. To be asked for the first one of a group. */
export function isSampled(): boolean {
  groups = (groups + 1) % GROUPS;
  return groups === 0;
}

/** The last so many times of something. */
class Times {
  readonly #kept = new Float64Array(KEPT);
  #count = 0;

  add(milliseconds: number): void {
    this.#kept[this.#count % KEPT] = milliseconds;
    this.#count += 1;
  }

  percentiles(): Percentiles | undefined {
    const sorted = this.#kept.slice(0, Math.min(this.#count, KEPT)).sort();
    const { length } = sorted;
    const at = (part: number): number => sorted[Math.min(Math.floor(part * length), length - 1)] as number;
    return length === 0 ? undefined : { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}

/** The times of the tasks of a pool that were watched. */
export class Samples {
  readonly wait: Times = new Times();
  readonly run: Times = new Times();

  /** Watches a task that was just written. */
  watch(task: number): void {
    setWatch(task, new Sample(this));
  }
}

/** What the pool of that key has to do, does, and has done. Its workers are known by their lanes. */
export function poolStats(key: number, samples: Samples, threads: ReadonlyMap<number, WorkerThread>): PoolStats {
  const { queued, done, failed, cancelled, lanes } = native.poolCounts(key);
  const workers: WorkerStats[] = [];
  for (const { lane, running, tasks, busy } of lanes) {
    const thread = threads.get(lane);
    if (thread === undefined) {
      continue;
    }
    const runningTasks = running.map(({ function: id, milliseconds }) => ({
      ...functionName(id),
      runTime: milliseconds,
    }));
    const utilization = Math.min(busy / thread.age, 1);
    workers.push({ ...thread.info, running: running.length, runningTasks, tasks, utilization });
  }
  const running = lanes.reduce((sum, lane) => sum + lane.running.length, 0);
  const times = { waitTime: samples.wait.percentiles(), runTime: samples.run.percentiles() };
  return { queued, running, done, failed, cancelled, workers, ...times };
}

class Sample implements TaskWatch {
  readonly #samples: Samples;
  readonly #submitted: number = hot.micros();
  #begun: number | undefined;

  constructor(samples: Samples) {
    this.#samples = samples;
  }

  begun(elapsed: number): void {
    this.#begun = hot.micros();
    this.#samples.wait.add(Math.max(since(this.#submitted) - elapsed, 0));
    // As if it had been asked then.
    this.#begun -= elapsed * 1000;
  }

  ended(): void {
    if (this.#begun !== undefined) {
      this.#samples.run.add(since(this.#begun));
    }
  }
}

/** Milliseconds since a time in microseconds, which has 32 bits. */
function since(micros: number): number {
  return ((hot.micros() - micros) >>> 0) / 1000;
}
