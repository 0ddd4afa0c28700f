/**
 * Objects of nogil that travel as themselves: at the other end stands a handle on the same native object.
 *
 * Their classes are of the thread, not of the module, which there may be several copies of: a worker has its own, and the
 * one that its tasks import. What one of them has made, each of them can send.
 *
 * @module
 */

/** A class of one copy of the package, whose instances travel by a key. */
export interface HandleClass {
  /** Its number in a message. */
  readonly number: number;
  /** The key of an instance; undefined for anything else. */
  keyOf(value: object): number | undefined;
  /** The instance of that key, if this thread has one by this class. */
  here(key: number): object | undefined;
  /** Makes the instance of that key, which this thread has none of. */
  make(key: number): object;
}

const key = Symbol.for('nogil.handles');
const thread = globalThis as { [key]?: HandleClass[][] };
thread[key] ??= [];
/** By number, those of all copies. */
const classes = thread[key];

/** Those of this copy. */
const own: HandleClass[] = [];

/** Lets the instances of a class travel. */
export function addHandleClass(handleClass: HandleClass): void {
  const { number } = handleClass;
  if (own[number] === undefined) {
    own[number] = handleClass;
    classes[number] = [...(classes[number] ?? []), handleClass];
  }
}

/** How an object travels, if it is a handle. */
export function handleOf(value: object): { number: number; key: number } | undefined {
  for (const copies of classes) {
    for (const handleClass of copies ?? []) {
      const key = handleClass.keyOf(value);
      if (key !== undefined) {
        return { number: handleClass.number, key };
      }
    }
  }
  return undefined;
}

/** The object that travelled, the same one each time; undefined when this thread does not know its class. */
export function findHandle(number: number, key: number): object | undefined {
  const copies = classes[number] ?? [];
  for (const handleClass of copies) {
    const known = handleClass.here(key);
    if (known !== undefined) {
      return known;
    }
  }
  return (own[number] ?? copies[0])?.make(key);
}
