/**
 * What the isolates of Threads call, named so that they find it: here nothing of it is loaded.
 *
 * @module
 */

import { threadEntry } from '../files.js';
import { type Tasks, tasks } from '../functions/tasks.js';

/** See the module. */
export const entry: Tasks<typeof import('./run-thread.js')> = tasks<typeof import('./run-thread.js')>(threadEntry());
