/**
 * What threads read and write together: what Python's threads have for nothing, and JavaScript's do not.
 *
 * @module
 */

export { IndexError, KeyError, LookupError } from '../errors.js';
export { Cell } from './cell.js';
export { Dict } from './dict.js';
export { List } from './list.js';
export type { Key } from './shared-object.js';
