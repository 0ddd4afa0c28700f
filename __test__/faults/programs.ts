/** Programs that run in processes of their own, with all that threads meet by. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, run } from '../child.js';

const entry = (path: string): string => JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);

/** Writes a program that has all of nogil/threading, nogil/queue and nogil/shared, and runs it. */
export async function runProgram(code: string, env: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'nogil-faults-'));
  try {
    const path = join(folder, 'program.mjs');
    writeFileSync(
      path,
      `import { Worker } from 'node:worker_threads';
import { sleepSync, tasks, ThreadPoolExecutor } from ${entry('index.js')};
import { Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore, Thread } from ${entry('threading/index.js')};
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from ${entry('queue/index.js')};
import { Cell, Dict, List } from ${entry('shared/index.js')};
${code}`,
    );
    return await run(node, [path], undefined, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of debug mode, in which deadlocks are found. */
export const debug: NodeJS.ProcessEnv = { NOGIL_DEBUG: '1' };
