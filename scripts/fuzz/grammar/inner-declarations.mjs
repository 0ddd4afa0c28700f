// What a function declares for itself, and uses at once.

import { callOf } from './calls.mjs';
import { declareClass } from './classes.mjs';
import { Block, code, Members } from './code.mjs';
import { arrow, makerBody, ordinary, ownName, writeFunction } from './functions.mjs';
import { declareGenerator } from './generators.mjs';
import { number } from './numbers.mjs';
import { recordPattern } from './patterns.mjs';
import { recursive } from './recursion.mjs';
import { record, recordLiteral, row, text } from './values.mjs';

/** @returns {import('./code.mjs').Code[]} */
export function declareInside(g, scope, depth, sum) {
  return g.choose(INSIDE, scope, depth, sum);
}

function addCall(g, scope, depth, sum, called) {
  return code`${g.use(scope, sum)} += ${callOf(g, scope, called, depth)};`;
}

/** A function that is declared here; `isLater` where it is called before its declaration stands. */
function innerFunction(g, scope, depth, { isDeclared, asynchronous = false }) {
  const type = asynchronous ? 'afn' : 'fn';
  if (isDeclared) {
    // It is known in all of the block, so in itself too: its name comes first.
    const binding = g.declare(scope, 'hidden');
    const written = writeFunction(g, scope, { asynchronous, depth, arity: 2, size: 2 });
    Object.assign(binding, { type, arity: written.arity, cost: written.frame.cost, tags: written.frame.tags });
    return { binding, statement: ordinary(written, { name: binding.name, asynchronous }) };
  }
  const isArrow = g.random.chance(0.7);
  const { name, around } = isArrow ? { name: '', around: scope } : ownName(g, scope);
  const written = writeFunction(g, around, { isArrow, asynchronous, depth, arity: 2, size: 2 });
  const literal = isArrow ? arrow(written, { asynchronous }) : ordinary(written, { name, asynchronous });
  const { tags, cost } = written.frame;
  const binding = g.declare(scope, type, { arity: written.arity, cost, tags });
  return { binding, statement: code`${g.random.pick(['const', 'let'])} ${g.spell(binding)} = ${literal};` };
}

