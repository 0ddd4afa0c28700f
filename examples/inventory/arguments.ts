import { opendir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reasonOf } from './skipped.js';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly folder: string; readonly json: boolean }
  | { readonly kind: 'wrong'; readonly message: string };

/** The text of `--help`. */
export const HELP = `Usage: npm start [-- [options] [folder]]

Hashes and counts every file of a folder on all cores, then once more in one
thread, and shows both side by side. Without a folder it takes this project's
own sources, without what is built from them. Folders named node_modules,
target and .git are never entered, and symbolic links are not followed.

Options:
  --json   print the result as JSON
  --help   print this text

Exit codes: 0 both ways agree, 1 they differ, 2 wrong arguments.
`;

/** Understands the arguments of the command line; `defaultFolder` is taken where they name no folder. */
export async function parseArguments(args: readonly string[], defaultFolder: string): Promise<Request> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    if (values.help) {
      return { kind: 'help' };
    }
    if (positionals.length > 1) {
      return { kind: 'wrong', message: `One folder at most, but ${positionals.length} were given.` };
    }
    const folder = resolve(positionals[0] ?? defaultFolder);
    const message = await whyNoFolder(folder);
    return message === undefined ? { kind: 'run', folder, json: values.json } : { kind: 'wrong', message };
  } catch (error) {
    // Only parseArgs throws here, and its message says which option it does not know.
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
}

async function whyNoFolder(folder: string): Promise<string | undefined> {
  try {
    const opened = await opendir(folder);
    await opened.close();
    return undefined;
  } catch (error) {
    return `Cannot list the folder ${folder}: ${reasonOf(error)}.`;
  }
}
