import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import type { Measured } from '../../examples/inventory/measure.js';

const PROJECT = resolve(import.meta.dirname, '..', '..', '..');
const PROGRAM = join(PROJECT, 'build', 'examples', 'inventory', 'main.js');
const MEBIBYTE = 1024 * 1024;
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CONTROL_C = '\u0003';
/** What the progress bar says while the thread pool works. */
const POOL_PASS = '| thread pool |';

// Published test vectors of BLAKE3.
const BLAKE3_OF_NOTHING = 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';
const BLAKE3_OF_ABC = '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85';

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Inventory {
  readonly folder: string;
  readonly files: readonly Measured[];
  readonly totals: { files: number; bytes: number; lines: number; words: number; characters: number };
  readonly same: boolean;
  readonly skipped: readonly { path: string; reason: string }[];
  readonly threads: { javascript: readonly { thread: number; files: number; bytes: number }[] };
}

/** A folder of this test's own with the given files, removed when the test is over. */
async function folderWith(t: ExecutionContext, files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inventory-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
  return folder;
}

/** Makes a file of so many zero bytes without writing them. */
async function makeZeros(path: string, size: number): Promise<void> {
  await writeFile(path, '');
  await truncate(path, size);
}

/** A folder whose inventory takes far longer than a signal to arrive, also where this process stands still meanwhile. */
async function largeFolder(t: ExecutionContext): Promise<string> {
  const folder = await folderWith(t, {});
  for (let number = 0; number < 64; number += 1) {
    await makeZeros(join(folder, `${number}.bin`), 60 * MEBIBYTE);
  }
  return folder;
}

async function run(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return { exitCode: child.exitCode, stdout, stderr };
}

async function inventory(t: ExecutionContext, ...args: string[]): Promise<Inventory> {
  const { exitCode, stdout, stderr } = await run('--json', ...args);
  t.is(exitCode, 0, stderr);
  return JSON.parse(stdout) as Inventory;
}

function pathsOf(files: readonly { readonly path: string }[]): string[] {
  return files.map((file) => file.path);
}

function countsOf(files: readonly Measured[]): Record<string, [number, number, number, number]> {
  return Object.fromEntries(
    files.map(({ path, bytes, lines, words, characters }) => [path, [bytes, lines, words, characters]]),
  );
}

// Every test that starts the program is serial, since the program takes all cores and starts many threads.

test.serial('bytes, lines, words and characters of every file are counted', async (t) => {
  const folder = await folderWith(t, {
    'empty.txt': '',
    'no-newline.txt': 'one two',
    'windows.txt': 'one\r\n\ttwo  three\r\n',
    'unicode.txt': 'héllo wörld\n日本 🎉\n',
    'newlines.txt': '\n\n\n',
  });

  const { files } = await inventory(t, folder);

  t.deepEqual(countsOf(files), {
    'empty.txt': [0, 0, 0, 0],
    'no-newline.txt': [7, 0, 2, 7],
    'windows.txt': [18, 2, 3, 18],
    'unicode.txt': [26, 2, 4, 17],
    'newlines.txt': [3, 3, 0, 3],
  });
});

test.serial('the totals are the sums over all files', async (t) => {
  const folder = await folderWith(t, { 'a.txt': 'one two\n', 'b/c.txt': 'é\n', 'b/d/e.txt': 'x' });

  const { totals } = await inventory(t, folder);

  t.deepEqual(totals, { files: 3, bytes: 12, lines: 2, words: 4, characters: 11 });
});

test.serial('files of folders in folders are named by their path, in sorted order', async (t) => {
  const folder = await folderWith(t, { 'z.txt': '', 'b/c/d.txt': '', 'b/a.txt': '', 'B.txt': '' });

  const { files } = await inventory(t, folder);

  t.deepEqual(pathsOf(files), ['B.txt', 'b/a.txt', 'b/c/d.txt', 'z.txt']);
});

test.serial('the hash of a file is its BLAKE3 hash', async (t) => {
  const folder = await folderWith(t, { empty: '', abc: 'abc' });

  const { files } = await inventory(t, folder);

  t.deepEqual(Object.fromEntries(files.map(({ path, blake3 }) => [path, blake3])), {
    abc: BLAKE3_OF_ABC,
    empty: BLAKE3_OF_NOTHING,
  });
});

