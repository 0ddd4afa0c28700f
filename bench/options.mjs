import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { candidates } from './candidates.mjs';
import { rows } from './rows.mjs';

export const usage = `npm run bench -- [options]

  --rounds N             how often each measurement is made (5)
  --rows a,b             only these: ${rows.map(({ name }) => name).join(', ')}
  --candidates a,b       only these: ${candidates.map(({ name }) => name).join(', ')}
  --quick                short measurements, to see that all runs; no figures to quote
  --node 24              run the candidates on this Node (20, 22, ... or the path of a binary)
  --nogil DIR            use DIR/node_modules/nogil instead of packing this repository (or NOGIL_PATH)
  --quiet-wait SECONDS   longest wait for a quiet moment before each measurement (3)
  --json FILE            write every measurement and the medians to FILE
  --help`;

/** A mistake on the command line, or something that has to be installed first: the message is all there is to say. */
export class UsageError extends Error {}

/**
 * @typedef {object} Options
 * @property {number} rounds
 * @property {import('./rows.mjs').Row[]} rows
 * @property {import('./candidates.mjs').Candidate[]} candidates
 * @property {boolean} quick
 * @property {string} [node]
 * @property {string} [nogil]
 * @property {number} quietWait seconds
 * @property {string} [json]
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const values = parse(args.filter((arg) => arg !== '--'));
  const nogil = values.nogil ?? process.env.NOGIL_PATH;
  return {
    rounds: wholeNumber('--rounds', values.rounds, 1),
    rows: choose('--rows', rows, values.rows),
    candidates: choose('--candidates', candidates, values.candidates),
    quick: values.quick,
    node: values.node,
    nogil: nogil && resolve(nogil),
    quietWait: wholeNumber('--quiet-wait', values['quiet-wait'], 0),
    json: values.json && resolve(values.json),
    help: values.help,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        rounds: { type: 'string', default: '5' },
        rows: { type: 'string' },
        candidates: { type: 'string' },
        quick: { type: 'boolean', default: false },
        node: { type: 'string' },
        nogil: { type: 'string' },
        'quiet-wait': { type: 'string', default: '3' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error.message}\n\n${usage}`);
  }
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} minimum
 */
function wholeNumber(option, text, minimum) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < minimum) {
    throw new UsageError(`${option} takes a whole number of ${minimum} or more, not ${text}`);
  }
  return value;
}

/**
 * @template {{ name: string }} Item
 * @param {string} option
 * @param {Item[]} all
 * @param {string | undefined} list names with commas between them
 * @returns {Item[]} in the order of `all`
 */
function choose(option, all, list) {
  if (list === undefined) {
    return all;
  }
  const names = list.split(',');
  const known = all.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`${option}: ${unknown.join(', ')} is not one of ${known.join(', ')}`);
  }
  return all.filter(({ name }) => names.includes(name));
}
