/**
 * What stays itself in other threads: made again by its declaration, it would be another one.
 *
 * @module
 */

/** Of the thread, not of the module, of which there may be several copies. */
const key = Symbol.for('nogil.itself');

/** What a variable of a module holds of this class is sent, and not made again where a function needs it. */
export function staysItself(constructor: { readonly prototype: object }): void {
  Object.defineProperty(constructor.prototype, key, { configurable: true, value: true });
}

/** Whether it is of such a class. */
export function isItself(value: unknown): boolean {
  return typeof value === 'object' && value !== null && key in value;
}
