// What a step was made from, as one hash of contents. Times of files are not asked: a checkout, a copy or a branch
// switched to and fro changes them without changing anything.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../command.mjs';

/** Folders that are made, never read. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'target', '.git']);

/** The files under these paths (files or folders, relative to the project), sorted; missing ones are left out. */
export function filesUnder(paths) {
  const files = [];
  const visit = (path) => {
    const absolute = join(projectFolder, path);
    if (!existsSync(absolute)) {
      return;
    }
    if (!statSync(absolute).isDirectory()) {
      files.push(path);
      return;
    }
    for (const name of readdirSync(absolute)) {
      if (!SKIPPED_FOLDERS.has(name)) {
        visit(`${path}/${name}`);
      }
    }
  };
  for (const path of paths) {
    visit(path);
  }
  return files.sort();
}

/** One hash over the files' names and contents, and over further facts that are no files. */
export function fingerprint(files, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) {
    hash.update(`${JSON.stringify(fact)}\n`);
  }
  for (const file of files) {
    const content = readFileSync(join(projectFolder, file));
    // The length keeps two files apart whose contents only differ in where one ends.
    hash.update(`${file}\n${content.length}\n`);
    hash.update(content);
  }
  return hash.digest('hex');
}

/** What a finished step wrote down, or undefined where it has not run, or was made by an older form of this script. */
export function readStamp(path) {
  try {
    return JSON.parse(readFileSync(join(projectFolder, path), 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeStamp(path, content) {
  const absolute = join(projectFolder, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, `${JSON.stringify(content, null, 2)}\n`);
}
