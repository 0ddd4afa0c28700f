/**
 * The ports beside the lanes, over which a pool's owner and its workers hand each other what no bytes can stand for.
 *
 * What the engine copies or shares (shared memory, keys, compiled WebAssembly, Blobs) is posted once to all workers of
 * the pool, also to those that start later, before a task that names it is sent: so any worker can take the task,
 * whatever this thread does meanwhile. It is kept there until it is collected here.
 *
 * What is transferred can go to one worker only, and which one is known when the task begins. It is taken away from the
 * submitter at the submit, and waits in this thread; the worker that has begun the task asks for it. So the task stands
 * in the queue as all others do, a worker's death before that concerns it as little as them, and no task waits behind
 * another one of the only worker that has its objects.
 *
 * @module
 */

import { types } from 'node:util';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type Carrier, laneOfParcel, type Place, setFromWorkers } from '../codec/carried.js';
import { DecodeError } from '../errors.js';
import { discard, openPort, type Transferable, takeAway } from './transferables.js';

/** What a worker is told. */
export type ToWorker =
  | { readonly objects: readonly (readonly [number: number, object: object])[] }
  | { readonly forget: readonly number[] }
  | { readonly parcel: number; readonly objects: readonly object[] }
  | { readonly parcel: number; readonly failed: unknown };

/** What a worker says. */
export type FromWorker =
  | { readonly wanted: number }
  | { readonly parcel: number; readonly objects: readonly object[] }
  | { readonly lane: number; readonly failure: Uint8Array };

/** Objects and parcels have their numbers of one row. */
let count = 0;
const numbers = new WeakMap<object, number>();

/** All ports to workers of this thread, by lane. */
const ports = new Map<number, MessagePort>();
/** What has come beside results, by the parcel's number. */
const arrived = new Map<number, readonly object[]>();
/** What initializers have thrown, by lane. */
const failures = new Map<number, Uint8Array>();
/** Results that are read once something is loaded. */
let readLater = 0;
/** What is transferred and was not asked for, by the parcel's number. */
const waiting = new Map<number, Outgoing>();

setFromWorkers({
  find(number) {
    throw new DecodeError(`no worker keeps an object ${number} here`);
  },
  open(parcel) {
    if (!arrived.has(parcel)) {
      read(laneOfParcel(parcel));
    }
    const objects = arrived.get(parcel);
    if (objects === undefined) {
      throw new DecodeError('what goes beside a result has not come');
    }
    return objects;
  },
  fetch: () => Promise.resolve(),
  forget: (parcel) => void arrived.delete(parcel),
});

/** Reads all that has come from a worker. */
function read(lane: number): void {
  const port = ports.get(lane);
  if (port === undefined) {
    return;
  }
  for (;;) {
    try {
      const received = receiveMessageOnPort(port);
      if (received === undefined) {
        return;
      }
      take(port, received.message as FromWorker);
    } catch {
      // The engine cannot make that one again. The result that names it says that it has not come.
    }
  }
}

function take(port: MessagePort, message: FromWorker): void {
  if ('wanted' in message) {
    send(port, message.wanted);
  } else if ('failure' in message) {
    failures.set(message.lane, message.failure);
  } else {
    arrived.set(message.parcel, message.objects);
  }
}

/** A worker has begun the task of that parcel. */
function send(port: MessagePort, parcel: number): void {
  const outgoing = waiting.get(parcel);
  try {
    if (outgoing === undefined) {
      throw new DecodeError('what was transferred with a task has gone');
    }
    outgoing.sendTo(port);
  } catch (failed) {
    port.postMessage({ parcel, failed } satisfies ToWorker);
  }
}

/** Reads what workers ask for, while no event loop does. */
export function readWanted(): void {
  if (waiting.size > 0) {
    for (const lane of ports.keys()) {
      read(lane);
    }
  }
}

/** A result is kept, and read later: what has come beside it stays, also when its worker has ended. Returns what ends that. */
export function keepArrived(): () => void {
  readLater += 1;
  return () => {
    readLater -= 1;
    forgetOfEnded();
  };
}

/** Not all results name what was sent beside them, and can be read: a worker may die in between. */
function forgetOfEnded(): void {
  if (readLater > 0) {
    return;
  }
  for (const parcel of arrived.keys()) {
    if (!ports.has(laneOfParcel(parcel))) {
      arrived.delete(parcel);
    }
  }
}

/** The ports of one pool. */
export class SidePorts {
  readonly #lanes = new Map<number, MessagePort>();
  /** What the workers keep. */
  readonly #posted = new Map<number, WeakRef<object>>();
  #gone: FinalizationRegistry<number> | null = null;
  #forgotten: number[] = [];
  #listens = false;

