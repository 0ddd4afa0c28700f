/**
 * Who meets by a lock, an event, a queue: threads that block, and asynchronous flows of one thread.
 *
 * What they do is written once, as a generator: `yield* acquire(lock)` calls `acquireSync` in a thread, and awaits
 * `acquire` in a flow.
 */

import { type Future, ThreadPoolExecutor } from 'nogil/futures';
import { Event, RLock } from 'nogil/threading';

/** A method that waits, of some object, and its arguments. */
type Step = readonly [object: object, method: string, ...args: unknown[]];

/** What a party does. */
export type Steps<Result> = Generator<Step, Result, unknown>;
export type Body<Result = unknown> = () => Steps<Result>;

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Calls a method in the form that suits who calls. */
export function* call<Result>(object: object, method: string, ...args: unknown[]): Steps<Result> {
  return (yield [object, method, ...args]) as Result;
}

interface Acquirable {
  acquire(blocking?: boolean, timeout?: number | null): Promise<boolean>;
}

export function acquire(lock: Acquirable, ...args: Parameters<Acquirable['acquire']>): Steps<boolean> {
  return call(lock, 'acquire', ...args);
}

interface Waitable<Result> {
  wait(timeout?: number | null): Promise<Result>;
}

export function wait<Result>(object: Waitable<Result>, ...args: [timeout?: number | null]): Steps<Result> {
  return call(object, 'wait', ...args);
}

/** Waits for so many milliseconds, for nothing. */
export function pause(milliseconds: number): Steps<boolean> {
  return wait(new Event(), milliseconds);
}

interface Puttable {
  put(item: unknown, block?: boolean, timeout?: number | null): Promise<void>;
}

export function put(queue: Puttable, ...args: Parameters<Puttable['put']>): Steps<void> {
  return call(queue, 'put', ...args);
}

interface Gettable<Item> {
  get(block?: boolean, timeout?: number | null): Promise<Item>;
}

export function get<Item>(queue: Gettable<Item>, ...args: [block?: boolean, timeout?: number | null]): Steps<Item> {
  return call(queue, 'get', ...args);
}

/** Does it all, blocked. */
export function doBlocked<Result>(body: Body<Result>): Result {
  const steps = body();
  let next = steps.next();
  while (next.done !== true) {
    const [object, method, ...args] = next.value;
    let result: unknown;
    try {
      result = (object as Methods)[`${method}Sync`]?.(...args);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(result);
  }
  return next.value;
}

/** Does it all, awaiting. */
export async function doAwaited<Result>(body: Body<Result>): Promise<Result> {
  const steps = body();
  let next = steps.next();
  while (next.done !== true) {
    const [object, method, ...args] = next.value;
    let result: unknown;
    try {
      result = await (object as Methods)[method]?.(...args);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(result);
  }
  return next.value;
}

/** Begins a party, and gives what comes of it. */
export type Start = <Result>(body: Body<Result>) => Promise<Result>;

/** How parties are begun. */
export interface Parties {
  readonly name: string;
  /** Calls `story`, which begins parties; ends when they have, or when it fails. */
  meet(story: (start: Start) => Promise<void>): Promise<void>;
}

/** No story begins more at a time. */
const MOST = 16;

/** All tests of a file have the same threads: they run one after another. */
let executor: ThreadPoolExecutor | undefined;

/** Calls a story, and ends when all that it has begun has ended: at once when something fails, which others may wait for. */
async function tell(begin: Start, story: (start: Start) => Promise<void>): Promise<void> {
  const begun: Promise<unknown>[] = [];
  let fail: (reason: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const told = story((body) => {
    const doing = begin(body);
    doing.catch(fail);
    begun.push(doing);
    return doing;
  });
  await Promise.race([told, failure]);
  await Promise.all(begun);
}

async function meetInThreads(how: (body: Body) => unknown, story: (start: Start) => Promise<void>): Promise<void> {
  executor ??= new ThreadPoolExecutor({ maxWorkers: MOST });
  const pool = executor;
  try {
    await tell((body) => (pool.submit(how, body) as Future<never>).result(), story);
  } catch (error) {
    // Some may be blocked for ever.
    executor = undefined;
    throw error;
  }
}

/** Threads that block. */
export const threads: Parties = {
  name: 'threads',
  meet: (story) => meetInThreads(doBlocked, story),
};

/** Tasks that await, each in a thread of its own. */
export const tasks: Parties = {
  name: 'tasks',
  meet: (story) => meetInThreads(doAwaited, story),
};

/** Asynchronous code of the calling thread, which is in no flow that could own a lock. */
export const flows: Parties = {
  name: 'flows',
  meet: (story) => tell(doAwaited, story),
};

/** Asynchronous flows of the calling thread. */
export const owners: Parties = {
  name: 'owners',
  meet: (story) => tell((body) => new RLock().use(() => doAwaited(body)) as Promise<never>, story),
};

/** All that can meet. */
export const kindsOfParties: readonly Parties[] = [threads, tasks, flows];

/** All that can own a lock. */
export const kindsOfOwners: readonly Parties[] = [threads, tasks, owners];

/** Begins so many parties that do the same. */
export function startAll<Result>(start: Start, count: number, body: Body<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, () => start(body)));
}

/** So many parties that do the same, to their ends. */
export async function bunch<Result>(parties: Parties, count: number, body: Body<Result>): Promise<Result[]> {
  let results: Result[] = [];
  await parties.meet(async (start) => {
    results = await startAll(start, count, body);
  });
  return results;
}

/** Takes so many of the things that parties have said, in their order. */
export async function take<Word>(said: Gettable<Word>, count: number): Promise<Word[]> {
  const words: Word[] = [];
  while (words.length < count) {
    words.push(await said.get());
  }
  return words;
}

/** The same thing so many times. */
export function times<Word>(count: number, word: Word): Word[] {
  return Array.from({ length: count }, () => word);
}
