/**
 * A thread of control.
 *
 * @module
 */

import { brand } from '../brand.js';
import { RuntimeError, wrongType } from '../errors.js';
import { staysItself } from '../functions/itself.js';
import { warnOfBlocking } from '../main-blocked.js';
import { checkTimeout, type TimeoutOptions, timeoutOptions } from '../timeout.js';
import { ignoreTimeout, RunningThread } from './running-thread.js';
import { here } from './this-thread.js';
import { checkThreadOptions, type ThreadOptions } from './thread-options.js';
import { newState, setState, stateOf, type ThreadState } from './thread-state.js';

/** Those that this thread has started. */
const running = new WeakMap<Thread, RunningThread>();

/** Classes of nogil's own, whose instances need not travel: their targets do. */
const plainClasses = new Set<unknown>();

/** The instances of that class have no fields that their target looks at. */
export function addPlainClass(constructor: unknown): void {
  plainClasses.add(constructor);
}

/**
 * A thread of control. Python: `threading.Thread`.
 *
 * `start()` runs the target, or `run()` of a subclass, in an isolate of its own, at the same time as all other
 * threads; it returns at once. The thread lives until that has returned, or its promise is settled. Any function can be the target
 * (docs/functions.md); its arguments and what it has captured are copied at `start()`.
 *
 * A Thread that is no daemon keeps the program alive until it has ended. One that ends takes nothing along that it has left
 * on its event loop, timers and servers say: that goes on as in any worker of Node, and keeps the program alive unless
 * the Thread was a daemon.
 *
 * What a thread does not catch goes to the except hook (`setExcepthook`), and `join()` does not fail for it.
 *
 * To start takes some 0.1 ms where another Thread has ended before, whose isolate is used again: what its modules and
 * globals hold is still there. It is not used again if anything is left on its event loop, or with `{ fresh: true }`. The first
 * Thread takes some 40 ms to begin.
 *
 * A subclass may have fields and a `run()` of its own. `run()` is called in the thread, on a copy of the instance. When that
 * has ended, the fields that it has written come back: fields that hold other values than before, and all that hold objects,
 * as new copies.
 *
 * A Thread can be sent to other threads. What they have is a copy with a name of its own; `isAlive`, `join` and
 * `joinSync` are about the same thread.
 *
 * # Differences from Python
 * Threads share nothing but what is made for that (`nogil/threading`, `nogil/queue`). `group`, `kwargs` and `context` do
 * not exist: an object among `args` holds what has a name. What `run()` writes comes back at the end only. A Thread lives in the thread that has started it: one
 * that is ended by `process.exit()` or by lack of memory takes those with it that it has started, and `process.exit()` in the main thread waits for
 * none. `settrace`, `setprofile` and their kin do not exist: use `--cpu-prof`, or the inspector.
 *
 * @see https://docs.python.org/3/library/threading.html#thread-objects
 * @example
 * ```ts
 * function crawl(link: string, delay: number) {
 *   sleepSync(delay);
 *   console.log(`crawled ${link}`);
 * }
 *
 * const threads = ['one', 'two'].map((link) => new Thread({ target: crawl, args: [link, 10] }));
 * for (const thread of threads) {
 *   thread.start();
 * }
 * for (const thread of threads) {
 *   await thread.join();
 * }
 * ```
 */
export class Thread<Args extends unknown[] = unknown[]> {
  /**
   * Makes a Thread. It does nothing before `start()`.
   *
   * @throws TypeError for what is of another type, or for unknown options.
   */
  constructor(options?: ThreadOptions<Args>);
  constructor(target: ((...args: Args) => unknown) | null | undefined, options?: Omit<ThreadOptions<Args>, 'target'>);
  constructor(given?: unknown, more?: unknown) {
    const { target, args, name, daemon, fresh } = checkThreadOptions(given, more);
    setState(this, newState(name ?? defaultName(target), daemon ?? here.current?.daemon ?? false, fresh, target, args));
  }

  /**
   * Makes a Thread of `fn` and these arguments, and starts it.
   *
   * @throws TypeError when `fn` is not a function; TaskError, RuntimeError, as `start`.
   * @example
   * ```ts
   * const thread = Thread.start((name: string) => console.log(`hello, ${name}`), 'world');
   * await thread.join();
   * ```
   */
  static start<Args extends unknown[]>(fn: (...args: Args) => unknown, ...args: Args): Thread<Args> {
    if (typeof fn !== 'function') {
      throw wrongType('fn', 'a function', fn);
    }
    const thread = new Thread(fn, { args });
    thread.start();
    return thread;
  }

  /**
   * Starts it, once. Does not wait for it to begin.
   *
   * @throws RuntimeError when it was started before, or no thread can be started; TaskError when the target, an argument or
   * a field of the instance cannot be sent.
   * @example
   * ```ts
   * const thread = new Thread(() => console.log('hello'));
   * thread.start();
   * await thread.join();
   * ```
   */
  start(): void {
    const state = stateOf(this);
    if (state.started) {
      throw new RuntimeError('threads can only be started once');
    }
    // What travels with it is a copy of one that has started.
    state.started = true;
    try {
      const isPlain = plainClasses.has(Object.getPrototypeOf(this).constructor) && !Object.hasOwn(this, 'run');
      running.set(this, new RunningThread(this, state, !isPlain));
    } catch (error) {
      state.started = false;
      throw error;
    }
    state.target = undefined;
    state.args = [];
  }

