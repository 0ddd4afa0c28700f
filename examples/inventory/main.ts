// The project's main job, `npm start [folder]`: hashes and counts every file of a folder on all cores.
import { resolve } from 'node:path';
import { HELP, parseArguments } from './arguments.js';
import { compare } from './compare.js';
import { measureInOneThread, measureOnPool, readOnce } from './measure.js';
import { Progress } from './progress.js';
import { json, type Outcome, tables } from './report.js';
import { leaveOnSignals } from './signals.js';
import { BUILD_OUTPUT, walk } from './walk.js';

const PROJECT = resolve(import.meta.dirname, '..', '..', '..');
const PASSES = 3;
const BOTH_AGREE = 0;
const FAILED = 1;
const WRONG_ARGUMENTS = 2;

async function main(args: readonly string[]): Promise<number> {
  const request = await parseArguments(args, PROJECT);
  if (request.kind === 'help') {
    process.stdout.write(HELP);
    return BOTH_AGREE;
  }
  if (request.kind === 'wrong') {
    process.stderr.write(`${request.message}\nSee --help.\n`);
    return WRONG_ARGUMENTS;
  }
  const outcome = await takeInventory(request.folder);
  const text = request.json ? json(outcome) : tables(outcome);
  process.stdout.write(`${text}\n`);
  return outcome.comparison.same ? BOTH_AGREE : FAILED;
}

async function takeInventory(folder: string): Promise<Outcome> {
  const progress = new Progress(PASSES);
  leaveOnSignals(progress.stop);
  try {
    const found = await walk(folder, folder === PROJECT ? BUILD_OUTPUT : undefined);
    process.stderr.write(`Files found in ${folder}: ${found.files.length}\n`);
    progress.begin('reading once', found.files.length);
    const readable = await readOnce(folder, found, progress.add);
    progress.begin('thread pool', readable.files.length);
    const onPool = await measureOnPool(folder, readable.files, progress.add);
    progress.begin('one thread', readable.files.length);
    const inOneThread = await measureInOneThread(folder, readable.files, progress.add);
    return { folder, comparison: await compare(folder, readable, onPool, inOneThread), onPool, inOneThread };
  } finally {
    progress.stop();
  }
}

/** A reader that has seen enough, such as `head`, is no failure. */
function leaveQuietlyIfClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
}

process.stdout.on('error', leaveQuietlyIfClosed);
process.exitCode = await main(process.argv.slice(2));
