// Module variables that the functions themselves assign, and statements that have effects: the traps of a copy.
import { Block, code } from './code.mjs';
import { ordinary, writeFunction } from './functions.mjs';
import { number } from './numbers.mjs';

/** What must not run in a worker says so here. */
const RAN = 'globalThis.__fuzzRan';

export const STATE = [
  {
    construct: 'memo in a variable',
    weight: 3,
    write(g, scope) {
      const memo = g.declare(scope, 'hidden', { isModule: true });
      const write = (_, inner) => {
        const [given] = [...inner.bindings.values()];
        // What is remembered must not depend on which call was the first.
        given.type = 'hidden';
        const value = g.repeatedly(() => number(g, inner, 2));
        return new Block([
          code`if (${memo.name} === undefined) ${new Block([code`${memo.name} = ${value};`])}`,
          code`return ${memo.name} + ${given.name};`,
        ]);
      };
      const written = writeFunction(g, scope, { isUnit: true, isSimple: true, depth: 1, needs: [memo], write });
      const { tags, cost } = written.frame;
      const binding = g.declare(scope, 'fn', { isModule: true, arity: 1, cost, tags: new Set([...tags, 'changes']) });
      return [`let ${memo.name};`, ordinary(written, { name: binding.name })];
    },
  },
  {
    construct: 'memo in a map',
    weight: 3,
    write(g, scope) {
      const make = g.global(scope, 'Map');
      if (make === undefined) {
        return undefined;
      }
      const memo = g.declare(scope, 'hidden', { isModule: true });
      const write = (_, inner) => {
        const [given] = [...inner.bindings.values()];
        given.assignable = false;
        const has = code`if (!${memo.name}.has(${given.name}))`;
        const value = number(g, inner, 2);
        return new Block([
          code`${has} ${new Block([code`${memo.name}.set(${given.name}, ${value});`])}`,
          code`return ${memo.name}.get(${given.name});`,
        ]);
      };
      const written = writeFunction(g, scope, { isUnit: true, isSimple: true, depth: 1, needs: [memo], write });
      // What is remembered must not depend on when it was.
      if (written.frame.tags.has('changes')) {
        return undefined;
      }
      const { tags, cost } = written.frame;
      const binding = g.declare(scope, 'fn', { isModule: true, arity: 1, cost, tags: new Set([...tags, 'changes']) });
      return [code`const ${memo.name} = new ${make}();`, ordinary(written, { name: binding.name })];
    },
  },
  {
    construct: 'counter',
    weight: 2,
    write(g, scope, program) {
      const count = g.declare(scope, 'hidden', { isModule: true });
      const next = g.declare(scope, 'hidden', { isModule: true });
      const given = g.freshNameBeside(count);
      program.counters.push(next);
      const body = new Block([code`${count.name} += 1;`, code`return ${count.name} * ${given};`]);
      return [`let ${count.name} = ${g.random.below(5)};`, code`function ${next.name}(${given}) ${body}`];
    },
  },
  {
    construct: 'statement with an effect',
    weight: 6,
    write(g, scope) {
      const effect = `${RAN} = (${RAN} ?? 0) + 1;`;
      const unused = () => g.declare(scope, 'hidden');
      const forms = [
        () => [effect],
        () => [code`(() => ${new Block([effect])})();`],
        () => [code`if (${number(g, scope, 1)} !== 'never') ${new Block([effect])}`],
        () => [code`const ${unused().name} = (${RAN} = 1);`],
        () => [code`class ${unused().name} ${new Block([code`static ${new Block([effect])}`])}`],
        () => {
          const register = unused().name;
          return [code`function ${register}() ${new Block([effect])}`, `${register}();`];
        },
        () => [code`for (let i = 0; i < 1; i++) ${new Block([effect])}`],
        () => [code`try ${new Block([effect])} finally ${new Block([])}`],
      ];
      return g.random.pick(forms)();
    },
  },
];
