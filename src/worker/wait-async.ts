/**
 * `Atomics.waitAsync` keeps no event loop alive: a task that awaits nothing else would look as if it could never end.
 *
 * @module
 */

import { hold, release } from '../futures/isolate.js';

interface AsyncWait {
  readonly async: boolean;
  readonly value: unknown;
}

type WaitAsync = (this: unknown, ...args: unknown[]) => AsyncWait;

const atomics = Atomics as { waitAsync?: WaitAsync };

/** From now on, while such a wait of this thread is pending, the event loop goes on. */
export function holdWhileWaiting(): void {
  const { waitAsync } = atomics;
  if (typeof waitAsync !== 'function') {
    return;
  }
  // Bound, it has the text of a native function, as it had before.
  const holding = ((...args: unknown[]): AsyncWait => {
    const wait = waitAsync.apply(Atomics, args);
    if (wait.async) {
      hold();
      void (wait.value as Promise<string>).then(release);
    }
    return wait;
  }).bind(undefined);
  for (const name of ['name', 'length'] as const) {
    Object.defineProperty(holding, name, { value: waitAsync[name], configurable: true });
  }
  // Refused where the language's own objects are frozen.
  Reflect.defineProperty(Atomics, 'waitAsync', { value: holding, configurable: true, writable: true });
}
