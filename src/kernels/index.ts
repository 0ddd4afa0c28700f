/**
 * Native tasks that come with nogil: they run on threads of their own, with no isolate.
 *
 * @module
 */

export { type HashAlgorithm, type HashOptions, hash, hashSync } from './hash.js';
export { type NativePoolStats, stats } from './stats.js';
