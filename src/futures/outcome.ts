/**
 * What has come of a Future as bytes, which other threads may read at any time.
 *
 * @module
 */

import { Area } from '../codec/area.js';
import { aside } from '../codec/busy.js';
import { encodeAside } from '../codec/encode.js';
import { encodeFailure } from '../codec/failure.js';
import { functionsNamed } from '../codec/function-table.js';
import { FAILED, RETURNED } from './future-state.js';
import { futuresMet } from './met-futures.js';
import { RETURNED as HAS_RETURNED, THREW, CANCELLED as WAS_CANCELLED } from './status.js';

/** See the module. */
export interface Outcome {
  /** As in the result of a task. */
  readonly status: number;
  readonly bytes: Uint8Array;
  /** The functions that the bytes name. */
  readonly functions: readonly number[];
  /** The Futures that the bytes name. */
  readonly futures: readonly object[];
}

/** For most results. */
const WORDS = 64;

const names = { of: (): string => 'the result of a Future', code: 'ERR_TASK_RESULT' };

/** The outcome of a Future in that state. One that cannot travel is an error that says why. */
export function outcomeBytes(state: number, value: unknown): Outcome {
  const area = new Area(WORDS);
  let status = state === RETURNED ? HAS_RETURNED : WAS_CANCELLED;
  const fail = (thrown: unknown) => {
    status = THREW;
    area.position = 0;
    aside(() => encodeFailure(area, thrown));
  };
  const futures = futuresMet(() => {
    if (state === FAILED) {
      fail(value);
    } else if (state === RETURNED) {
      try {
        encodeAside(area, value, names);
      } catch (error) {
        fail(error);
      }
    }
  });
  return { status, bytes: area.written(), functions: functionsNamed(area, 0) ?? [], futures };
}