  /**
   * What the thread does: it calls the target. A subclass may have its own.
   *
   * @example
   * ```ts
   * class Sum extends Thread {
   *   result = 0;
   *   constructor(readonly numbers: number[]) {
   *     super();
   *   }
   *   override run() {
   *     this.result = this.numbers.reduce((sum, number) => sum + number, 0);
   *   }
   * }
   *
   * const sum = new Sum([1, 2, 3]);
   * sum.start();
   * await sum.join();
   * console.log(sum.result);
   * ```
   */
  run(): unknown {
    const state = stateOf(this);
    const { target, args } = state;
    state.target = undefined;
    state.args = [];
    return target?.(...(args as never[]));
  }

  /**
   * Resolves when the thread has ended, or after so many milliseconds: `isAlive()` tells which. It may be called any number
   * of times, in any thread. It keeps the program alive as long as it waits.
   *
   * @throws RuntimeError when the thread has not started, is the calling one, or is none that `start()` has started; TypeError,
   * ValueError when the timeout is no time.
   * @example
   * ```ts
   * const thread = Thread.start(() => sleepSync(20));
   * await thread.join(1);
   * console.log(thread.isAlive()); // true
   * await thread.join();
   * ```
   */
  join(timeout?: number | null | TimeoutOptions): Promise<void> {
    const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
    assertJoinable(stateOf(this));
    const own = running.get(this);
    return own === undefined ? stateOf(this).ended.result(milliseconds).catch(ignoreTimeout) : own.ended(milliseconds);
  }

  /**
   * Blocks the calling thread until this one has ended, or for so many milliseconds.
   *
   * @throws RuntimeError, TypeError, ValueError, as `join`; DeadlockError when it can never end.
   * @example
   * ```ts
   * const thread = Thread.start(() => sleepSync(20));
   * thread.joinSync();
   * console.log(thread.isAlive()); // false
   * ```
   */
  joinSync(timeout?: number | null | TimeoutOptions): void {
    const milliseconds = checkTimeout('timeout', timeoutOptions(timeout).timeout);
    assertJoinable(stateOf(this));
    if (milliseconds > 0 && this.isAlive()) {
      warnOfBlocking('joinSync', Thread.prototype.joinSync, 'Use await thread.join() to wait without blocking.');
    }
    const own = running.get(this);
    if (own !== undefined) {
      own.block(milliseconds);
      return;
    }
    try {
      stateOf(this).ended.resultSync(milliseconds);
    } catch (error) {
      ignoreTimeout(error);
    }
  }

  /**
   * True from `start()` until the thread has ended.
   *
   * @example
   * ```ts
   * const thread = new Thread(() => {});
   * console.log(thread.isAlive()); // false
   * ```
   */
  isAlive(): boolean {
    const state = stateOf(this);
    if (!state.started || state.kind !== undefined) {
      return state.started;
    }
    const own = running.get(this);
    if (own !== undefined) {
      return own.isAlive;
    }
    return isCurrent(state) || !state.ended.done();
  }

  /** Its name, for people. A Thread that gives itself another one has it in the thread that started it when it has ended. */
  get name(): string {
    return stateOf(this).name;
  }

  set name(name: string) {
    if (typeof name !== 'string') {
      throw wrongType('name', 'a string', name);
    }
    stateOf(this).name = name;
  }

  /** Its number (see `getIdent`); null before it starts. That of a Thread that has ended may be another one's. */
  get ident(): number | null {
    return stateOf(this).ident ?? running.get(this)?.ident ?? null;
  }

  /** The number that the system has given it; null before it is known, which is soon after it has begun, and where `getNativeId` gives null. */
  get nativeId(): number | null {
    return stateOf(this).nativeId ?? running.get(this)?.nativeId ?? null;
  }

  /**
   * Whether the program may end while the thread runs. It can be set before `start()`.
   *
   * @throws RuntimeError (when it is set) after `start()`; TypeError when it is not a boolean.
   */
  get daemon(): boolean {
    return stateOf(this).daemon;
  }

  set daemon(daemon: boolean) {
    if (typeof daemon !== 'boolean') {
      throw wrongType('daemon', 'a boolean', daemon);
    }
    if (stateOf(this).started) {
      throw new RuntimeError('cannot set daemon status of active thread');
    }
    stateOf(this).daemon = daemon;
  }
}

brand(Thread, 'Thread');
addPlainClass(Thread);
staysItself(Thread);

/** What `console.log` shows, as Python's `repr`. */
Object.defineProperty(Thread.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value: function inspect(this: Thread): string {
    const { started, daemon } = stateOf(this);
    const status = started ? (this.isAlive() ? 'started' : 'stopped') : 'initial';
    const ident = this.ident === null ? '' : ` ${this.ident}`;
    return `<${this.constructor.name}(${this.name}, ${status}${daemon ? ' daemon' : ''}${ident})>`;
  },
});

function assertJoinable(state: ThreadState): void {
  if (!state.started) {
    throw new RuntimeError('cannot join thread before it is started');
  }
  if (isCurrent(state)) {
    throw new RuntimeError('cannot join current thread');
  }
  if (state.kind !== undefined) {
    throw new RuntimeError(`cannot join a ${state.kind} thread`);
  }
}

function isCurrent(state: ThreadState): boolean {
  return here.current !== undefined && stateOf(here.current).key === state.key;
}

function defaultName(target: { name: string } | undefined): string {
  here.named += 1;
  return `Thread-${here.named}${target === undefined || target.name === '' ? '' : ` (${target.name})`}`;
}
