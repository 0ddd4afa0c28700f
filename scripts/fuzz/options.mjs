import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findNode } from '../../bench/node-binary.mjs';
import { PlainError, projectFolder } from '../command.mjs';

export const usage = `npm run fuzz -- [options]

  --programs N     how many programs (20000)
  --seed N         the same seed, the same programs (1)
  --from N         the number of the first program (0)
  --node 24        run the programs on this Node (20, 22, ... or the path of a binary)
  --keep FOLDER    where programs that fail are kept, made small (build/fuzz)
  --smaller N      so many of the programs that fail are made small, a minute each (8)
  --json FILE      write every failure to FILE
  --pool FILE      another module with ThreadPoolExecutor and tasks, instead of nogil
  --help`;

export function readOptions() {
  const { values } = parseArgs({
    options: {
      programs: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      node: { type: 'string' },
      keep: { type: 'string', default: join(projectFolder, 'build/fuzz') },
      smaller: { type: 'string', default: '8' },
      json: { type: 'string' },
      pool: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    programs: wholeNumber('--programs', values.programs),
    seed: wholeNumber('--seed', values.seed),
    from: wholeNumber('--from', values.from),
    node: findNode(values.node),
    keep: resolve(values.keep),
    smaller: wholeNumber('--smaller', values.smaller),
    json: values.json && resolve(values.json),
    poolModule: values.pool && resolve(values.pool),
    help: values.help,
  };
}

function wholeNumber(option, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new PlainError(`${option} takes a whole number, not ${text}`);
  }
  return value;
}
