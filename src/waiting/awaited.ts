/**
 * Waits of the event loop: each has a number, its token, by which the native side tells what has come of it.
 *
 * @module
 */

import type { Area } from '../codec/area.js';
import { decode } from '../codec/decode.js';
import { GRAPH } from '../codec/tags.js';
import { NeedsFunctions, readWhenLoaded } from '../codec/travellers.js';
import { DecodeError } from '../errors.js';
import { hold, isolate, onRing, release } from '../futures/isolate.js';
import { Timer } from '../timer.js';
import { throwIfCancelled, whenCancelled } from './cancellation.js';
import { EXPIRED, LAST_PARTY, MORE_WORDS, WAITS } from './codes.js';
import { area, assertAreaIsFree, attachIfGrown, growTo, native } from './objects.js';

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { queueMicrotask } = globalThis;

/** Words of a record before its item. */
const HEADER = 2;

/** How long a wait may take, and what else ends it. */
export interface AwaitOptions {
  /** Milliseconds. */
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** What came of a wait: a code, or an item. */
export interface Came {
  readonly code: number;
  readonly item: unknown;
}

class Awaited {
  readonly token: number;
  readonly resolve: (came: Came) => void;
  readonly reject: (reason: unknown) => void;
  timer: Timer | undefined;
  undo: (() => void) | undefined;
  /** Why it was cancelled, though it has to end otherwise. */
  cancelled: [unknown] | undefined;

  constructor(token: number, resolve: (came: Came) => void, reject: (reason: unknown) => void) {
    this.token = token;
    this.resolve = resolve;
    this.reject = reject;
  }
}

const waits: (Awaited | undefined)[] = [];
const free: number[] = [];

onRing(readAll);

/** How many waits there are. */
let pending = 0;
/** Whether what has come is looked at when the code that runs has ended. */
let willLook = false;

/**
 * To be called before what may grant something to a wait of this same thread: what has come is then looked at at the end of
 * the code that runs, which takes a tenth of the time that the bell takes.
 */
export function beforeGrant(): void {
  if (pending > 0 && !willLook) {
    willLook = true;
    native.willLook();
    queueMicrotask(readAll);
  }
}

/**
 * Begins to wait, and gives what came of it. `words` and `key` are those of the item to put, which stands in the area.
 *
 * @throws the reason of the signal, or of whoever ends the code that runs; NeedsFunctions for an item that is in the queue
 * again.
 */
export function awaitFor(
  handle: number,
  what: number,
  { milliseconds, signal }: AwaitOptions,
  words = 0,
  key = 0,
): Promise<Came> {
  throwIfCancelled(signal);
  const token = free.pop() ?? waits.length;
  waits[token] = undefined;
  attachIfGrown();
  const code = native.awaitFor(handle, what, token, words, key);
  if (code !== WAITS) {
    free.push(token);
    return Promise.resolve(came(handle, code));
  }
  return new Promise((resolve, reject) => {
    const awaited = new Awaited(token, resolve, reject);
    waits[token] = awaited;
    pending += 1;
    hold();
    if (milliseconds !== Number.POSITIVE_INFINITY) {
      awaited.timer = new Timer(milliseconds, () => expire(awaited));
    }
    awaited.undo = whenCancelled(signal, (reason) => {
      awaited.cancelled ??= [reason];
      expire(awaited);
    });
  });
}

/** What is in the area, by its code: the number of an item's words, or that of the last party, which is no item. */
function came(handle: number, code: number): Came {
  const isItem = (code > 0 && code < LAST_PARTY) || code < MORE_WORDS;
  try {
    return { code, item: isItem ? readItem(code) : undefined };
  } catch (error) {
    if (error instanceof NeedsFunctions) {
      native.putBack(handle, code);
    }
    throw error;
  }
}

/** The item that is in the area, or comes into it once that is large enough. It has so many words. */
export function readItem(words: number): unknown {
  if (words < MORE_WORDS) {
    growTo(-words);
    return readItem(native.tooLarge());
  }
  assertAreaIsFree();
  area.position = 0;
  // To read a graph may call code of others, which uses the area in its turn.
  return decode(area.i32[0] === GRAPH ? area.copy(words) : area);
}

function expire(awaited: Awaited): void {
  if (waits[awaited.token] === awaited && native.expire(awaited.token) === 1) {
    settle(awaited, { code: EXPIRED, item: undefined });
  }
}

function settle(awaited: Awaited, result: Came): void {
  end(awaited);
  if (awaited.cancelled !== undefined && result.code < 0) {
    awaited.reject(awaited.cancelled[0]);
  } else {
    awaited.resolve(result);
  }
}

function end(awaited: Awaited): void {
  waits[awaited.token] = undefined;
  free.push(awaited.token);
  pending -= 1;
  awaited.timer?.stop();
  awaited.undo?.();
  release();
}

/** Ends all waits of which something has come. */
function readAll(): void {
  willLook = false;
  for (;;) {
    const words = native.come();
    if (words === 0) {
      return;
    }
    if (words < 0) {
      growTo(-words);
      continue;
    }
    readRecords(words);
  }
}

/** The promises of the waits are resolved, which runs nobody's code yet. */
function readRecords(words: number): void {
  const graphs: (() => void)[] = [];
  for (let at = 0; at < words; ) {
    const { i32 } = area;
    const awaited = waits[i32[at << 1] as number];
    const length = i32[(at << 1) + 1] as number;
    const code = i32[(at + 1) << 1] as number;
    at += HEADER;
    if (awaited !== undefined) {
      if (length === 0) {
        settle(awaited, { code, item: undefined });
      } else if (i32[at << 1] === GRAPH) {
        // To read it may call code of others, which uses the area in its turn.
        area.position = at;
        const copy = area.copy(length);
        graphs.push(() => settleGraph(awaited, copy, length));
      } else {
        area.position = at;
        settleRead(awaited, area, length);
      }
    }
    at += length;
  }
  for (const settleOne of graphs) {
    settleOne();
  }
}

function settleRead(awaited: Awaited, from: Area, code: number): void {
  let item: unknown;
  try {
    item = decode(from);
  } catch (error) {
    end(awaited);
    awaited.reject(unreadable(error));
    return;
  }
  settle(awaited, { code, item });
}

function settleGraph(awaited: Awaited, copy: Area, code: number): void {
  const start = copy.position;
  try {
    const item = decode(copy);
    settle(awaited, { code, item });
  } catch (error) {
    if (error instanceof NeedsFunctions) {
      copy.position = start;
      void settleLater(awaited, error, copy, code);
    } else {
      end(awaited);
      awaited.reject(unreadable(error));
    }
  }
}

async function settleLater(awaited: Awaited, needed: NeedsFunctions, copy: Area, code: number): Promise<void> {
  isolate.putOff();
  try {
    const [item] = await readWhenLoaded(needed, () => {
      copy.position = 0;
      return [decode(copy)];
    });
    settle(awaited, { code, item });
  } catch (error) {
    end(awaited);
    awaited.reject(unreadable(error));
  } finally {
    isolate.readLate();
  }
}

function unreadable(cause: unknown): DecodeError {
  return new DecodeError('the item of a queue cannot be read', { cause });
}
