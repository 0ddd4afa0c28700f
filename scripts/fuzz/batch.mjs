// Batches of programs, each in a process of its own.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileOf } from './text.mjs';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
const ENTRY = new URL('entry.mjs', import.meta.url).href;
const LIBRARY = fileURLToPath(new URL('library', import.meta.url));

/**
 * @typedef {object} Checked
 * @property {number} number
 * @property {import('./check.mjs').Failure[]} failures
 * @property {string[]} refusals
 * @property {number} submitted
 */

/**
 * Checks programs in one process; where it ends too early, the program that did it is named, and the rest go on in
 * another.
 *
 * @param {{ number: number, program: import('./grammar/program.mjs').Program }[]} list
 * @param {{ folder: string, node: string, poolModule?: string }} options
 * @returns {Promise<Checked[]>}
 */
export async function checkBatch(list, options) {
  const results = [];
  for (const one of list.filter(({ program }) => program.isEntry)) {
    results.push(...(await checkAll([one], options)));
  }
  return [
    ...results,
    ...(await checkAll(
      list.filter(({ program }) => !program.isEntry),
      options,
    )),
  ];
}

async function checkAll(list, options) {
  const results = [];
  let rest = list;
  while (rest.length > 0) {
    const { checked, begun, end } = await runChild(rest, options);
    results.push(...checked);
    rest = rest.slice(checked.length);
    if (rest.length > 0) {
      const failure = { kind: 'wrong', detail: `the process ended with ${end}` };
      results.push({ number: begun ?? rest[0].number, failures: [failure], refusals: [], submitted: 0 });
      rest = rest.slice(1);
    }
  }
  return results;
}

/** Milliseconds without a word from a child. */
const HANGS = 90_000;

let batches = 0;

/** The last statement of a program that is started, and not imported. */
function startItself({ format }) {
  const module = JSON.stringify(ENTRY);
  return format === 'module'
    ? `\nawait (await import(${module})).start({ drive });\n`
    : `\nimport(${module}).then(({ start }) => start(module.exports));\n`;
}

function runChild(list, { folder, node, poolModule }) {
  batches += 1;
  const own = join(folder, `batch${process.pid}-${batches}`);
  mkdirSync(own, { recursive: true });
  cpSync(LIBRARY, join(own, 'library'), { recursive: true });
  const programs = list.map(({ number, program }) => {
    const { name, text } = fileOf(program, `program${number}`);
    writeFileSync(join(own, name), program.isEntry ? `${text}${startItself(program)}` : text);
    return { number, file: join(own, name), cases: program.cases };
  });
  const batch = join(own, 'batch.json');
  writeFileSync(batch, JSON.stringify({ programs, poolModule }));
  return new Promise((resolve, reject) => {
    // The warnings are about what the programs do on purpose.
    const env = { ...process.env, NODE_NO_WARNINGS: '1' };
    const child = spawn(node, [list[0].program.isEntry ? programs[0].file : CHILD, batch], {
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const checked = [];
    let begun;
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      printed = (printed + text).slice(-600);
    });
    // A loop without an end lets the child tell nothing.
    let watch;
    const startWatch = () => {
      clearTimeout(watch);
      watch = setTimeout(() => child.kill('SIGKILL'), HANGS);
    };
    startWatch();
    child.on('message', (message) => {
      startWatch();
      if ('begun' in message) {
        begun = message.begun;
      } else {
        checked.push(message);
      }
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(watch);
      rmSync(own, { recursive: true, force: true });
      resolve({ checked, begun, end: `${signal ?? `code ${code}`} ${printed.trim()}` });
    });
  });
}
