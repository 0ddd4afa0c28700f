// npm run test:loom: the models of crate/core (src/models), in all orders in which their threads can take turns.
// npm run test:loom -- --mutations[=part of a model's name]: breaks the protocols one by one, in a copy of the crate, and wants the model that
// is named for it to fail. Each model runs in a process of its own: one that fails aborts.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mustRun, PlainError, projectFolder } from './command.mjs';
import { MUTATIONS } from './loom/mutations.mjs';

const TARGET_FOLDER = join(projectFolder, 'target/loom');
const COPY = join(projectFolder, 'target/loom-mutant');
const MODELS = 'models::';
/** Milliseconds. They end within seconds each. */
const TIMEOUT = 300_000;

/**
 * Builds the models, and says where they are. A copy has a target folder of its own: cargo would take the crate and its
 * copy for the same.
 */
function build(cwd, target) {
  const env = {
    ...process.env,
    RUSTFLAGS: '--cfg nogil_loom',
    CARGO_TARGET_DIR: target,
    // Debug assertions stay: they are part of what a model checks.
    CARGO_PROFILE_DEV_OPT_LEVEL: '2',
    // Nobody looks at a model with a debugger, and it is built in less time so.
    CARGO_PROFILE_DEV_DEBUG: '0',
  };
  const args = ['test', '--quiet', '-p', 'nogil-core', '--lib', '--no-run', '--message-format=json'];
  const { stdout } = mustRun('cargo', args, { cwd, env });
  const messages = stdout.split('\n').filter((line) => line.startsWith('{'));
  const built = messages.map((line) => JSON.parse(line)).find((message) => message.executable);
  if (built === undefined) {
    throw new PlainError(`cargo has built no models:\n${stdout}`);
  }
  return built.executable;
}

/** Runs one model. Resolves with the line that it prints at its end, and with what made it fail. */
function runModel(program, model) {
  const options = { timeout: TIMEOUT, maxBuffer: 256 * 1024 * 1024, env: { ...process.env, RUST_BACKTRACE: '0' } };
  return new Promise((resolve) => {
    execFile(program, ['--exact', `${MODELS}${model}`, '--nocapture'], options, (error, stdout, stderr) => {
      const orders = /^.*: \d+ orders, .*$/m.exec(stdout)?.[0];
      // A name that no model has runs nothing, and that is no success.
      const isPassed = error === null && orders !== undefined;
      const reason = /panicked at .*\n(.*)/.exec(stderr)?.[1] ?? `${error?.message ?? 'no such model'}\n${stderr}`;
      resolve({ isPassed, said: isPassed ? orders : reason });
    });
  });
}

/** As many at a time as there are cores. */
async function runModels(program) {
  const list = mustRun(program, ['--list'], {}).stdout;
  const names = [...list.matchAll(/^models::(.*): test$/gm)].map((match) => match[1]);
  const waiting = [...names];
  let failed = names.length === 0 ? 1 : 0;
  const takeTurns = async () => {
    for (let model = waiting.shift(); model !== undefined; model = waiting.shift()) {
      const { isPassed, said } = await runModel(program, model);
      failed += isPassed ? 0 : 1;
      console.log(`${isPassed ? '✔' : '✘'} ${model}\n    ${said}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, takeTurns));
  return { passed: names.length - failed, failed };
}

/** A copy of the crate, with the text of one file changed in one place. */
function mutate({ file, from, to }) {
  rmSync(join(COPY, 'crate'), { recursive: true, force: true });
  mkdirSync(join(COPY, 'crate'), { recursive: true });
  cpSync(join(projectFolder, 'crate/core'), join(COPY, 'crate/core'), { recursive: true });
  cpSync(join(projectFolder, 'Cargo.lock'), join(COPY, 'Cargo.lock'));
  const workspace = readFileSync(join(projectFolder, 'Cargo.toml'), 'utf8');
  writeFileSync(join(COPY, 'Cargo.toml'), workspace.replace(/^members = .*$/m, 'members = ["crate/core"]'));
  const path = join(COPY, 'crate/core/src', file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) {
    throw new PlainError(`${file} has ${parts.length - 1} places, and not 1, with the text\n${from}`);
  }
  writeFileSync(path, parts.join(to));
}

async function runMutations(only) {
  let failed = 0;
  const mutations = MUTATIONS.filter(({ model }) => model.includes(only));
  for (const mutation of mutations) {
    mutate(mutation);
    const { isPassed, said } = await runModel(build(COPY, join(COPY, 'target')), mutation.model);
    failed += isPassed ? 1 : 0;
    console.log(`${isPassed ? '✘ NOT CAUGHT' : '✔ caught'}: ${mutation.breaks}\n    ${mutation.model}: ${said}`);
  }
  return { passed: mutations.length - failed, failed };
}

try {
  const mutating = process.argv.map((argument) => /^--mutations(?:=(.*))?$/.exec(argument)).find(Boolean);
  const results = mutating ? runMutations(mutating[1] ?? '') : runModels(build(projectFolder, TARGET_FOLDER));
  const { passed, failed } = await results;
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
