/**
 * In debug mode, what a function has captured cannot be written to in a worker: it is a copy, and the write would be lost.
 *
 * @module
 */

import { types } from 'node:util';
import { TaskError } from '../../errors.js';

/** A view of a copy, which throws where it is written to. Of a function, or an instance of a class, itself. */
export function readOnly(value: unknown, name: string): unknown {
  return view(value, name, new WeakMap());
}

function view(value: unknown, name: string, seen: WeakMap<object, object>): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const known = seen.get(value);
  if (known !== undefined) {
    return known;
  }
  if (types.isMap(value) || types.isSet(value)) {
    return withoutWriters(value, name);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return value;
  }
  const lost = (): never => refuse(name);
  const proxy = new Proxy(value, {
    get: (target, key, receiver) => view(Reflect.get(target, key, receiver), name, seen),
    set: lost,
    defineProperty: lost,
    deleteProperty: lost,
    setPrototypeOf: lost,
  });
  seen.set(value, proxy);
  return proxy;
}

function withoutWriters(value: object, name: string): object {
  for (const writer of ['set', 'add', 'delete', 'clear']) {
    if (writer in value) {
      Object.defineProperty(value, writer, { configurable: true, value: () => refuse(name) });
    }
  }
  return value;
}

function refuse(name: string): never {
  throw new TaskError(
    `\`${name}\` is a copy of the variable that the function has captured: what is written to it here, nobody else sees.\n` +
      '  Return the value.',
    { code: 'ERR_TASK_COPY' },
  );
}
