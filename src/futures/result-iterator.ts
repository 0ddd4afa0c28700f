/**
 * What `map` returns: results in the order of the inputs.
 *
 * @module
 */

import { TimeoutError, wrongType } from '../errors.js';
import { Fifo } from './fifo.js';
import { Future } from './future.js';
import type { Inputs } from './map-inputs.js';
import { copyOf } from './thread-futures.js';

/** How `map` goes about it. */
export interface MapLimits {
  /** Milliseconds from the call of `map` on, or `Infinity`. */
  readonly timeout: number;
  /** So many tasks at most are submitted whose results were not asked for, or `Infinity`. */
  readonly buffersize: number;
}

// As it is now: a program may put another in its place, to have time stand still for its tests.
const { performance } = globalThis;

/**
 * Results in the order of their inputs, for `for await`; `toArray()` is Python's `list(...)`.
 *
 * An error is thrown at its place; it ends the iteration and cancels the tasks after it, and so does leaving the loop
 * early. Tasks that have begun run to their end. A result that was taken is not kept.
 */
export class ResultIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #inputs: Inputs<unknown[]>;
  readonly #submit: (args: unknown[]) => Future<T>;
  readonly #timeout: number;
  readonly #end: number;
  /** Those whose results were not asked for, the next one first. */
  readonly #futures = new Fifo<Future<T>>();
  #submitted = 0;
  /** So many may be submitted. */
  #wanted: number;
  /** Asynchronous inputs were asked for the next items. */
  #asking = false;
  /** Somebody waits for these. */
  #arrival: Future<void> | undefined;
  /** What the inputs, or a submit, have thrown, and that was not told yet. */
  #failure: { readonly error: unknown } | undefined;
  #exhausted = false;
  #started = false;
  /** The answer that was asked for last. */
  #last: Promise<unknown> = Promise.resolve();

  /** Submits what may be submitted, at once. Throws what the inputs or `submit` throw, with nothing left submitted. */
  constructor(inputs: Inputs<unknown[]>, submit: (args: unknown[]) => Future<T>, limits: MapLimits) {
    this.#inputs = inputs;
    this.#submit = submit;
    this.#timeout = limits.timeout;
    this.#end = performance.now() + limits.timeout;
    this.#wanted = limits.buffersize;
    this.#fill();
    this.#throwFailure();
  }

  /**
   * The next result.
   *
   * @throws TimeoutError (the Promise rejects with it) when the time of `map` is over.
   */
  next(): Promise<IteratorResult<T, undefined>> {
    const answer = this.#last.then(() => this.#next());
    this.#last = answer.catch(nothing);
    return answer;
  }

  /** Ends the iteration: what has not begun is cancelled. */
  async return(): Promise<IteratorResult<T, undefined>> {
    this.#stop();
    return { done: true, value: undefined };
  }

  /** All results that are left, as an array. */
  async toArray(): Promise<T[]> {
    const results: T[] = [];
    for await (const result of this) {
      results.push(result);
    }
    return results;
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  async #next(): Promise<IteratorResult<T, undefined>> {
    this.#start();
    try {
      this.#wanted += 1;
      this.#fill();
      const future = await this.#nextFuture();
      if (future === undefined) {
        return { done: true, value: undefined };
      }
      return { done: false, value: await this.#resultOf(future) };
    } catch (error) {
      this.#stop();
      throw error;
    }
  }

  /** From now on somebody looks at the results. */
  #start(): void {
    if (!this.#started) {
      this.#started = true;
      for (const future of this.#futures) {
        copyOf(future)?.look(future);
      }
    }
  }

  async #nextFuture(): Promise<[Future<T>] | undefined> {
    for (;;) {
      const future = this.#futures.shift();
      if (future !== undefined) {
        return [future];
      }
      this.#throwFailure();
      if (!this.#asking) {
        return undefined;
      }
      this.#arrival = new Future();
      await this.#inTime(this.#arrival);
    }
  }

  async #resultOf([future]: [Future<T>]): Promise<T> {
    try {
      return await this.#inTime(future);
    } catch (error) {
      future.cancel();
      throw error;
    }
  }

  async #inTime<Result>(future: Future<Result>): Promise<Result> {
    try {
      return await future.result(this.#end - performance.now());
    } catch (error) {
      if (error instanceof TimeoutError && !future.done()) {
        throw new TimeoutError(`the result is not there ${this.#timeout} ms after the call of map()`);
      }
      throw error;
    }
  }

  /** Submits as many as may be, as long as the inputs give them at once. */
  #fill(): void {
    try {
      while (!this.#exhausted && !this.#asking && this.#submitted < this.#wanted) {
        const args = this.#inputs.next();
        if (args instanceof Promise) {
          void this.#fillLater(args);
        } else {
          this.#take(args);
        }
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  async #fillLater(args: Promise<unknown[] | undefined>): Promise<void> {
    this.#asking = true;
    try {
      this.#take(await args);
    } catch (error) {
      this.#fail(error);
    }
    this.#asking = false;
    this.#fill();
    this.#arrival?.setResult();
    this.#arrival = undefined;
  }

  #take(args: unknown[] | undefined): void {
    if (this.#exhausted || args === undefined) {
      this.#exhausted = true;
      return;
    }
    const future = this.#submit(args);
    const copy = copyOf(future);
    if (copy === undefined) {
      throw wrongType('submit', 'a Future from submit() of the executor', future);
    }
    this.#submitted += 1;
    this.#futures.push(future);
    if (this.#started) {
      copy.look(future);
    }
  }

  #fail(error: unknown): void {
    this.#failure = { error };
    this.#exhausted = true;
    this.#inputs.end();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined;
      this.#stop();
      throw error;
    }
  }

  /** The last ones first, so that no worker takes up one while its predecessors are cancelled. */
  #stop(): void {
    this.#exhausted = true;
    for (const future of this.#futures.takeAll().reverse()) {
      future.cancel();
    }
    this.#inputs.end();
  }
}

function nothing(): void {}
