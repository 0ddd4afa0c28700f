/**
 * The Nodes that the specs run programs on: the one that runs the specs, and the others of the support range.
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A Node to run programs on. */
export interface NodeBinary {
  /** Its major version. */
  major: number;
  /** Its path. */
  path: string;
}

const root = new URL('../../', import.meta.url);

function installed(major: number): NodeBinary {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = fileURLToPath(new URL(`__test__/nodes/node_modules/node-${major}/bin/${file}`, root));
  if (!existsSync(path)) {
    throw new Error(`Node ${major} is missing: run npm ci --prefix __test__/nodes`);
  }
  execFileSync(path, ['--version']);
  return { major, path };
}

const own: NodeBinary = { major: Number.parseInt(process.versions.node, 10), path: process.execPath };

/** The packages hold programs for Linux x64 with glibc; CI runs the specs on each Node instead. */
const areInstalled =
  process.platform === 'linux' && process.arch === 'x64' && process.env['NOGIL_NODES'] !== 'own' && isGlibc();

/** Linux has two C libraries; systems with the other one are small. */
export function isGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

const others = areInstalled ? [22, 24, 26].filter((major) => major !== own.major) : [];

/** One for each supported major version, where they are installed. */
export const nodes: readonly NodeBinary[] = [own, ...others.map(installed)];
