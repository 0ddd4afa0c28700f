/**
 * What a worker prints goes to the process's own file descriptors at once. Node sends it through the thread that has
 * started the worker, which may be blocked.
 *
 * @module
 */

import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Milliseconds until a pipe that is full is tried again. */
const PAUSE = 1;

const nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const { wait } = Atomics;

type Done = (error?: Error | null) => void;

/** From now on `process.stdout` and `process.stderr` of this thread write to the descriptors. */
export function printAtOnce(): void {
  redirect(process.stdout, 1);
  redirect(process.stderr, 2);
}

function redirect(stream: Writable, descriptor: number): void {
  stream._write = (chunk: string | Uint8Array, encoding: BufferEncoding, done: Done) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    done(writeWhole(descriptor, bytes));
  };
  // Node's own has one in its prototype, which would be taken for several chunks.
  Object.defineProperty(stream, '_writev', { configurable: true, value: null, writable: true });
}

/** What went wrong, if something did. */
function writeWhole(descriptor: number, bytes: Uint8Array): Error | null {
  for (let at = 0; at < bytes.byteLength; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') {
        // Whoever was to read it has gone.
        return code === 'EPIPE' ? null : (error as Error);
      }
      wait(nobody, 0, 0, PAUSE);
    }
  }
  return null;
}
