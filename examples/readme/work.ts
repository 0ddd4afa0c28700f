/** The task of the README. */

/** How many primes there are below `limit`. */
export function primesBelow(limit: number): number {
  let primes = 0;
  for (let candidate = 2; candidate < limit; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate && isPrime; divisor++) {
      isPrime = candidate % divisor !== 0;
    }
    primes += isPrime ? 1 : 0;
  }
  return primes;
}
