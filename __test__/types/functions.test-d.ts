/**
 * What submit can type of any function, and what it cannot. Compiled and never run, as tasks.test-d.ts is.
 */

import { type Future, type ResultIterator, ThreadPoolExecutor } from 'nogil/futures';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function assertType<_Holds extends true>(): void {}

const pool = new ThreadPoolExecutor(1);
interface Picture {
  width: number;
  pixels: Uint8Array;
}
declare const picture: Picture;
declare const factor: number;

// An inline function without annotations: its parameters are those of the arguments.
const scaled = pool.submit((image) => image.width * factor, picture);
assertType<Equal<typeof scaled, Future<number>>>();
const joined = pool.submit((a, b) => `${a}${b.toFixed(1)}`, 'x', 2);
assertType<Equal<typeof joined, Future<string>>>();
// @ts-expect-error: a Picture has no height
void pool.submit((image) => image.height, picture);
const widths = pool.map((image) => image.width, [picture]);
assertType<Equal<typeof widths, ResultIterator<number>>>();

// With annotations: arguments must fit them.
void pool.submit((mode: { kind: 'fast' | 'good' }) => mode.kind, { kind: 'fast' });
// @ts-expect-error: no such kind
void pool.submit((mode: { kind: 'fast' | 'good' }) => mode.kind, { kind: 'bad' });
// @ts-expect-error: the argument is missing
void pool.submit((n: number) => n);

// Parameters with defaults, and optional ones, may be left out.
function resize(image: Picture, width = 100, quality?: number): Picture {
  return { ...image, width: width * (quality ?? 1) };
}
const one = pool.submit(resize, picture);
assertType<Equal<typeof one, Future<Picture>>>();
void pool.submit(resize, picture, 50);
void pool.submit(resize, picture, 50, 0.5);
// @ts-expect-error: a width is a number
void pool.submit(resize, picture, '50');

// An asynchronous function: the Future is of what its promise resolves to.
async function load(name: string): Promise<Picture> {
  return { ...picture, width: name.length };
}
const loaded = pool.submit(load, 'a.png');
assertType<Equal<typeof loaded, Future<Picture>>>();
const inline = pool.submit(async (name: string) => [await load(name)], 'a.png');
assertType<Equal<typeof inline, Future<Picture[]>>>();

// A generic function: inferred from the arguments.
function first<T>(list: T[]): T | undefined {
  return list[0];
}
const firstNumber = pool.submit(first<number>, [1, 2]);
assertType<Equal<typeof firstNumber, Future<number | undefined>>>();
const inferred = pool.submit(first, ['a']);
assertType<Equal<typeof inferred, Future<string | undefined>>>();

// An overloaded function: TypeScript keeps the last signature. A function around the call names the one that is meant.
function parse(text: string): number;
function parse(text: string, asText: true): string;
function parse(text: string, asText?: true): number | string {
  return asText ? text : Number(text);
}
const last = pool.submit(parse, '1', true);
assertType<Equal<typeof last, Future<string>>>();
// @ts-expect-error: the first signature is not seen
void pool.submit(parse, '1');
const wrapped = pool.submit((text: string) => parse(text), '1');
assertType<Equal<typeof wrapped, Future<number>>>();

// Callbacks and objects with methods are arguments like any others.
const mapped = pool.submit(
  (list, each) => list.map(each),
  [1, 2],
  (n: number) => String(n),
);
assertType<Equal<typeof mapped, Future<string[]>>>();
