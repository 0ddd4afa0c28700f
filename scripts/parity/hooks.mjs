// Has a function of the package, or a constructor, throw: changes the text of its module as it is loaded.

/** Where the body of each begins. */
const PLACES = {
  asCompleted: ['/dist/futures/as-completed.js', /^export function asCompleted\(.*\) \{$/m],
  wait: ['/dist/futures/wait.js', /^export function wait\(.*\) \{$/m],
  'new ThreadPoolExecutor': ['/dist/futures/thread-pool-executor.js', /^ {4}constructor\(.*\) \{$/m],
};

let broken;

export function initialize(name) {
  broken = name;
}

export async function load(url, context, nextLoad) {
  const [file, begin] = PLACES[broken];
  const loaded = await nextLoad(url, context);
  if (!url.endsWith(file)) {
    return loaded;
  }
  const text = String(loaded.source);
  if (!begin.test(text)) {
    throw new Error(`${file} has no ${broken}`);
  }
  return { ...loaded, source: text.replace(begin, `$& throw new Error('${broken} is broken');`) };
}
