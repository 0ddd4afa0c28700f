/**
 * What a worker calls before its first task.
 *
 * @module
 */

import { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { NeedsFunctions } from '../codec/travellers.js';
import { knownFunction, loadFunction } from '../functions/revive/known.js';
import type { Initializer } from '../futures/initializer.js';
import { runWhenLoaded } from './later.js';

/** Calls the initializer of the pool, and waits for it. */
export async function initialize({ id, values, bytes }: Initializer): Promise<void> {
  const record = Area.of(bytes);
  let args: unknown[];
  try {
    args = decodeValues(record, values);
  } catch (error) {
    if (!(error instanceof NeedsFunctions)) {
      throw error;
    }
    await runWhenLoaded(id, error, record, values);
    return;
  }
  const fn = knownFunction(id) ?? (await loadFunction(id));
  await fn(...args);
}
