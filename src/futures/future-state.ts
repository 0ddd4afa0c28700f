/**
 * How a Future stands, as one number.
 *
 * @module
 */

/** States. Numbers from 0 on are those of tasks, about which `control` knows more. */
export const RETURNED = -1;
export const FAILED = -2;
export const CANCELLED = -3;
/** Cancelled, and nobody will ever look at it again who would have run it. */
export const ABANDONED = -4;
/** Cancelled, and whoever would have run it knows. */
export const NOTIFIED = -5;
/** Made by hand: nobody runs it, or somebody who has said so. */
export const PENDING = -6;
export const RUNNING = -7;
/** A handle: others know how it stands, and nobody looks at it here. */
export const AFAR = -8;
const stateNames = ['returned', 'failed', 'cancelled', 'cancelled', 'cancelled', 'pending', 'running'] as const;

/** What a state is called. */
export function nameOfState(state: number): string {
  return stateNames[RETURNED - state] ?? 'pending';
}

/** Whether a Future in that state is done. */
export function isDoneState(state: number): boolean {
  return state < 0 && state > PENDING;
}

/** Whether a Future in that state was cancelled. */
export function isCancelledState(state: number): boolean {
  return state <= CANCELLED && state >= NOTIFIED;
}
