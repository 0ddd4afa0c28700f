// Functions that take numbers and give one, in all the ways to write them.
import { Block, code } from './code.mjs';
import { number } from './numbers.mjs';
import { parametersOf } from './parameters.mjs';
import { Scope } from './scope.mjs';
import { bodyOf } from './statements.mjs';

/**
 * @typedef {object} Written
 * @property {import('./code.mjs').Code[]} parameters
 * @property {Block | import('./code.mjs').Code} body a Block, or the expression of an arrow
 * @property {import('./generator.mjs').Frame} frame
 * @property {number} arity how many numbers may be given
 */

/**
 * Writes the inside of a function.
 *
 * @param {object} how
 * @param {boolean} [how.isArrow]
 * @param {boolean} [how.isUnit] whether it may be submitted alone: then it assigns nothing that is outside
 * @param {boolean} [how.asynchronous]
 * @param {number} [how.runs] how often it is called where it stands; nothing for one that has a name
 * @param {(g: import('./generator.mjs').Generator, scope: Scope) => Block} [how.write] writes another body
 * @param {boolean} [how.hasExtras] whether it may have parameters that no caller gives; a callback is given more than it takes
 * @param {import('./scope.mjs').Binding[]} [how.needs] what the body will name: no parameter has such a name
 * @returns {Written}
 */
export function writeFunction(g, scope, how) {
  const { isArrow = false, isUnit = false, asynchronous = false, runs } = how;
  const write = () => {
    const outside = g.frame;
    const { written, frame } = g.inFrame({ asynchronous, ordinary: !isArrow, isUnit }, () => {
      g.frame.factor = runs === undefined ? 1 : runs * outside.factor;
      return insideOf(g, scope, how);
    });
    if (runs !== undefined) {
      outside.cost += frame.cost;
    }
    return { ...written, frame };
  };
  return isUnit ? g.inUnit(write) : write();
}

function insideOf(
  g,
  scope,
  { depth, arity = 1, takes, isArrow, size = 3, isSimple = false, hasExtras = true, write, needs = [] },
) {
  const outer = new Scope(scope, 'parameters');
  for (const binding of needs) {
    outer.pass(binding);
  }
  // In parameters nothing can be awaited.
  const { asynchronous } = g.frame;
  g.frame.asynchronous = false;
  const { parameters, arity: accepted } = parametersOf(g, outer, {
    arity,
    takes,
    depth: depth - 1,
    isSimple,
    hasExtras,
  });
  g.frame.asynchronous = asynchronous;
  const inner = new Scope(outer, 'function');
  for (const [name, binding] of outer.bindings) {
    inner.bindings.set(name, binding);
  }
  if (write !== undefined) {
    return { parameters, arity: accepted, body: write(g, inner) };
  }
  const isExpression = isArrow && g.random.chance(size > 3 ? 0.2 : 0.7);
  const body = isExpression ? number(g, inner, depth) : bodyOf(g, inner, { depth: depth - 1, size, outer });
  return { parameters, arity: accepted, body };
}

/** `async (a, b) => ...` */
export function arrow({ parameters, body }, { asynchronous = false } = {}) {
  const isBare = parameters.length === 1 && /^[\p{L}_$]+$/u.test(parameters[0].parts?.join('') ?? '');
  const list = isBare ? parameters[0] : code`(${parameters})`;
  // A bare record would be a block; our numbers never begin with a brace.
  return code`${asynchronous ? 'async ' : ''}${list} => ${body}`;
}

/** `async function* name(a, b) { ... }` */
export function ordinary({ parameters, body }, { name = '', asynchronous = false, generates = false } = {}) {
  return code`${asynchronous ? 'async ' : ''}function${generates ? '*' : ''} ${name}(${parameters}) ${body}`;
}

/** `name(a, b) { ... }` */
export function method({ parameters, body }, { name, asynchronous = false, generates = false }) {
  return code`${asynchronous ? 'async ' : ''}${generates ? '*' : ''}${name}(${parameters}) ${body}`;
}

/** A function as an expression, called at once or handed over. */
export function functionLiteral(g, scope, { depth, arity = 1, runs = 1, takes, isArrow = g.random.chance(0.8) }) {
  g.mark('nested function');
  if (isArrow) {
    return arrow(writeFunction(g, scope, { isArrow, depth: depth - 1, arity, runs, takes, size: 1, hasExtras: false }));
  }
  const { name, around } = ownName(g, scope);
  const written = writeFunction(g, around, { depth: depth - 1, arity, runs, takes, size: 2, hasExtras: false });
  return ordinary(written, { name });
}

/** The name of a function expression is known in it alone. */
export function ownName(g, scope) {
  if (g.random.chance(0.6)) {
    return { name: '', around: scope };
  }
  g.mark('named function expression');
  const around = scope.block();
  const { name } = g.declare(around, 'hidden');
  return { name, around };
}

/** `((a, b) => ...)(1, 2)` and its sisters. */
export function immediately(g, scope, depth) {
  if (g.frame.asynchronous && g.random.chance(0.3)) {
    g.mark('async function');
    const written = writeFunction(g, scope, { isArrow: true, asynchronous: true, depth: depth - 1, runs: 1, size: 1 });
    return code`(await (${arrow(written, { asynchronous: true })})(${number(g, scope, depth - 1)}))`;
  }
  if (g.random.chance(0.3)) {
    g.mark('curried function');
    return curried(g, scope, depth);
  }
  return code`(${functionLiteral(g, scope, { depth })})(${number(g, scope, depth - 1)})`;
}

function curried(g, scope, depth) {
  const written = writeFunction(g, scope, {
    isArrow: true,
    isSimple: true,
    depth,
    runs: 1,
    write: (_, inner) => functionLiteral(g, inner, { depth, isArrow: true }),
  });
  return code`(${arrow(written)})(${number(g, scope, depth - 1)})(${number(g, scope, depth - 1)})`;
}

/** A block of what a function gives that makes another: its result is a function of its own. */
export function makerBody(g, scope, depth) {
  const statements = [];
  if (g.random.chance(0.6)) {
    const value = number(g, scope, depth);
    const local = g.declare(scope, 'num');
    statements.push(code`const ${g.spell(local)} = ${value};`);
  }
  const isArrow = g.random.chance(0.7);
  const isUnit = true;
  const inner = writeFunction(g, scope, { isArrow, isUnit, depth, arity: 2, size: 2 });
  // What it costs, whoever calls it pays.
  g.frame.cost += inner.frame.cost;
  return new Block([...statements, code`return ${isArrow ? arrow(inner) : ordinary(inner)};`]);
}
