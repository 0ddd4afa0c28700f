/**
 * Calls that come after a time, also while the thread is blocked.
 *
 * @module
 */

import { whileBlocked } from '../binding/waiting.js';
import { Timer } from '../timer.js';

const alarms = new Set<Alarm>();

whileBlocked(() => {
  for (const alarm of alarms) {
    alarm.look();
  }
  return alarms.size > 0;
});

/** One call, after so many milliseconds. It keeps no event loop alive. */
export class Alarm extends Timer {
  constructor(milliseconds: number, ring: () => void) {
    super(milliseconds, ring, false);
    alarms.add(this);
  }

  override stop(): void {
    super.stop();
    alarms.delete(this);
  }
}
