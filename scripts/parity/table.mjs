// The table of __test__/PARITY.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../command.mjs';

/**
 * Its rows. `id` is what the titles of a row's tests begin with: `test_wait: test_timeout`, and the class where two have such a
 * method.
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
      return { file, className, method, verdict, about, title, note, id };
    });
}

/** Whether a test is one of a row: its own, or the same for another executor. */
export function belongs(title, row) {
  return title.startsWith(`${row.id}:`) || title.startsWith(`${row.id} (SerialExecutor):`);
}
