/**
 * The port beside a worker's lane: see `futures/side-ports.ts`.
 *
 * @module
 */

import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { parcelOfWorker, setFromOwner } from '../codec/carried.js';
import { DecodeError } from '../errors.js';
import { Parcel } from '../futures/parcel.js';
import type { FromWorker, ToWorker } from '../futures/side-ports.js';
import { handOver, type Transferable } from '../futures/transferables.js';

let port: MessagePort;
let ownLane = 0;
let sent = 0;

/** What the owner keeps here, by number. */
const kept = new Map<number, object>();
/** What has come with a task that was not read yet. */
const parcels = new Map<number, readonly object[]>();
/** Tasks that wait for theirs. */
const fetching = new Map<number, { resolve(): void; reject(reason: unknown): void }>();

/** From now on objects come and go over this port. */
export function useSidePort(side: MessagePort, lane: number): void {
  port = side;
  ownLane = lane;
  // What is kept for a worker that sleeps would pile up otherwise.
  port.on('message', take);
  port.unref();
  setFromOwner({ find, open, fetch, forget: (parcel) => void parcels.delete(parcel) });
}

function take(message: ToWorker): void {
  if ('forget' in message) {
    for (const number of message.forget) {
      kept.delete(number);
      parcels.delete(number);
    }
  } else if ('parcel' in message) {
    arrive(message);
  } else {
    for (const [number, object] of message.objects) {
      kept.set(number, object);
    }
  }
}

function arrive(message: Extract<ToWorker, { parcel: number }>): void {
  const waiter = fetching.get(message.parcel);
  fetching.delete(message.parcel);
  if (fetching.size === 0) {
    port.unref();
  }
  if ('failed' in message) {
    waiter?.reject(message.failed);
  } else {
    parcels.set(message.parcel, message.objects);
    waiter?.resolve();
  }
}

function readAll(): void {
  for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
    take(received.message as ToWorker);
  }
}

function find(number: number): object {
  if (!kept.has(number)) {
    readAll();
  }
  const object = kept.get(number);
  if (object === undefined) {
    throw new DecodeError(`the object ${number}, which goes beside a task, has not come`);
  }
  return object;
}

function open(parcel: number): readonly object[] | undefined {
  return parcels.get(parcel);
}

function fetch(parcel: number): Promise<void> {
  if (parcels.has(parcel)) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    fetching.set(parcel, { resolve, reject });
    // Nothing else may keep this thread alive.
    port.ref();
    port.postMessage({ wanted: parcel } satisfies FromWorker);
  });
}

/** The initializer has thrown that: the owner can read it here also while it is blocked. */
export function sendFailure(failure: Uint8Array): void {
  port.postMessage({ lane: ownLane, failure } satisfies FromWorker);
}

/** What goes beside the next result. */
export function newParcel(transfer: readonly Transferable[]): Parcel {
  sent += 1;
  return new Parcel(parcelOfWorker(ownLane, sent), transfer);
}

/**
 * Sends what goes beside a result, before the result.
 *
 * @throws DOMException (`DataCloneError`) when something cannot be handed over. Nothing is taken then.
 */
export function sendParcel({ number, objects, transfer }: Parcel): void {
  if (objects.length > 0) {
    handOver(transfer, () => port.postMessage({ parcel: number, objects } satisfies FromWorker, transfer as never));
  }
}
