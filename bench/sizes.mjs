/**
 * How long and how much. Times rather than counts, so that the fastest candidate and the slowest, a hundred times apart,
 * are both measured for long enough and neither for too long.
 *
 * @typedef {object} Sizes
 * @property {number} warmUp milliseconds
 * @property {number} measure milliseconds
 * @property {number} burst tasks submitted at once
 * @property {number} few tasks queued at once, for the cost of a short queue
 * @property {number} many and of a long one
 * @property {number} longRounds
 * @property {number} settle milliseconds that idle workers are given: most of V8's last collections of garbage come
 *   within it, each with many wake-ups for that once
 * @property {number} idle milliseconds
 * @property {number} nativeJob milliseconds that one takes
 * @property {number} stat milliseconds
 */

/** @type {{ full: Sizes, quick: Sizes }} */
export const allSizes = {
  full: {
    warmUp: 400,
    measure: 1000,
    burst: 100_000,
    few: 10_000,
    many: 1_000_000,
    longRounds: 60,
    settle: 30_000,
    idle: 30_000,
    nativeJob: 100,
    stat: 4000,
  },
  // Enough to see that everything runs; not enough to quote a figure.
  quick: {
    warmUp: 60,
    measure: 120,
    burst: 10_000,
    few: 2000,
    many: 20_000,
    longRounds: 10,
    settle: 300,
    idle: 1000,
    nativeJob: 20,
    stat: 800,
  },
};