const INSIDE = [
  {
    construct: 'local variable',
    weight: 6,
    write(g, scope, depth, sum) {
      const value = number(g, scope, depth);
      const isVar = g.random.chance(0.3);
      const keyword = isVar ? 'var' : g.random.pick(['const', 'let']);
      const local = g.declare(scope, 'num', { isVar, assignable: keyword !== 'const' });
      return [code`${keyword} ${g.spell(local)} = ${value};`, code`${g.use(scope, sum)} += ${g.use(scope, local)};`];
    },
  },
  {
    construct: 'several declarators',
    weight: 3,
    write(g, scope, depth) {
      const first = number(g, scope, depth);
      const left = g.declare(scope, 'num', { assignable: true });
      const second = number(g, scope, depth);
      const right = g.declare(scope, 'num', { assignable: true });
      const third = row(g, scope, depth);
      const values = g.declare(scope, 'nums');
      return [code`let ${left.name} = ${first}, ${right.name} = ${second}, ${values.name} = ${third};`];
    },
  },
  {
    construct: 'local values',
    weight: 3,
    write(g, scope, depth) {
      const [type, value] = g.random.pick([
        ['nums', () => row(g, scope, depth)],
        ['rec', () => recordLiteral(g, scope, depth)],
        ['str', () => text(g, scope, depth)],
      ]);
      const written = value();
      const local = g.declare(scope, type);
      return [code`const ${g.spell(local)} = ${written};`];
    },
  },
  {
    construct: 'destructuring',
    weight: 4,
    write(g, scope, depth) {
      const value = record(g, scope, depth);
      return [code`const ${recordPattern(g, scope, depth, { assignable: false })} = ${value};`];
    },
  },
  {
    construct: 'function called before its declaration',
    weight: 3,
    write(g, scope, depth, sum) {
      const { binding, statement } = innerFunction(g, scope, depth, { isDeclared: true });
      return [addCall(g, scope, depth, sum, binding), statement];
    },
  },
  {
    construct: 'nested function',
    weight: 4,
    write(g, scope, depth, sum) {
      const { binding, statement } = innerFunction(g, scope, depth, { isDeclared: g.random.chance(0.4) });
      return [statement, addCall(g, scope, depth, sum, binding)];
    },
  },
  {
    construct: 'async function',
    weight: 3,
    write(g, scope, depth, sum) {
      if (!g.frame.asynchronous) {
        return undefined;
      }
      const isDeclared = g.random.chance(0.5);
      const { binding, statement } = innerFunction(g, scope, depth, { isDeclared, asynchronous: true });
      return [statement, code`${g.use(scope, sum)} += await ${callOf(g, scope, binding, depth)};`];
    },
  },
  {
    construct: 'recursion',
    weight: 2,
    write(g, scope, depth, sum) {
      const { statements, binding } = recursive(g, scope, depth);
      return [...statements, addCall(g, scope, depth, sum, binding)];
    },
  },
  {
    construct: 'closure returned by a function',
    weight: 2,
    write(g, scope, depth, sum) {
      const write = (_, inner) => makerBody(g, inner, depth);
      const written = writeFunction(g, scope, { isArrow: true, isSimple: true, depth, write });
      const { tags, cost } = written.frame;
      const maker = g.declare(scope, 'maker', { arity: 1, tags, cost });
      const use = code`${g.use(scope, sum)} += ${callOf(g, scope, maker, depth)}(${number(g, scope, 0)});`;
      return [code`const ${g.spell(maker)} = ${arrow(written)};`, use];
    },
  },
  {
    construct: 'local class',
    weight: 2,
    write(g, scope, depth, sum) {
      const { statement, binding } = declareClass(g, scope, { depth, isLocal: true });
      const use = code`${g.use(scope, sum)} += new ${g.use(scope, binding)}(${number(g, scope, depth)}).${binding.shape.field};`;
      return [statement, use];
    },
  },
  {
    construct: 'generator',
    weight: 2,
    write: (g, scope, depth) => [declareGenerator(g, scope, { depth, asynchronous: g.random.chance(0.5) }).statement],
  },
  {
    construct: 'hoisted variable',
    weight: 2,
    write(g, scope, depth, sum) {
      const value = number(g, scope, depth);
      const late = g.declare(scope, 'hidden', { isVar: true });
      return [
        code`${g.use(scope, sum)} += ${late.name} ?? ${g.random.below(9)};`,
        code`var ${late.name} = ${value};`,
        code`${g.use(scope, sum)} += ${late.name};`,
      ];
    },
  },
  {
    construct: 'function in a block',
    weight: 2,
    write(g, scope, depth, sum) {
      const inner = scope.block();
      const { binding, statement } = innerFunction(g, inner, depth, { isDeclared: true });
      if (g.style.isStrict || !scope.isFreeUpToOwner(binding.name)) {
        return [code`${new Block([addCall(g, inner, depth, sum, binding), statement])}`];
      }
      // Without strictness the name is a variable of the function too, once the block has run.
      g.mark('function in a block, seen outside');
      const outside = g.declare(scope, 'hidden', { ...binding, isVar: true });
      return [code`${new Block([statement])}`, addCall(g, scope, depth, sum, Object.assign(outside, { type: 'fn' }))];
    },
  },
  {
    construct: 'object with methods',
    weight: 2,
    write(g, scope, depth, sum) {
      const written = writeFunction(g, scope, { depth, arity: 1, size: 1 });
      const name = g.random.pick(g.style.names);
      const space = g.declare(scope, 'hidden', { tags: written.frame.tags, cost: written.frame.cost });
      const members = new Members(
        [code`${name}(${written.parameters}) ${written.body}`, code`k: ${g.random.below(9)}`],
        ',',
      );
      return [
        code`const ${space.name} = ${members};`,
        code`${g.use(scope, sum)} += ${g.use(scope, space)}.${name}(${number(g, scope, depth)}) + ${space.name}.k;`,
      ];
    },
  },
];
