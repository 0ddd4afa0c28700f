import { CALLS, callOf } from './calls.mjs';
import { CLASS_USES } from './class-uses.mjs';
import { code } from './code.mjs';
import { functionLiteral, immediately } from './functions.mjs';
import { condition, pattern, record, row, text } from './values.mjs';

const LITERALS = ['0', '1', '2', '3', '7', '10', '(-4)', '0.5', '0x1f', '1_000', '0b101', '1e3', '.25', '(-0)'];
const OPERATORS = ['+', '-', '*', '+', '-', '*', '%', '/', '&', '|', '^', '<<', '>>', '>>>'];

/** An expression whose value is a number. */
export function number(g, scope, depth) {
  if (depth <= 0 || g.random.chance(0.15)) {
    return simple(g, scope);
  }
  return g.choose(WRITERS, scope, depth - 1) ?? simple(g, scope);
}

function simple(g, scope) {
  const binding = g.random.chance(0.75) ? g.find(scope, 'num') : undefined;
  return binding === undefined ? g.random.pick(LITERALS) : g.use(scope, binding);
}

/** A variable that may be assigned here, of the function that is being written. */
export function assignable(g, scope) {
  return g.find(scope, 'num', (binding) => binding.assignable && binding.unit === g.unit);
}

const OWN = [
  {
    construct: 'operators',
    weight: 14,
    write: (g, scope, depth) =>
      code`(${number(g, scope, depth)} ${g.random.pick(OPERATORS)} ${number(g, scope, depth)})`,
  },
  {
    construct: 'exponent',
    weight: 1,
    write: (g, scope, depth) => code`((${number(g, scope, depth)} % 7) ** 2)`,
  },
  {
    construct: 'conditional',
    weight: 4,
    write: (g, scope, depth) =>
      code`(${condition(g, scope, depth)} ? ${number(g, scope, depth)} : ${number(g, scope, depth)})`,
  },
  {
    construct: 'global',
    weight: 2,
    write(g, scope, depth) {
      const math = g.global(scope, 'Math');
      return (
        math && code`${math}.${g.random.pick(['max', 'min'])}(${number(g, scope, depth)}, ${number(g, scope, depth)})`
      );
    },
  },
  {
    construct: 'length of a string',
    weight: 2,
    write: (g, scope, depth) => code`(${text(g, scope, depth)}).length`,
  },
  {
    construct: 'element',
    weight: 3,
    write: (g, scope, depth) => code`(${row(g, scope, depth)}[${g.random.below(3)}] ?? ${number(g, scope, depth - 1)})`,
  },
  {
    construct: 'member',
    weight: 4,
    write: (g, scope, depth) =>
      code`(${record(g, scope, depth)}).${g.random.pick(['a', 'b', 'c.d', 'c?.d', 'c["d"]'])}`,
  },
  {
    construct: 'optional chaining',
    weight: 2,
    write: (g, scope, depth) =>
      code`((${record(g, scope, depth)})?.${g.random.pick(['x?.y', 'c?.none?.[0]', 'go?.(1).b'])} ?? ${number(g, scope, depth)})`,
  },
  {
    construct: 'comma list',
    weight: 2,
    write: (g, scope, depth) => code`(${number(g, scope, depth - 1)}, ${number(g, scope, depth)})`,
  },
  {
    construct: 'assignment expression',
    weight: 2,
    write(g, scope, depth) {
      const target = assignable(g, scope);
      const operator = g.random.pick(['=', '+=', '*=', '-=', '??=', '||=', '&&=']);
      return target && code`(${g.use(scope, target)} ${operator} ${number(g, scope, depth)})`;
    },
  },
  {
    construct: 'update',
    weight: 1,
    write(g, scope) {
      const target = assignable(g, scope);
      return target && code`${g.random.chance(0.5) ? '++' : ''}${g.use(scope, target)}`;
    },
  },
  {
    construct: 'bigint',
    weight: 2,
    write(g, scope) {
      const convert = g.global(scope, 'Number');
      const big = g.find(scope, 'big');
      const factor = big === undefined ? '9_007_199_254_740_993n' : g.use(scope, big);
      return convert && code`${convert}((${factor} * ${g.random.below(9)}n) % 1000n)`;
    },
  },
  {
    construct: 'regular expression',
    weight: 2,
    write(g, scope, depth) {
      const known = g.find(scope, 'regexp');
      const expression = known === undefined || g.random.chance(0.4) ? pattern(g) : g.use(scope, known);
      return code`(${expression}.exec(${text(g, scope, depth)})?.index ?? ${number(g, scope, depth - 1)})`;
    },
  },
  {
    construct: 'reduce',
    weight: 2,
    write(g, scope, depth) {
      const callback = functionLiteral(g, scope, { depth: depth - 1, arity: 2, runs: 4 });
      return code`${row(g, scope, depth)}.reduce(${callback}, ${number(g, scope, depth - 1)})`;
    },
  },
  {
    construct: 'spread in a call',
    weight: 2,
    write(g, scope, depth) {
      const math = g.global(scope, 'Math');
      return math && code`${math}.max(...${row(g, scope, depth)}, ${number(g, scope, depth)})`;
    },
  },
  { construct: 'immediately called function', weight: 3, write: immediately },
  {
    construct: 'destructuring of a record',
    weight: 2,
    write(g, scope, depth) {
      const inner = functionLiteral(g, scope, { depth, takes: 'rec', isArrow: true });
      return code`(${inner})(${record(g, scope, depth)})`;
    },
  },
  {
    construct: 'typeof of what is not declared',
    weight: 1,
    write: (g) => code`(typeof ${g.random.pick(['notDeclared', 'missing$', 'HTMLElement'])} === 'undefined' ? 1 : 2)`,
  },
  {
    construct: 'this and strictness',
    weight: 2,
    write: (g) => (g.frame.ordinary ? code`(typeof this === 'undefined' ? 1 : 2)` : undefined),
  },
  {
    construct: 'arguments',
    weight: 2,
    write: (g) =>
      g.frame.ordinary && !g.isRepeated
        ? g.random.pick(['arguments.length', '(arguments[0] === undefined ? 3 : 4)'])
        : undefined,
  },
  {
    construct: 'new.target',
    weight: 1,
    write: (g) => (g.frame.ordinary ? '(new.target === undefined ? 5 : 6)' : undefined),
  },
  {
    construct: 'await',
    weight: 3,
    write: (g, scope, depth) => (g.frame.asynchronous ? code`(await ${number(g, scope, depth)})` : undefined),
  },
  {
    construct: 'map and set',
    weight: 1,
    write(g, scope, depth) {
      const known = g.find(scope, 'map');
      if (known !== undefined) {
        return code`(${g.use(scope, known)}.get('k') ?? ${number(g, scope, depth)})`;
      }
      const make = g.global(scope, 'Set');
      return make && code`new ${make}(${row(g, scope, depth)}).size`;
    },
  },
  {
    construct: 'date and typed array',
    weight: 1,
    write(g, scope) {
      const date = g.find(scope, 'date');
      const bytes = g.find(scope, 'bytes');
      if (date !== undefined) {
        return code`${g.use(scope, date)}.getTime()`;
      }
      return bytes && code`${g.use(scope, bytes)}[1]`;
    },
  },
  {
    construct: 'namespace',
    weight: 3,
    write(g, scope, depth) {
      const space = g.find(scope, 'space');
      if (space === undefined) {
        return undefined;
      }
      const { suffix, arity } = g.random.pick(space.members);
      const given = arity === 0 ? '' : code`(${number(g, scope, depth)})`;
      return code`${g.use(scope, space)}${suffix}${given}`;
    },
  },
  {
    construct: 'tagged template',
    weight: 2,
    write(g, scope, depth) {
      const known = g.find(scope, 'tag');
      const tag = known === undefined ? '((s, ...v) => s.raw.length + v.length)' : g.use(scope, known);
      return code`${tag}\`one\${${number(g, scope, depth)}}\\two\${${text(g, scope, depth - 1)}}\``;
    },
  },
];

const WRITERS = [...OWN, ...CALLS, ...CLASS_USES];

export { callOf };
