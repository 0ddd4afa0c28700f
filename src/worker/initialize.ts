/**
 * What a worker calls before its first task.
 *
 * @module
 */

import { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { NeedsFunctions, readWhenLoaded } from '../codec/travellers.js';
import { knownFunction, loadFunction } from '../functions/revive/known.js';
import type { Initializer } from '../futures/initializer.js';

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
    args = await readWhenLoaded(error, () => {
      record.position = 0;
      return decodeValues(record, values);
    });
  }
  const fn = knownFunction(id) ?? (await loadFunction(id));
  await fn(...args);
}
