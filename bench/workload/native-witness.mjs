/**
 * A native task has no isolate to ask where it ran. The native pool counts what each of its threads has run: the count
 * must have grown by exactly the tasks whose results came back.
 */
export class NativeWitness {
  #native;
  #before;
  #tasks = 0;

  /** @param {import('../rows/native.mjs').NativeTasks} native */
  constructor(native) {
    this.#native = native;
    this.#before = tasksByThread(native);
  }

  see() {
    this.#tasks += 1;
  }

  /** @returns {import('./witness.mjs').Proof} */
  proof() {
    const after = [...tasksByThread(this.#native)];
    const grown = after.map(([thread, tasks]) => tasks - (this.#before.get(thread) ?? 0));
    const total = grown.reduce((sum, tasks) => sum + tasks, 0);
    if (total !== this.#tasks) {
      throw new Error(`the native threads ran ${total} tasks, but ${this.#tasks} results came back`);
    }
    return { tasks: this.#tasks, threads: grown.filter((tasks) => tasks > 0).length };
  }
}

/** @param {import('../rows/native.mjs').NativeTasks} native */
function tasksByThread(native) {
  return new Map(native.threads().map(({ thread, tasks }) => [thread, tasks]));
}
