/**
 * The arguments of `map`, item by item: from several iterables, up to the end of the shortest.
 *
 * @module
 */

import { wrongType } from '../errors.js';

/** What `map` takes its items from. */
export type Source<T> = Iterable<T> | AsyncIterable<T>;

/** Items at the same place. `next` is asked again only when it has answered. */
export interface Inputs<Args> {
  /** The next items; undefined when one of the iterables is at its end. */
  next(): Args | undefined | Promise<Args | undefined>;
  /** No more are asked for: lets the iterables end. */
  end(): void;
}

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/**
 * What is asked for item by item. The items come as Promises if one of the iterables is asynchronous.
 *
 * @throws TypeError that names what is not iterable.
 */
export function mapInputs<Args extends unknown[]>(iterables: readonly unknown[]): Inputs<Args> {
  const methods = iterables.map(iteratorMethod);
  const iterators = methods.map(({ method }, index) => method.call(iterables[index]) as AnyIterator);
  return new Zip<Args>(
    iterators,
    methods.some(({ isAsync }) => isAsync),
  );
}

function iteratorMethod(iterable: unknown, index: number): { method: () => unknown; isAsync: boolean } {
  const object = iterable as Partial<Iterable<unknown> & AsyncIterable<unknown>> | null | undefined;
  const synchronous = object?.[Symbol.iterator];
  if (typeof synchronous === 'function') {
    return { method: synchronous, isAsync: false };
  }
  const asynchronous = object?.[Symbol.asyncIterator];
  if (typeof asynchronous === 'function') {
    return { method: asynchronous, isAsync: true };
  }
  throw wrongType(`iterables[${index}]`, 'an iterable', iterable);
}

class Zip<Args extends unknown[]> implements Inputs<Args> {
  readonly #iterators: readonly AnyIterator[];
  readonly #isAsync: boolean;
  /** Those that have not ended: one that throws has. */
  readonly #open: Set<AnyIterator>;
  #ended = false;

  constructor(iterators: readonly AnyIterator[], isAsync: boolean) {
    this.#iterators = iterators;
    this.#isAsync = isAsync;
    this.#open = new Set(iterators);
  }

  next(): Args | undefined | Promise<Args | undefined> {
    if (this.#ended || this.#iterators.length === 0) {
      return undefined;
    }
    return this.#isAsync ? this.#nextAsync() : this.#nextSync();
  }

  end(): void {
    this.#ended = true;
    for (const iterator of this.#open) {
      this.#open.delete(iterator);
      // What fails at its end must not keep the tasks after it from being cancelled, nor hide the error that ended it all.
      new Promise((resolve) => resolve(iterator.return?.())).catch(() => {});
    }
  }

  #nextSync(): Args | undefined {
    const items: unknown[] = [];
    for (const iterator of this.#iterators) {
      this.#open.delete(iterator);
      const { done, value } = assertResult(iterator.next());
      if (done === true) {
        return this.#atEnd();
      }
      this.#open.add(iterator);
      items.push(value);
    }
    return items as Args;
  }

  async #nextAsync(): Promise<Args | undefined> {
    const items: unknown[] = [];
    for (const iterator of this.#iterators) {
      const result = await this.#ask(iterator);
      if (this.#ended) {
        return undefined;
      }
      if (result.done === true) {
        this.#open.delete(iterator);
        return this.#atEnd();
      }
      // One that is not asynchronous may give promises, as for `for await`.
      items.push(await result.value);
    }
    return this.#ended ? undefined : (items as Args);
  }

  /** Meanwhile it is open: who leaves the loop does not wait for the item. */
  async #ask(iterator: AnyIterator): Promise<IteratorResult<unknown>> {
    try {
      return assertResult(await iterator.next());
    } catch (error) {
      this.#open.delete(iterator);
      throw error;
    }
  }

  #atEnd(): undefined {
    this.end();
    return undefined;
  }
}

/** Anything else would have neither an end nor items: an endless loop. */
function assertResult(result: unknown): IteratorResult<unknown> {
  if (typeof result !== 'object' || result === null) {
    throw wrongType('next()', 'an object with `done` and `value`', result);
  }
  return result as IteratorResult<unknown>;
}
