// node bench/slowdown.mjs [--pairs=15] [--node=PATH]
// Does a program run more slowly once it has submitted functions? Two fresh processes at a time, one of which makes 1,000
// submits first, run the same loops; the median of the ratios should be 1.
// Needs `node scripts/setup.mjs app`. A busy machine makes single ratios meaningless, the median less so.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);
const options = Object.fromEntries(
  process.argv.slice(2).map((argument) => {
    const [, name, value] = /^--(\w+)=(.+)$/.exec(argument) ?? [undefined, argument, ''];
    return [name, value];
  }),
);

const SUBMITS = 1000;
const ROUNDS = 300;

// biome-ignore lint/security/noGlobalEval: what is measured.
const evaluate = eval;

const loops = {
  async await() {
    for (let index = 0; index < 20_000; index += 1) {
      await index;
    }
  },
  eval() {
    for (let index = 0; index < 2000; index += 1) {
      evaluate(`${index}`);
    }
  },
  call() {
    return fibonacci(24);
  },
};

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

if (options.child === undefined) {
  compare();
} else {
  await runLoops(options.child === 'submits');
}

function compare() {
  const pairs = Number(options.pairs ?? 15);
  const ratios = { await: [], eval: [], call: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    // Each goes first half of the time.
    const order = pair % 2 === 0 ? ['submits', 'never'] : ['never', 'submits'];
    const times = Object.fromEntries(order.map((child) => [child, runChild(child)]));
    for (const name of Object.keys(ratios)) {
      ratios[name].push(times.submits[name] / times.never[name]);
    }
  }
  for (const [name, values] of Object.entries(ratios)) {
    values.sort((a, b) => a - b);
    const at = (share) => values[Math.floor((values.length - 1) * share)].toFixed(3);
    console.log(`${name.padEnd(5)} ${at(0.5)} times as long (half of ${pairs} pairs: ${at(0.25)} to ${at(0.75)})`);
  }
}

function runChild(child) {
  const node = options.node ?? process.execPath;
  return JSON.parse(execFileSync(node, [own, `--child=${child}`], { encoding: 'utf8' }));
}

/** Prints the shortest time of each loop, in milliseconds. */
async function runLoops(submits) {
  const { ThreadPoolExecutor } = await import(new URL('../dist/index.js', import.meta.url).href);
  if (submits) {
    await new ThreadPoolExecutor(1).use(submitAll);
  }
  const shortest = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, loop] of Object.entries(loops)) {
      const start = performance.now();
      await loop();
      shortest[name] = Math.min(shortest[name] ?? Number.POSITIVE_INFINITY, performance.now() - start);
    }
  }
  console.log(JSON.stringify(shortest));
}

/** Functions in the call and elsewhere, with captured variables and without, bound ones and texts. */
async function submitAll(pool) {
  for (let index = 0; index < SUBMITS; index += 4) {
    const captures = () => index;
    const results = await Promise.all([
      pool.submit(captures),
      pool.submit((x) => x + 1, index),
      pool.submit(captures.bind(null)),
      pool.submit(new Function(`return ${index}`)),
    ]);
    if (results.join() !== [index, index + 1, index, index].join()) {
      throw new Error(`${results} of ${index}`);
    }
  }
}
