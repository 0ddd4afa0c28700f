/**
 * Attributes that each thread has for itself.
 *
 * @module
 */

import { threadId } from 'node:worker_threads';
import { rebuild, reduce } from '../codec/pair.js';
import { staysItself } from '../functions/itself.js';
import { here } from './this-thread.js';

interface LocalParts {
  readonly key: string;
  readonly args: readonly unknown[];
}

type LocalClass = new (...args: never[]) => Local;

/** What the Local that is being made is to be here: one that has come from another thread. */
let rebuilding: LocalParts | undefined;

/**
 * Attributes that each thread has for itself. Python: `threading.local`.
 *
 * The same Local, captured or sent, is empty in each thread that first sees it. Where a class extends this one, its
 * constructor is called again in each thread, with the arguments that it has passed to `super(...)`.
 *
 * A Thread that ends takes its attributes with it, though its isolate may serve another one.
 *
 * # Differences from Python
 * A constructor has to pass its arguments to `super`, by which they are known. The constructor is called when the thread
 * is first sent the Local, not when the thread first uses it. In a worker of an executor attributes stay from one task to the
 * next, as they do in Python.
 *
 * @see https://docs.python.org/3/library/threading.html#thread-local-data
 * @example
 * ```ts
 * class Connection extends Local {
 *   declare count: number;
 *   constructor(readonly url: string) {
 *     super(url);
 *     this.count = 0;
 *   }
 * }
 *
 * const connection = new Connection('db://one');
 * const thread = Thread.start(() => {
 *   connection.count += 1;
 * });
 * await thread.join();
 * console.log(connection.count); // 0: that of this thread
 * ```
 */
export class Local {
  readonly #parts: LocalParts;

  /** `args` are what a constructor of a class that extends this one is called with in other threads. */
  constructor(...args: readonly unknown[]) {
    if (rebuilding === undefined) {
      here.madeLocals += 1;
      this.#parts = { key: `${threadId}-${here.madeLocals}`, args };
    } else {
      this.#parts = rebuilding;
      rebuilding = undefined;
      here.locals.set(this.#parts.key, this);
    }
    if (new.target === Local) {
      here.plainLocals.add(new WeakRef(this));
    } else {
      here.hasOwnLocals = true;
    }
  }

  static {
    Object.defineProperty(Local.prototype, reduce, {
      value: function reduceLocal(this: Local): LocalParts {
        here.locals.set(this.#parts.key, this);
        return this.#parts;
      },
    });
    Object.defineProperty(Local, rebuild, { value: rebuildLocal });
  }
}

staysItself(Local);

/** The Local of this thread, made by its class. */
function rebuildLocal(this: LocalClass, parts: LocalParts): Local {
  const known = here.locals.get(parts.key);
  if (known !== undefined) {
    return known;
  }
  rebuilding = parts;
  try {
    return new this(...(parts.args as never[]));
  } finally {
    rebuilding = undefined;
  }
}

/** Takes the attributes of this thread away. False where some are made by a constructor, which is not called again here. */
export function clearLocals(): boolean {
  for (const reference of here.plainLocals) {
    const local = reference.deref();
    if (local === undefined) {
      here.plainLocals.delete(reference);
      continue;
    }
    for (const key of Reflect.ownKeys(local)) {
      Reflect.deleteProperty(local, key);
    }
  }
  here.locals.clear();
  return !here.hasOwnLocals;
}
