// The program that runs in each environment: inline functions, what they capture, and what they import.
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { ThreadPoolExecutor, tasks } from 'nogil';
import greet, { Shape, type Sized, scaled, sum } from './library.ts';
import { type Case, report } from './report.ts';

const pool = new ThreadPoolExecutor(1);

const LIMIT = 100;
const TABLE = { low: 1, high: 2 } as const;
let level = 1;
level += 4;

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

const limited = (value: number): number => Math.min(value, LIMIT);

async function later<Value>(value: Value): Promise<Value[]> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return [value];
}

class Box extends Shape implements Sized {
  #size: number;
  constructor(size: number) {
    super(4);
    this.#size = size;
  }
  get size(): number {
    return this.#size;
  }
  override describe(): string {
    return `${super.describe()} of ${this.size}`;
  }
}

const cases: Case[] = [
  ['a declaration that is not exported', () => pool.submit(factorial, 5), 120],
  ['an arrow over a constant of the module', () => pool.submit(limited, 500), 100],
  ['an inline arrow that needs nothing', () => pool.submit((left: number, right: number) => left * right, 6, 7), 42],
  [
    'an inline arrow over imports',
    () => pool.submit((value: number) => [sum(scaled(value), 1), greet('you')], 2),
    [22, 'hello you'],
  ],
  [
    'a local constant',
    () => {
      const settings = { step: 5 };
      return pool.submit((value: number) => value + settings.step + TABLE.high, 1);
    },
    8,
  ],
  [
    'a loop variable',
    () => {
      const futures: PromiseLike<number>[] = [];
      for (let i = 0; i < 3; i++) {
        futures.push(pool.submit(() => i * 10));
      }
      return Promise.all(futures);
    },
    [0, 10, 20],
  ],
  ['an imported function', () => pool.submit(sum, 1, 2), 4],
  ['a class over two files', () => pool.submit((size: number) => new Box(size).describe(), 3), '4 sides of 3'],
  [
    'built-in modules',
    () =>
      pool.submit(
        (text: string) => createHash('sha1').update(path.posix.join(text, 'b')).digest('hex').slice(0, 8),
        'a',
      ),
    '3ec69c85',
  ],
  ['an async function', () => pool.submit(later<string>, 'value'), ['value']],
  [
    'an import() inside',
    () => pool.submit(async (value: number) => (await import('./library.ts')).scaled(value), 4),
    40,
  ],
  [
    'local functions that call each other',
    () => {
      const even = (n: number): boolean => n === 0 || odd(n - 1);
      function odd(n: number): boolean {
        return n !== 0 && even(n - 1);
      }
      return pool.submit((n: number) => even(n), 7);
    },
    false,
  ],
  [
    'callbacks in an argument',
    () => {
      const by = 3;
      const steps = [(value: number) => value * by, limited];
      return pool.submit(
        (all: typeof steps, value: number) => all.reduce((result, step) => step(result), value),
        steps,
        50,
      );
    },
    100,
  ],
  ['a variable of the module that was assigned', () => pool.submit(() => level), 5],
  ['tasks(() => import())', () => pool.submit(tasks(() => import('./library.ts')).scaled, 5), 50],
];

void report(cases, pool);