test.serial('the files of many sizes come out the same in both passes', async (t) => {
  const sizes = [1, 1023, 1024, 1025, 65_536, 262_144, 262_145, 3 * MEBIBYTE];
  const contents = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => index % 251);
  const folder = await folderWith(t, Object.fromEntries(sizes.map((size) => [`${size}.bin`, contents(size)])));

  const { same, files } = await inventory(t, folder);

  t.true(same);
  t.deepEqual(
    files.map(({ bytes }) => bytes).sort((one, other) => one - other),
    sizes,
  );
});

test.serial("the threads' shares add up to all files and bytes", async (t) => {
  const names = Array.from({ length: 100 }, (_, number) => `${number}.txt`);
  const folder = await folderWith(t, Object.fromEntries(names.map((name) => [name, name])));

  const { totals, threads } = await inventory(t, folder);

  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
  t.is(sum(threads.javascript.map(({ files }) => files)), 100);
  t.is(sum(threads.javascript.map(({ bytes }) => bytes)), totals.bytes);
});

test.serial('node_modules, target and .git are never entered', async (t) => {
  const folder = await folderWith(t, {
    'kept.txt': '',
    'node_modules/a.txt': '',
    'target/a.txt': '',
    '.git/a.txt': '',
    'deeper/node_modules/a.txt': '',
    'deeper/kept.txt': '',
    'targets/kept.txt': '',
  });

  const { files } = await inventory(t, folder);

  t.deepEqual(pathsOf(files), ['deeper/kept.txt', 'kept.txt', 'targets/kept.txt']);
});

test.serial('symbolic links are not followed', async (t) => {
  const folder = await folderWith(t, { 'real/a.txt': '' });
  // On Windows only a junction can be made without special rights; elsewhere the type is ignored.
  await symlink(folder, join(folder, 'real', 'loop'), 'junction');

  const { files, skipped } = await inventory(t, folder);

  t.deepEqual(pathsOf(files), ['real/a.txt']);
  t.deepEqual(skipped, []);
});

test.serial('without a folder, the project itself is taken', async (t) => {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  const [line] = await once(child.stderr.setEncoding('utf8'), 'data');
  // The project holds the compiler's output too, which need not be measured for this.
  child.kill();
  await closed;

  t.true(String(line).startsWith(`Files found in ${PROJECT}: `));
});

test.serial('a file larger than 1 GiB is named and not fatal', async (t) => {
  const folder = await folderWith(t, { 'small.txt': 'small' });
  await makeZeros(join(folder, 'large.bin'), 1024 * MEBIBYTE + 1);

  const { files, skipped } = await inventory(t, folder);

  t.deepEqual(pathsOf(files), ['small.txt']);
  t.deepEqual(skipped, [{ path: 'large.bin', reason: 'larger than 1 GiB' }]);
});

// The longest path that the system opens. What lies deeper cannot be read by anyone, not even by root, to whom no file
// mode forbids anything. On Windows it is too long to be reached by a test.
const LONGEST_PATHS = new Map<NodeJS.Platform, number>([
  ['linux', 4095],
  ['darwin', 1023],
]);
const longestPath = LONGEST_PATHS.get(process.platform);

if (longestPath !== undefined) {
  test.serial('a file that cannot be read is named and not fatal', async (t) => {
    const folder = await folderWith(t, { 'readable.txt': 'readable', 'top/a.txt': '' });
    let deep = join(folder, 'top');
    while (deep.length + 200 < longestPath) {
      deep = join(deep, 'd'.repeat(100));
    }
    await mkdir(deep, { recursive: true });
    await writeFile(join(deep, 'unreadable.txt'), '');
    // The paths of all files below grow by as much as the name of their topmost folder does.
    const longer = 't'.repeat(190);
    await rename(join(folder, 'top'), join(folder, longer));
    t.teardown(() => rename(join(folder, longer), join(folder, 'top')));

    const { files, skipped } = await inventory(t, folder);

    t.deepEqual(pathsOf(files), ['readable.txt', `${longer}/a.txt`]);
    t.is(skipped.length, 1);
    t.true(skipped[0]?.path.startsWith(longer));
    t.is(skipped[0]?.reason, 'name too long (ENAMETOOLONG)');
  });
}

test.serial('what was left out is named below the tables', async (t) => {
  const folder = await folderWith(t, { 'small.txt': 'small' });
  await makeZeros(join(folder, 'large.bin'), 1024 * MEBIBYTE + 1);

  const { exitCode, stdout } = await run(folder);

  t.is(exitCode, 0);
  t.true(stdout.endsWith('Left out (1):\n  large.bin: larger than 1 GiB\n'));
});

