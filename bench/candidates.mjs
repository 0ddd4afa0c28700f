// Who takes part. The file of a candidate is imported only in the process that measures it.

/**
 * What a candidate's `open()` gives: a pool of two workers, with one method for each task of work.mjs.
 *
 * @typedef {object} Pool
 * @property {(a: number, b: number) => PromiseLike<any>} add
 * @property {(a: number, b: number) => PromiseLike<any>} addAsync
 * @property {(milliseconds: number) => PromiseLike<any>} spin
 * @property {(gate: string) => PromiseLike<any>} [block] only where a row that needs it is for the candidate
 * @property {(item: import('./tasks.mjs').Item) => PromiseLike<any>} object
 * @property {(input: Uint8Array) => PromiseLike<any>} bytes the caller keeps its own copy
 * @property {() => unknown} close
 */

/**
 * @typedef {object} Candidate
 * @property {string} name
 * @property {string} [packageName] the npm package, where there is one
 * @property {string} about one line for the head of the report
 * @property {number} [minimumNode] the lowest major version of Node that it runs on
 * @property {boolean} [byNameOnly] it is no pool: it takes part only in the rows that name it
 * @property {boolean} [onMain] it has no threads: its results must come from the main thread
 * @property {Record<string, string>} [unable] rows that it cannot do, each with the reason
 */

/**
 * @param {import('./rows.mjs').Row} row
 * @param {Candidate} candidate
 * @returns {boolean} whether it has a line in the tables of the row
 */
export const takesPart = ({ only }, { name, byNameOnly = false }) => only?.includes(name) ?? !byNameOnly;

/** How many workers every candidate gets. */
export const workerCount = 2;

/** @type {Candidate[]} */
export const candidates = [
  { name: 'nogil', packageName: 'nogil', about: 'ThreadPoolExecutor, default options' },
  { name: 'piscina', packageName: 'piscina', about: 'default options' },
  { name: 'piscina-64', packageName: 'piscina', about: 'concurrentTasksPerWorker: 64' },
  { name: 'tinypool', packageName: 'tinypool', about: 'default options' },
  { name: 'workerpool', packageName: 'workerpool', about: "workerType: 'thread'" },
  { name: 'poolifier', packageName: 'poolifier', about: 'FixedThreadPool, default options' },
  {
    name: 'multithreading',
    packageName: 'multithreading',
    about: 'spawn(move(...), fn)',
    // It reads the global `navigator` and calls Promise.withResolvers as it is imported.
    minimumNode: 24,
    unable: { burst: 'its table of pending tasks has 65,536 places: tasks beyond them overwrite others and are lost' },
  },
  { name: 'postmessage', about: 'two bare Workers, round robin, as many messages in flight as there are tasks' },
  {
    name: 'inline',
    about: 'an async function on the main thread, no threads',
    onMain: true,
    unable: { start: 'there is no pool to start' },
  },
  { name: 'libuv', about: "jobs on libuv's own threads, for the row stat", byNameOnly: true },
];
