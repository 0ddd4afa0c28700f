// The table of __test__/PARITY.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../command.mjs';

/**
 * Its rows. `spec` is the file of a row's tests, as their titles begin with it; `id` is all that they begin with:
 * `test_wait: test_timeout`, and the class where two have such a method.
 */
export function readTable() {
  const text = readFileSync(join(projectFolder, '__test__/PARITY.md'), 'utf8');
  return text
    .split('\n')
    .filter((line) => /^\| \w+\.py \|/.test(line))
    .map((line) => {
      const [file, className, method, verdict, about, title, note] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`|`$/g, ''));
      const id = /^[^:]+: [^:]+/.exec(title)?.[0];
      return { file, className, method, verdict, about, title, note, id, spec: title.split(':')[0] };
    });
}

/** A test's title without what it was run for: another executor, a kind of lock, of queue, of those who wait. */
export function plainTitle(title) {
  return title.replace(/^([^:]+: [^:]+?) (?:\(SerialExecutor\)|\[[^\]]*\]):/, '$1:');
}

/** Whether a test is one of a row: its own, or the same for something else. */
export function belongs(title, row) {
  return plainTitle(title).startsWith(`${row.id}:`);
}

/** Whether other threads do what the test is about: the same as flows of the main thread do, in a test of their own. */
export function isOfWorkers(title) {
  return /^[^:]+: [^:]+ \[(?:[^\]]*, )?(?:threads|tasks)\]:/.test(title);
}
