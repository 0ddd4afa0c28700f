import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { run } from '../child.js';

/** One run of an example. */
interface Run {
  args: string[];
  /** What all its waits are multiplied by. */
  scale: number;
  /** The lines that it prints. */
  output: string[];
  /** Lines of which several threads print one each come in any order: a regular expression. */
  anyOrder?: string;
  /** What differs from run to run, as times do: a regular expression. It stands as `*` in `output`. */
  varies?: string;
  /** What is added to the environment. */
  env?: Record<string, string>;
}

const SUFFIX = '.expected.json';
const sources = fileURLToPath(new URL('../../../examples/seeds', import.meta.url));
const programs = fileURLToPath(new URL('../../examples/seeds', import.meta.url));
const ids = readdirSync(sources)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => name.slice(0, -SUFFIX.length));

/** The lines that have an order, and the others. */
function split(lines: readonly string[], anyOrder: string | undefined): { ordered: string[]; others: string[] } {
  const isOther = (line: string): boolean => anyOrder !== undefined && new RegExp(anyOrder).test(line);
  return { ordered: lines.filter((line) => !isOther(line)), others: lines.filter(isOther).sort() };
}

for (const id of ids) {
  const runs: Record<string, Run> = JSON.parse(readFileSync(`${sources}/${id}${SUFFIX}`, 'utf8'));
  for (const [input, { args, scale, output, anyOrder, varies, env }] of Object.entries(runs)) {
    const what = input === 'document' ? 'prints what its document says' : 'prints something else for another input';
    test.serial(`${id} ${what}`, async (t) => {
      const { code, stdout, stderr } = await run(process.execPath, [`${programs}/${id}.js`, ...args], undefined, {
        SEEDS_SCALE: String(scale),
        ...env,
      });
      const printed = varies === undefined ? stdout : stdout.replace(new RegExp(varies, 'g'), '*');
      t.deepEqual(split(printed.trimEnd().split('\n'), anyOrder), split(output, anyOrder), stderr);
      t.is(stderr, '');
      t.is(code, 0);
    });
  }
}

test('every example has its expected output beside it', (t) => {
  const examples = readdirSync(sources).filter((name) => /^S\d.*\.ts$/.test(name));
  t.deepEqual(
    examples.map((name) => name.replace(/\.ts$/, '')),
    ids,
  );
  t.true(ids.length >= 15);
});

test('every row of the documents is listed once, with its example or as open', (t) => {
  const readme = readFileSync(`${sources}/../README.md`, 'utf8');
  const rows = [...readme.matchAll(/^\| (S\d\.\d\d[a-g]?) \| \d+ \| (?:\[(.+)\.ts\]\(seeds\/\2\.ts\)|open) \|$/gm)];
  t.is(new Set(rows.map(([, row]) => row)).size, 118);
  t.is(rows.length, 118);
  t.deepEqual(
    rows.flatMap(([, row, example]) => (example === undefined ? [] : [`${row}: ${example}`])),
    ids.map((id) => `${id}: ${id}`),
  );
});
