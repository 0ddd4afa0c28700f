// The package as users get it: packed, and installed into a folder elsewhere.
// The package in git names no platform packages: `napi pre-publish` writes them in when a version is published. Here
// the one for this machine is made, packed and installed beside the root package; the loader finds it all the same.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, npm, PlainError, packageScript, projectFolder } from './command.mjs';

// napi makes the folders of the platform packages only within the project; build is never committed.
const WORK = 'build/pack';

/** Linux has two C libraries, and an addon each. */
function isOurLibc(libc) {
  const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
  return libc === undefined || libc.includes(isGlibc ? 'glibc' : 'musl');
}

/** The folder of the platform package whose addon has been built here, with the addon copied into it. */
function platformPackage() {
  const npmFolder = `${WORK}/npm`;
  mustRun(process.execPath, [packageScript('@napi-rs/cli', 'napi'), 'create-npm-dirs', '--npm-dir', npmFolder]);
  const folders = readdirSync(join(projectFolder, npmFolder)).map((name) => join(projectFolder, npmFolder, name));
  // Several addons lie there after a release build for other systems: the folder has to be this machine's.
  const built = folders.find((folder) => {
    const { main, os, cpu, libc } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const isOurs = os.includes(process.platform) && cpu.includes(process.arch) && isOurLibc(libc);
    return isOurs && existsSync(join(projectFolder, 'src/binding', main));
  });
  if (built === undefined) {
    throw new PlainError(`no addon for ${process.platform} ${process.arch} has been built`);
  }
  const { main } = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
  copyFileSync(join(projectFolder, 'src/binding', main), join(built, main));
  return built;
}

/** Packs a folder; npm's own account of it, and where the archive is. */
function pack(folder) {
  const destination = join(projectFolder, WORK);
  const args = ['pack', folder, '--json', '--ignore-scripts', '--pack-destination', destination];
  const answer = JSON.parse(npm(args).stdout);
  // npm 12 answers with an object by package name, npm 11 and before with a list.
  const [{ name, filename, size, unpackedSize, files }] = Object.values(answer);
  return { name, path: join(destination, filename), size, unpackedSize, files: files.map((file) => file.path) };
}

/**
 * Packs the root package and this machine's platform package, and installs both into the folder, which has to exist.
 * dist and the addon must be there. Returns the folder and the archives, the root package's first.
 */
export function packAndInstall(folder) {
  rmSync(join(projectFolder, WORK), { recursive: true, force: true });
  mkdirSync(join(projectFolder, WORK), { recursive: true });
  const archives = [pack(projectFolder), pack(platformPackage())];
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) {
    writeFileSync(manifest, `${JSON.stringify({ name: 'consumer', private: true, type: 'module' }, null, 2)}\n`);
  }
  npm(['install', '--no-audit', '--no-fund', '--prefix', folder, ...archives.map((archive) => archive.path)]);
  return { folder, archives };
}
