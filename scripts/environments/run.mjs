// Runs one environment on one Node, and tells what came of its cases.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cache, manifestOf, work } from './folders.mjs';

/** What takes longer, in milliseconds, hangs. */
const HANGS = 150_000;

/** The cases of the program, and the one that is `tasks(() => import())`. */
const CASES = 14;
export const TASKS = 'tasks(() => import())';

function linesOf(file) {
  if (!existsSync(file)) {
    return [];
  }
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Why a tool does not run on this Node, by its own account. */
function unsupported(tool, node) {
  const { satisfies } = createRequire(join(cache, 'package.json'))('semver');
  const wanted = manifestOf(tool).engines?.node;
  return wanted !== undefined && !satisfies(node.version, wanted) && `${tool} needs Node ${wanted}`;
}

function endGroup(child) {
  try {
    // Its own group, so that what it has started ends too.
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Runs a program until it ends, or until it hangs; returns what it printed. */
async function runProgram({ program, args, cwd, env, input, keepOpen }, isDone) {
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = `${output}${text}`.slice(-20_000);
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.write(input ?? '');
  if (!keepOpen) {
    child.stdin.end();
  }
  const look = keepOpen && setInterval(() => isDone() && child.stdin.end(), 200);
  const timer = setTimeout(() => {
    output += `\nhung for ${HANGS} ms`;
    endGroup(child);
  }, HANGS);
  await new Promise((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
    child.once('close', resolve);
  });
  clearTimeout(timer);
  clearInterval(look);
  endGroup(child);
  return output;
}

/**
 * @returns `{ absent }`, the reason why it could not run; or how many cases were `ok`, an `error`, or `wrong`, whether
 * tasks() was ok, and the details of what was not.
 */
export async function runEnvironment(environment, node) {
  const { expected = CASES, tool, start, without } = environment;
  const absent = without?.(node) || (tool !== undefined && node.version !== undefined && unsupported(tool, node));
  if (absent) {
    return { absent };
  }
  const results = join(work, 'results.jsonl');
  rmSync(results, { force: true });
  const { NODE_OPTIONS: _, NODE_ENV: __, NAPI_RS_NATIVE_LIBRARY_PATH: ___, ...inherited } = process.env;
  const started = { program: node.path, cwd: work, ...start({ node }) };
  if (started.program === undefined) {
    return { absent: 'not installed' };
  }
  const env = { ...inherited, NO_COLOR: '1', ...started.env, NOGIL_RESULTS: results };
  const isDone = () => linesOf(results).length >= expected + 1;
  const output = await runProgram({ ...started, env }, isDone);
  return summary(linesOf(results), expected, output);
}

function summary(lines, expected, output) {
  const cases = lines.filter(({ name }) => name !== TASKS);
  const tasks = lines.find(({ name }) => name === TASKS);
  const count = (wanted) => cases.filter(({ outcome }) => outcome === wanted).length;
  const details = lines
    .filter(({ outcome }) => outcome !== 'ok')
    .map(({ name, outcome, detail }) => `${outcome}: ${name}\n${detail}`);
  const missing = expected - cases.length;
  if (missing !== 0) {
    // A program that ran twice, or not to its end, is as bad as a wrong result.
    details.push(
      `${cases.length} of ${expected} cases were reported; the end of what was printed:\n${output.slice(-2500)}`,
    );
  }
  return {
    ok: count('ok'),
    errors: count('error'),
    wrong: count('WRONG') + Math.abs(missing),
    tasks: tasks?.outcome,
    details,
  };
}
