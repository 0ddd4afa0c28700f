// Installs the tools, and the package as users get it.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../command.mjs';
import { packAndInstall } from '../pack.mjs';
import { isInstalled } from '../setup/packages.mjs';
import { cache, here } from './folders.mjs';

/**
 * Not `npm ci`: it insists on the packages for other systems, which not every registry has. What is installed has the
 * versions of the lock file all the same.
 */
export function installTools() {
  mkdirSync(cache, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(join(here, name), join(cache, name));
  }
  if (!isInstalled(cache)) {
    console.log('installing the tools (npm install, some minutes)');
    npm(['install', '--no-audit', '--no-fund', '--prefix', cache]);
  }
}

/** Packs nogil, and puts it where the tools lie. */
export function installNogil() {
  const folder = join(cache, 'packed');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  packAndInstall(folder);
  const packed = join(folder, 'node_modules');
  for (const name of readdirSync(packed).filter((name) => name.startsWith('nogil'))) {
    const target = join(cache, 'node_modules', name);
    if (existsSync(target)) {
      rmSync(target, { recursive: true });
    }
    cpSync(join(packed, name), target, { recursive: true });
  }
}
