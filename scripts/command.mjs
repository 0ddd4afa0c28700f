// How the scripts run other programs: without a shell, and never with our stdin.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder; every script works from here, whatever the working directory is. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** A message for the person at the terminal: printed as it is, without a stack. */
export class PlainError extends Error {}

/**
 * Runs a program to its end. `shown` lets it write to our terminal; otherwise its output comes back as `output`,
 * to be printed only when something went wrong. A program that is not there has the code 127, as in a shell.
 */
export function run(command, args, options = {}) {
  const { cwd = projectFolder, env = process.env, shown = false, timeout } = options;
  const stdio = shown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
  const maxBuffer = 256 * 1024 * 1024;
  const child = spawnSync(command, args, { cwd, env, stdio, timeout, maxBuffer, encoding: 'utf8' });
  const output = `${child.stdout ?? ''}${child.stderr ?? ''}`;
  if (child.error) {
    // Not there, or not ended within the timeout (milliseconds).
    return { code: child.error.code === 'ENOENT' ? 127 : 1, stdout: '', output: `${output}${child.error.message}\n` };
  }
  if (child.signal) {
    return { code: 1, stdout: child.stdout ?? '', output: `${output}${command} was ended by ${child.signal}\n` };
  }
  return { code: child.status, stdout: child.stdout ?? '', output };
}

/** The same, for a step that has to work: throws what the program said. */
export function mustRun(command, args, options = {}) {
  const result = run(command, args, options);
  if (result.code !== 0) {
    throw new PlainError(`${result.output}failed with code ${result.code}: ${command} ${args.join(' ')}`);
  }
  return result;
}

/** The script that is npm: the one that started us where there is one, so that two versions of npm are not mixed. */
function npmScript() {
  // npm_execpath may name another package manager, which does not understand our arguments.
  const started = process.env.npm_execpath ?? '';
  // Beside node.exe, on Windows: there the command `npm` is a .cmd file, which could only be run through a shell.
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return [started, beside].find((path) => /npm-cli\.c?js$/.test(path) && existsSync(path));
}

export function npm(args, options = {}) {
  const script = npmScript();
  return script === undefined ? mustRun('npm', args, options) : mustRun(process.execPath, [script, ...args], options);
}

/**
 * The script behind a package's command, to be run with `process.execPath`. Faster than npx (no second npm starts),
 * and the same on Windows, where node_modules/.bin holds .cmd files.
 */
export function packageScript(packageName, commandName = packageName) {
  const folder = join(projectFolder, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[commandName]);
}

/** Is the program there, and does it answer? rustup's stand-in for cargo exists even when no toolchain does. */
export function answers(command, args = ['--version']) {
  return run(command, args).code === 0;
}

/** The environment with further folders at the front of PATH; Windows may spell the name in another case. */
export function withPath(folders, env = process.env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [...folders, env[name] ?? ''].join(delimiter) };
}

/** The path without the folders in which one of these programs lies. */
export function withoutPrograms(programs, env = process.env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const holdsOne = (folder) =>
    programs.some((program) => existsSync(join(folder, program)) || existsSync(join(folder, `${program}.exe`)));
  const folders = (env[name] ?? '').split(delimiter).filter((folder) => folder !== '' && !holdsOne(folder));
  return { ...env, [name]: folders.join(delimiter) };
}
