/**
 * Objects of nogil that travel as themselves: at the other end stands a handle on the same native object.
 *
 * @module
 */

/** A class whose instances travel by a key. */
export interface HandleClass {
  /** Its number in a message. */
  readonly number: number;
  /** The key of an instance; undefined for anything else. */
  keyOf(value: object): number | undefined;
  /** The instance of that key in this thread, which is the same one each time. */
  find(key: number): object;
}

const classes: HandleClass[] = [];

/** Lets the instances of a class travel. */
export function addHandleClass(handleClass: HandleClass): void {
  classes[handleClass.number] = handleClass;
}

/** How an object travels, if it is a handle. */
export function handleOf(value: object): { number: number; key: number } | undefined {
  for (const handleClass of classes) {
    const key = handleClass.keyOf(value);
    if (key !== undefined) {
      return { number: handleClass.number, key };
    }
  }
  return undefined;
}

/** The object that travelled; undefined when this thread does not know its class. */
export function findHandle(number: number, key: number): object | undefined {
  return classes[number]?.find(key);
}
