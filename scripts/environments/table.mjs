// The table of docs/functions.md: from marker to marker it is what the script printed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainError, projectFolder } from '../command.mjs';

const DOCUMENT = join(projectFolder, 'docs/functions.md');
const BEGIN = '<!-- environments: npm run environments writes this -->';
const END = '<!-- environments: end -->';

/** 'not run' is never 'ok', and a wrong result hides everything else. */
export function cell(result) {
  if (result === undefined || result.absent !== undefined) {
    return 'not run';
  }
  const { ok, errors, wrong } = result;
  if (wrong > 0) {
    return `WRONG ${wrong}`;
  }
  if (errors > 0) {
    return ok > 0 ? `ok ${ok}/${ok + errors}, error ${errors}` : `error ${errors}`;
  }
  return `ok ${ok}/${ok}`;
}

/** What `tasks(() => import())` did, on all Nodes together. */
function tasksCell(results) {
  const outcomes = results.filter(({ result }) => result?.absent === undefined && result?.tasks !== undefined);
  if (outcomes.length === 0) {
    return '';
  }
  const bad = outcomes.filter(({ result }) => result.tasks !== 'ok');
  return bad.length === 0 ? 'ok' : bad.map(({ result, node }) => `${result.tasks} on ${node}`).join(', ');
}

const row = (cells) => `| ${cells.join(' | ')} |`;

/**
 * @param rows `{ title, version, results }`, with a result for each column
 * @param columns the titles of the columns
 */
export function tableOf(rows, columns) {
  const head = ['environment', ...columns, '`tasks(() => import())`'];
  const lines = rows.map(({ title, version, results }) => {
    const named = results.map((result, index) => ({ result, node: columns[index] }));
    return row([version === undefined ? title : `${title} (${version})`, ...results.map(cell), tasksCell(named)]);
  });
  const reasons = rows.flatMap(({ title, results }) =>
    [...new Set(results.map((result) => result?.absent).filter((reason) => reason !== undefined))].map(
      (reason) => `${title}: ${reason}`,
    ),
  );
  const notes = reasons.length === 0 ? [] : ['', `Not run: ${reasons.join('; ')}.`];
  return [row(head), row(head.map(() => '---')), ...lines, ...notes].join('\n');
}

/** Puts the text between the markers of the document. */
export function publish(text) {
  const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) {
    throw new PlainError(`docs/functions.md has no place for the table:\n${BEGIN}\n${END}`);
  }
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n${text}\n${END}${after}`);
}
