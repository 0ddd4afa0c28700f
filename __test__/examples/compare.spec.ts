import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { compare } from '../../examples/inventory/compare.js';
import type { Pass } from '../../examples/inventory/measure.js';
import { walk } from '../../examples/inventory/walk.js';

/** A folder with an empty `a.txt`. */
async function folderWithFile(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nogil-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'a.txt'), '');
  return folder;
}

test('a file that was written to between the passes is left out', async (t) => {
  const folder = await folderWithFile(t);
  const found = await walk(folder);
  await writeFile(join(folder, 'a.txt'), 'more');

  const comparison = await compare(folder, found, passWith('a.txt', 'one'), passWith('a.txt', 'other'));

  t.true(comparison.same);
  t.deepEqual(comparison.files, []);
  t.deepEqual(comparison.skipped, [{ path: 'a.txt', reason: 'changed while it was being measured' }]);
});

test('a file that nobody wrote to must have the same hash in both passes', async (t) => {
  const folder = await folderWithFile(t);
  const found = await walk(folder);

  const comparison = await compare(folder, found, passWith('a.txt', 'one'), passWith('a.txt', 'other'));

  t.false(comparison.same);
  t.deepEqual(comparison.differing, ['a.txt']);
});

function passWith(path: string, blake3: string): Pass {
  return {
    measured: [{ path, bytes: 0, blake3, lines: 0, words: 0, characters: 0 }],
    skipped: [],
    milliseconds: 1,
  };
}
