// The one-thread pass, which `measureInOneThread` starts as a worker of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { hashSync } from 'nogil/kernels';
import { count } from './counts.js';
import type { Measured, Pass } from './measure.js';
import { reasonOf, type Skipped } from './skipped.js';

/** What the thread is to do. */
export interface ToOneThread {
  readonly folder: string;
  readonly paths: readonly string[];
}

/** What the thread tells: the number of files done since the last message, and at the end the pass. */
export type FromOneThread = { readonly files: number } | { readonly pass: Pass };

// As often as the progress bar is drawn: a message per file would take time from the work that is measured.
const MILLISECONDS_BETWEEN_MESSAGES = 100;

function measure({ folder, paths }: ToOneThread, tell: (message: FromOneThread) => void): void {
  const measured: Measured[] = [];
  const skipped: Skipped[] = [];
  const start = performance.now();
  let told = start;
  let untold = 0;
  for (const path of paths) {
    const bytes = read(folder, path, skipped);
    if (bytes !== undefined) {
      const blake3 = hashSync(bytes, { algorithm: 'blake3' }).toString('hex');
      const { lines, words, characters } = count(bytes);
      measured.push({ path, bytes: bytes.length, blake3, lines, words, characters });
    }
    untold += 1;
    const now = performance.now();
    if (now - told >= MILLISECONDS_BETWEEN_MESSAGES) {
      tell({ files: untold });
      told = now;
      untold = 0;
    }
  }
  const milliseconds = performance.now() - start;
  tell({ files: untold });
  tell({ pass: { measured, skipped, milliseconds } });
}

function read(folder: string, path: string, skipped: Skipped[]): Uint8Array | undefined {
  try {
    return readFileSync(join(folder, path));
  } catch (error) {
    skipped.push({ path, reason: reasonOf(error) });
    return undefined;
  }
}

measure(workerData as ToOneThread, (message) => parentPort?.postMessage(message));
