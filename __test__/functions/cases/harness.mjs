/**
 * What the programs in this folder are made of: each is a program as a user would write it, with a table of functions
 * that it submits. Started with `--list` it prints the names of its cases; otherwise it prints a line of JSON for each
 * one that has run: its name, and what was wrong with it. These are not compiled: their text and places matter.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const major = Number.parseInt(process.versions.node, 10);

/** `run` gives `expected`, which is the result of calling the function inline. */
export function works(name, run, expected) {
  const check = async () => assert.deepStrictEqual(await run(), expected);
  return { name, check };
}

/**
 * `run` throws a TaskError with this code, at once.
 *
 * @param {string | RegExp} code
 * @param {object} [options]
 * @param {string} [options.uses] the variable that the message names
 * @param {string} [options.at] a text that is in the program once: the message has the place of its beginning
 * @param {string} [options.function] the name of the function, unless it has none
 * @param {unknown} [options.onNode20] what comes there instead, where no error is possible
 */
export function refused(name, run, code, options = {}) {
  const check = async (program) => {
    let error;
    try {
      const future = run();
      // What is refused is refused by submit() itself; else this is the result, or a late error.
      const late = await future.then(
        (value) => ({ value }),
        (reason) => ({ reason }),
      );
      if ('onNode20' in options && major === 20 && 'value' in late) {
        assert.deepStrictEqual(late.value, options.onNode20);
        return;
      }
      assert.fail(`it was not refused: ${describe(late)}`);
    } catch (thrown) {
      error = thrown;
    }
    if (error instanceof assert.AssertionError) {
      throw error;
    }
    checkMessage(error, program, code, options);
  };
  return { name, check };
}

const describe = (late) =>
  'value' in late ? `the result is ${JSON.stringify(late.value)}` : `the Future has ${late.reason?.stack}`;

function checkMessage(error, program, code, options) {
  assert.ok(error instanceof TypeError, `${error?.stack ?? error}`);
  assert.equal(error.name, 'TaskError', error.stack);
  assert.match(error.code, code instanceof RegExp ? code : new RegExp(`^${code}$`), error.stack);
  const [first, second] = error.message.split('\n');
  const subject = options.function === undefined ? '(?:the function|.+)' : `'${options.function}'`;
  assert.match(first, new RegExp(`^Cannot send (?:${subject} to a worker|argument \\d+.*): it .*[.)]$`), error.message);
  // The hint is a line of its own; where an argument is refused it may be a sentence.
  assert.ok(/^ {2}\S/.test(second ?? '') || /^Cannot send argument .*\. [A-Z]/.test(first), error.message);
  if (options.uses !== undefined) {
    assert.ok(first.includes(`\`${options.uses}\``), `no \`${options.uses}\` in: ${error.message}`);
  }
  if (options.at !== undefined) {
    const place = placeOf(options.at, program);
    assert.ok(first.endsWith(`${place})`), `not at ${place}: ${error.message}`);
  }
  assert.ok(error.stack.includes(basename(program)), `the stack does not lead to submit(): ${error.stack}`);
}

/** `file:line:column` of the only place in a program where a text stands, other than in quotes. */
export function placeOf(text, program) {
  const source = readFileSync(fileURLToPath(program), 'utf8');
  const places = [];
  for (let index = source.indexOf(text); index !== -1; index = source.indexOf(text, index + 1)) {
    if (!`'"\``.includes(source[index - 1])) {
      places.push(index);
    }
  }
  assert.equal(places.length, 1, `${text} should be once in ${program}`);
  const lines = source.slice(0, places[0]).split('\n');
  return `${basename(program)}:${lines.length}:${lines.at(-1).length + 1}`;
}

/** Runs the cases one after another, then ends the pool. */
export async function runCases(program, pool, cases) {
  if (process.argv.includes('--list')) {
    for (const { name } of cases) {
      console.log(JSON.stringify({ name }));
    }
    return;
  }
  for (const { name, check } of cases) {
    let problem;
    try {
      await check(program);
    } catch (error) {
      problem = error instanceof assert.AssertionError ? error.message : `${error?.stack ?? error}`;
    }
    console.log(JSON.stringify({ name, problem }));
  }
  await pool.shutdown();
}
