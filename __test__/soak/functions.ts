/**
 * npm run test:soak:functions [-- kind]: functions that a program makes for ever. In the second half of the time neither
 * may the process grow, nor may more functions be known than wait for a collection.
 */

import { ThreadPoolExecutor } from 'nogil';
import { native } from '#nogil/binding/native.js';

const FUNCTIONS = 60_000;
const STEPS = 10;
const MOST_GROWTH = 1.15;
/** V8 collects when it has heard of some tens of megabytes. */
const MOST_KNOWN = 15_000;

const pool = new ThreadPoolExecutor(1);

function made(index: number): () => number {
  return new Function(`return ${index}`) as () => number;
}

function classOf(index: number): new () => { value: number } {
  return class {
    value = index;
  };
}

const kinds: Record<string, (index: number) => Promise<unknown>> = {
  submitted: (index) => pool.submit(made(index)),
  argument: (index) => pool.submit((fn) => fn(), made(index)),
  returned: (index) => pool.submit((index) => new Function(`return ${index}`), index),
  closure: (index) => pool.submit((index) => () => index, index),
  class: (index) => pool.submit((made) => new made().value, classOf(index)),
};

const [name = 'returned'] = process.argv.slice(2);
const submit = kinds[name];
if (submit === undefined) {
  throw new Error(`no such kind: ${name}. There are ${Object.keys(kinds).join(', ')}.`);
}
const memory: number[] = [];
let mostKnown = 0;
for (let index = 1; index <= FUNCTIONS; index += 1) {
  await submit(index);
  if (index % (FUNCTIONS / STEPS) === 0) {
    memory.push(process.memoryUsage.rss());
    mostKnown = Math.max(mostKnown, native.functionCount());
    console.log(
      `${index} ${name}: ${(process.memoryUsage.rss() / 2 ** 20).toFixed(1)} MiB, ${native.functionCount()} known`,
    );
  }
}
await pool.shutdown();
const growth = (memory.at(-1) as number) / (memory[STEPS / 2 - 1] as number);
console.log(`${growth.toFixed(3)} times the memory of the first half; ${mostKnown} functions were known at most`);
if (growth > MOST_GROWTH || mostKnown > MOST_KNOWN) {
  process.exitCode = 1;
}
