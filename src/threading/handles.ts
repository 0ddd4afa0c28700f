/**
 * The classes whose instances travel as handles: to import this is to be able to read and write them.
 *
 * @module
 */

import './barrier.js';
import './condition.js';
import './event.js';
import './lock.js';
import './rlock.js';
import './semaphore.js';
