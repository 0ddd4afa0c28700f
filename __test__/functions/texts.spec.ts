/**
 * Files whose bytes are unusual: the places in their functions are still found. Each is written here, since neither git
 * nor a formatter would leave it alone; and each compares what a worker says with what the same function says inline.
 */

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { nodes } from '../nodes.js';
import { caseNames, declareTests, programPath } from './programs.js';

const folder = programPath('build/texts');
const harness = new URL('../../../__test__/functions/cases/harness.mjs', import.meta.url).href;

/** A CommonJS and an ES module begin differently, and have this in common. */
const body = [
  'const pool = new ThreadPoolExecutor(1); const FACTOR = 3; function triple(value) { return value * FACTOR; } const after = triple;',
  'const fails = (text) => { throw new Error(text + FACTOR); }; const both = [fails, after];',
  '/* é \u{1F980} */ const behind = (text) => { throw new Error(text + FACTOR); }; /* \u{1D4B3} */ const last = behind;',
  'function place(error) { return /:\\d+:\\d+(?=\\)?$)/m.exec(error.stack)[0]; }',
  'function inline(fn) { try { fn("x"); } catch (error) { return place(error); } }',
  'const submitted = (fn) => pool.submit(fn, "x").then(() => "nothing was thrown", place);',
  'const table = (works, refused) => [',
  '  works("a declaration", () => pool.submit(triple, 2), 6),',
  '  works("another name of it", () => pool.submit(both[1], 2), 6),',
  '  works("an inline arrow", () => { const step = 1; return pool.submit((value) => triple(value) + step, 2); }, 7),',
  '  works("a text of several lines", () => pool.submit(() => `a',
  'b`), "a\\nb"),',
  '  works("the place of an error", () => submitted(fails), inline(fails)),',
  '  works("the place behind characters of two units", () => submitted(last), inline(last)),',
  '  refused("an assignment", () => { let count = 0; return pool.submit(() => { count += 1; }); }, "ERR_TASK_ASSIGN", { uses: "count" }),',
  '];',
];
const esModule = [
  "import { ThreadPoolExecutor } from 'nogil';",
  `import { refused, runCases, works } from '${harness}';`,
  ...body,
  'await runCases(import.meta.url, pool, table(works, refused));',
];
const commonJs = [
  "const { ThreadPoolExecutor } = require('nogil');",
  ...body,
  `import('${harness}').then(({ refused, runCases, works }) => runCases(require('node:url').pathToFileURL(__filename).href, pool, table(works, refused)));`,
];

const lines = (text: readonly string[]) => `${text.join('\n')}\n`;
const prepended = "require('node:fs').writeFileSync(__filename, '// Another text.\\n'.repeat(5));";

const files: [title: string, name: string, text: string][] = [
  ['lines that end in CR and LF', 'carriage-return.mjs', lines(esModule).replaceAll('\n', '\r\n')],
  ['lines that end in CR and LF, CommonJS', 'carriage-return.cjs', lines(commonJs).replaceAll('\n', '\r\n')],
  ['a byte order mark', 'mark.mjs', `\uFEFF${lines(esModule)}`],
  ['a byte order mark, CommonJS', 'mark.cjs', `\uFEFF${lines(commonJs)}`],
  ['a hashbang', 'hashbang.mjs', `#!/usr/bin/env node\n${lines(esModule)}`],
  ['a hashbang, CommonJS', 'hashbang.cjs', `#!/usr/bin/env node\n${lines(commonJs)}`],
  ['line separators of Unicode', 'separators.mjs', `/* \u2028 \u2029 */${lines(esModule)}`],
  ['no line end at all', 'one-line.mjs', esModule.join(' ').replace('`a b`', '`a\\nb`')],
  [
    'tabs, and no line end at the end',
    'tabs.mjs',
    esModule
      .map((line) => `\t${line}`)
      .join('\n')
      .replace('\n\tb`', '\nb`'),
  ],
  ['a name with a space, a number sign and a percent sign', 'a b#c%20é.mjs', lines(esModule)],
  ['a directive, and a return at top level', 'sloppy.cjs', `'use strict';\n${lines(commonJs)}return;\n`],
  ['a file that was overwritten since', 'overwritten.cjs', lines([...commonJs, prepended])],
  ['a file that was removed since', 'removed.cjs', lines([...commonJs, "require('node:fs').unlinkSync(__filename);"])],
];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const write = (name: string, text: string): string => {
  const path = `${folder}/${name}`;
  writeFileSync(path, text);
  return path;
};
write('linked-to.mjs', lines(esModule));
// Windows asks for a privilege.
const canLink = process.platform !== 'win32';
if (canLink) {
  symlinkSync('linked-to.mjs', `${folder}/link.mjs`);
}

const names = await caseNames(`${folder}/linked-to.mjs`);
for (const node of nodes) {
  for (const [title, name, text] of files) {
    declareTests(title, node, () => write(name, text), names);
  }
  if (canLink) {
    declareTests('a symbolic link', node, `${folder}/link.mjs`, names);
  }
}
