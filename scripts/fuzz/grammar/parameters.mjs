import { code } from './code.mjs';
import { functionLiteral } from './functions.mjs';
import { number } from './numbers.mjs';
import { recordPattern } from './patterns.mjs';
import { recordLiteral, row } from './values.mjs';

/**
 * Writes parameters and declares them. The first is a number, or a record that is taken apart.
 *
 * @returns {{ parameters: import('./code.mjs').Code[], arity: number }} `arity`: how many numbers a caller may give
 */
export function parametersOf(g, scope, { arity, takes, depth, isSimple, hasExtras }) {
  if (takes === 'rec') {
    return { parameters: [recordPattern(g, scope, depth)], arity: 0 };
  }
  const parameters = [first(g, scope, depth, isSimple)];
  let accepted = 1;
  if (arity > 1) {
    const second = withDefault(g, scope, depth, isSimple ? 0 : 0.4);
    parameters.push(second);
    accepted = 2;
  }
  if (!isSimple && hasExtras && g.random.chance(0.3)) {
    const extra = g.choose(EXTRAS, scope, depth);
    if (extra !== undefined) {
      parameters.push(extra);
      g.frame.cost += 2;
    }
  }
  return { parameters, arity: accepted };
}

function first(g, scope, depth, isSimple) {
  return withDefault(g, scope, depth, isSimple ? 0 : 0.12);
}

function withDefault(g, scope, depth, probability) {
  if (!g.random.chance(probability)) {
    return code`${g.spell(g.declare(scope, 'num', { assignable: true }))}`;
  }
  g.mark('default parameter');
  const value = number(g, scope, depth);
  return code`${g.spell(g.declare(scope, 'num', { assignable: true }))} = ${value}`;
}

/** Parameters that no caller gives, so they have their defaults. */
const EXTRAS = [
  {
    construct: 'closure in a default parameter',
    weight: 4,
    write(g, scope, depth) {
      const value = functionLiteral(g, scope, { depth: depth + 1, isArrow: true });
      return code`${g.spell(g.declare(scope, 'fn', { arity: 1, cost: 20 }))} = ${value}`;
    },
  },
  {
    construct: 'default that refers to an earlier parameter',
    weight: 3,
    write(g, scope) {
      const earlier = [...scope.bindings.values()].find(({ type }) => type === 'num');
      if (earlier === undefined) {
        return undefined;
      }
      const value = code`${g.use(scope, earlier)} * 2`;
      return code`${g.spell(g.declare(scope, 'num', { assignable: true }))} = ${value}`;
    },
  },
  {
    construct: 'destructured parameter',
    weight: 4,
    write(g, scope, depth) {
      const value = recordLiteral(g, scope, depth);
      return code`${recordPattern(g, scope, depth)} = ${value}`;
    },
  },
  {
    construct: 'destructured parameter',
    weight: 2,
    write(g, scope, depth) {
      const value = row(g, scope, depth);
      const left = g.declare(scope, 'num', { assignable: true });
      const other = code`${number(g, scope, 0)}`;
      const right = g.declare(scope, 'num', { assignable: true });
      return code`[${g.spell(left)}, ${g.spell(right)} = ${other}] = [...${value}, 1]`;
    },
  },
  {
    construct: 'rest parameter',
    weight: 3,
    write: (g, scope) => code`...${g.spell(g.declare(scope, 'nums'))}`,
  },
];
