// Lines and columns of stack traces are those of this file. Not formatted: the columns matter.
import { ThreadPoolExecutor } from 'nogil';
import { placeOf, runCases, works } from '../cases/harness.mjs';
import { Shape } from './modules/shapes.mjs';

const pool = new ThreadPoolExecutor(1);
const PREFIX = 'failed: ';

function deep(n) { if (n === 0) { throw new Error(PREFIX + 'deep'); } return deep(n - 1); }

/* 🦀𝒳é */ const afterAstral = () => { throw new Error('astral'); }; const behind = 1;

class Thrower { #why = 'method'; /* 𝒳 */ run() { const inner = () => { throw new Error(this.#why + ' of a class'); }; return inner(); } }

const first = () => { throw new Error('first of two'); }, second = () => { throw new Error('second of two'); };

async function awaited() {
  await null;
  throw new Error('awaited');
}

const placeIn = (error) => /traces\.mjs:\d+:\d+/.exec(error.stack)?.[0];
const failureOf = (future) => future.then(() => { throw new Error('nothing was thrown'); }, (error) => error);
const traced = (name, run, text) => works(name, async () => placeIn(await failureOf(run())), placeOf(text, import.meta.url));

await runCases(import.meta.url, pool, [
  traced('an inline arrow', () => pool.submit(() => { const value = null; return value.nothing; }), 'nothing; })'),
  traced('an inline arrow that captures', () => { const text = 'captured'; return pool.submit(() => { throw new Error(text); }); }, 'new Error(text)'),
  traced('a declaration that needs a constant', () => pool.submit(deep, 2), "new Error(PREFIX"),
  traced('behind characters of two units on the same line', () => pool.submit(afterAstral), "new Error('astral')"),
  traced('in an arrow in a method of a class', () => pool.submit(() => new Thrower().run()), 'new Error(this.#why'),
  traced('the first of two in a line', () => pool.submit(first), "new Error('first of two')"),
  traced('the second of two in a line', () => pool.submit(second), "new Error('second of two')"),
  traced('after an await', () => pool.submit(awaited), "new Error('awaited')"),
  works('in an imported module', async () => {
    const error = await failureOf(pool.submit(() => new Shape('none').describe()));
    return /shapes\.mjs:\d+:\d+/.exec(error.stack)?.[0];
  }, 'shapes.mjs:7:11'),
  works('each frame of a recursion', async () => {
    const error = await failureOf(pool.submit(deep, 2));
    const call = placeOf('deep(n - 1)', import.meta.url);
    return error.stack.split('\n').filter((line) => line.includes(call)).length;
  }, 2),
  works('a syntax error of new Function has no place here', async () => {
    const error = await failureOf(pool.submit((text) => new Function(text), '('));
    return error.name;
  }, 'SyntaxError'),
]);
console.assert(behind === 1);
