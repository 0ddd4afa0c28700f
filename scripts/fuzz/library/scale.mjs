let calls = 0;

/** Counts its calls, and tells nobody. */
export function scale(x, factor) {
  calls += 1;
  return calls > 0 ? x * factor : 0;
}
