import { workerCount } from '../candidates.mjs';

/**
 * @typedef {object} Proof
 * @property {number} tasks how many results were checked
 * @property {number} [threads] how many threads made them, where that can be seen
 */

/** Takes down which thread made each result, and refuses the ones that a fair pool of workers cannot have made. */
export class Witness {
  #onMain;
  #tasks = 0;
  /** @type {Set<number>} */
  #threads = new Set();

  /** @param {{ onMain: boolean }} options whether the candidate is one that works on the main thread */
  constructor({ onMain }) {
    this.#onMain = onMain;
  }

  /** @param {number} thread */
  see(thread) {
    this.#tasks += 1;
    if (this.#threads.has(thread)) {
      return;
    }
    if (!Number.isInteger(thread) || thread < 0) {
      throw new Error(`wrong result: ${thread} is no thread`);
    }
    if (thread === 0 && !this.#onMain) {
      throw new Error('a task ran on the main thread');
    }
    if (thread !== 0 && this.#onMain) {
      throw new Error(`a task of the main thread ran on thread ${thread}`);
    }
    this.#threads.add(thread);
    if (this.#threads.size > workerCount) {
      throw new Error(`tasks ran on more than ${workerCount} threads: ${[...this.#threads].join(', ')}`);
    }
  }

  /** @returns {Proof} */
  proof() {
    return { tasks: this.#tasks, threads: this.#threads.size };
  }
}
