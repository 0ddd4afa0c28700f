// Has a function of the package, or a constructor, throw: changes the text of its module as it is loaded.

const CONSTRUCTOR = /^ {4}constructor\(.*\) \{$/gm;
const LOCKS = ['lock', 'rlock', 'condition', 'semaphore'];

/** Where the body of each begins: in which modules. */
const PLACES = {
  asCompleted: [['/dist/futures/as-completed.js'], /^export function asCompleted\(.*\) \{$/m],
  wait: [['/dist/futures/wait.js'], /^export function wait\(.*\) \{$/m],
  'new ThreadPoolExecutor': [['/dist/futures/thread-pool-executor.js'], CONSTRUCTOR],
  'new lock': [LOCKS.map((name) => `/dist/threading/${name}.js`), CONSTRUCTOR],
  'new Semaphore': [['/dist/threading/semaphore.js'], CONSTRUCTOR],
  'new Barrier': [['/dist/threading/barrier.js'], CONSTRUCTOR],
};

let broken;

export function initialize(name) {
  broken = name;
}

export async function load(url, context, nextLoad) {
  const [files, begin] = PLACES[broken];
  const loaded = await nextLoad(url, context);
  if (!files.some((file) => url.endsWith(file))) {
    return loaded;
  }
  const text = String(loaded.source);
  const changed = text.replace(begin, `$& throw new Error('${broken} is broken');`);
  if (changed === text) {
    throw new Error(`${url} has no ${broken}`);
  }
  return { ...loaded, source: changed };
}
