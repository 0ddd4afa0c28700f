import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { hash, stats } from 'nogil/kernels';
import type { Counts } from './counts.js';
import { eachInFlight } from './in-flight.js';
import type { FromOneThread, ToOneThread } from './one-thread.js';
import { reasonOf, type Skipped } from './skipped.js';
import type { Found, FoundFile } from './walk.js';

/** What was measured of one file. */
export interface Measured extends Counts {
  readonly path: string;
  readonly bytes: number;
  /** The BLAKE3 hash, in hexadecimal digits. */
  readonly blake3: string;
}

/** One pass over all files. */
export interface Pass {
  readonly measured: Measured[];
  readonly skipped: Skipped[];
  readonly milliseconds: number;
}

/** What one JavaScript thread of the pool did. */
export interface JavaScriptShare {
  readonly thread: number;
  readonly files: number;
  readonly bytes: number;
}

/** What one native thread did. */
export interface NativeShare {
  readonly thread: number;
  readonly tasks: number;
}

/** The pass on the thread pool, with each thread's share. */
export interface PoolPass extends Pass {
  /** How long the threads of the pool took to start, which is not in `milliseconds`. */
  readonly startMilliseconds: number;
  readonly javascript: JavaScriptShare[];
  readonly native: NativeShare[];
}

/** Called with the number of files done since the last call. */
export type OnFiles = (files: number) => void;

// A file of the page cache that is this small is read sooner than a promise of it could be kept.
const READ_AT_ONCE = 256 * 1024;

const work = tasks(() => import('./counts.js'));

/**
 * Reads every file once, so that each pass finds it in the page cache.
 *
 * Returns what could be read, with the files that could not among the skipped ones.
 */
export async function readOnce(folder: string, found: Found, onFiles: OnFiles): Promise<Found> {
  const unreadable = new Map<string, Skipped>();
  await eachInFlight(found.files, async ({ path }) => {
    try {
      await readFile(join(folder, path));
    } catch (error) {
      unreadable.set(path, { path, reason: reasonOf(error) });
    }
    onFiles(1);
  });
  return {
    files: found.files.filter(({ path }) => !unreadable.has(path)),
    skipped: [...found.skipped, ...unreadable.values()],
  };
}

/** Measures every file: hashes on the native threads, counts on the JavaScript threads, both at the same time. */
export async function measureOnPool(folder: string, files: readonly FoundFile[], onFiles: OnFiles): Promise<PoolPass> {
  const shares = new Map<number, JavaScriptShare>();
  const measured: Measured[] = [];
  const skipped: Skipped[] = [];
  return await new ThreadPoolExecutor().use(async (pool) => {
    const startMilliseconds = await timeOf(() => startThreads(pool));
    const before = stats().threads;
    const milliseconds = await timeOf(() =>
      eachInFlight(files, async (file) => {
        const bytes = await read(folder, file, skipped);
        if (bytes !== undefined) {
          const [digest, counts] = await Promise.all([
            hash(bytes, { algorithm: 'blake3' }),
            pool.submit(work.count, bytes),
          ]);
          const { thread, ...rest } = counts;
          measured.push({ path: file.path, bytes: bytes.length, blake3: digest.toString('hex'), ...rest });
          addShare(shares, thread, bytes.length);
        }
        onFiles(1);
      }),
    );
    return {
      measured,
      skipped,
      milliseconds,
      startMilliseconds,
      javascript: [...shares.values()].sort((one, other) => one.thread - other.thread),
      native: nativeShares(before, stats().threads),
    };
  });
}

/**
 * Measures every file in one thread, one after the other: read, hash, count.
 *
 * The thread is a plain worker rather than the main thread, so that the progress bar moves and Ctrl-C works even while
 * a large file is being hashed.
 */
export async function measureInOneThread(folder: string, files: readonly FoundFile[], onFiles: OnFiles): Promise<Pass> {
  const workerData: ToOneThread = { folder, paths: files.map((file) => file.path) };
  const worker = new Worker(new URL('./one-thread.js', import.meta.url), { workerData });
  return await new Promise<Pass>((resolve, reject) => {
    worker.on('message', (message: FromOneThread) => {
      if ('pass' in message) {
        resolve(message.pass);
      } else {
        onFiles(message.files);
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread left with exit code ${code} before its work was done`)));
  });
}

async function read(folder: string, file: FoundFile, skipped: Skipped[]): Promise<Uint8Array | undefined> {
  const path = join(folder, file.path);
  try {
    return file.size <= READ_AT_ONCE ? readFileSync(path) : await readFile(path);
  } catch (error) {
    skipped.push({ path: file.path, reason: reasonOf(error) });
    return undefined;
  }
}

/** Lets all threads of either kind start and load what they need, by as many tasks as there are threads. */
async function startThreads(pool: ThreadPoolExecutor): Promise<void> {
  const nothing = new Uint8Array(0);
  const first: PromiseLike<unknown>[] = [hash(nothing, { algorithm: 'blake3' })];
  for (let thread = 0; thread < availableParallelism(); thread += 1) {
    first.push(pool.submit(work.count, nothing));
  }
  await Promise.all(first);
}

async function timeOf(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function addShare(shares: Map<number, JavaScriptShare>, thread: number, bytes: number): void {
  const share = shares.get(thread) ?? { thread, files: 0, bytes: 0 };
  shares.set(thread, { thread, files: share.files + 1, bytes: share.bytes + bytes });
}

function nativeShares(before: readonly NativeShare[], after: readonly NativeShare[]): NativeShare[] {
  const tasksBefore = new Map(before.map((share) => [share.thread, share.tasks]));
  return after.map(({ thread, tasks }) => ({ thread, tasks: tasks - (tasksBefore.get(thread) ?? 0) }));
}
