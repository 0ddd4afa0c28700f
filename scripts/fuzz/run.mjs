// npm run fuzz: programs of a grammar, whose functions are submitted and called where they stand. See options.mjs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlainError } from '../command.mjs';
import { checkBatch } from './batch.mjs';
import { writeProgram } from './grammar/program.mjs';
import { minimise } from './minimise.mjs';
import { readOptions, usage } from './options.mjs';
import { Summary } from './summary.mjs';
import { fileOf } from './text.mjs';

/** So many programs share a process: its modules are never forgotten. */
const BATCH = 200;

async function fuzz(options, folder) {
  const { seed, from, programs, node } = options;
  const summary = new Summary(seed);
  const how = { folder, node: node.path, poolModule: options.poolModule };
  const starts = Array.from({ length: Math.ceil(programs / BATCH) }, (_, index) => from + index * BATCH);
  const takeTurns = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const length = Math.min(BATCH, from + programs - start);
      const list = Array.from({ length }, (_, index) => ({
        number: start + index,
        program: writeProgram(seed, start + index),
      }));
      for (const { program } of list) {
        summary.countConstructs(program.constructs);
      }
      for (const result of await checkBatch(list, how)) {
        summary.add(result);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, takeTurns));
  await keepFailures(summary, options, how);
  return summary;
}

async function keepFailures(summary, { seed, keep, smaller }, how) {
  const chosen = summary.worst(smaller);
  if (chosen.length > 0) {
    mkdirSync(keep, { recursive: true });
  }
  for (const { number, failure } of chosen) {
    const small = await minimise(writeProgram(seed, number), failure, how);
    const { name, text } = fileOf(small, `seed${seed}-program${number}`);
    const path = join(keep, name);
    writeFileSync(path, text);
    writeFileSync(`${path}.json`, `${JSON.stringify({ seed, number, failure, cases: small.cases }, undefined, 2)}\n`);
    console.log(`kept: ${path}`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'nogil-fuzz-'));
try {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
  } else {
    console.log(`Node ${options.node.version}, seed ${options.seed}, ${options.programs} programs`);
    const summary = await fuzz(options, folder);
    summary.print();
    if (options.json !== undefined) {
      writeFileSync(options.json, JSON.stringify(summary.failures));
    }
    process.exitCode = summary.isGood ? 0 : 1;
  }
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
