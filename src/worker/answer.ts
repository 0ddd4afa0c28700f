/**
 * What a task has come to is written, and what goes beside it is sent first.
 *
 * @module
 */

import type { Area } from '../codec/area.js';
import { encode, encodeTransferring, type Names } from '../codec/encode.js';
import { encodeFailure } from '../codec/failure.js';
import { TaskError } from '../errors.js';
import type { Parcel } from '../futures/parcel.js';
import { transferOf } from '../futures/transfer.js';
import { limits } from './limits.js';
import { newParcel, sendParcel } from './side-port.js';

/** The tickets of tasks whose submitter did not make the pool: no port goes there. */
const afar = new Set<number>();
let isAfar = false;
/** What goes beside the answer that is being written. */
let parcel: Parcel | null = null;

const names = {
  of: (): string => 'the result',
  code: 'ERR_TASK_RESULT',
  takes(): Parcel | undefined {
    if (isAfar) {
      return undefined;
    }
    parcel ??= newParcel([]);
    return parcel;
  },
} satisfies Names;

/** The task of that ticket was submitted by a thread that did not make the pool. */
export function answerAfar(ticket: number): void {
  afar.add(ticket);
}

/** Writes what a task has returned. Throws, with the area's position anywhere, when it cannot travel. */
export function writeResult(results: Area, ticket: number, value: unknown): void {
  if (typeof value === 'number' && afar.size === 0) {
    // Nothing goes beside it.
    encode(results, value, names, limits);
  } else {
    writeAny(results, ticket, value);
  }
}

function writeAny(results: Area, ticket: number, value: unknown): void {
  isAfar = afar.size > 0 && afar.has(ticket);
  const transfer = transferOf(value);
  try {
    if (transfer.length === 0) {
      encode(results, value, names, limits);
    } else if (isAfar) {
      const message = 'Cannot transfer the result: the task was submitted by a thread that did not make the pool.';
      throw new TaskError(message, { code: names.code });
    } else {
      parcel = newParcel(transfer);
      encodeTransferring(results, [value], names, parcel, limits);
    }
    if (parcel !== null) {
      sendParcel(parcel);
    }
  } finally {
    parcel = null;
  }
  if (isAfar) {
    afar.delete(ticket);
  }
}

/** Writes what a task has thrown, or why its result cannot travel. */
export function writeFailure(results: Area, ticket: number, thrown: unknown): void {
  const start = results.position;
  isAfar = afar.size > 0 && afar.delete(ticket);
  encodeFailure(results, thrown, names.takes);
  if (parcel === null) {
    return;
  }
  try {
    sendParcel(parcel);
  } catch (error) {
    results.position = start;
    encodeFailure(results, error);
  } finally {
    parcel = null;
  }
}
