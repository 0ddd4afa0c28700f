// A module that is mocked: a worker that used the module itself would give another result.
import { ThreadPoolExecutor } from 'nogil';
import { expect, test, vi } from 'vitest';
import greet, { scaled, sum } from './library.ts';
import { type Case, report } from './report.ts';

vi.mock('./library.ts', async (original) => ({
  ...(await original<typeof import('./library.ts')>()),
  sum: (left: number, right: number) => left + right + 1000,
  default: vi.fn((name: string) => `mocked ${name}`),
}));

const pool = new ThreadPoolExecutor(1);

const cases: Case[] = [
  ['a mocked function is submitted', () => pool.submit(sum, 1, 2), 1003],
  ['a mocked function used inside', () => pool.submit((value: number) => sum(value, 1), 1), 1002],
  ['a spy used inside', () => pool.submit((name: string) => greet(name), 'you'), 'mocked you'],
  ['a spy is submitted', () => pool.submit(greet, 'you'), 'mocked you'],
  ['what is not mocked', () => pool.submit((value: number) => scaled(value), 2), 20],
];

test('the cases', async () => {
  expect(sum(1, 2)).toBe(1003);
  await report(cases, pool);
}, 60_000);
