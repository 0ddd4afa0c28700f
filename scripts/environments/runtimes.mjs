// Other runtimes, from their npm packages.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './folders.mjs';

const suffixes = [
  'linux-x64',
  'linux-x64-glibc',
  'linux-arm64',
  'linux-arm64-glibc',
  'linux-aarch64',
  'darwin-arm64',
  'darwin-x64',
];

/** The packages hold a program for each system, which an install script may have moved; the first one that is there. */
function programIn(files) {
  return files.map((file) => join(cache, 'node_modules', file)).find((path) => existsSync(path));
}

const bun = () => programIn([...suffixes.map((name) => `@oven/bun-${name}/bin/bun`), 'bun/bin/bun.exe']);
const deno = () => programIn(suffixes.map((name) => `@deno/${name}/deno`));

export const runtimes = [
  {
    title: 'Bun, TypeScript',
    tool: 'bun',
    start: () => ({ args: ['src/main.ts'], program: bun() }),
  },
  {
    title: 'Deno, TypeScript',
    tool: 'deno',
    start: () => ({
      args: ['run', '--allow-all', '--node-modules-dir=manual', '--no-lock', 'src/main.ts'],
      program: deno(),
      env: { DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(cache, 'deno') },
    }),
  },
];
