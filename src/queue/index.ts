/**
 * Queues between threads. Python: `queue`.
 *
 * @module
 */

export { Empty, Full, ShutDown } from '../errors.js';
export type { Orderable } from './priority-key.js';
export { PriorityQueue, type PriorityQueueOptions } from './priority-queue.js';
export { LifoQueue, Queue } from './queue.js';
export type { QueueOptions } from './queue-options.js';
export { SimpleQueue } from './simple-queue.js';
