/**
 * Tasks whose arguments hold functions that this worker does not have yet.
 *
 * @module
 */

import type { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { type NeedsFunctions, readWhenLoaded } from '../codec/travellers.js';
import { knownFunction, loadFunction } from '../functions/revive/known.js';
import { limits } from './limits.js';
import { callFunction } from './traced-call.js';

/**
 * Loads what the arguments need, reads them, and runs the task. `record` holds so many values and nothing else. `read` may take
 * away some that are no arguments.
 */
export async function runWhenLoaded(
  id: number,
  needed: NeedsFunctions,
  record: Area,
  values: number,
  read?: (args: unknown[]) => void,
): Promise<unknown> {
  const args = await readWhenLoaded(needed, () => {
    record.position = 0;
    return decodeValues(record, values, 'load', limits);
  });
  read?.(args);
  const fn = knownFunction(id) ?? (await loadFunction(id));
  return callFunction(fn, args);
}
