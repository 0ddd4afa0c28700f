/**
 * Tasks whose arguments hold functions that this worker does not have yet.
 *
 * @module
 */

import type { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { type NeedsFunctions, readWhenLoaded } from '../codec/travellers.js';
import type { TaskFunction } from '../functions/any-function.js';
import { knownFunction, loadFunction } from '../functions/revive/known.js';
import { limits } from './limits.js';

/**
 * Loads what the arguments need, reads them, and has `caller` run the task. `record` holds so many values and nothing else. `read` may take
 * away some that are no arguments.
 */
export async function runWhenLoaded(
  id: number,
  needed: NeedsFunctions,
  record: Area,
  values: number,
  caller: (fn: TaskFunction, args: unknown[]) => unknown,
  read?: (args: unknown[]) => void,
): Promise<unknown> {
  const args = await readWhenLoaded(needed, () => {
    record.position = 0;
    return decodeValues(record, values, 'load', limits);
  });
  read?.(args);
  const fn = knownFunction(id) ?? (await loadFunction(id));
  return caller(fn, args);
}
