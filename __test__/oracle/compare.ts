/** Whether two traces of a program say the same. */

import { isDeepStrictEqual } from 'node:util';
import type { Event, Program, Step } from './programs.js';

/** The parts of a result that have no order: CPython's trace has them sorted, because they come from sets or threads. */
const withoutOrder: Record<string, (step: Step, result: unknown) => unknown> = {
  wait: (_step, result) => (Array.isArray(result) ? result.map(asMultiset) : result),
  as_completed: (_step, result) => (Array.isArray(result) ? [asMultiset(result[0]), result[1]] : result),
  go: (_step, result) => asWaiters(result),
  do: (_step, result) => withWaiters(result),
  with_cond: (_step, result) => withWaiters(result),
  gate: (_step, result) => withWaiters(result),
  log: (step, result) => (step.sort === false ? result : asMultiset(result)),
};

function withWaiters(result: unknown): unknown {
  return { ...(result as object), done: asWaiters((result as { done: unknown }).done) };
}

/** Who waited has noted its end as JSON, which may have spaces, and keys in any order. Other notes are words. */
function asWaiters(notes: unknown): unknown {
  return Array.isArray(notes)
    ? asMultiset(notes.map((note) => (note[0] === '[' ? JSON.stringify(JSON.parse(note), ['c', 'm', 'x']) : note)))
    : notes;
}

function asMultiset(items: unknown): unknown {
  return Array.isArray(items) ? [...items].sort() : items;
}

function comparable(program: Program, event: Event | undefined): unknown {
  if (event === undefined) {
    return undefined;
  }
  // CPython does not tell in which threads it was.
  const { threads: _threads, ...told } = event;
  const step = program.steps.find(({ i }) => i === told.i);
  const view = withoutOrder[told.o];
  return step === undefined || view === undefined || !('r' in told) ? told : { ...told, r: view(step, told.r) };
}

/** Where the traces differ first, in words; undefined where they do not. */
export function firstDifference(program: Program, expected: Event[], got: Event[]): string | undefined {
  for (let index = 0; index < Math.max(expected.length, got.length); index++) {
    if (!isDeepStrictEqual(comparable(program, expected[index]), comparable(program, got[index]))) {
      return `expected ${JSON.stringify(expected[index])}, got ${JSON.stringify(got[index])}`;
    }
  }
  return undefined;
}
