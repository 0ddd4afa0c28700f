/**
 * Native tasks that come with nogil: they run on threads of their own, with no isolate.
 *
 * @module
 */

export { type Crc32Options, crc32, crc32Sync } from './crc32.js';
export { type HashAlgorithm, type HashOptions, type HashSyncOptions, hash, hashSync } from './hash.js';
export type { NativeTaskOptions } from './run-timeout.js';
export { type NativePoolStats, stats } from './stats.js';
