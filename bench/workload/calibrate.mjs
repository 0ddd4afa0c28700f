/** Long enough to be timed. */
const shortest = 20;
/** The quickest of so many counts: others on the same cores only ever make it slower. */
const tries = 5;

/**
 * How much of some work takes so long on this thread.
 *
 * @param {number} milliseconds
 * @param {number} first an amount to begin with
 * @param {(amount: number) => () => unknown} prepare gives what is timed, which takes time in proportion to the amount
 * @returns {number}
 */
export function amountFor(milliseconds, first, prepare) {
  for (let amount = first; ; amount *= 2) {
    const work = prepare(amount);
    const elapsed = Math.min(...Array.from({ length: tries }, () => timed(work)));
    if (elapsed >= Math.min(shortest, milliseconds)) {
      return Math.ceil((amount / elapsed) * milliseconds);
    }
  }
}

/** @param {() => unknown} work */
function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}
