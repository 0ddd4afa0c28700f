import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { TaskError } from 'nogil/futures';
import { descriptorOf } from '#nogil/functions/tasks.js';

function moduleOf(named: Record<string, unknown>): unknown {
  return descriptorOf(named['add'] as object)?.module;
}

const expected = new URL('../fixtures/work.js', import.meta.url).href;

test('a module is named by the import in a function, relative to the calling file', (t) => {
  t.is(moduleOf(tasks(() => import('../fixtures/work.js'))), expected);
});

test('a module is named by a URL', (t) => {
  t.is(
    moduleOf(tasks<typeof import('../fixtures/work.js')>(new URL('../fixtures/work.js', import.meta.url))),
    expected,
  );
});

/** What compilers make of `() => import('../fixtures/work.js')`. */
const compiled: [title: string, load: () => Promise<unknown>][] = [
  ['a CommonJS compiler', new Function("return Promise.resolve().then(() => require('../fixtures/work.js'))") as never],
  [
    'a bundler with comments',
    new Function("return import(/* webpackChunkName: 'w' */ /* x */ '../fixtures/work.js')") as never,
  ],
  ['a minifier', new Function('return import("../fixtures/work.js")') as never],
  ['a template literal', new Function('return import(`../fixtures/work.js`)') as never],
];

test('a comment is no import', (t) => {
  const load = new Function(
    "/* import('./other.js') */ // import('./another.js')\nreturn import('../fixtures/work.js')",
  );
  t.is(moduleOf(tasks(load as () => Promise<Record<string, unknown>>)), expected);
});

test('a path that is required is found as require finds it', (t) => {
  const load = new Function("return Promise.resolve().then(() => require('../fixtures/work'))");
  t.is(moduleOf(tasks(load as () => Promise<Record<string, unknown>>)), expected);
});

for (const [title, load] of compiled) {
  test(`the import is found in what ${title} writes`, (t) => {
    t.is(moduleOf(tasks(load as () => Promise<Record<string, unknown>>)), expected);
  });
}

test('a package is resolved from the calling file', (t) => {
  t.is(moduleOf(tasks(() => import('nogil')) as never), new URL('../../../dist/index.js', import.meta.url).href);
});

test('a built-in module is named', (t) => {
  t.is(moduleOf(tasks(() => import('node:path')) as never), 'node:path');
});

test('a package that is not there is an error that says what to do', (t) => {
  const load = new Function("return import('no-such-package')") as () => Promise<unknown>;
  const error = t.throws(() => tasks(load), { message: /no-such-package.*\n.*import\.meta\.resolve/ });
  t.is((error as TaskError).code, 'ERR_TASK_MODULE');
});

/** What names no module that can be read from the text. */
const unreadable: [title: string, load: () => Promise<unknown>][] = [
  ['a path with an escape', new Function("return import('./\\x77.js')") as never],
  ['a path that is a variable', () => import(expected)],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a function.
  ['a template with a substitution', new Function('const x = 1; return import(`./work${x}.js`)') as never],
];

for (const [title, load] of unreadable) {
  test(`a function with ${title} is sent itself`, (t) => {
    t.is(moduleOf(tasks(load as () => Promise<Record<string, unknown>>)), load);
  });
}

test('a function that was sent is called in the worker, and what it imports is used', async (t) => {
  const named = tasks(() => import(expected) as Promise<typeof import('../fixtures/work.js')>);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    t.is(await pool.submit(named.add, 1, 2), 3);
    t.is(await pool.submit(named.add, 3, 4), 7);
  });
});

for (const source of [undefined, null, './work.js', 42]) {
  test(`${JSON.stringify(source) ?? 'undefined'} is no source of tasks`, (t) => {
    t.throws(() => tasks(source as never), { instanceOf: TypeError, message: /^source: expected a function/ });
  });
}

test('the same name gives the same task', (t) => {
  const work = tasks(() => import('../fixtures/work.js'));
  t.is(work.add, work.add);
  t.not(work.add as unknown, work.echo as unknown);
});

test('a task is not called', (t) => {
  const work = tasks(() => import('../fixtures/work.js'));
  const error = t.throws(() => work.add(1, 2), { message: /pool\.submit\(work\.add, \.\.\.\)/ });
  t.true(error instanceof TaskError);
});

test('the tasks of a module are no thenable and cannot be changed', async (t) => {
  const work = tasks(() => import('../fixtures/work.js'));
  t.is(await Promise.resolve(work), work);
  t.throws(() => Object.assign(work, { add: 1 }), { instanceOf: TypeError });
});

test('the hook for stack traces is left as it was', (t) => {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Error.stackTraceLimit;
  tasks(() => import('../fixtures/work.js'));
  t.deepEqual(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'), before);
  t.is(Error.stackTraceLimit, limit);
});
