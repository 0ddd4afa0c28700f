import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './options.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const packModule = new URL('../scripts/pack.mjs', import.meta.url);

/**
 * The folder whose node_modules/nogil is measured: by default what `npm pack` would ship, installed outside the
 * repository, so that no file counts that users do not get.
 *
 * @param {string | undefined} given a folder that is ready
 * @returns {Promise<string>}
 */
export async function nogilFolder(given) {
  if (given !== undefined) {
    return requireNogil(given);
  }
  if (!existsSync(packModule)) {
    throw new UsageError('scripts/pack.mjs is missing, so nogil cannot be packed: use --nogil DIR or NOGIL_PATH');
  }
  const folder = mkdtempSync(join(tmpdir(), 'nogil-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  const { packAndInstall } = await import(packModule.href);
  await packAndInstall(folder);
  return requireNogil(folder);
}

/** @param {string} folder */
function requireNogil(folder) {
  if (!existsSync(join(folder, 'node_modules/nogil/package.json'))) {
    throw new UsageError(`there is no node_modules/nogil in ${folder}`);
  }
  return folder;
}

/**
 * @param {string} packageName
 * @param {string | undefined} nogilPath
 * @returns {string} its version
 */
export function versionOf(packageName, nogilPath) {
  const folder = packageName === 'nogil' ? nogilPath : here;
  const file = join(folder, 'node_modules', packageName, 'package.json');
  if (!existsSync(file)) {
    throw new UsageError(`${packageName} is not installed. Get the peers with\n  npm ci --prefix bench`);
  }
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
