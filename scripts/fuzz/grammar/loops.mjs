import { Block, code } from './code.mjs';
import { functionLiteral } from './functions.mjs';
import { number } from './numbers.mjs';
import { nested } from './statements.mjs';
import { condition, record, row } from './values.mjs';

/** Writes what a loop repeats, for at most three times. */
function repeated(g, write) {
  return g.times(3, write);
}

export const LOOPS = [
  {
    construct: 'for',
    weight: 3,
    write(g, scope, depth, sum) {
      const around = scope.block();
      const index = g.declare(around, 'num');
      const name = index.name;
      const body = repeated(g, () => nested(g, around, depth, sum));
      return [code`for (let ${name} = 0; ${name} < 3; ${name}++) ${body}`];
    },
  },
  {
    construct: 'for of',
    weight: 3,
    write(g, scope, depth, sum) {
      const around = scope.block();
      // The variable is known in what the loop is over, too, and has no value there.
      const values = row(g, around, depth);
      const each = g.declare(around, 'num');
      return [code`for (const ${g.spell(each)} of ${values}) ${repeated(g, () => nested(g, around, depth, sum))}`];
    },
  },
  {
    construct: 'for in',
    weight: 1,
    write(g, scope, depth, sum) {
      const around = scope.block();
      const values = record(g, around, depth);
      const each = g.declare(around, 'str');
      return [code`for (const ${g.spell(each)} in ${values}) ${repeated(g, () => nested(g, around, depth, sum))}`];
    },
  },
  {
    construct: 'while',
    weight: 2,
    write(g, scope, depth, sum) {
      const left = g.declare(scope, 'num');
      const body = repeated(g, () => nested(g, scope, depth, sum));
      return [code`let ${left.name} = 2;`, code`while (${left.name}-- > 0) ${body}`];
    },
  },
  {
    construct: 'do while',
    weight: 1,
    write(g, scope, depth, sum) {
      const left = g.declare(scope, 'num');
      const body = repeated(g, () => nested(g, scope, depth, sum));
      return [code`let ${left.name} = 2;`, code`do ${body} while (--${left.name} > 0);`];
    },
  },
  {
    construct: 'label',
    weight: 2,
    write(g, scope, depth, sum) {
      const around = scope.block();
      const index = g.declare(around, 'num');
      const label = g.random.pick(g.style.names);
      if (g.labels.has(label)) {
        return undefined;
      }
      g.labels.add(label);
      const body = repeated(g, () => nested(g, around, depth, sum));
      g.labels.delete(label);
      const jump = code`if (${condition(g, around, 1)}) ${g.random.pick(['continue', 'break'])} ${label};`;
      const inner = code`for (;;) ${new Block([jump, code`${body}`, 'break;'])}`;
      return [code`${label}: for (let ${index.name} = 0; ${index.name} < 2; ${index.name}++) ${new Block([inner])}`];
    },
  },
  {
    construct: 'closures of a loop',
    weight: 2,
    write(g, scope, depth, sum) {
      const around = scope.block();
      const kept = g.declare(scope, 'hidden', { isReserved: true });
      const index = g.declare(around, 'num');
      const literal = repeated(g, () => functionLiteral(g, around, { depth, isArrow: true }));
      const push = code`${g.use(around, kept)}.push(${literal});`;
      const loop = code`for (let ${index.name} = 0; ${index.name} < 2; ${index.name} += 1) ${new Block([push])}`;
      const use = code`${g.use(scope, sum)} += ${g.use(scope, kept)}[1](${number(g, scope, 0)});`;
      return [code`const ${kept.name} = [];`, loop, use];
    },
  },
  {
    construct: 'generator',
    weight: 2,
    write(g, scope, depth, sum) {
      const generator = g.find(scope, 'gen');
      if (generator === undefined) {
        return undefined;
      }
      const values = code`${g.use(scope, generator)}(${number(g, scope, depth)})`;
      const each = g.declare(scope, 'num', { isVar: true });
      return [code`for (var ${each.name} of ${values}) ${repeated(g, () => nested(g, scope, depth, sum))}`];
    },
  },
  {
    construct: 'for await',
    weight: 12,
    write(g, scope, depth, sum) {
      const generator = g.frame.asynchronous ? g.find(scope, 'agen') : undefined;
      if (generator === undefined) {
        return undefined;
      }
      const around = scope.block();
      const values = code`${g.use(around, generator)}(${number(g, around, depth)})`;
      const each = g.declare(around, 'num');
      return [
        code`for await (const ${g.spell(each)} of ${values}) ${repeated(g, () => nested(g, around, depth, sum))}`,
      ];
    },
  },
];
