/** What tasks throw, as it arrives. */

import test, { type ExecutionContext } from 'ava';
import { ThreadPoolExecutor } from 'nogil/futures';

/** Ends with the spec that imports this. */
export const pool = new ThreadPoolExecutor(1);
test.after.always(() => pool.shutdown());

/** What a task throws, and what is said of what arrives. */
export type Case<Thrown> = [title: string, fn: () => never, check: (t: ExecutionContext, thrown: Thrown) => void];

/** An error with whatever else it has. */
export type Fields = Error & Record<string | symbol, unknown>;

export async function thrownBy(fn: () => never): Promise<unknown> {
  try {
    return await pool.submit(fn);
  } catch (error) {
    return error;
  }
}
