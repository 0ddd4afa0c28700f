/** What the specs of threads have in common: programs that run in a process of their own, and what objects look like. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Ended, run } from '../child.js';

/** What `console.log` shows of it. */
export function whatItPrints(value: unknown): string {
  return inspect(value);
}

const entry = (path: string): string => JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);
const gates = JSON.stringify(new URL('../gates.js', import.meta.url).href);

/** Runs a program that has all of nogil/threading, sleepSync and gates. */
export async function runProgram(code: string): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'nogil-threads-'));
  try {
    const path = join(folder, 'program.mjs');
    writeFileSync(
      path,
      `import { sleepSync, ThreadPoolExecutor } from ${entry('index.js')};
import { currentThread, Local, setExcepthook, Thread, Timer } from ${entry('threading/index.js')};
import { blockUntilOpen, newGates, open, opened } from ${gates};
${code}`,
    );
    return await run(process.execPath, [path]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
