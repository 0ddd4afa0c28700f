/**
 * Reading through the inspector what JavaScript itself cannot see: where a function is, and what it has captured.
 *
 * The session is connected at the first read and stays so: to connect costs as much as half a read. It blocks no exit
 * and slows nothing down. It is invisible to other sessions of the program and to a debugger.
 *
 * @module
 */

import { Connection, type Remote } from './connection.js';

/** What is known of a function beside its properties, by names such as `[[Scopes]]`. */
export type Internals = ReadonlyMap<string, Remote>;

/** What a read can do. What it holds is let go at its end. */
export class Reader {
  readonly connection: Connection;
  readonly #group: string;

  constructor(connection: Connection, group: string) {
    this.connection = connection;
    this.#group = group;
  }

  internals(value: object): Internals {
    const { internalProperties = [] } = this.connection.post<{
      internalProperties?: { name: string; value?: Remote }[];
    }>('Runtime.getProperties', { objectId: this.connection.hold(value, this.#group), ownProperties: true });
    const internals = new Map<string, Remote>();
    for (const { name, value } of internalProperties) {
      if (value !== undefined) {
        internals.set(name, value);
      }
    }
    return internals;
  }

  /**
   * The smallest number that a function gives, called on each object with that prototype; Infinity where it gives none. The
   * function is known by its text. V8 collects garbage to find the objects: the larger the heap, the longer it takes.
   */
  least(prototype: object, text: string): number {
    const { objects } = this.connection.post<{ objects: Remote }>('Runtime.queryObjects', {
      prototypeObjectId: this.connection.hold(prototype, this.#group),
      objectGroup: this.#group,
    });
    const { result } = this.connection.post<{ result: Remote }>('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: `function () {
        const numberOf = ${text};
        let least;
        for (let index = 0; index < this.length; index++) {
          const number = numberOf.call(this[index]);
          if (number < least || least === undefined) least = number;
        }
        return least;
      }`,
      returnByValue: true,
    });
    return typeof result.value === 'number' ? result.value : Number.POSITIVE_INFINITY;
  }
}

let connection: Connection | undefined;
let isUnavailable = false;

/** A read within a read: the callback of an answer may run the program's microtasks. */
let depth = 0;

/** Whether the inspector has been found missing. */
export function inspectorIsUnavailable(): boolean {
  return isUnavailable;
}

/**
 * Runs `read` with the inspector. Gives undefined where there is none: in Bun and Deno, under `--permission`, in a Node
 * that was built without it. Throws nothing.
 */
export function reading<T>(read: (reader: Reader) => T): T | undefined {
  const open = isUnavailable ? undefined : connected();
  if (open === undefined) {
    return undefined;
  }
  const group = `nogil${depth}`;
  depth += 1;
  try {
    const result = read(new Reader(open, group));
    open.release(group);
    return result;
  } catch {
    // Such as a thread that is being terminated, or no stack left. The next read starts afresh.
    drop(open);
    return undefined;
  } finally {
    depth -= 1;
  }
}

function connected(): Connection | undefined {
  try {
    connection ??= new Connection();
  } catch (error) {
    // A stack that is used up says nothing of the inspector.
    isUnavailable = !(error instanceof RangeError);
  }
  return connection;
}

function drop(failed: Connection): void {
  if (connection === failed) {
    connection = undefined;
  }
  try {
    failed.disconnect();
  } catch {
    // It is gone already.
  }
}
