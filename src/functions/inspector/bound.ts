/**
 * What a function was bound to.
 *
 * @module
 */

import type { RemoteArgument } from './connection.js';
import { reading } from './session.js';

/** What `target.bind(self, ...args)` was given. */
export interface Bound {
  readonly target: (...args: unknown[]) => unknown;
  readonly self: unknown;
  readonly args: readonly unknown[];
}

/** What a bound function was made of; null when it is not bound, undefined where this cannot be read. */
export function boundOf(fn: object): Bound | null | undefined {
  return reading((reader) => {
    const internals = reader.internals(fn);
    const target = internals.get('[[TargetFunction]]');
    const args = internals.get('[[BoundArgs]]');
    const self = internals.get('[[BoundThis]]');
    if (target === undefined || args === undefined) {
      return null;
    }
    const remotes: RemoteArgument[] = [target, args, self ?? {}].map(argument);
    const values = reader.connection.values(remotes) as [Bound['target'], ArrayLike<unknown>, unknown];
    return { target: values[0], self: values[2], args: Array.from(values[1]) };
  });
}

/** An object by its id; a primitive by its value, or by its text where JSON has no such value, as for -0 or 1n. */
function argument({ objectId, value, unserializableValue }: RemoteArgument): RemoteArgument {
  if (objectId !== undefined) {
    return { objectId };
  }
  return unserializableValue !== undefined ? { unserializableValue } : { value };
}
