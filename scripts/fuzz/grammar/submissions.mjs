import { code } from './code.mjs';

/**
 * Writes the submission of a function, and remembers it as a case of the program.
 *
 * @param {import('./code.mjs').Code | string} callee
 * @param {(import('./code.mjs').Code | string)[]} given the arguments
 * @param {Partial<import('./program.mjs').Case> & { kind: string, behind?: import('./code.mjs').Code }} about
 * @returns {import('./code.mjs').Code}
 */
export function submission(program, callee, given, { behind = '', ...about }) {
  const { g } = program;
  const id = program.cases.length;
  program.cases.push({ refusals: [], isStateful: false, isLate: false, ...about, id });
  return submissionOf(g, id, callee, given, behind);
}

/** The same where the number of the case is computed. What stands behind the call makes another result of its Future. */
export function submissionOf(g, id, callee, given, behind = '') {
  const call = code`pool.submit(${[callee, ...given]})${behind}`;
  if (g.random.chance(0.5)) {
    return code`$(${id}, () => ${call});`;
  }
  return code`if ($.wants(${id})) try { $.sent(${id}, ${call}); } catch (problem) { $.refused(${id}, problem); }`;
}

/** A number to give. */
export function argument(g) {
  return g.random.pick(['0', '1', '3', '-2', '2.5', '10', '1e9', 'NaN', '-0']);
}

/** As many numbers as the function takes, or fewer. */
export function argumentsFor(g, { arity = 1 }) {
  return Array.from({ length: g.random.between(1, Math.max(1, arity)) }, () => argument(g));
}
