// Functions that are submitted, of every kind that has to work.
import { Block, code } from './code.mjs';
import { arrow, makerBody, ordinary, ownName, writeFunction } from './functions.mjs';
import { IDENTITIES } from './identity-candidates.mjs';
import { number } from './numbers.mjs';
import { OBJECTS } from './object-candidates.mjs';
import { argument, argumentsFor, submission, submissionOf } from './submissions.mjs';
import { recordLiteral, row, text } from './values.mjs';

/** A function that stands in the call itself, or in a variable before it. */
function literal(g, scope, how) {
  const isArrow = g.random.chance(0.75);
  const { name, around } = isArrow ? { name: '', around: scope } : ownName(g, scope);
  const written = writeFunction(g, around, { isArrow, isUnit: true, depth: 3, arity: 2, size: 3, ...how });
  return { written, text: isArrow ? arrow(written, how) : ordinary(written, { name, ...how }) };
}

/** A function that has a name: of a module, or a local one. */
function named(kind, type, isWanted) {
  return (g, scope, program, isLate) => {
    const found = g.find(scope, type, (binding) => !binding.isExported && isWanted(binding));
    if (found === undefined) {
      return undefined;
    }
    const given = argumentsFor(g, found);
    return [submission(program, g.use(scope, found), given, { kind, isLate })];
  };
}

