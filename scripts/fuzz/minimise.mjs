// Takes out of a program that fails what it fails without.

import { checkBatch } from './batch.mjs';
import { Block, Code, Members } from './grammar/code.mjs';

/** So often a smaller program is looked for, at most. */
const ROUNDS = 60;

/**
 * @param {import('./grammar/program.mjs').Program} program
 * @param {import('./check.mjs').Failure} failure
 * @returns {Promise<import('./grammar/program.mjs').Program>} the smallest that was found to fail in the same way
 */
export async function minimise(program, failure, options) {
  let smallest = { ...program, layout: { ...program.layout, comments: 0 } };
  if (!(await failsLike([smallest], failure, options)).length) {
    smallest = program;
  }
  let size = Math.ceil(count(smallest) / 2);
  for (let round = 0; round < ROUNDS && size >= 1; round++) {
    const variants = variantsOf(smallest, size);
    const [first] = await failsLike(variants, failure, options);
    if (first === undefined) {
      size = size === 1 ? 0 : Math.ceil(size / 2);
    } else {
      smallest = variants[first];
      size = Math.min(size, count(smallest));
    }
  }
  return smallest;
}

/** Each without so many neighbouring statements, wherever they stand. */
function variantsOf(program, size) {
  const all = count(program);
  const starts = Array.from({ length: Math.ceil(all / size) }, (_, index) => index * size);
  return starts.map((start) => {
    const counter = { seen: 0, from: start, to: start + size };
    return { ...program, statements: keep(program.statements, counter) };
  });
}

function keep(statements, counter) {
  return statements.flatMap((statement) => {
    const index = counter.seen;
    counter.seen += 1;
    const inside = without(statement, counter);
    return index >= counter.from && index < counter.to ? [] : [inside];
  });
}

function without(node, counter) {
  if (node instanceof Code) {
    return new Code(node.parts.map((part) => without(part, counter)));
  }
  if (node instanceof Block) {
    return new Block(keep(node.statements, counter));
  }
  if (node instanceof Members) {
    return new Members(keep(node.elements, counter), node.separator);
  }
  return node;
}

function count(program) {
  const counter = { seen: 0, from: 0, to: 0 };
  keep(program.statements, counter);
  return counter.seen;
}

/** Which of the programs fail as the first one did, by their place in the list. */
async function failsLike(programs, failure, options) {
  const list = programs.map((program, number) => ({ number, program }));
  const results = await checkBatch(list, options);
  const isSame = (other) =>
    other.kind === failure.kind &&
    other.id === failure.id &&
    other.code === failure.code &&
    other.expected === failure.expected &&
    reasonOf(other) === reasonOf(failure) &&
    !isBroken(other, failure);
  return results.filter(({ failures }) => failures.some(isSame)).map(({ number }) => number);
}

/** Why a function was refused, without the place. */
function reasonOf({ kind, detail }) {
  return kind === 'refused' ? detail.split(' (')[0] : undefined;
}

/** What is not declared any more is another failure, unless it was one before. */
function isBroken({ detail }, failure) {
  const mark = /is not defined|which is not a global|only (the pool|inline) ran it/;
  return mark.test(detail) && !mark.test(failure.detail);
}
