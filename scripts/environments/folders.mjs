// Where everything lies: the tools and what is made of the program, in a folder that git ignores.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../command.mjs';

/** The package.json and the lock file of the tools, and the program's sources. */
export const here = join(projectFolder, 'scripts/environments');

/** The tools are installed here. */
export const cache = join(projectFolder, 'build/environments');

/** The program in its several forms. A folder of its own, within the tools' folder, so that packages are found. */
export const work = join(cache, 'work');

/** The manifest of an installed package. */
export function manifestOf(name) {
  return JSON.parse(readFileSync(join(cache, 'node_modules', name, 'package.json'), 'utf8'));
}

/** The script behind a command of an installed package, to be run with a Node. */
export function toolScript(name, command = name) {
  const { bin } = manifestOf(name);
  return join(cache, 'node_modules', name, typeof bin === 'string' ? bin : bin[command]);
}
