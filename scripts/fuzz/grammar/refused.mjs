// Functions that have to be refused, or may be: each names the codes that are right for it.
import { code } from './code.mjs';
import { ordinary, writeFunction } from './functions.mjs';
import { argument, submission } from './submissions.mjs';

function refusal(program, callee, about) {
  return submission(program, callee, [argument(program.g)], { kind: 'to be refused', ...about });
}

/** One that is always the same, but for what is around it. */
function must(construct, refused, write) {
  return {
    construct,
    weight: 1.2,
    write(g, scope, program) {
      const { name } = g.declare(scope, 'hidden');
      const given = g.freshNameBeside({ name });
      return write({ name, given, program, send: (callee) => refusal(program, callee, { refused }), g, scope });
    },
  };
}

export const REFUSED = [
  must('refused: assigns a captured variable', 'ERR_TASK_ASSIGN', ({ name, given, send }) => [
    `let ${name} = 1;`,
    send(`(${given}) => { ${name} += ${given}; return ${name}; }`),
  ]),
  must('refused: assigns through a local function', 'ERR_TASK_ASSIGN', ({ name, given, send, g, scope }) => {
    const helper = g.declare(scope, 'hidden').name;
    const around = g.freshNameBeside({ name: helper });
    return [
      `let ${name} = 1;`,
      code`function ${helper}() { ${name}++; return 1; }`,
      // A parameter of the helper's name would hide it.
      send(`(${[around, given].find((it) => it !== name && it !== helper) ?? ''}) => ${helper}()`),
    ];
  }),
  must('refused: the this of the function around', 'ERR_TASK_THIS', ({ g, given, send }) =>
    g.frame.ordinary ? [send(`(${given}) => [this === undefined, ${given}]`)] : undefined,
  ),
  must('refused: the arguments of the function around', 'ERR_TASK_THIS', ({ g, given, send }) =>
    g.frame.ordinary ? [send(`(${given}) => arguments.length + ${given}`)] : undefined,
  ),
  must(
    'refused: captures a promise',
    'ERR_TASK_CAPTURE',
    ({ name, given, send, g, scope }) =>
      g.global(scope, 'Promise') && [
        `const ${name} = Promise.resolve(1);`,
        send(`async (${given}) => (await ${name}) + ${given}`),
      ],
  ),
  must(
    'refused: captures a weak map',
    'ERR_TASK_CAPTURE',
    ({ name, given, send, g, scope }) =>
      g.global(scope, 'WeakMap') && [
        `const ${name} = new WeakMap();`,
        send(`(${given}) => ${name}.has({}) + ${given}`),
      ],
  ),
  must('refused: a method that uses super', 'ERR_TASK_SUPER', ({ name, given, send }) => [
    `class ${name} { run(${given}) { return super.toString() + ${given}; } }`,
    send(`new ${name}().run`),
  ]),
  must(
    'refused: a getter',
    'ERR_TASK_ACCESSOR',
    ({ name, send, g, scope }) =>
      g.global(scope, 'Object') && [
        `const ${name} = { get size() { return 1; } };`,
        send(`Object.getOwnPropertyDescriptor(${name}, 'size').get`),
      ],
  ),
  must(
    'refused: a proxy',
    'ERR_TASK_PROXY',
    ({ given, send, g, scope }) => g.global(scope, 'Proxy') && [send(`new Proxy((${given}) => ${given}, {})`)],
  ),
  must('refused: a private name', 'ERR_TASK_PRIVATE', ({ name, given, send }) => [
    `class ${name} { #p = 1; run(${given}) { return #p in this ? this.#p : ${given}; } }`,
    send(`new ${name}().run`),
  ]),
  must('refused: a class', 'ERR_TASK_CLASS', ({ name, send }) => [`class ${name} { k = 1; }`, send(name)]),
  must(
    'refused: bound to what cannot be copied',
    'ERR_TASK_BOUND',
    ({ given, send, g, scope }) =>
      g.global(scope, 'WeakSet') && [send(`(function (${given}) { return typeof this; }).bind(new WeakSet())`)],
  ),
  {
    construct: 'may be refused: refers to itself through a captured variable',
    weight: 1.2,
    write(g, scope, program) {
      const { name } = g.declare(scope, 'hidden');
      const given = g.freshNameBeside({ name });
      return [
        `let ${name};`,
        `${name} = (${given}) => (${given} > 0 ? ${name}(-1) + 1 : 0);`,
        refusal(program, name, { refusals: ['ERR_TASK_CYCLE', 'ERR_TASK_CAPTURE'] }),
      ];
    },
  },
  {
    construct: 'refused: a variable that has no value yet',
    weight: 1.2,
    write(g, scope, program) {
      const { name } = g.declare(scope, 'hidden');
      const given = g.freshNameBeside({ name });
      return [
        refusal(program, `(${given}) => ${name} + ${given}`, { refused: 'ERR_TASK_TDZ', isMissedOn20: true }),
        `const ${name} = +'12';`,
      ];
    },
  },
  {
    construct: 'may be refused: this of a method',
    weight: 1,
    write(g, scope, program) {
      const written = writeFunction(g, scope, { isUnit: true, depth: 1, arity: 1, size: 1 });
      const callee = code`({ f: ${ordinary(written)} }).f`;
      return [refusal(program, callee, { refusals: [] })];
    },
  },
];
