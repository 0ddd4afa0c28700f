// The body of a function: statements around a sum, which it returns.
import { Block, code } from './code.mjs';
import { declareInside } from './inner-declarations.mjs';
import { LOOPS } from './loops.mjs';
import { assignable, number } from './numbers.mjs';
import { condition, record, row, text } from './values.mjs';

/** @param {object} how @param {import('./scope.mjs').Scope} [how.outer] where the parameters are */
export function bodyOf(g, scope, { depth, size, outer }) {
  const start = number(g, scope, depth);
  const isApart = outer !== undefined && g.random.chance(0.5);
  const sum = isApart
    ? apartFromParameters(g, scope, outer)
    : g.declare(scope, 'num', { assignable: true, isReserved: true });
  const keyword = isApart || g.random.chance(0.3) ? 'var' : 'let';
  const statements = [code`${keyword} ${g.spell(sum)} = ${start};`];
  const count = g.random.between(0, size);
  for (let index = 0; index < count; index++) {
    statements.push(...statement(g, scope, depth, sum));
  }
  statements.push(
    code`return ${g.random.chance(0.7) ? code`${g.use(scope, sum)} + ${number(g, scope, depth)}` : g.use(scope, sum)};`,
  );
  return new Block(statements);
}

/** A `var` of the body with a name that a default parameter looked up further out: there it stays what it is. */
function apartFromParameters(g, scope, outer) {
  const names = g.style.names.filter((name) => !outer.isFree(name) && !outer.bindings.has(name) && scope.isFree(name));
  if (names.length === 0) {
    return g.declare(scope, 'num', { assignable: true, isReserved: true });
  }
  g.mark('body apart from its parameters');
  return g.declare(scope, 'num', { assignable: true, isReserved: true, name: g.random.pick(names) });
}

/** @returns {import('./code.mjs').Code[]} */
export function statement(g, scope, depth, sum) {
  const written = depth <= 0 ? undefined : g.choose(STATEMENTS, scope, depth - 1, sum);
  return written ?? [add(g, scope, depth, sum)];
}

export function add(g, scope, depth, sum) {
  const value = number(g, scope, depth);
  return code`${g.use(scope, sum)} ${g.random.pick(['+=', '-=', '+='])} ${value};`;
}

/** Statements in a block of their own. */
export function nested(g, scope, depth, sum, declareFirst) {
  const inner = scope.block();
  const statements = declareFirst === undefined ? [] : declareFirst(inner);
  const count = g.random.between(1, 2);
  for (let index = 0; index < count; index++) {
    statements.push(...statement(g, inner, depth, sum));
  }
  return new Block(statements);
}

const STATEMENTS = [
  { construct: 'operators', weight: 6, write: (g, scope, depth, sum) => [add(g, scope, depth, sum)] },
  {
    construct: 'if',
    weight: 4,
    write(g, scope, depth, sum) {
      const test = condition(g, scope, depth);
      const otherwise = g.random.chance(0.5) ? code` else ${nested(g, scope, depth, sum)}` : '';
      return [code`if (${test}) ${nested(g, scope, depth, sum)}${otherwise}`];
    },
  },
  {
    construct: 'block',
    weight: 3,
    write: (g, scope, depth, sum) => [code`${nested(g, scope, depth, sum, (inner) => shadowed(g, inner, depth))}`],
  },
  {
    construct: 'switch',
    weight: 2,
    write(g, scope, depth, sum) {
      const subject = code`${number(g, scope, depth)} % 3`;
      const inner = scope.block();
      const first = nested(g, inner, depth, sum);
      const value = number(g, inner, 0);
      const local = g.declare(inner, 'num');
      const cases = [
        code`case 0: ${first} break;`,
        code`case 1: ${g.use(inner, sum)} += 1;`,
        code`default: const ${local.name} = ${value}; ${g.use(inner, sum)} += ${local.name};`,
      ];
      return [code`switch (${subject}) ${new Block(cases)}`];
    },
  },
  {
    construct: 'try and catch',
    weight: 3,
    write(g, scope, depth, sum) {
      const body = nested(g, scope, depth, sum);
      const error = g.global(scope, 'Error');
      if (error === undefined) {
        return undefined;
      }
      const thrown = code`throw new ${error}(${text(g, scope, depth)});`;
      const isThrown = g.random.chance(0.6);
      const tried = new Block(isThrown ? [code`${body}`, thrown] : body.statements);
      return [code`try ${tried} ${caught(g, scope, depth, sum)}${lastly(g, scope, depth, sum)}`];
    },
  },
  {
    construct: 'try and finally',
    weight: 1,
    write: (g, scope, depth, sum) => [
      code`try ${nested(g, scope, depth, sum)} finally ${nested(g, scope, depth, sum)}`,
    ],
  },
  {
    construct: 'destructuring assignment',
    weight: 2,
    write(g, scope, depth) {
      const targets = [assignable(g, scope), assignable(g, scope)];
      if (targets[0] === undefined || targets[0] === targets[1]) {
        return undefined;
      }
      const [left, right] = targets.map((target) => g.use(scope, target));
      return g.random.chance(0.5)
        ? [code`[${left}, ${right} = 1] = ${row(g, scope, depth)};`]
        : [code`({ a: ${left}, c: { d: ${right} } } = ${record(g, scope, depth)});`];
    },
  },
  { construct: 'declarations inside', weight: 12, write: declareInside },
  ...LOOPS,
];

function shadowed(g, scope, depth) {
  const value = number(g, scope, depth);
  const local = g.declare(scope, 'num', { assignable: true });
  return [code`${g.random.pick(['let', 'let'])} ${g.spell(local)} = ${value};`];
}

function caught(g, scope, depth, sum) {
  const isNamed = g.random.chance(0.7);
  if (!isNamed) {
    g.mark('catch without a name');
    return code`catch ${nested(g, scope, depth, sum)}`;
  }
  const around = scope.block();
  const error = g.declare(around, 'caught');
  const use = code`${g.use(around, sum)} += ${g.use(around, error)}.message.length;`;
  const block = nested(g, around, depth, sum);
  return code`catch (${g.spell(error)}) ${new Block([use, code`${block}`])}`;
}

function lastly(g, scope, depth, sum) {
  return g.random.chance(0.3) ? code` finally ${nested(g, scope, depth, sum)}` : '';
}
