// node scripts/pack-check.mjs [--prebuilt]
// Is what would be published right? The archives hold what they should and nothing else, and a program in another
// folder, on a machine without Rust, can import, require and type-check the installed package. `--prebuilt` takes the
// addon that lies in src/binding, as CI does after another job has built it.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { PlainError, packageScript, projectFolder, run, withoutPrograms } from './command.mjs';
import { packAndInstall } from './pack.mjs';
import { prepare } from './setup/prepare.mjs';

const CONSUMER = join(projectFolder, 'scripts/pack-check/consumer');

function checkResult(title, { code, output }) {
  if (code !== 0) {
    throw new PlainError(`✘ ${title}\n${output}`);
  }
  console.log(`✔ ${title}`);
}

/** A problem with one file of the root package, or undefined. */
function problemWith(path, files, folder) {
  if (path.endsWith('.node')) {
    return 'is an addon: those are in the platform packages';
  }
  if (path.endsWith('.tsbuildinfo')) {
    return 'is a note of the compiler';
  }
  if (!/\.(map|[cm]?js|[cm]?ts)$/.test(path)) {
    return undefined;
  }
  const text = readFileSync(join(folder, path), 'utf8');
  if (text.includes(projectFolder)) {
    return 'names the folder it was built in';
  }
  const mapName = /\/\/# sourceMappingURL=(?!data:)(\S+)/.exec(text)?.[1];
  const isPacked = (target) => files.includes(posix.join(posix.dirname(path), target));
  if (mapName !== undefined && !isPacked(mapName)) {
    return `points to ${mapName}, which is not in the package`;
  }
  if (path.endsWith('.map')) {
    const { sources, sourcesContent } = JSON.parse(text);
    const outside = sourcesContent === undefined && sources.find((source) => !isPacked(source));
    return outside ? `points to ${outside}, which is not in the package` : undefined;
  }
  return undefined;
}

function checkArchives({ archives, folder }) {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;
  for (const { name, size, unpackedSize, files } of archives) {
    console.log(`${name}: ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked, ${files.length} files`);
  }
  const [root, platform] = archives;
  const installed = join(folder, 'node_modules', root.name);
  const problems = root.files
    .map((path) => [path, problemWith(path, root.files, installed)])
    .filter(([, problem]) => problem !== undefined)
    .map(([path, problem]) => `${path} ${problem}\n`);
  checkResult('the root package holds what it should', { code: problems.length, output: problems.join('') });
  const addons = platform.files.filter((path) => path.endsWith('.node'));
  checkResult('the platform package holds one addon', { code: addons.length === 1 ? 0 : 1, output: `${addons}\n` });
  checkExports(addons.map((path) => join(folder, 'node_modules', platform.name, path)));
}

/** What is for tests alone: `crate/binding/src/faults.rs`. */
const TEST_EXPORTS = ['submitFault', 'Fault'];

function checkExports(addons) {
  const require = createRequire(import.meta.url);
  const exported = addons.flatMap((addon) => Object.keys(require(addon)));
  const problems = TEST_EXPORTS.filter((name) => exported.includes(name));
  checkResult('the addon exports nothing that is for tests', { code: problems.length, output: `${problems}\n` });
}

/** This Node, and a newer one where it has been installed for the tests. */
function nodeBinaries() {
  const newer = join(projectFolder, '__test__/nodes/node_modules/node-24/bin/node');
  return existsSync(newer) ? [process.execPath, newer] : [process.execPath];
}

function checkPrograms(folder) {
  // As on a user's machine: no Rust, and no variable that leads the loader back to this repository.
  const { NAPI_RS_NATIVE_LIBRARY_PATH: _, NODE_OPTIONS: __, ...env } = withoutPrograms(['cargo', 'rustc', 'rustup']);
  for (const node of nodeBinaries()) {
    const version = run(node, ['--version']).stdout.trim();
    const check = (program, ...flags) => {
      const title = `${[...flags, program].join(' ')} on Node ${version}`;
      checkResult(title, run(node, [...flags, program], { cwd: folder, env, timeout: 60_000 }));
    };
    check('imported.mjs');
    check('required.cjs');
    // With the flag, Node resolves as tools do that do not know `module-sync`.
    check('bundled.cjs', '--no-experimental-require-module');
  }
}

function checkTypes(folder) {
  // The types of Node itself are the consumer's to install; ours are lent to the folder.
  cpSync(join(projectFolder, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), {
    recursive: true,
  });
  cpSync(join(projectFolder, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'), {
    recursive: true,
  });
  checkResult(
    'types.mts and types.cts compile',
    run(process.execPath, [packageScript('typescript', 'tsc')], { cwd: folder }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'nogil-pack-'));
try {
  prepare(process.argv.includes('--prebuilt') ? 'prebuilt' : 'test');
  cpSync(CONSUMER, folder, { recursive: true });
  const installation = packAndInstall(folder);
  checkArchives(installation);
  checkPrograms(folder);
  checkTypes(folder);
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
