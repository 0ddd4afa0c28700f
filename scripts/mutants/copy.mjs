// A copy of the repository that can be changed and built without harm.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun } from '../command.mjs';

/** What is made in the copy, or borrowed from the repository, and stays there from one copy to the next. */
const KEPT = new Set(['node_modules', 'target', 'build', 'dist', 'npm', '.git']);
const GENERATED = /\.node$|^binding\.(cjs|d\.cts)$/;

/**
 * Makes `to` a copy of what git knows of `from`, or would with `git add`. A file that is the same already is not
 * touched: cargo asks for times.
 */
export function copyTree(from, to) {
  const listed = mustRun('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: from }).stdout;
  // A file that was deleted and not yet committed is still listed.
  const files = new Set(listed.split('\0').filter((file) => file !== '' && isFile(join(from, file))));
  mkdirSync(to, { recursive: true });
  for (const file of filesIn(to, '')) {
    if (!files.has(file)) {
      rmSync(join(to, file));
    }
  }
  for (const file of files) {
    copyChanged(join(from, file), join(to, file));
  }
  borrow(from, to, 'node_modules');
  borrow(from, to, '__test__/nodes/node_modules');
  borrow(from, to, '__test__/packages/node_modules');
}

/** Has the copy use the addon of the repository. */
export function borrowAddon(from, to) {
  for (const name of readdirSync(join(from, 'src/binding')).filter((name) => GENERATED.test(name))) {
    copyChanged(join(from, 'src/binding', name), join(to, 'src/binding', name));
  }
}

function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}

function copyChanged(source, target) {
  const content = readFileSync(source);
  if (existsSync(target) && readFileSync(target).equals(content)) {
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function filesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (KEPT.has(entry.name) || GENERATED.test(entry.name) || entry.isSymbolicLink()) {
      return [];
    }
    return entry.isDirectory() ? filesIn(root, path) : [path];
  });
}

/** Packages are not changed, so they are not copied. */
function borrow(from, to, folder) {
  if (existsSync(join(from, folder)) && !existsSync(join(to, folder))) {
    symlinkSync(join(from, folder), join(to, folder), 'junction');
  }
}
