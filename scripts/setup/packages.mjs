// npm ci, only where what is installed is not what the lock file says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, projectFolder } from '../command.mjs';

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

const matches = (list, value) => list === undefined || [list].flat().includes(value);

/**
 * Must this entry be there? Everything that is not optional; and of the optional ones those that name this platform.
 * Two kinds cannot be told from here and may be missing: packages for one libc, and what only optional ones need.
 */
function isExpected(entry) {
  if (!entry.optional) {
    return true;
  }
  const namesPlatform = entry.os !== undefined && entry.cpu !== undefined && entry.libc === undefined;
  return namesPlatform && matches(entry.os, process.platform) && matches(entry.cpu, process.arch);
}

/**
 * npm itself keeps a record of what it installed. Comparing that with the lock file needs no stamp of ours, so an
 * `npm ci` or `npm install` that somebody ran by hand counts, and is not done a second time.
 */
export function isInstalled(folder) {
  const wanted = lockedPackages(join(folder, 'package-lock.json'));
  const present = lockedPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || present === undefined) {
    return false;
  }
  return Object.entries(wanted).every(([path, entry]) => {
    const found = present[path];
    if (path === '') {
      return true;
    }
    if (found === undefined) {
      return !isExpected(entry);
    }
    return found.version === entry.version && found.integrity === entry.integrity && existsSync(join(folder, path));
  });
}

/** @param {string} path the folder with the package.json, relative to the project; '.' is the project itself */
export function installPackages(path) {
  const folder = join(projectFolder, path);
  if (isInstalled(folder)) {
    return;
  }
  console.log(path === '.' ? 'installing the packages (npm ci)' : `installing the packages of ${path} (npm ci)`);
  // Also where NODE_ENV says production: what builds and tests are development dependencies.
  npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--prefix', folder]);
}
