/**
 * A cache of texts, bounded by their length and number.
 *
 * @module
 */

/** In UTF-16 units: some tens of megabytes with what is parsed of them. */
const LONGEST = 8_000_000;
/** What is parsed of the shortest text has some ten kilobytes. */
const MOST = 4_000;

/** Remembers, for the keys used last, what was made, or that nothing could be made. */
export class TextCache<T extends { readonly text: string }> {
  readonly #entries = new Map<string, T | undefined>();
  readonly #longest: number;
  #length = 0;
  /** Most questions are of the same text as the one before. */
  #lastKey: string | undefined;
  #lastEntry: T | undefined;

  constructor(longest: number = LONGEST) {
    this.#longest = longest;
  }

  get(key: string, make: () => T | undefined): T | undefined {
    if (key === this.#lastKey) {
      return this.#lastEntry;
    }
    const isKnown = this.#entries.has(key);
    const entry = isKnown ? this.#entries.get(key) : make();
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#lastKey = key;
    this.#lastEntry = entry;
    if (!isKnown) {
      this.#length += lengthOf(key, entry);
      this.#shrink();
    }
    return entry;
  }

  /** Forgets the ones that were not used for longest; never the last one. */
  #shrink(): void {
    for (const [key, entry] of this.#entries) {
      const isSmall = this.#length <= this.#longest && this.#entries.size <= MOST;
      if (isSmall || this.#entries.size === 1) {
        return;
      }
      this.#entries.delete(key);
      this.#length -= lengthOf(key, entry);
    }
  }
}

function lengthOf(key: string, entry: { readonly text: string } | undefined): number {
  return key.length + (entry?.text.length ?? 0);
}
