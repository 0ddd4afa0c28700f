import { add } from './rows/add.mjs';
import { async } from './rows/async.mjs';
import { burst } from './rows/burst.mjs';
import { bytes } from './rows/bytes.mjs';
import { flat } from './rows/flat.mjs';
import { idle } from './rows/idle.mjs';
import { latency } from './rows/latency.mjs';
import { long } from './rows/long.mjs';
import { native } from './rows/native.mjs';
import { object } from './rows/object.mjs';
import { queued } from './rows/queued.mjs';
import { start } from './rows/start.mjs';
import { stat } from './rows/stat.mjs';

/**
 * @typedef {object} Metric
 * @property {string} name
 * @property {(sizes: import('./sizes.mjs').Sizes) => string} title
 * @property {string} unit
 * @property {'more' | 'less'} better
 * @property {boolean} [difference] what is left when a baseline is taken away: it may be nought or less, so no ratio is
 *   made of it
 */

/**
 * @typedef {object} Context
 * @property {() => import('./candidates.mjs').Pool} open the pool is closed after the row
 * @property {() => Promise<import('./rows/native.mjs').NativeTasks>} [openNative]
 * @property {(milliseconds: number) => Promise<import('./rows/stat.mjs').Jobs>} [openJobs]
 * @property {import('./workload/witness.mjs').Witness} witness
 * @property {import('./sizes.mjs').Sizes} sizes
 */

/**
 * @typedef {object} Outcome
 * @property {Record<string, number>} values one for each metric
 * @property {import('./workload/witness.mjs').Proof} proof
 */

/**
 * What is measured in one process: one or more figures, each a table of the report.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Metric[]} metrics
 * @property {string[]} [only] the candidates that it is for; else all but those that are for single rows
 * @property {number} [rounds] at most so many, because it takes long and differs little
 * @property {boolean} [manyInFlight] there is work for all workers, so all should have been seen
 * @property {string} [note] printed under its tables
 * @property {(context: Context) => Promise<Outcome>} measure
 */

/** @type {Row[]} */
export const rows = [add, async, latency, burst, queued, flat, long, object, bytes, start, idle, native, stat];
