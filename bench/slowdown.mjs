// node bench/slowdown.mjs [--pairs=15] [--node=PATH]
// Does a program run more slowly once functions have been looked into through the inspector? Two fresh processes at a
// time, one of which reads 1,000 functions first, run the same loops; the median of the ratios should be 1.
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

const READS = 1000;
const ROUNDS = 25;

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
  await runLoops(options.child === 'reads');
}

function compare() {
  const pairs = Number(options.pairs ?? 15);
  const ratios = { await: [], eval: [], call: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    // Each goes first half of the time.
    const order = pair % 2 === 0 ? ['reads', 'never'] : ['never', 'reads'];
    const times = Object.fromEntries(order.map((child) => [child, runChild(child)]));
    for (const name of Object.keys(ratios)) {
      ratios[name].push(times.reads[name] / times.never[name]);
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
async function runLoops(reads) {
  const library = await Promise.all(
    ['inspector/bound.js', 'inspector/closure.js', 'inspector/script-text.js', 'call-place.js'].map(
      (file) => import(new URL(`../dist/functions/${file}`, import.meta.url).href),
    ),
  );
  if (reads) {
    readFunctions(Object.assign({}, ...library));
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

function readFunctions({ boundOf, closureOf, scriptText, callPlace }) {
  const submit = () => callPlace(submit);
  for (let index = 0; index < READS; index += 1) {
    const fn = () => index;
    const closure = closureOf(fn);
    boundOf(fn.bind(null, index));
    submit();
    if (index % 50 === 0) {
      scriptText(closure.place.scriptId);
    }
  }
}
