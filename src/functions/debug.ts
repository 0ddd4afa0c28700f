/**
 * Debug mode (`NOGIL_DEBUG=1`), and warnings: what is easily misunderstood is told once.
 *
 * @module
 */

import { called, display, type Position } from './refusal.js';

/** Whether the program runs in debug mode. */
export const isDebugging: boolean = process.env['NOGIL_DEBUG'] === '1';

/** A place whose captured values were read so often is a hot one. */
const HOT = 1000;

/** More warnings are of no use. */
const MOST = 1000;

const told = new Set<string>();

/** A module variable that the function assigns: tells that each worker has its own. */
export function warnOfOwnCopy(fn: { name: string }, variable: string, where: Position | undefined): void {
  warn(
    'NOGIL_OWN_COPY',
    `${called(fn)} assigns to the module variable \`${variable}\`: each worker has a copy of its own, which no other ` +
      `thread sees. (${at(where)})`,
  );
}

/** In debug mode: statements that mention what the function needs, but that do not run in workers. */
export function warnOfDropped(
  fn: { name: string },
  dropped: readonly { name: string; line: number }[],
  url: string,
): void {
  for (const { name, line } of isDebugging ? dropped : []) {
    warn(
      'NOGIL_DROPPED',
      `${called(fn)} needs \`${name}\`, and a statement of the module that mentions it does not run in workers. ` +
        `(${display(url)}:${line + 1})`,
    );
  }
}

/** In debug mode: a place where many functions were made and sent, each with its own captured values. */
export function warnOfHotPlace(
  fn: { name: string },
  names: readonly string[],
  times: number,
  where: Position | undefined,
): void {
  if (isDebugging && times === HOT) {
    const list = names.join(', ');
    warn(
      'NOGIL_HOT_CAPTURES',
      `${called(fn)} was submitted ${HOT} times, and the variables it has captured are read each time, which takes ` +
        `200-300 us. Pass them as arguments: submit((${list}) => ..., ${list}). (${at(where)})`,
    );
  }
}

function at(where: Position | undefined): string {
  return where === undefined ? 'in a text of its own' : `${display(where.url)}:${where.line + 1}:${where.column + 1}`;
}

function warn(code: string, message: string): void {
  if (!told.has(message) && told.size < MOST) {
    told.add(message);
    process.emitWarning(message, { type: 'NogilWarning', code });
  }
}
