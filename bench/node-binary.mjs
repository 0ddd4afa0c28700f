import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './options.mjs';

const nodes = fileURLToPath(new URL('../__test__/nodes/', import.meta.url));
const executable = process.platform === 'win32' ? 'node.exe' : 'node';

/**
 * @typedef {object} NodeBinary
 * @property {string} path
 * @property {string} version without the v
 * @property {number} major
 */

/**
 * @param {string | undefined} wanted a major version or a path; nothing for the Node that runs this
 * @returns {NodeBinary}
 */
export function findNode(wanted) {
  const path = pathOf(wanted);
  const version = execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  return { path, version, major: Number.parseInt(version, 10) };
}

/** @param {string | undefined} wanted */
function pathOf(wanted) {
  if (wanted === undefined || wanted === String(process.versions.node.split('.')[0])) {
    return process.execPath;
  }
  const isMajor = /^\d+$/.test(wanted);
  const path = isMajor ? resolve(nodes, `node_modules/node-${wanted}/bin/${executable}`) : resolve(wanted);
  if (existsSync(path)) {
    return path;
  }
  throw new UsageError(
    isMajor
      ? `Node ${wanted} is not there. Get it with\n  npm ci --prefix __test__/nodes\nor give a binary: --node /path/to/node`
      : `--node: there is no file ${path}`,
  );
}
