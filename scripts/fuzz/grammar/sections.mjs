// Functions of a program that submit functions: with variables of their own around, in all the places for such code.

import { CANDIDATES, LATE_CANDIDATES } from './candidates.mjs';
import { declareClass } from './classes.mjs';
import { Block, code, Members } from './code.mjs';
import { number } from './numbers.mjs';
import { REFUSED } from './refused.mjs';
import { Scope } from './scope.mjs';
import { recordLiteral, row, text } from './values.mjs';

/**
 * @param {object} program
 * @param {boolean} how.isLate whether its functions may make the worker import the program
 */
export function writeSection(program, scope, { isLate }) {
  const { g } = program;
  const name = g.freshName(scope, { pool: ['section', 'work', 'main'] });
  scope.declare({ name, type: 'hidden' });
  const form = g.random.pick(FORMS);
  g.mark(`submitted in ${form.name}`);
  const { written } = g.inFrame({ ordinary: form.isOrdinary, asynchronous: form.isAsynchronous }, () =>
    g.inUnit(() => {
      const around = new Scope(scope, 'function');
      around.declare({ name: '$', type: 'hidden' });
      around.declare({ name: 'pool', type: 'hidden' });
      return form.write(name, new Block(body(program, around, isLate)));
    }),
  );
  return { ...written, isLate };
}

const FORMS = [
  {
    name: 'a function',
    isOrdinary: true,
    write: (name, block) => ({ statement: code`function ${name}($, pool) ${block}`, call: code`${name}($, pool);` }),
  },
  {
    name: 'an arrow',
    write: (name, block) => ({
      statement: code`const ${name} = ($, pool) => ${block};`,
      call: code`${name}($, pool);`,
    }),
  },
  {
    name: 'an async function',
    isOrdinary: true,
    isAsynchronous: true,
    write: (name, block) => ({
      statement: code`async function ${name}($, pool) ${block}`,
      call: code`await ${name}($, pool);`,
    }),
  },
  {
    name: 'a method',
    isOrdinary: true,
    write: (name, block) => ({
      statement: code`class ${name} ${new Members([code`held = 7;`, code`run($, pool) ${block}`], '')}`,
      call: code`new ${name}().run($, pool);`,
    }),
  },
  {
    name: 'a callback',
    write: (name, block) => ({
      statement: code`function ${name}($, pool) ${new Block([code`[1].forEach(() => ${block});`])}`,
      call: code`${name}($, pool);`,
    }),
  },
  {
    name: 'a generator',
    isOrdinary: true,
    write: (name, block) => ({
      statement: code`function* ${name}($, pool) ${block}`,
      call: code`[...${name}($, pool)];`,
    }),
  },
];

function body(program, scope, isLate) {
  const { g } = program;
  const statements = [];
  let around = scope;
  const locals = g.random.between(1, 4);
  for (let index = 0; index < locals; index++) {
    statements.push(...local(g, around));
  }
  const candidates = isLate ? [...CANDIDATES, ...LATE_CANDIDATES] : [...CANDIDATES, ...REFUSED];
  const count = g.random.between(2, 4);
  const inner = g.random.chance(0.3) ? scope.block() : undefined;
  around = inner ?? scope;
  const written = [];
  if (inner !== undefined) {
    written.push(...local(g, around));
  }
  // Calls may be written into functions that are not asynchronous.
  g.frame.asynchronous = false;
  for (let index = 0; index < count; index++) {
    written.push(...(g.choose(candidates, around, program, isLate) ?? []));
  }
  return inner === undefined ? [...statements, ...written] : [...statements, code`${new Block(written)}`];
}

/** A variable for others to capture. */
export function local(g, scope) {
  return g.choose(LOCALS, scope);
}

function declare(g, scope, type, value, more = {}) {
  const keyword = g.random.pick(['const', 'const', 'let', 'var']);
  const binding = g.declare(scope, type, { ...more, isVar: keyword === 'var' });
  return [code`${keyword} ${g.spell(binding)} = ${value};`];
}

const LOCALS = [
  { construct: 'captured number', weight: 6, write: (g, scope) => declare(g, scope, 'num', number(g, scope, 2)) },
  { construct: 'captured row', weight: 3, write: (g, scope) => declare(g, scope, 'nums', row(g, scope, 2)) },
  {
    construct: 'captured record',
    weight: 3,
    write: (g, scope) => declare(g, scope, 'rec', recordLiteral(g, scope, 2)),
  },
  { construct: 'captured string', weight: 3, write: (g, scope) => declare(g, scope, 'str', text(g, scope, 2)) },
  {
    construct: 'captured bigint',
    weight: 1,
    write: (g, scope) => declare(g, scope, 'big', g.random.pick(['5n', '-9_007_199_254_740_993n'])),
  },
  {
    construct: 'captured map',
    weight: 1,
    write(g, scope) {
      const make = g.global(scope, 'Map');
      return make && declare(g, scope, 'map', code`new ${make}([['k', ${number(g, scope, 1)}]])`);
    },
  },
  {
    construct: 'captured date',
    weight: 1,
    write(g, scope) {
      const make = g.global(scope, 'Date');
      return make && declare(g, scope, 'date', code`new ${make}(${g.random.below(99)})`);
    },
  },
  {
    construct: 'captured bytes',
    weight: 1,
    write(g, scope) {
      const make = g.global(scope, 'Float64Array');
      return make && declare(g, scope, 'bytes', code`${make}.of(1, ${number(g, scope, 1)}, 3)`);
    },
  },
  {
    construct: 'captured instance',
    weight: 3,
    write(g, scope) {
      // What is private cannot be copied, nor can a function that a constructor made.
      const isPlain = ({ shape }) => !(shape.isExported || shape.hasPrivate || shape.hasFunctions || shape.isDerived);
      const known = g.find(scope, 'cls', isPlain);
      if (known === undefined) {
        return undefined;
      }
      const value = code`new ${g.use(scope, known)}(${number(g, scope, 1)})`;
      const { shape, tags, cost } = known;
      return declare(g, scope, 'inst', value, { shape, cost, tags: new Set([...tags, 'an instance']) });
    },
  },
  {
    construct: 'local class around',
    weight: 2,
    write: (g, scope) => [declareClass(g, scope, { depth: 1, isLocal: true }).statement],
  },
  {
    construct: 'captured error',
    weight: 1,
    write(g, scope) {
      const error = g.global(scope, 'RangeError');
      const caught = g.declare(scope, 'str');
      return (
        error && [
          code`let ${caught.name} = '';`,
          code`try { throw new ${error}('caught'); } catch (problem) { ${caught.name} = problem.message; }`,
        ]
      );
    },
  },
];
