import { hashSync } from 'nogil/kernels';
import type { Measured, Pass } from './measure.js';
import { reasonOf, type Skipped } from './skipped.js';
import { byPath, type Found, versionOf } from './walk.js';

/** What all files of a pass come to. */
export interface Totals {
  readonly files: number;
  readonly bytes: number;
  readonly lines: number;
  readonly words: number;
  readonly characters: number;
  /** The BLAKE3 hash over the sorted list of paths and hashes. */
  readonly digest: string;
}

/** Two passes over the same files, side by side. */
export interface Comparison {
  /** The files of the first pass, sorted by path, without those that one of the passes did not get to see as it was. */
  readonly files: readonly Measured[];
  readonly first: Totals;
  readonly second: Totals;
  /** The paths whose hash or counts differ though nobody wrote to the file: none, unless something is broken. */
  readonly differing: readonly string[];
  readonly same: boolean;
  /** Everything that was left out, sorted by path. */
  readonly skipped: readonly Skipped[];
}

/**
 * Compares two passes over the files of `found`.
 *
 * A file that was written to in the meantime is no difference: it is left out, and named as such.
 */
export async function compare(folder: string, found: Found, first: Pass, second: Pass): Promise<Comparison> {
  const inFirst = new Map(first.measured.map((file) => [file.path, file]));
  const inSecond = new Map(second.measured.map((file) => [file.path, file]));
  const skipped = new Map([...found.skipped, ...first.skipped, ...second.skipped].map((one) => [one.path, one]));
  const kept: { readonly one: Measured; readonly other: Measured }[] = [];
  const differing: string[] = [];
  for (const { path, version } of found.files) {
    const one = inFirst.get(path);
    const other = inSecond.get(path);
    if (one === undefined || other === undefined) {
      // A file that only one pass could read is named in that pass's list already.
      continue;
    }
    const equal = areEqual(one, other);
    const changed = equal ? undefined : await reasonOfChange(folder, path, version);
    if (changed !== undefined) {
      skipped.set(path, { path, reason: changed });
      continue;
    }
    if (!equal) {
      differing.push(path);
    }
    kept.push({ one, other });
  }
  const files = kept.map((pair) => pair.one);
  const totals = { first: totalsOf(files), second: totalsOf(kept.map((pair) => pair.other)) };
  return {
    files,
    ...totals,
    differing,
    same: differing.length === 0 && totals.first.digest === totals.second.digest,
    skipped: [...skipped.values()].sort(byPath),
  };
}

function areEqual(one: Measured, other: Measured): boolean {
  return (
    one.bytes === other.bytes &&
    one.blake3 === other.blake3 &&
    one.lines === other.lines &&
    one.words === other.words &&
    one.characters === other.characters
  );
}

/** Says what happened to a file since it was found, or undefined if nothing did. */
async function reasonOfChange(folder: string, path: string, version: string): Promise<string | undefined> {
  try {
    return (await versionOf(folder, path)) === version ? undefined : 'changed while it was being measured';
  } catch (error) {
    return reasonOf(error);
  }
}

function totalsOf(files: readonly Measured[]): Totals {
  const sum = (numberOf: (file: Measured) => number): number =>
    files.reduce((total, file) => total + numberOf(file), 0);
  // A path can hold any character but NUL, so no two lists of files make the same text.
  const list = files.map((file) => `${file.path}\0${file.blake3}\n`).join('');
  return {
    files: files.length,
    bytes: sum((file) => file.bytes),
    lines: sum((file) => file.lines),
    words: sum((file) => file.words),
    characters: sum((file) => file.characters),
    digest: hashSync(Buffer.from(list), { algorithm: 'blake3' }).toString('hex'),
  };
}