test.serial('the table shows that both ways gave the same digests and counts', async (t) => {
  const folder = await folderWith(t, { 'a.txt': 'one two\n' });

  const { exitCode, stdout } = await run(folder);

  t.is(exitCode, 0);
  t.regex(stdout, /│ files +│ +1 │ +1 │/);
  t.regex(stdout, /│ words +│ +2 │ +2 │/);
  t.regex(stdout, /same digests and counts/);
  t.regex(stdout, /│ JavaScript \d+ +│ +1 counted, 8 bytes │/);
});

test.serial('no progress bar is drawn where the standard error stream is no terminal', async (t) => {
  const folder = await folderWith(t, { 'a.txt': '' });

  const { stderr } = await run(folder);

  t.is(stderr, `Files found in ${folder}: 1\n`);
});

test.serial('an empty folder is said to be empty', async (t) => {
  const folder = await folderWith(t, {});

  const { exitCode, stdout } = await run(folder);

  t.is(exitCode, 0);
  t.is(stdout, `No files to measure in ${folder}\n`);
});

test.serial('a folder that does not exist is refused with exit code 2', async (t) => {
  const missing = join(await folderWith(t, {}), 'missing');

  const { exitCode, stdout, stderr } = await run(missing);

  t.is(exitCode, 2);
  t.is(stdout, '');
  t.is(stderr, `Cannot list the folder ${missing}: no such file or directory (ENOENT).\nSee --help.\n`);
});

test.serial('a file in place of a folder is refused with exit code 2', async (t) => {
  const file = join(await folderWith(t, { 'a.txt': '' }), 'a.txt');

  const { exitCode, stderr } = await run(file);

  t.is(exitCode, 2);
  t.is(stderr, `Cannot list the folder ${file}: not a directory (ENOTDIR).\nSee --help.\n`);
});

test.serial('more than one folder is refused with exit code 2', async (t) => {
  const { exitCode, stderr } = await run('one', 'two');

  t.is(exitCode, 2);
  t.is(stderr, 'One folder at most, but 2 were given.\nSee --help.\n');
});

test.serial('an unknown option is refused with exit code 2', async (t) => {
  const { exitCode, stderr } = await run('--unknown');

  t.is(exitCode, 2);
  t.regex(stderr, /Unknown option '--unknown'/);
});

test.serial('--help explains the program', async (t) => {
  const { exitCode, stdout } = await run('--help');

  t.is(exitCode, 0);
  t.regex(stdout, /^Usage: npm start/);
});

// Windows has no signals that a program could be sent and handle.
if (process.platform !== 'win32') {
  for (const [signal, expected] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
    test.serial(`${signal} in the middle of the work ends the program with exit code ${expected}`, async (t) => {
      const folder = await largeFolder(t);
      const child = spawn(process.execPath, [PROGRAM, folder], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] });
      const closed = once(child, 'close');
      const stdout = text(child.stdout);
      child.stderr.once('data', () => child.kill(signal));

      await closed;

      t.is(child.exitCode, expected);
      t.is(await stdout, '');
    });
  }
}

// The `script` of util-linux runs a program on a terminal of its own; others of that name take other arguments.
if (spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')) {
  test.serial(
    'Ctrl-C on a terminal, in the middle of the work, ends the progress bar and shows the cursor again',
    async (t) => {
      const folder = await largeFolder(t);
      const child = spawn(
        'script',
        ['--quiet', '--return', '--command', 'exec "$NODE" "$PROGRAM" "$FOLDER"', '/dev/null'],
        {
          cwd: PROJECT,
          env: { ...process.env, NODE: process.execPath, PROGRAM, FOLDER: folder, SHELL: '/bin/sh', TERM: 'xterm' },
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      const closed = once(child, 'close');
      let screen = '';
      child.stdout.setEncoding('utf8').on('data', (output: string) => {
        const before = screen;
        screen += output;
        if (!before.includes(POOL_PASS) && screen.includes(POOL_PASS)) {
          child.stdin.write(CONTROL_C);
        }
      });

      await closed;

      t.is(child.exitCode, 130);
      t.true(screen.includes(HIDE_CURSOR));
      t.true(screen.lastIndexOf(SHOW_CURSOR) > screen.lastIndexOf(HIDE_CURSOR));
      t.true(screen.endsWith('\r\n'));
      t.false(screen.includes('same digests and counts'));
    },
  );
}
