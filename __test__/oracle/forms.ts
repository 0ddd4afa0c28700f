/**
 * The ways in which a program is run.
 *
 * Most of what waits has two forms here, where Python has one: a program says the same in both, and where both meet.
 */

/**
 * - `blocked`: calls are the ones with `Sync`; who waits is a thread.
 * - `awaited`: calls are awaited; who waits is an asynchronous flow of the one thread that there is.
 * - `mixed`: some wait like this, some like that.
 */
export type Form = 'blocked' | 'awaited' | 'mixed';

/** The forms in which programs of a family are run. */
const formsOfFamilies: Record<string, readonly Form[]> = {
  seq: ['blocked', 'awaited'],
  lockstep: ['blocked', 'awaited', 'mixed'],
  chaos: ['blocked', 'awaited', 'mixed'],
};

/** The forms in which programs of this family are run. */
export function formsOf(family: string): readonly Form[] {
  return formsOfFamilies[family] ?? ['awaited'];
}

/** Calls the form of a method that blocks, or the one that is awaited. */
export function callWaiting(object: object, method: string, isBlocked: boolean, ...args: unknown[]): unknown {
  return callPlain(object, isBlocked ? `${method}Sync` : method, ...args);
}

/** Calls a method that has one form. */
export function callPlain(object: object, method: string, ...args: unknown[]): unknown {
  const methods = object as Record<string, (...args: unknown[]) => unknown>;
  if (typeof methods[method] !== 'function') {
    // A method that is not there must not look like a TypeError of the package.
    throw new Error(`${object.constructor.name} has no method ${method}`);
  }
  return methods[method](...args);
}
