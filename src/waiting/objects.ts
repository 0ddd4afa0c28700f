/**
 * What threads share by handles: locks and their like, and queues. What they are is native: `crate/core/src/objects.rs`.
 *
 * An object has a number in its thread, its handle, from the time on when it is made. It has one in the process from the
 * time on when it is first sent.
 *
 * @module
 */

import type { SyncObjects } from '../binding/binding.cjs';
import { native as addon } from '../binding/native.js';
import { brand } from '../brand.js';
import { Area } from '../codec/area.js';
import { assertNotEncoding, writing } from '../codec/busy.js';
import { decode } from '../codec/decode.js';
import { encode, encodeAside, type Names } from '../codec/encode.js';
import { functionsNamed } from '../codec/function-table.js';
import { addHandleClass, handleOf as handleInMessage } from '../codec/handles.js';
import { GRAPH } from '../codec/tags.js';
import { functionTravellers } from '../codec/travellers.js';
import { DecodeError } from '../errors.js';
import { staysItself } from '../functions/itself.js';
import { letFunctionsTravel } from '../functions/travelling.js';
import { isolate } from '../futures/isolate.js';
import { meet, meeting } from '../futures/met-futures.js';
import { letFuturesTravel } from '../futures/shared-futures.js';
import { numberOf as numberOfFuture } from '../futures/thread-futures.js';

import './ended-well.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { setImmediate } = globalThis;

/** Its number among the classes of handles. */
const SYNC_OBJECT = 2;

const AREA_WORDS = 8 * 1024;

/** Where items of queues are written and read, and what has come. Nothing stays in it from one call to the next. */
export const area: Area = new Area(AREA_WORDS);

/** What is native of this copy of the package. */
export const syncObjects: SyncObjects = new addon.SyncObjects(isolate, area.bytes);
/** Its hot functions. */
export const native: ReturnType<SyncObjects['hot']> = syncObjects.hot();

/** What the native side calls them: `create` in `crate/binding/src/objects.rs`. */
export const LOCK = 0;
export const CONDITION = 2;
export const SEMAPHORE = 3;
export const EVENT = 4;
export const BARRIER = 5;
export const QUEUE = 6;
export const CELL = 7;
export const LIST = 8;
export const DICT = 9;

/** An object that was made in another thread, for the constructor of its class. */
export class Opened {
  readonly handle: number;
  readonly number: number;
  readonly options: unknown;

  /** The object of that number, and what it was made with. */
  constructor(handle: number, number: number, options: unknown) {
    this.handle = handle;
    this.number = number;
    this.options = options;
  }
}

type SyncClass = abstract new (...args: never[]) => SyncObject;

const byName = new Map<string, SyncClass>();
const here = new Map<number, WeakRef<SyncObject>>();

let gone: number[] = [];

interface Gone {
  readonly handle: number;
  number: number;
}

const collected = new FinalizationRegistry<Gone>(({ handle, number }) => {
  if (number !== 0 && here.get(number)?.deref() === undefined) {
    here.delete(number);
  }
  gone.push(handle);
  if (gone.length === 1) {
    // The collector finds many at once.
    setImmediate(giveBack).unref();
  }
});

function giveBack(): void {
  const handles = gone;
  gone = [];
  syncObjects.giveBack(Uint32Array.from(handles));
}

/** The number of an object in the process, by which other threads find it. */
export let processNumberOf: (object: SyncObject) => number;

/** The number of an object in this thread. */
export let handleOf: (object: SyncObject) => number;

let isSyncObject: (value: unknown) => value is SyncObject;

/** A handle on a native object. */
export abstract class SyncObject {
  readonly #gone: Gone;

