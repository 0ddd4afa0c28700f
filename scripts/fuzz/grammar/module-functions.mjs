// Functions, classes and what is made of them, at the top level of a module.

import { declareClass } from './classes.mjs';
import { Block, code, Members } from './code.mjs';
import { arrow, makerBody, method, ordinary, ownName, writeFunction } from './functions.mjs';
import { declareGenerator } from './generators.mjs';
import { number } from './numbers.mjs';
import { mutual, recursive } from './recursion.mjs';

/** Writes a function in the form of a declaration or of a constant. */
function declareFunction(
  g,
  scope,
  { type = 'fn', asynchronous = false, arity = 2, write, isSimple, depth = 3, size = 3 },
) {
  const binding = g.declare(scope, 'hidden', { isModule: true });
  const form = g.random.pick(['declaration', 'declaration', 'arrow', 'arrow', 'expression']);
  const isArrow = form === 'arrow';
  const { name, around } = form === 'expression' ? ownName(g, scope) : { name: binding.name, around: scope };
  const written = writeFunction(g, around, {
    isArrow,
    isUnit: true,
    isSimple,
    asynchronous,
    depth,
    arity,
    size,
    write,
  });
  const { tags, cost } = written.frame;
  Object.assign(binding, { type, arity: written.arity, tags, cost });
  if (form === 'declaration') {
    return { binding, statement: ordinary(written, { name: g.spell(binding), asynchronous }) };
  }
  g.mark(isArrow ? 'arrow as a module constant' : 'function expression as a module constant');
  const literal = isArrow ? arrow(written, { asynchronous }) : ordinary(written, { name, asynchronous });
  return {
    binding,
    statement: code`${g.random.pick(['const', 'const', 'let', 'var'])} ${g.spell(binding)} = ${literal};`,
  };
}

export const MODULE_FUNCTIONS = [
  {
    construct: 'module function',
    weight: 14,
    write: (g, scope, program) => [program.exporting(declareFunction(g, scope, {}))],
  },
  {
    construct: 'async function',
    weight: 3,
    write: (g, scope, program) => [program.exporting(declareFunction(g, scope, { type: 'afn', asynchronous: true }))],
  },
  {
    construct: 'closure returned by a function',
    weight: 3,
    write: (g, scope) => [
      declareFunction(g, scope, {
        type: 'maker',
        arity: 1,
        isSimple: true,
        write: (_, inner) => makerBody(g, inner, 2),
      }).statement,
    ],
  },
  {
    construct: 'generator',
    weight: 3,
    write: (g, scope) => [
      g.inUnit(() => declareGenerator(g, scope, { depth: 2, asynchronous: g.random.chance(0.5), isUnit: true }))
        .statement,
    ],
  },
  { construct: 'recursion', weight: 3, write: (g, scope) => g.inUnit(() => recursive(g, scope, 2)).statements },
  { construct: 'mutual recursion', weight: 2, write: (g, scope) => g.inUnit(() => mutual(g, scope, 2)).statements },
  {
    construct: 'class',
    weight: 8,
    write: (g, scope, program) => [program.exporting(declareClass(g, scope, { depth: 2 }))],
  },
  {
    construct: 'module constant: an instance',
    weight: 4,
    write(g, scope) {
      const known = g.repeatedly(() => g.find(scope, 'cls', ({ shape }) => !shape.isExported));
      if (known === undefined) {
        return undefined;
      }
      const value = g.repeatedly(() => code`new ${g.use(scope, known)}(${number(g, scope, 1)})`);
      const { tags, cost, shape } = known;
      const instance = g.declare(scope, 'inst', { isModule: true, shape, cost, tags: new Set(tags) });
      return [code`const ${g.spell(instance)} = ${value};`];
    },
  },
  {
    construct: 'module constant: an object with functions',
    weight: 4,
    write(g, scope) {
      return g.repeatedly(() => {
        const inside = () => writeFunction(g, scope, { isUnit: true, depth: 2, arity: 1, size: 1 });
        const first = inside();
        const second = inside();
        const value = number(g, scope, 1);
        const elements = [
          method(first, { name: 'run' }),
          code`make: ${ordinary(second)}`,
          code`k: ${value}`,
          code`get size() ${new Block(['return this.k;'])}`,
        ];
        const tags = new Set([...first.frame.tags, ...second.frame.tags]);
        const members = [
          { suffix: '.run', arity: 1 },
          { suffix: '.make', arity: 1 },
          { suffix: '.size', arity: 0 },
        ];
        const cost = first.frame.cost + second.frame.cost;
        const space = g.declare(scope, 'space', { isModule: true, members, tags, cost });
        return [code`const ${g.spell(space)} = ${new Members(elements, ',')};`];
      });
    },
  },
  {
    construct: 'function with properties',
    weight: 3,
    write(g, scope) {
      const binding = g.declare(scope, 'hidden', { isModule: true });
      const write = (_, inner) => new Block([code`return ${number(g, inner, 1)} + ${binding.name}.k;`]);
      const written = writeFunction(g, scope, { isUnit: true, isSimple: true, depth: 2, needs: [binding], write });
      const { tags, cost } = written.frame;
      const members = [
        { suffix: '.k', arity: 0 },
        { suffix: '', arity: 1 },
      ];
      Object.assign(binding, { type: 'space', members, tags, cost });
      const value = g.repeatedly(() => number(g, scope, 1));
      const object = g.global(scope, 'Object');
      const forms = [
        code`${binding.name}.k = ${value};`,
        ...(object === undefined
          ? []
          : [code`Object.assign(${binding.name}, ${new Members([code`k: ${value}`], ',')});`]),
      ];
      return [ordinary(written, { name: binding.name }), g.random.pick(forms)];
    },
  },
  {
    construct: 'prototype assignment',
    weight: 3,
    write(g, scope) {
      const binding = g.declare(scope, 'hidden', { isModule: true, pool: g.style.classNames });
      const write = (_, inner) => new Block([code`return this.k + ${number(g, inner, 1)};`]);
      const made = writeFunction(g, scope, { isUnit: true, depth: 1, write });
      const { tags, cost } = made.frame;
      const shape = { field: 'k', members: [{ name: 'run', construct: 'method' }], statics: [], isSealed: true };
      Object.assign(binding, { type: 'cls', shape, tags, cost });
      const name = g.spell(binding);
      return [
        code`function ${name}(k) ${new Block(['this.k = k;'])}`,
        code`${name}.prototype.run = ${ordinary(made)};`,
      ];
    },
  },
];
