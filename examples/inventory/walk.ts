import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, type Skipped } from './skipped.js';

/** A regular file below the folder. */
export interface FoundFile {
  /** The path from the folder, with `/` between its parts on every platform. */
  readonly path: string;
  readonly size: number;
  /** Differs as soon as the file was written to. */
  readonly version: string;
}

/** What a walk found, sorted by path, and what it could not look at. */
export interface Found {
  readonly files: FoundFile[];
  readonly skipped: Skipped[];
}

/** Folders that hold the work of others or of a compiler: they are never entered. */
export const NEVER_ENTERED: ReadonlySet<string> = new Set(['node_modules', 'target', '.git']);

/** Folders that the project's own build fills: its sources do not include them. */
export const BUILD_OUTPUT: ReadonlySet<string> = new Set(['build', 'dist']);

/** The size in bytes above which a file is left out, since a file is measured in one piece. */
export const LARGEST_FILE = 1024 ** 3;

/**
 * Finds every regular file of `folder`, recursively. Symbolic links are not followed, and folders named in `leftOut`
 * are not entered either.
 *
 * Rejects only when `folder` itself cannot be listed; whatever else cannot be looked at is named in `skipped`.
 */
export async function walk(folder: string, leftOut: ReadonlySet<string> = new Set()): Promise<Found> {
  const found: Found = { files: [], skipped: [] };
  // A list of folders to come rather than recursion, so that no depth of folders can exhaust the stack.
  const toCome = await list(folder, '', found, leftOut);
  for (let below = toCome.pop(); below !== undefined; below = toCome.pop()) {
    try {
      toCome.push(...(await list(folder, below, found, leftOut)));
    } catch (error) {
      found.skipped.push({ path: below, reason: reasonOf(error) });
    }
  }
  found.files.sort(byPath);
  return found;
}

/** The version of a file now, in the form of {@link FoundFile.version}. */
export async function versionOf(folder: string, path: string): Promise<string> {
  return version(await lstat(join(folder, path)));
}

/** Orders by path, by code units: the same order on every machine, whatever its language. */
export function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  if (one.path === other.path) {
    return 0;
  }
  return one.path < other.path ? -1 : 1;
}

/** Adds the files of one folder to `found` and returns the folders in it that are to be entered. */
async function list(folder: string, below: string, found: Found, leftOut: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const pathOf = (entry: Dirent): string => (below === '' ? entry.name : `${below}/${entry.name}`);
  const files = entries.filter((entry) => entry.isFile()).map(pathOf);
  await Promise.all(files.map((path) => add(folder, path, found)));
  const isEntered = ({ name }: Dirent): boolean => !NEVER_ENTERED.has(name) && !leftOut.has(name);
  return entries.filter((entry) => entry.isDirectory() && isEntered(entry)).map(pathOf);
}

async function add(folder: string, path: string, found: Found): Promise<void> {
  try {
    const stats = await lstat(join(folder, path));
    if (stats.size > LARGEST_FILE) {
      found.skipped.push({ path, reason: 'larger than 1 GiB' });
    } else {
      found.files.push({ path, size: stats.size, version: version(stats) });
    }
  } catch (error) {
    found.skipped.push({ path, reason: reasonOf(error) });
  }
}

function version(stats: Stats): string {
  return `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
}
