// Variables of a module.
import { Block, code } from './code.mjs';
import { number } from './numbers.mjs';
import { recordPattern } from './patterns.mjs';
import { pattern, record, recordLiteral, row, text } from './values.mjs';

const LITERALS = ['0', '1', '42', '-7', '0.1', '1e21', '-0', 'NaN', '0xff', '2 ** 8', '60 * 60 * 24'];

/** A constant whose value a worker may make again: what it is made of never changes. */
function constant(g, scope, type, write, more = {}) {
  const value = g.repeatedly(write);
  const binding = g.declare(scope, type, { isModule: true, ...more });
  return { binding, statement: code`${more.keyword ?? 'const'} ${g.spell(binding)} = ${value};` };
}

function valueOf(g, scope) {
  const kinds = [
    ['nums', () => row(g, scope, 2)],
    ['rec', () => recordLiteral(g, scope, 2)],
    ['str', () => text(g, scope, 2)],
    ['num', () => number(g, scope, 3)],
    ['regexp', () => pattern(g)],
    ['big', () => g.random.pick(['12n', '9_007_199_254_740_993n', '-(2n ** 70n)'])],
    ['map', () => code`new Map([['k', ${number(g, scope, 1)}], ['größe', 2]])`],
    ['date', () => 'new Date(86_400_000)'],
    ['bytes', () => 'new Uint8Array([1, 2, 3])'],
  ];
  return g.random.pick(kinds);
}

export const MODULE_VALUES = [
  {
    construct: 'module constant: primitive',
    weight: 5,
    write(g, scope, program) {
      const written = constant(g, scope, 'num', () => g.random.pick(LITERALS));
      return [program.exporting(written)];
    },
  },
  {
    construct: 'module constant: data',
    weight: 8,
    write(g, scope, program) {
      const [type, write] = valueOf(g, scope);
      const isFree =
        !['map', 'date', 'bytes'].includes(type) ||
        ['Map', 'Date', 'Uint8Array'].every((name) => g.global(scope, name));
      return isFree ? [program.exporting(constant(g, scope, type, write))] : undefined;
    },
  },
  {
    construct: 'module constant: a key',
    weight: 2,
    write(g, scope) {
      const word = g.random.pick(['run', 'b', 'd', 'size', 'größe']);
      return [constant(g, scope, 'key', () => `'${word}'`, { text: word }).statement];
    },
  },
  {
    construct: 'module let that stays',
    weight: 2,
    write: (g, scope) => [constant(g, scope, 'num', () => number(g, scope, 2), { keyword: 'let' }).statement],
  },
  {
    construct: 'module let that is assigned',
    weight: 3,
    write(g, scope) {
      const { binding, statement } = constant(g, scope, 'num', () => number(g, scope, 2), { keyword: 'let' });
      const name = g.use(scope, binding);
      const around = scope.block();
      around.pass(binding);
      const each = g.declare(around, 'num');
      const forms = [
        code`${name} += ${number(g, scope, 2)};`,
        code`for (const ${each.name} of [1, 2]) ${new Block([code`${name} += ${each.name};`])}`,
        code`if (${name} !== 1) ${new Block([code`${name} = 5;`])}`,
      ];
      binding.tags.add('changes');
      return [statement, g.random.pick(forms)];
    },
  },
  {
    construct: 'module let that changes later',
    weight: 3,
    write(g, scope, program) {
      const { binding, statement } = constant(g, scope, 'num', () => '3', { keyword: g.random.pick(['let', 'var']) });
      binding.tags.add('changes').add('live');
      const setter = g.declare(scope, 'hidden', {});
      const given = g.freshNameBeside(binding);
      program.setters.push(setter);
      return [statement, code`function ${setter.name}(${given}) ${new Block([code`${binding.name} = ${given};`])}`];
    },
  },
  {
    construct: 'module var',
    weight: 2,
    write(g, scope) {
      const { binding, statement } = constant(g, scope, 'num', () => number(g, scope, 2), { keyword: 'var' });
      if (g.random.chance(0.5)) {
        return [statement];
      }
      g.mark('var declared twice');
      binding.tags.add('changes');
      return [statement, code`var ${binding.name} = ${binding.name} + 1;`];
    },
  },
  {
    construct: 'module constants by destructuring',
    weight: 4,
    write(g, scope) {
      return g.repeatedly(() => {
        const isRow = g.random.chance(0.4);
        if (!isRow) {
          const value = record(g, scope, 2);
          return [code`const ${recordPattern(g, scope, 1, { assignable: false, isModule: true })} = ${value};`];
        }
        const value = row(g, scope, 1);
        const left = g.declare(scope, 'num', { isModule: true });
        const rest = g.declare(scope, 'nums', { isModule: true });
        return [code`const [${g.spell(left)} = 1, , ...${g.spell(rest)}] = [...${value}, 4, 5];`];
      });
    },
  },
  {
    construct: 'module constants: several declarators',
    weight: 3,
    write(g, scope) {
      return g.repeatedly(() => {
        const first = number(g, scope, 2);
        const left = g.declare(scope, 'num', { isModule: true });
        const second = code`(${g.declare(scope.block(), 'num').name}) => ${number(g, scope, 1)}`;
        const right = g.declare(scope, 'hidden', { isModule: true });
        const third = row(g, scope, 2);
        const values = g.declare(scope, 'nums', { isModule: true });
        return [code`const ${left.name} = ${first}, ${right.name} = ${second}, ${values.name} = ${third};`];
      });
    },
  },
  {
    construct: 'top-level await',
    weight: 3,
    write(g, scope) {
      if (g.style.format !== 'module') {
        return undefined;
      }
      const { statement } = constant(g, scope, 'num', () => code`await ${number(g, scope, 2)}`);
      return [statement];
    },
  },
  {
    construct: 'template tag',
    weight: 1,
    write(g, scope) {
      const tag = g.declare(scope, 'tag', { isModule: true });
      return [
        code`function ${tag.name}(parts, ...given) ${new Block(['return parts.raw.join("").length * 2 + given.length;'])}`,
      ];
    },
  },
];
