import test from 'ava';
import { eachInFlight } from '../../examples/inventory/in-flight.js';

const MEBIBYTE = 1024 * 1024;

test('at most 32 files are in flight', async (t) => {
  t.is(await mostInFlight(Array.from({ length: 100 }, () => 0)), 32);
});

test('at most 64 MiB are in flight', async (t) => {
  t.is(await mostInFlight(Array.from({ length: 10 }, () => 20 * MEBIBYTE)), 3);
});

test('a file larger than 64 MiB is in flight alone', async (t) => {
  t.is(await mostInFlight([100 * MEBIBYTE, 1, 100 * MEBIBYTE]), 1);
});

/** The largest number of items of these sizes that were under way at the same time. */
async function mostInFlight(sizes: readonly number[]): Promise<number> {
  let running = 0;
  let most = 0;
  const items = sizes.map((size) => ({ size }));
  await eachInFlight(items, async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  });
  return most;
}
