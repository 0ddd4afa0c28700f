// Functions that no worker has seen: each is a text of its own, as each place in a program is.
const BASE = [1];

// biome-ignore lint/complexity/useArrowFunction: none is the same as another
const first = function (x) {
  return x + BASE[0] - 1;
};

const second = (x) => x + BASE[0];
const third = (x) => x + BASE[0] * 2;
const fourth = (x) => x + 2 + BASE[0];
const fifth = (x) => 3 + x + BASE[0];
const sixth = (x) => x + 4 * BASE[0] + BASE[0];
const seventh = (x) => 5 + BASE[0] + x;
const eighth = (x) => x + 6 + BASE[0] ** 2;
const ninth = (x) => x + BASE[0] * 8;

/** The one with the number n, from 0, adds n. */
export const DISTINCT = [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth];
