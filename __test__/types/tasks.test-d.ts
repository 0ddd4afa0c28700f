/**
 * What the types promise. This file is compiled with the specs, and never run: an unused `@ts-expect-error` is an
 * error, and so is a wrong type.
 */

import type * as root from 'nogil';
import type * as futures from 'nogil/futures';
import { type Future, type ResultIterator, ThreadPoolExecutor, tasks } from 'nogil/futures';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function assertType<_Holds extends true>(): void {}

// What the package gives is declared.
assertType<Equal<typeof root.wait, typeof futures.wait>>();
assertType<Equal<typeof root.asCompleted, typeof futures.asCompleted>>();
assertType<Equal<typeof root.SerialExecutor, typeof futures.SerialExecutor>>();

const work = tasks(() => import('../fixtures/work.js'));
const pool = new ThreadPoolExecutor(1);

// Arguments and results are inferred.
const sum = pool.submit(work.add, 1, 2);
assertType<Equal<typeof sum, Future<number>>>();
const later = pool.submit(work.threadLater);
assertType<Equal<typeof later, Future<number>>>();
const nested = pool.submit(work.addInNestedPool, 1, 2);
assertType<Equal<Awaited<typeof nested>, { sum: number; outer: number; inner: number }>>();
const sums = pool.map(work.add, [1, 2], new Set([3]));
assertType<Equal<typeof sums, ResultIterator<number>>>();

// A Future is a Promise to linters and to functions that take one.
const promise: Promise<number> = sum;
assertType<Equal<Awaited<typeof promise>, number>>();

// @ts-expect-error: the second argument is missing
void pool.submit(work.add, 1);
// @ts-expect-error: the second argument is no number
void pool.submit(work.add, 1, '2');
// @ts-expect-error: too many
void pool.submit(work.add, 1, 2, 3);
// @ts-expect-error: no such export
void pool.submit(work.subtract, 1, 2);
// @ts-expect-error: the second iterable holds strings
pool.map(work.add, [1], ['2']);
// @ts-expect-error: no such option
new ThreadPoolExecutor({ workers: 1 });
new ThreadPoolExecutor({ limits: { depth: 10, bytes: undefined } });
// @ts-expect-error: no such limit
new ThreadPoolExecutor({ limits: { size: 10 } });
// @ts-expect-error: a URL alone has no types
tasks(new URL('../fixtures/work.js', import.meta.url)).add;

const byUrl = tasks<typeof import('../fixtures/work.js')>(new URL('../fixtures/work.js', import.meta.url));
const alsoSum = pool.submit(byUrl.add, 1, 2);
assertType<Equal<typeof alsoSum, Future<number>>>();
