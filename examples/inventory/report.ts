import Table from 'cli-table3';
import type { Comparison, Totals } from './compare.js';
import type { Pass, PoolPass } from './measure.js';
import type { Skipped } from './skipped.js';

/** Everything there is to tell about one run. */
export interface Outcome {
  readonly folder: string;
  readonly comparison: Comparison;
  readonly onPool: PoolPass;
  readonly inOneThread: Pass;
}

/** The outcome as tables for people. */
export function tables({ folder, comparison, onPool, inOneThread }: Outcome): string {
  if (comparison.files.length === 0) {
    return [`No files to measure in ${printable(folder)}`, ...skippedList(comparison.skipped)].join('\n');
  }
  return [
    printable(folder),
    totalsTable(comparison, onPool, inOneThread),
    sharesTable(onPool),
    ...notes(onPool, inOneThread),
    ...differences(comparison.differing),
    ...skippedList(comparison.skipped),
  ].join('\n');
}

/** The outcome as JSON for programs. */
export function json({ folder, comparison, onPool, inOneThread }: Outcome): string {
  const { digest, ...totals } = comparison.first;
  const outcome = {
    folder,
    files: comparison.files,
    totals,
    digest,
    same: comparison.same,
    differing: comparison.differing,
    skipped: comparison.skipped,
    milliseconds: {
      threadPool: onPool.milliseconds,
      oneThread: inOneThread.milliseconds,
      startOfThreads: onPool.startMilliseconds,
    },
    threads: { javascript: onPool.javascript, native: onPool.native },
  };
  return JSON.stringify(outcome, undefined, 2);
}

function totalsTable({ first, second, same }: Comparison, onPool: PoolPass, inOneThread: Pass): string {
  const table = newTable(['', 'thread pool', 'one thread']);
  const row = (name: string, numberOf: (totals: Totals) => number): void => {
    table.push([name, numberWords(numberOf(first)), numberWords(numberOf(second))]);
  };
  row('files', (totals) => totals.files);
  row('bytes', (totals) => totals.bytes);
  row('lines', (totals) => totals.lines);
  row('words', (totals) => totals.words);
  row('characters', (totals) => totals.characters);
  table.push(['digest', shortDigest(first), shortDigest(second)]);
  table.push(['time', millisecondWords(onPool.milliseconds), millisecondWords(inOneThread.milliseconds)]);
  table.push(['ratio', { content: `${ratio(onPool, inOneThread).toFixed(2)} times as fast`, colSpan: 2 }]);
  const verdict = same ? 'same digests and counts' : 'DIFFERENT DIGESTS OR COUNTS';
  table.push(['check', { content: verdict, colSpan: 2 }]);
  return table.toString();
}

function sharesTable({ javascript, native }: PoolPass): string {
  const table = newTable(['thread', 'work', 'share']);
  const files = javascript.reduce((total, share) => total + share.files, 0);
  for (const share of javascript) {
    const done = `${numberWords(share.files)} counted, ${numberWords(share.bytes)} bytes`;
    table.push([`JavaScript ${share.thread}`, done, percentWords(share.files, files)]);
  }
  const hashes = native.reduce((total, share) => total + share.tasks, 0);
  for (const share of native) {
    table.push([`native ${share.thread}`, `${numberWords(share.tasks)} hashed`, percentWords(share.tasks, hashes)]);
  }
  return table.toString();
}

function notes(onPool: PoolPass, inOneThread: Pass): string[] {
  const lines = [
    'Every file was read once before, so both passes found it in the page cache;',
    `the pool went first, its ${millisecondWords(onPool.startMilliseconds)} to start its threads are not in its time.`,
  ];
  if (ratio(onPool, inOneThread) < 1) {
    lines.push('The pool was slower: to hand files to other threads, which copies them, cost more than it saved.');
  }
  return lines;
}

function differences(differing: readonly string[]): string[] {
  return differing.map((path) => `Different in the two passes: ${printable(path)}`);
}

/** Names what was left out, one per line, each with the reason; no line if there is nothing. */
function skippedList(skipped: readonly Skipped[]): string[] {
  if (skipped.length === 0) {
    return [];
  }
  return [
    `Left out (${numberWords(skipped.length)}):`,
    ...skipped.map(({ path, reason }) => `  ${printable(path)}: ${reason}`),
  ];
}

function newTable(head: string[]): Table.Table {
  // No colours: the table may be written to a file.
  return new Table({ head, colAligns: ['left', 'right', 'right'], style: { head: [], border: [], compact: true } });
}

function ratio(onPool: Pass, inOneThread: Pass): number {
  return inOneThread.milliseconds / onPool.milliseconds;
}

function shortDigest({ digest }: Totals): string {
  return `${digest.slice(0, 16)}…`;
}

function numberWords(number: number): string {
  return number.toLocaleString('en-US');
}

function millisecondWords(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${numberWords(Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function percentWords(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.round((100 * part) / whole)} %`;
}

/** A path without the control characters that a file name may hold, which could write anything to the terminal. */
function printable(path: string): string {
  return path.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
