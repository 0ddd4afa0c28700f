// Functions that belong to an object or a class, are bound, or come with the arguments.
import { Block, code, Members } from './code.mjs';
import { arrow, method, writeFunction } from './functions.mjs';
import { number } from './numbers.mjs';
import { argument, submission } from './submissions.mjs';

function plain(g, scope, how = {}) {
  return writeFunction(g, scope, { isUnit: true, depth: 2, arity: 1, size: 2, ...how });
}

export const OBJECTS = [
  {
    construct: 'submits a method of an object',
    weight: 3,
    write(g, scope, program, isLate) {
      const written = plain(g, scope, { asynchronous: g.random.chance(0.2) });
      const isComputed = g.random.chance(0.3);
      const asynchronous = false;
      const { name } = g.declare(scope, 'hidden');
      const members = new Members(
        [method(written, { name: isComputed ? "['r' + 'un']" : 'run', asynchronous }), 'k: 1'],
        ',',
      );
      return written.frame.asynchronous
        ? undefined
        : [
            code`const ${name} = ${members};`,
            submission(program, `${name}.run`, [argument(g)], { kind: 'method of an object', isLate }),
          ];
    },
  },
  {
    construct: 'captures an object with functions',
    weight: 3,
    write(g, scope, program, isLate) {
      const inner = plain(g, scope, { isArrow: true });
      const other = plain(g, scope);
      const { tags, cost } = inner.frame;
      const { name } = g.declare(scope, 'hidden', { tags, cost });
      const members = new Members([code`first: ${arrow(inner)}`, method(other, { name: 'second' })], ',');
      const given = g.freshNameBeside({ name });
      const callee = code`(${given}) => ${name}.first(${given}) + ${name}.second(${given})`;
      return [
        code`const ${name} = ${members};`,
        submission(program, callee, [argument(g)], { kind: 'object with functions', isLate }),
      ];
    },
  },
  {
    construct: 'submits a static method',
    weight: 3,
    write(g, scope, program, isLate) {
      const isWanted = ({ shape }) => !shape.isExported && shape.statics.some((one) => !one.isValue && !one.usesThis);
      const known = g.find(scope, 'cls', isWanted);
      if (known === undefined) {
        return undefined;
      }
      const { name } = g.random.pick(known.shape.statics.filter((one) => !one.isValue && !one.usesThis));
      const label = { kind: 'static method', isLate, refusals: known.shape.hasPrivate ? ['ERR_TASK_PRIVATE'] : [] };
      return [submission(program, code`${g.use(scope, known)}.${name}`, [argument(g)], label)];
    },
  },
  {
    construct: 'submits a bound function',
    weight: 4,
    write(g, scope, program, isLate) {
      const found = g.find(scope, 'fn', ({ isExported, arity }) => !isExported && arity > 0);
      if (found === undefined) {
        return undefined;
      }
      const name = g.use(scope, found);
      const once = code`${name}.bind(${g.random.pick(['null', 'undefined'])}, ${number(g, scope, 1)})`;
      const isTwice = g.random.chance(0.3);
      if (isTwice) {
        g.mark('bound twice');
      }
      return [submission(program, isTwice ? code`${once}.bind(null)` : once, [argument(g)], { kind: 'bound', isLate })];
    },
  },
  {
    construct: 'submits a function bound to data',
    weight: 3,
    write(g, scope, program, isLate) {
      const write = (_, inner) => new Block([code`return this.k + ${number(g, inner, 2)};`]);
      const written = plain(g, scope, { write });
      const callee = code`(function (${written.parameters}) ${written.body}).bind({ k: ${number(g, scope, 1)} })`;
      return [submission(program, callee, [argument(g)], { kind: 'bound to data', isLate })];
    },
  },
  {
    construct: 'functions as arguments',
    weight: 4,
    write(g, scope, program, isLate) {
      const first = plain(g, scope, { isArrow: true });
      const second = g.find(scope, 'fn', ({ isExported, isModule }) => !isExported && isModule);
      const callee = '(all, x) => all.map((each) => each(x))';
      const callbacks = [arrow(first), ...(second === undefined ? [] : [g.use(scope, second)])];
      return [
        submission(program, callee, [code`[${callbacks}]`, argument(g)], { kind: 'functions as arguments', isLate }),
      ];
    },
  },
  {
    construct: 'an instance as an argument',
    weight: 3,
    write(g, scope, program, isLate) {
      const isPlain = ({ shape }) => !(shape.isExported || shape.hasPrivate || shape.hasFunctions || shape.isDerived);
      const known = g.find(scope, 'cls', isPlain);
      const member = known?.shape.members.find(({ isGetter, construct }) => !isGetter && construct === 'method');
      if (member === undefined) {
        return undefined;
      }
      const made = code`new ${g.use(scope, known)}(${number(g, scope, 1)})`;
      const callee = `(one, x) => one.${member.name}(x)`;
      return [submission(program, callee, [made, argument(g)], { kind: 'instance as an argument', isLate })];
    },
  },
];
