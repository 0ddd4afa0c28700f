/**
 * Classes whose instances are known by a brand: `instanceof` holds across two copies of the package, of which a worker has
 * its own, and a task may import another.
 *
 * @module
 */

const brands = new WeakMap<object, symbol>();

/** Gives a class its brand: `instanceof` then asks for that, not for the prototype. */
export function brand(constructor: abstract new (...args: never[]) => object, name: string): void {
  const symbol = Symbol.for(`nogil.${name}`);
  brands.set(constructor, symbol);
  const hidden = { configurable: true, enumerable: false, writable: true };
  Object.defineProperty(constructor.prototype, symbol, { ...hidden, value: true });
  Object.defineProperty(constructor, Symbol.hasInstance, { ...hidden, value: hasInstance });
}

function hasInstance(this: object, value: unknown): boolean {
  const symbol = brands.get(this);
  if (symbol === undefined) {
    // A class that a user made of ours has no brand of its own.
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
  return typeof value === 'object' && value !== null && symbol in value;
}
