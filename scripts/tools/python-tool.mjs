// Tools that come as Python wheels (they hold a native program; Python only unpacks them). Each has its own virtual
// environment under build/tools, named with its version: another version is another folder, nothing is upgraded.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers, mustRun, PlainError, projectFolder } from '../command.mjs';

const VERSIONS = {
  typos: ['typos==1.52.0'],
  zizmor: ['zizmor==1.32.0'],
  // The linker that can aim at an old glibc, or at musl, and cargo's door to it.
  'cargo-zigbuild': ['cargo-zigbuild==0.24.0', 'ziglang==0.17.1'],
};

const PROGRAMS = process.platform === 'win32' ? 'Scripts' : 'bin';
const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** The folder that holds the tool's program, made on first use; throws a PlainError where that cannot be done. */
export function pythonToolFolder(name) {
  const requirements = VERSIONS[name];
  const environment = join(projectFolder, 'build', 'tools', requirements[0].replace('==', '-'));
  const programs = join(environment, PROGRAMS);
  if (existsSync(join(programs, `${name}${SUFFIX}`))) {
    return programs;
  }
  const python = ['python3', 'python'].find((command) => answers(command));
  if (python === undefined) {
    throw new PlainError(`${name} is installed with Python 3, which was not found`);
  }
  console.log(`installing ${requirements.join(' and ')} (pip)`);
  rmSync(environment, { recursive: true, force: true });
  mustRun(python, ['-m', 'venv', environment]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  mustRun(join(programs, `python${SUFFIX}`), [...pip, ...requirements]);
  return programs;
}

export function pythonTool(name) {
  return join(pythonToolFolder(name), `${name}${SUFFIX}`);
}
