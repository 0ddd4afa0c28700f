// What the programs of the fuzz import: a module as people write them.
import { scale } from './scale.mjs';

export const BASE = 10;
export const table = { one: 1, two: 2 };

export function twice(x) {
  return scale(x, 2);
}

export const half = (x) => x / BASE;

export function makeAdder(k) {
  const more = k * 2;
  return (x) => x + k + more;
}

export function* upTo(limit) {
  for (let value = 0; value < 3 && value < limit; value++) {
    yield value;
  }
}

export class Account {
  #hidden = 5;
  k1 = 2;

  constructor(start) {
    this.k1 += start % 10;
  }

  deposit(amount) {
    return this.k1 + this.#hidden + amount;
  }
}

export async function later(x) {
  return (await x) + 1;
}

export default function triple(x) {
  return x * 3;
}

export { triple as 'three times' };
