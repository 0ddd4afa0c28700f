// Each breaks a protocol of crate/core in one place, and names the model that must fail of it. A model that none of
// these breaks proves nothing. `npm run test:loom -- --mutations` tries them all on copies of the crate.

import { barriers } from './mutations/barriers.mjs';
import { conditions } from './mutations/conditions.mjs';
import { locks } from './mutations/locks.mjs';
import { pool } from './mutations/pool.mjs';
import { ports } from './mutations/ports.mjs';
import { queues } from './mutations/queues.mjs';

/** @typedef {{ breaks: string, model: string, file: string, from: string, to: string }} Mutation */

/** @type {Mutation[]} */
export const MUTATIONS = [...pool, ...ports, ...locks, ...conditions, ...barriers, ...queues];