  /** @internal */
  constructor(handle: number | Opened) {
    this.#gone = handle instanceof Opened ? { handle: handle.handle, number: handle.number } : { handle, number: 0 };
    collected.register(this, this.#gone);
  }

  /**
   * Its number in this thread.
   *
   * @internal
   */
  protected get handle(): number {
    return this.#gone.handle;
  }

  static {
    addHandleClass({
      number: SYNC_OBJECT,
      keyOf(value) {
        if (!(#gone in value)) {
          return undefined;
        }
        meet(value);
        return processNumberOf(value as SyncObject);
      },
      here: (number) => here.get(number)?.deref(),
      make: open,
    });
    processNumberOf = (object) => {
      if (!(#gone in object)) {
        // Another copy of the package has made it.
        return handleInMessage(object)?.key ?? 0;
      }
      const known = object.#gone;
      if (known.number === 0) {
        known.number = native.number(known.handle);
        here.set(known.number, new WeakRef(object));
      }
      return known.number;
    };
    handleOf = (object) => (#gone in object ? object.#gone.handle : foreignHandleOf(object));
    isSyncObject = (value): value is SyncObject => value instanceof SyncObject;
  }
}

// A module's constant is the same lock in all threads: made again by its declaration, it would be another one.
staysItself(SyncObject);

brand(SyncObject, 'SyncObject');

/** Handles of a class can be made of what others send. The name is part of what they send, and the class's brand. */
export function addSyncClass(name: string, constructor: SyncClass): void {
  brand(constructor, name);
  byName.set(name, constructor);
}

const theOptions = { of: (): string => 'the options', code: 'ERR_TASK_ARGUMENT' };

/** Makes a native object. `options` are for those who get a handle on it: a value that can travel. */
export function create(kind: number, one: number, other: number, name: string, options: unknown): number {
  if (options === undefined) {
    const known = plainDetails.get(name) ?? rememberDetails(name);
    area.i32.set(known);
    return native.create(kind, one, other, known.length >> 1);
  }
  area.position = 0;
  writeNamed(area, [name, options], theOptions);
  attachIfGrown();
  return native.create(kind, one, other, area.position);
}

/** Most objects have no options: what is written of them is always the same. */
const plainDetails = new Map<string, Int32Array>();

function rememberDetails(name: string): Int32Array {
  const scratch = new Area(16);
  encodeAside(scratch, [name, undefined], { of: () => name, code: 'ERR_TASK_ARGUMENT' });
  const words = scratch.i32.slice(0, scratch.position << 1);
  plainDetails.set(name, words);
  return words;
}

/** @throws RuntimeError within a getter of a value that is being written: the area is in use. */
export function assertAreaIsFree(): void {
  if (writing.busy) {
    assertNotEncoding();
  }
}

/** A program may send a function before it has made a pool, or started a thread. */
function letTravel(): void {
  if (functionTravellers() === null) {
    letFunctionsTravel();
    letFuturesTravel();
  }
}

/** Writes a value at the area's position; what it names lives as long as what is put or made next. */
export function writeNamed(into: Area, value: unknown, names: Names): void {
  assertAreaIsFree();
  letTravel();
  const start = into.position;
  meeting.wanted = true;
  try {
    encode(into, value, names);
    if (meeting.met !== null || into.i32[start << 1] === GRAPH) {
      nameNext(meeting.met ?? [], functionsNamed(into, start) ?? []);
    }
  } finally {
    meeting.wanted = false;
    meeting.met = null;
  }
}

function nameNext(met: readonly object[], functions: readonly number[]): void {
  if (met.length > 0 || functions.length > 0) {
    const objects = met.filter(isSyncObject).map(processNumberOf);
    const futures = met.map(numberOfFuture).filter((number) => number !== undefined);
    syncObjects.nameNext(Uint32Array.from(objects), Uint32Array.from(functions), Uint32Array.from(futures));
  }
}

/** The area may have grown while something was written into it. */
let attached: Uint8Array = area.bytes;

/** To be called before the native side looks into the area. */
export function attachIfGrown(): void {
  if (area.bytes !== attached) {
    attached = area.bytes;
    syncObjects.attach(attached);
  }
}

/** The native side needs so many words. */
export function growTo(words: number): void {
  area.position = 0;
  area.grow(words);
  attachIfGrown();
}

/** Those of this copy on objects that another copy has made. */
const foreignHandles = new WeakMap<SyncObject, number>();

function foreignHandleOf(object: SyncObject): number {
  let handle = foreignHandles.get(object);
  if (handle === undefined) {
    handle = native.open(processNumberOf(object));
    foreignHandles.set(object, handle);
    collected.register(object, { handle, number: 0 });
  }
  return handle;
}

/** A handle on the object of that number. */
function open(number: number): SyncObject {
  const handle = native.open(number);
  if (handle < 0) {
    throw new DecodeError('a lock or a queue came in a message that was kept for longer than it');
  }
  try {
    const [name, options] = readDetails(handle);
    const constructor = byName.get(name);
    if (constructor === undefined) {
      throw new DecodeError(`no module of this thread has the class ${name}`);
    }
    const opened = new Opened(handle, number, options);
    const object = new (constructor as new (opened: Opened) => SyncObject)(opened);
    here.set(number, new WeakRef(object));
    return object;
  } catch (error) {
    syncObjects.giveBack(Uint32Array.of(handle));
    throw error;
  }
}

function readDetails(handle: number): [string, unknown] {
  // In an area of its own: the message that names the object may be in the other one.
  const details = new Area(64);
  syncObjects.attach(details.bytes);
  try {
    let words = native.details(handle);
    if (words < 0) {
      details.grow(-words);
      syncObjects.attach(details.bytes);
      words = native.details(handle);
    }
  } finally {
    syncObjects.attach(attached);
  }
  details.position = 0;
  return decode(details) as [string, unknown];
}
