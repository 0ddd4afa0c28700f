// Numbers that a call gives.
import { code } from './code.mjs';
import { number } from './numbers.mjs';

/** Calls a function with numbers. */
export function callOf(g, scope, binding, depth) {
  const name = g.use(scope, binding);
  const given = [number(g, scope, depth)];
  if (binding.arity > 1 && g.random.chance(0.6)) {
    given.push(number(g, scope, depth));
  }
  const forms = [
    code`${name}(${given})`,
    code`${name}(${given})`,
    code`${name}(${given})`,
    code`${name}?.(${given})`,
    code`${name}.call(undefined, ${given})`,
    code`${name}(...[${given}])`,
    code`(0, ${name})(${given})`,
  ];
  return g.random.pick(forms);
}

export const CALLS = [
  {
    construct: 'call',
    weight: 16,
    write(g, scope, depth) {
      const called = g.find(scope, 'fn');
      return called && callOf(g, scope, called, depth);
    },
  },
  {
    construct: 'async function',
    weight: 8,
    write(g, scope, depth) {
      const called = g.frame.asynchronous ? g.find(scope, 'afn') : undefined;
      return called && code`(await ${callOf(g, scope, called, depth)})`;
    },
  },
  {
    construct: 'closure returned by a function',
    weight: 4,
    write(g, scope, depth) {
      const maker = g.find(scope, 'maker');
      return maker && code`${callOf(g, scope, maker, depth)}(${number(g, scope, depth)})`;
    },
  },
  {
    construct: 'generator',
    weight: 3,
    write(g, scope, depth) {
      const generator = g.find(scope, 'gen');
      return generator && code`(${g.use(scope, generator)}(${number(g, scope, depth)}).next().value ?? 1)`;
    },
  },
];
