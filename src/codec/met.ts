/**
 * The objects of the message that is being written: one that is met again makes it a graph.
 *
 * @module
 */

/** Up to so many objects in a message, a search through a list is faster than a Set. */
const FEW_OBJECTS = 16;

/** Between messages: their objects must not be kept. */
const NOBODY: object[] = [];

/*
 * A new list for each message: it is as young as the objects, so the collector has nothing to remember when they are
 * put into it, as it has for a list that is kept.
 */
let few = NOBODY;
let count = 0;
let many: Set<object> | null = null;

/** Whether the message has this object already. It has it now. */
export function metAgain(value: object): boolean {
  if (count === 0) {
    // Of this length, so that it does not grow for most messages; only the first so many count.
    few = [value, value, value, value, value, value, value, value];
    count = 1;
    return false;
  }
  if (many !== null) {
    if (many.has(value)) {
      return true;
    }
    many.add(value);
    return false;
  }
  for (let index = 0; index < count; index++) {
    if (few[index] === value) {
      return true;
    }
  }
  if (count === FEW_OBJECTS) {
    many = new Set(few);
    many.add(value);
    return false;
  }
  few[count] = value;
  count += 1;
  return false;
}

/** The next message has met none yet. Calls nothing: the stack may be at its end. */
export function forgetMet(): void {
  count = 0;
  few = NOBODY;
  many = null;
}
