// Functions that call themselves, or each other; all end after a few rounds.
import { Block, code } from './code.mjs';
import { arrow, ordinary, writeFunction } from './functions.mjs';
import { number } from './numbers.mjs';

/** How often one calls itself at most: what it is given is taken to be less than this. */
const ROUNDS = 5;

/** One function that calls itself. */
export function recursive(g, scope, depth) {
  g.mark('recursion');
  const binding = g.declare(scope, 'hidden');
  const statements = [written(g, scope, depth, binding, binding)];
  binding.type = 'fn';
  return { statements, binding };
}

/** Two that call each other. */
export function mutual(g, scope, depth) {
  g.mark('mutual recursion');
  const first = g.declare(scope, 'hidden');
  const second = g.declare(scope, 'hidden');
  const statements = [written(g, scope, depth, first, second), written(g, scope, depth, second, first)];
  const tags = new Set([...first.tags, ...second.tags]);
  const cost = Math.max(first.cost, second.cost) * 2;
  for (const binding of [first, second]) {
    Object.assign(binding, { type: 'fn', tags, cost });
  }
  return { statements, bindings: [first, second] };
}

/** Writes `binding` as a function that calls `next` with less. */
function written(g, scope, depth, binding, next) {
  const isArrow = g.random.chance(0.4);
  const isUnit = g.frame.unitStarts === true;
  const inside = writeFunction(g, scope, {
    isArrow,
    isUnit,
    isSimple: true,
    needs: [next],
    depth,
    write: (_, inner) => g.times(ROUNDS, () => body(g, inner, depth, next)),
  });
  const { tags, cost } = inside.frame;
  // Nothing but the one call may call it while it is written.
  Object.assign(binding, { arity: 1, tags, cost: cost + ROUNDS });
  return isArrow ? code`const ${g.spell(binding)} = ${arrow(inside)};` : ordinary(inside, { name: g.spell(binding) });
}

function body(g, scope, depth, next) {
  const [left] = [...scope.bindings.values()];
  const given = left.name;
  const stop = number(g, scope, depth);
  const more = number(g, scope, depth);
  const name = g.use(scope, next);
  return new Block([
    code`if (!(${given} > 0)) ${new Block([code`return ${stop};`])}`,
    code`return ${name}(${given} > ${ROUNDS} ? ${ROUNDS} - 1 : ${given} - 1) + ${more};`,
  ]);
}