  /** A port to the worker of that lane, which is to be started with it. */
  open(lane: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#lanes.set(lane, port1);
    ports.set(lane, port1);
    const objects = [...this.#posted]
      .map(([number, object]) => [number, object.deref()] as const)
      .filter((entry): entry is readonly [number, object] => entry[1] !== undefined);
    if (objects.length > 0) {
      port1.postMessage({ objects } satisfies ToWorker);
    }
    if (this.#listens) {
      listen(port1);
    }
    return port2;
  }

  /** What the initializer of a worker has thrown, which has ended. It is forgotten here. */
  takeFailure(lane: number): Uint8Array | undefined {
    read(lane);
    const failure = failures.get(lane);
    failures.delete(lane);
    return failure;
  }

  /** The worker has ended. What it has sent is read: a result may name it that is read later. All others were read. */
  close(lane: number): void {
    read(lane);
    this.#lanes.get(lane)?.close();
    this.#lanes.delete(lane);
    ports.delete(lane);
    forgetOfEnded();
  }

  /** What goes beside the next task. */
  begin(transfer: readonly Transferable[]): Outgoing {
    return new Outgoing(this, transfer);
  }

  /** Has all workers keep these. */
  post(objects: ReadonlyMap<object, number>): void {
    const entries = [...objects].filter(([, number]) => !this.#posted.has(number));
    if (entries.length === 0) {
      return;
    }
    const message: ToWorker = { objects: entries.map(([object, number]) => [number, object] as const) };
    for (const port of this.#lanes.values()) {
      port.postMessage(message);
    }
    this.#gone ??= new FinalizationRegistry((number) => this.#forget(number));
    for (const [object, number] of entries) {
      this.#posted.set(number, new WeakRef(object));
      this.#gone.register(object, number);
    }
  }

  /** Workers will ask for what is transferred. */
  listen(): void {
    if (!this.#listens) {
      this.#listens = true;
      this.#lanes.forEach(listen);
    }
  }

  #forget(number: number): void {
    this.#posted.delete(number);
    this.#forgotten.push(number);
    if (this.#forgotten.length === 1) {
      // The collector finds many at once.
      setImmediate(() => this.#tellForgotten()).unref();
    }
  }

  #tellForgotten(): void {
    const message: ToWorker = { forget: this.#forgotten };
    this.#forgotten = [];
    for (const port of this.#lanes.values()) {
      port.postMessage(message);
    }
  }
}

/** Keeps no process alive: tasks do. */
function listen(port: MessagePort): void {
  port.on('message', (message: FromWorker) => take(port, message));
  port.unref();
}

/** What goes beside one task. */
export class Outgoing implements Carrier {
  readonly #side: SidePorts;
  readonly #places = new Map<object, Place>();
  /** What is carried. It stays here as long as the task may be read. */
  readonly #kept = new Map<object, number>();
  readonly #parcel: number;
  #transfer: readonly Transferable[];
  /** Who was sent what is transferred. */
  #sentTo: MessagePort | null = null;

  /** Nothing is taken from anybody before `seal`. */
  constructor(side: SidePorts, transfer: readonly Transferable[]) {
    this.#side = side;
    this.#transfer = transfer;
    count += 1;
    this.#parcel = count;
    for (const [index, value] of transfer.entries()) {
      this.#places.set(value, { number: this.#parcel, index });
    }
  }

  transferred(value: object): Place | undefined {
    return this.#places.get(value);
  }

  /** Of the memory that is transferred. */
  transferredBytes(): number {
    return this.#transfer.reduce((sum: number, value) => sum + (types.isArrayBuffer(value) ? value.byteLength : 0), 0);
  }

  carry(value: object): Place {
    let number = numbers.get(value);
    if (number === undefined) {
      count += 1;
      number = count;
      numbers.set(value, number);
    }
    this.#kept.set(value, number);
    return { number, index: -1 };
  }

  /**
   * The message is written.
   *
   * @throws DOMException (`DataCloneError`) when something cannot be handed over. Nothing is taken then.
   */
  seal(): void {
    this.#side.post(this.#kept);
    if (this.#transfer.length > 0) {
      this.#transfer = takeAway(this.#transfer);
      this.#places.clear();
      waiting.set(this.#parcel, this);
      this.#side.listen();
    }
  }

  /** The worker behind that port has begun the task. */
  sendTo(port: MessagePort): void {
    const objects = this.#transfer.map(openPort);
    port.postMessage({ parcel: this.#parcel, objects } satisfies ToWorker, objects as never);
    waiting.delete(this.#parcel);
    this.#transfer = [];
    this.#sentTo = port;
  }

  /** The task has ended, or will never begin. */
  end(): void {
    this.#kept.clear();
    if (waiting.delete(this.#parcel)) {
      discard(this.#transfer);
    } else {
      this.#sentTo?.postMessage({ forget: [this.#parcel] } satisfies ToWorker);
    }
  }
}
