/**
 * Flows of one thread that wait for each other within a flow that owns the lock: the native lock knows nothing of them.
 *
 * @module
 */

import { Timer } from '../timer.js';
import { throwIfCancelled, whenCancelled } from '../waiting/cancellation.js';
import type { Flow } from './flows.js';
import type { Patience } from './lock-options.js';

interface Wait {
  readonly flow: Flow;
  enter(): void;
}

/** In the order in which they came. */
export class FlowWaits {
  readonly #waits: Wait[] = [];

  /** Waits until it is a flow's turn: true, or false when its time was over first. */
  wait(flow: Flow, { milliseconds, signal }: Patience): Promise<boolean> {
    throwIfCancelled(signal);
    if (milliseconds === 0) {
      return Promise.resolve(false);
    }
    return new Promise((resolve, reject) => {
      const end = () => {
        const at = this.#waits.indexOf(wait);
        if (at >= 0) {
          this.#waits.splice(at, 1);
        }
        timer.stop();
        undo();
      };
      const wait: Wait = {
        flow,
        enter() {
          end();
          resolve(true);
        },
      };
      this.#waits.push(wait);
      const timer = new Timer(milliseconds, () => {
        end();
        resolve(false);
      });
      const undo = whenCancelled(signal, (reason) => {
        end();
        reject(reason);
      });
    });
  }

  /** It is the turn of the first that may enter. */
  next(mayEnter: (flow: Flow) => boolean): Flow | undefined {
    const wait = this.#waits.find(({ flow }) => mayEnter(flow));
    wait?.enter();
    return wait?.flow;
  }
}
