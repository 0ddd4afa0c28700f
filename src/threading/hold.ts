/**
 * What is held until a block of code ends: Python's `with lock:`.
 *
 * @module
 */

/** What `hold()` gives: it is released when its block ends, or by `release()`. */
export class Hold implements Disposable, AsyncDisposable {
  #release: (() => void) | undefined;

  /** @internal */
  constructor(release: () => void) {
    this.#release = release;
  }

  /** Releases it, once; later calls do nothing. */
  release(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }

  /** The same. */
  [Symbol.dispose](): void {
    this.release();
  }

  /** The same. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
  }
}
