// What TypeScript makes of its own constructs.

import { declareClass } from './classes.mjs';
import { Block, code } from './code.mjs';
import { ordinary, writeFunction } from './functions.mjs';
import { number } from './numbers.mjs';

export const COMPILED = [
  {
    construct: 'enum of TypeScript',
    weight: 3,
    write(g, scope) {
      const members = [
        { suffix: '.Red', arity: 0 },
        { suffix: '[1].length', arity: 0 },
      ];
      const { name } = g.declare(scope, 'space', { isModule: true, members, pool: g.style.classNames });
      const body = new Block([`${name}[${name}["Red"] = 0] = "Red";`, `${name}[${name}["Green"] = 1] = "Green";`]);
      return [
        `${g.random.pick(['var', 'let'])} ${name};`,
        code`(function (${name}) ${body})(${name} || (${name} = {}));`,
      ];
    },
  },
  {
    construct: 'namespace of TypeScript',
    weight: 3,
    write(g, scope) {
      const members = [{ suffix: '.half', arity: 1 }];
      const binding = g.declare(scope, 'hidden', { isModule: true, pool: g.style.classNames });
      const { name } = binding;
      const around = scope.block();
      around.declare({ name, type: 'hidden' });
      around.declare({ name: 'half', type: 'hidden' });
      const written = g.repeatedly(() => writeFunction(g, around, { isUnit: true, depth: 2, size: 1 }));
      const { tags, cost } = written.frame;
      Object.assign(binding, { type: 'space', members, tags, cost });
      const body = new Block([ordinary(written, { name: 'half' }), `${name}.half = half;`]);
      return [`var ${name};`, code`(function (${name}) ${body})(${name} || (${name} = {}));`];
    },
  },
  {
    construct: 'decorator of TypeScript',
    weight: 2,
    write(g, scope, program) {
      const helper = code`var __decorate = (this && this.__decorate) || function (decorators, target) ${new Block([
        'for (const decorator of decorators) target = decorator(target) || target;',
        'return target;',
      ])};`;
      const { statement, binding } = declareClass(g, scope, { depth: 1 });
      if (statement.parts[0] !== 'class ') {
        return [statement];
      }
      const decorator = code`(made) => { made.mark = ${g.repeatedly(() => number(g, scope, 0))}; }`;
      const { name } = binding;
      Object.assign(binding, { type: 'space', isModule: true, members: [{ suffix: '.mark', arity: 0 }] });
      const isFirst = !program.hasDecorated;
      program.hasDecorated = true;
      return [
        ...(isFirst ? [helper] : []),
        code`let ${name} = ${statement};`,
        code`${name} = __decorate([${decorator}], ${name});`,
      ];
    },
  },
];