export const CANDIDATES = [
  {
    construct: 'submits an inline function',
    weight: 10,
    write(g, scope, program, isLate) {
      const { text: callee, written } = literal(g, scope, {});
      return [submission(program, callee, argumentsFor(g, written), { kind: 'inline', isLate })];
    },
  },
  {
    construct: 'submits an inline async function',
    weight: 4,
    write(g, scope, program, isLate) {
      const { text: callee, written } = literal(g, scope, { asynchronous: true });
      return [submission(program, callee, argumentsFor(g, written), { kind: 'inline async', isLate })];
    },
  },
  {
    construct: 'submits a function of a variable',
    weight: 4,
    write(g, scope, program, isLate) {
      const { text: callee, written } = literal(g, scope, {});
      const { tags, cost } = written.frame;
      const { name } = g.declare(scope, 'fn', { arity: written.arity, tags, cost });
      const label = () => ({ kind: 'variable', isLate });
      const times = g.random.between(1, 2);
      return [
        code`${g.random.pick(['const', 'const', 'let'])} ${name} = ${callee};`,
        ...Array.from({ length: times }, () => submission(program, name, argumentsFor(g, written), label())),
      ];
    },
  },
  {
    construct: 'submits a local function',
    weight: 4,
    write(g, scope, program, isLate) {
      const binding = g.declare(scope, 'hidden');
      const written = writeFunction(g, scope, { isUnit: true, depth: 3, arity: 2, size: 3 });
      Object.assign(binding, { type: 'fn', arity: written.arity, cost: written.frame.cost, tags: written.frame.tags });
      const sent = submission(program, binding.name, argumentsFor(g, written), { kind: 'local', isLate });
      const declared = ordinary(written, { name: binding.name });
      return g.random.chance(0.5) ? [sent, declared] : [declared, sent];
    },
  },
  {
    construct: 'submits a module function',
    weight: 8,
    write: named('module function', 'fn', ({ isModule }) => isModule),
  },
  {
    construct: 'submits an async module function',
    weight: 3,
    write: named('async module function', 'afn', ({ isModule }) => isModule),
  },
  {
    construct: 'submits an imported function',
    weight: 4,
    write: named('imported', 'fn', ({ isImported }) => isImported),
  },
  {
    construct: 'captures a variable that changes',
    weight: 4,
    write(g, scope, program, isLate) {
      const changing = g.declare(scope, 'num', { tags: new Set(['changes', 'live']) });
      const { text: callee, written } = literal(g, scope, { depth: 2, size: 2 });
      const { name } = g.declare(scope, 'fn', {
        arity: written.arity,
        cost: written.frame.cost,
        tags: written.frame.tags,
      });
      const label = () => ({ kind: 'changing capture', isLate });
      return [
        code`let ${changing.name} = ${g.random.below(9)};`,
        code`const ${name} = ${callee};`,
        submission(program, name, [argument(g)], label()),
        code`${changing.name} += 1.5;`,
        submission(program, name, [argument(g)], label()),
      ];
    },
  },
  {
    construct: 'captures a loop variable',
    weight: 3,
    write(g, scope, program, isLate) {
      const around = scope.block();
      const index = g.declare(around, 'num');
      const { text: callee } = literal(g, around, { depth: 2, size: 2 });
      const first = program.cases.length;
      submission(program, '', [], { kind: 'loop variable', isLate });
      submission(program, '', [], { kind: 'loop variable', isLate });
      const sent = submissionOf(g, code`${first} + ${index.name}`, callee, [argument(g)]);
      return [code`for (let ${index.name} = 0; ${index.name} < 2; ${index.name}++) ${new Block([sent])}`];
    },
  },
  {
    construct: 'submits a closure that a function returned',
    weight: 3,
    write(g, scope, program, isLate) {
      const maker = g.find(scope, 'maker');
      if (maker === undefined) {
        return undefined;
      }
      const callee = code`${g.use(scope, maker)}(${number(g, scope, 1)})`;
      return [submission(program, callee, [argument(g)], { kind: 'returned closure', isLate })];
    },
  },
  {
    construct: 'captures a function',
    weight: 3,
    write(g, scope, program, isLate) {
      const inner = literal(g, scope, { depth: 2, size: 1 });
      const around = scope.block();
      const callback = g.declare(around, 'fn', {
        arity: 1,
        cost: inner.written.frame.cost,
        tags: inner.written.frame.tags,
      });
      const outer = literal(g, around, { depth: 2, size: 2 });
      const sent = submission(program, outer.text, [argument(g)], { kind: 'captured function', isLate });
      return [code`((${callback.name}) => ${new Block([sent])})(${inner.text});`];
    },
  },
  {
    construct: 'submits a function that makes functions',
    weight: 2,
    write(g, scope, program, isLate) {
      const write = (_, inner) => makerBody(g, inner, 2);
      const made = writeFunction(g, scope, { isArrow: true, isUnit: true, isSimple: true, depth: 2, write });
      const outer = g.declare(scope, 'maker', { arity: 1, cost: made.frame.cost, tags: made.frame.tags });
      const callee = code`${outer.name}(${argument(g)})`;
      return [
        code`const ${outer.name} = ${arrow(made)};`,
        submission(program, callee, [argument(g)], { kind: 'local returned closure', isLate }),
      ];
    },
  },
  {
    construct: 'submits what throws',
    weight: 3,
    write(g, scope, program, isLate) {
      const error = g.global(scope, g.random.pick(['TypeError', 'RangeError', 'Error']));
      if (error === undefined) {
        return undefined;
      }
      const write = (_, inner) => {
        const thrown = [code`new ${error}(${text(g, inner, 2)})`, recordLiteral(g, inner, 1), number(g, inner, 2)];
        inner.pass(g.globals.bindings.get(error));
        return new Block([code`throw ${g.random.pick(thrown)};`]);
      };
      const { text: callee } = literal(g, scope, {
        write,
        isSimple: true,
        needs: [g.globals.bindings.get(error)],
      });
      return [submission(program, callee, [argument(g)], { kind: 'throws', isLate })];
    },
  },
  {
    construct: 'submits what gives data',
    weight: 4,
    write(g, scope, program, isLate) {
      const write = (_, inner) => {
        const values = [recordLiteral(g, inner, 2), row(g, inner, 3), text(g, inner, 3)];
        return new Block([code`return [${values}];`]);
      };
      const { text: callee } = literal(g, scope, { write });
      return [submission(program, callee, [argument(g)], { kind: 'data', isLate })];
    },
  },
  {
    construct: 'submits what consumes an async generator',
    weight: 3,
    write(g, scope, program, isLate) {
      const generator = g.find(scope, 'agen');
      if (generator === undefined) {
        return undefined;
      }
      g.mark('for await');
      const write = (_, inner) => {
        const values = code`${g.use(inner, generator)}(${number(g, inner, 1)})`;
        const around = inner.block();
        around.pass(generator);
        const sum = g.declare(inner, 'num', { isReserved: true });
        const each = g.declare(around, 'num');
        const loop = code`for await (const ${each.name} of ${values}) ${new Block([code`${sum.name} += ${each.name};`])}`;
        return new Block([code`let ${sum.name} = 0;`, loop, code`return ${sum.name};`]);
      };
      const { text: callee } = literal(g, scope, { asynchronous: true, isSimple: true, needs: [generator], write });
      return [submission(program, callee, [argument(g)], { kind: 'async generator', isLate })];
    },
  },
  {
    construct: 'a module variable changes between',
    weight: 4,
    write(g, scope, program, isLate) {
      const setter = program.setters.length > 0 ? g.random.pick(program.setters) : undefined;
      if (setter === undefined || scope.find(setter.name) !== setter) {
        return undefined;
      }
      const { text: callee } = literal(g, scope, { depth: 2, size: 2 });
      scope.pass(setter);
      return [
        code`${setter.name}(${g.random.below(99)});`,
        submission(program, callee, [argument(g)], { kind: 'changing module variable', isLate }),
      ];
    },
  },
  {
    construct: 'submits what counts',
    weight: 2,
    write(g, scope, program, isLate) {
      const counter = program.counters.pop();
      if (counter === undefined || scope.find(counter.name) !== counter) {
        return undefined;
      }
      scope.pass(counter);
      return [submission(program, counter.name, [argument(g)], { kind: 'counter', isStateful: true, isLate })];
    },
  },
  {
    construct: 'changes its copy of a capture',
    weight: 2,
    write(g, scope, program, isLate) {
      const { name } = g.declare(scope, 'hidden');
      const value = number(g, scope, 1);
      const callee = code`(x) => { ${name}.push(x); return ${name}.length; }`;
      return name === 'x'
        ? undefined
        : [
            code`const ${name} = [${value}];`,
            submission(program, callee, ['1'], { kind: 'changed copy', isStateful: true, isLate }),
          ];
    },
  },
  {
    construct: 'submits a new Function',
    weight: 1,
    write(g, scope, program, isLate) {
      const make = g.global(scope, 'Function');
      const callee = code`new ${make}('a', 'b', 'const c = (x) => x * 2; return c(a) + (b ?? 4);')`;
      return make && [submission(program, callee, [argument(g)], { kind: 'new Function', isLate })];
    },
  },
  {
    construct: 'submits what is built in',
    weight: 2,
    write(g, scope, program, isLate) {
      const [name, suffix, given] = g.random.pick([
        ['Math', '.max', ['1', '2']],
        ['JSON', '.stringify', ['{ a: [1] }']],
        ['parseInt', '', ["'12px'"]],
        ['String', '.fromCodePoint', ['128512']],
        ['Object', '.keys', ['{ a: 1 }']],
      ]);
      const callee = g.global(scope, name);
      return callee && [submission(program, `${callee}${suffix}`, given, { kind: 'built in', isLate })];
    },
  },
  ...OBJECTS,
  ...IDENTITIES,
];

/** Those that a worker finds by importing the program: all of the program runs there then. */
export const LATE_CANDIDATES = [
  {
    construct: 'submits an exported function',
    weight: 14,
    write(g, scope, program) {
      // Its module has variables of its own in the worker.
      const isWanted = ({ isExported, isModule, tags }) => isExported && isModule && !tags.has('live');
      const found = g.find(scope, g.random.pick(['fn', 'fn', 'afn']), isWanted);
      if (found === undefined) {
        return undefined;
      }
      const given = argumentsFor(g, found);
      return [submission(program, g.use(scope, found), given, { kind: 'exported', isLate: true })];
    },
  },
];
