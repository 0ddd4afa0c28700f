// Runs a program twice: its functions in a pool, and where they stand. Both have to agree.
import { deepStrictEqual } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The codes of the message table: what may be said of a function that cannot be sent. */
export const CODES = new Set(
  [
    'CAPTURE',
    'ASSIGN',
    'THIS',
    'TDZ',
    'BOUND',
    'NATIVE',
    'CLASS',
    'SUPER',
    'PRIVATE',
    'ACCESSOR',
    'PROXY',
    'CYCLE',
    'SOURCE',
  ].map((name) => `ERR_TASK_${name}`),
);

const require = createRequire(import.meta.url);
let instances = 0;

/**
 * @typedef {object} Failure
 * @property {'wrong' | 'refused' | 'ran' | 'invalid'} kind
 * @property {number} [id] of the case
 * @property {string} [caseKind]
 * @property {string} detail
 * @property {string} [expected] what kind of outcome came inline, of what was refused
 * @property {string} [code] of a refusal, or what kind of outcome came for which
 */

/**
 * @param {{ file: string, cases: import('./grammar/program.mjs').Case[] }} program
 * @param {{ submit: Function }} pool
 * @param {() => Promise<boolean>} takeRan whether something ran in a worker that should not have
 * @param {object} [itself] the instance that is there already, of the program that this process was started with
 * @returns {Promise<{ failures: Failure[], refusals: string[], submitted: number }>}
 */
export async function checkProgram(program, pool, takeRan, itself) {
  const expected = await inline(program);
  if ('failure' in expected) {
    return { failures: [expected.failure], refusals: [], submitted: 0 };
  }
  const failures = [];
  const checkRan = async () => {
    if (await takeRan()) {
      failures.push({ kind: 'ran', detail: 'a statement of the program ran in a worker' });
    }
  };
  // Nothing imports the program that a process was started with.
  const isImported = itself === undefined && program.cases.some(({ isLate }) => isLate);
  const found = await drive(itself ?? (await load(program.file, '')), pool, () => true, checkRan);
  await (isImported ? takeRan() : checkRan());
  const refusals = [];
  for (const one of program.cases) {
    const outcome = found.get(one.id);
    const failure = compare(one, outcome, expected.outcomes.get(one.id));
    if (failure !== undefined) {
      failures.push({ id: one.id, caseKind: one.kind, ...failure });
    }
    if (outcome?.refusal !== undefined) {
      refusals.push(outcome.refusal.code);
    }
  }
  return { failures, refusals, submitted: found.size };
}

/** What the functions give where they stand, each in an instance of the module that nothing has changed. */
async function inline({ file, cases }) {
  const pool = { submit: callNow };
  try {
    const isStateful = new Set(cases.filter((one) => one.isStateful).map(({ id }) => id));
    const outcomes = await drive(await load(file, fresh()), pool, (id) => !isStateful.has(id));
    for (const id of isStateful) {
      const alone = await drive(await load(file, fresh()), pool, (other) => other === id);
      outcomes.set(id, alone.get(id));
    }
    return { outcomes };
  } catch (error) {
    return { failure: { kind: 'invalid', detail: String(error?.stack ?? error).slice(0, 600) } };
  }
}

function callNow(run, ...given) {
  try {
    return Promise.resolve(run(...given));
  } catch (error) {
    return Promise.reject(error);
  }
}

function fresh() {
  instances += 1;
  return `?instance=${instances}`;
}

/** An instance of the module: the usual one, or a new one. */
async function load(file, query) {
  if (file.endsWith('.mjs')) {
    return import(pathToFileURL(file).href + query);
  }
  delete require.cache[file];
  return require(file);
}

/** Lets the program submit the cases that are wanted. */
async function drive(instance, pool, isWanted, checkpoint = () => {}) {
  const outcomes = new Map();
  const waiting = [];
  const $ = (id, submit) => {
    if (!isWanted(id)) {
      return;
    }
    try {
      $.sent(id, submit());
    } catch (error) {
      $.refused(id, error);
    }
  };
  const failed = (id, error) =>
    outcomes.set(id, String(error?.code).startsWith('ERR_TASK_') ? { refusal: error } : { error });
  $.wants = isWanted;
  $.refused = failed;
  $.sent = (id, future) => {
    const settled = future.then(
      (value) => outcomes.set(id, { value }),
      (error) => failed(id, error),
    );
    waiting.push(settled);
  };
  $.checkpoint = async () => {
    await Promise.all(waiting);
    await checkpoint();
  };
  await instance.drive($, pool);
  await Promise.all(waiting);
  return outcomes;
}

/** @returns {Omit<Failure, 'id'> | undefined} */
function compare({ refused, refusals, isMissedOn20 }, found, expected) {
  if (found === undefined || expected === undefined) {
    return found === expected ? undefined : { kind: 'wrong', detail: `only ${found ? 'the pool' : 'inline'} ran it` };
  }
  if (found.refusal !== undefined) {
    const { code, message } = found.refusal;
    // What is not declared inline either is no global, as the refusal says.
    const isUnknown = expected.error instanceof ReferenceError && / is not a global\b/.test(message);
    const isRight = CODES.has(code) && (refused === code || refusals.includes(code) || isUnknown);
    return isRight ? undefined : { kind: 'refused', code, expected: shape(expected), detail: message };
  }
  if (refused !== undefined) {
    const isMissed = isMissedOn20 === true && process.versions.node.startsWith('20.');
    return isMissed ? undefined : { kind: 'wrong', detail: `gave ${show(found)}, and had to be refused: ${refused}` };
  }
  if (isSame(found, expected)) {
    return undefined;
  }
  const code = `${shape(found)} for ${shape(expected)}`;
  return { kind: 'wrong', code, detail: `gave ${show(found)}, inline ${show(expected)}` };
}

/** What kind of outcome it is: what a smaller program has to have too. */
function shape({ value, error }) {
  return error === undefined
    ? `a ${Array.isArray(value) ? 'list' : typeof value}`
    : `a ${error?.name ?? 'thrown value'}`;
}

function isSame(found, expected) {
  if ('error' in found !== 'error' in expected) {
    return false;
  }
  const [left, right] = 'error' in found ? [found.error, expected.error] : [found.value, expected.value];
  if (left instanceof Error && right instanceof Error) {
    return left.name === right.name && left.message === right.message;
  }
  try {
    deepStrictEqual(left, right);
    return true;
  } catch {
    return false;
  }
}

function show({ value, error }) {
  if (error !== undefined) {
    return `the error ${String(error?.stack ?? JSON.stringify(error)).slice(0, 300)}`;
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return Object.is(value, -0) ? '-0' : text.slice(0, 200);
}
