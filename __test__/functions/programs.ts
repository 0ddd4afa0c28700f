/**
 * Programs that submit functions, and print a line of JSON for each case: `cases/harness.mjs`. They run from where they
 * were written, because text and places matter to them.
 */

import { fileURLToPath } from 'node:url';
import test from 'ava';
import { type Ended, run } from '../child.js';
import type { NodeBinary } from '../nodes.js';

/** What a program says of one case. */
interface Report {
  name: string;
  problem?: string;
}

const root = new URL('../../../', import.meta.url);

/** The path of a program, which is given relative to the repository. */
export function programPath(path: string): string {
  return fileURLToPath(new URL(path, root));
}

function reports({ stdout }: Ended): Report[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"name":'));
  return lines.map((line) => JSON.parse(line) as Report);
}

/** The names of the cases of a program. */
export async function caseNames(program: string, node: string = process.execPath): Promise<string[]> {
  const ended = await run(node, [program, '--list']);
  const names = reports(ended).map(({ name }) => name);
  if (ended.code !== 0 || names.length === 0 || new Set(names).size !== names.length) {
    throw new Error(`${program} did not list its cases, or a name is there twice: ${ended.stdout}${ended.stderr}`);
  }
  return names;
}

/**
 * Declares a test for each case of a program on one Node; the program runs once. `title` is what the titles begin with.
 * A program may be a function that writes it, just before it runs.
 */
export function declareTests(
  title: string,
  node: NodeBinary,
  program: string | (() => string),
  names: readonly string[],
): void {
  let ended: Promise<Ended> | undefined;
  for (const name of names) {
    test.serial(`Node ${node.major}: ${title}: ${name}`, async (t) => {
      ended ??= run(node.path, [typeof program === 'string' ? program : program()]);
      const report = reports(await ended).find((candidate) => candidate.name === name);
      t.truthy(report, `the program did not get there: ${JSON.stringify(await ended)}`);
      t.is(report?.problem, undefined, report?.problem);
    });
  }
}
