// node __test__/packages/run.mjs [--short] [--calls=N] [--seed=N] [--show] [package ...]
// Submits every function that these packages export, beside an inline call with the same arguments: the outcome is the
// same, or an error says why it cannot be sent. Prints a line for each package; WRONG must be 0.
import { inspect, parseArgs } from 'node:util';
import { ThreadPoolExecutor } from '../../dist/index.js';
import { catalogue } from './catalogue.mjs';
import { compareFunctions } from './compare.mjs';

const SHORT = ['change-case', 'deepmerge', 'fast-deep-equal', 'ms', 'picomatch', 'semver'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    calls: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const calls = Number(options.calls ?? (options.short ? 2 : 5));
const names = positionals.length > 0 ? positionals : options.short ? SHORT : Object.keys(catalogue);

const brief = (value) => inspect(value, { depth: 4, breakLength: 160 }).slice(0, 600);

function show({ name, arguments: given, inline, submitted }, packageName) {
  console.log(`WRONG ${packageName}.${name}(${given.map(brief).join(', ')})`);
  console.log(`  inline:    ${brief(inline)}`);
  console.log(`  submitted: ${brief(submitted)}`);
}

async function comparePackage(pool, packageName) {
  const row = { package: packageName, functions: 0, calls: 0, same: 0, refused: new Map(), random: [], wrong: [] };
  for await (const result of compareFunctions(pool, catalogue[packageName], { calls, seed: options.seed })) {
    row.functions += 1;
    row.calls += result.calls;
    if (result.status === 'same') {
      row.same += 1;
    } else if (result.status === 'refused') {
      row.refused.set(result.code, [...(row.refused.get(result.code) ?? []), result.name]);
      if (options.show) {
        console.log(`${packageName}.${result.name}: ${result.message.split('\n')[0]}`);
      }
    } else if (result.status === 'random') {
      row.random.push(result.name);
    } else {
      row.wrong.push(result.name);
      show(result, packageName);
    }
  }
  return row;
}

/** Some functions warn, and do so inline and in the worker. */
process.removeAllListeners('warning');
process.on('warning', () => {});

const pool = new ThreadPoolExecutor(1);
const line = (...cells) => console.log(`| ${cells.join(' | ')} |`);
line('package', 'functions', 'calls', 'same', 'refused', 'not the same twice', 'WRONG');
line('---', '---', '---', '---', '---', '---', '---');
let wrong = 0;
let functions = 0;
for (const name of names) {
  const row = await comparePackage(pool, name);
  const refused = [...row.refused].map(([code, all]) => `${code} ${all.length} (${all.slice(0, 4).join(', ')})`);
  line(name, row.functions, row.calls, row.same, refused.join('; ') || 0, row.random.join(', ') || 0, row.wrong.length);
  wrong += row.wrong.length;
  functions += row.functions;
}
await pool.shutdown();
console.log(`${functions} functions, WRONG: ${wrong}`);
process.exitCode = wrong === 0 ? 0 : 1;
