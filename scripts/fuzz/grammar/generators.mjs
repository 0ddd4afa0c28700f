import { Block, code } from './code.mjs';
import { ordinary, writeFunction } from './functions.mjs';
import { number } from './numbers.mjs';
import { row } from './values.mjs';

/** A generator function, or an asynchronous one, that yields a few numbers. */
export function declareGenerator(g, scope, { depth, asynchronous = false, isUnit = false }) {
  g.mark(asynchronous ? 'async generator' : 'generator');
  const binding = g.declare(scope, 'hidden');
  const inside = writeFunction(g, scope, {
    asynchronous,
    isUnit,
    depth,
    write: (_, inner) => yields(g, inner, depth, asynchronous),
  });
  const { tags, cost } = inside.frame;
  Object.assign(binding, { type: asynchronous ? 'agen' : 'gen', tags, cost: cost + 3 });
  const name = g.spell(binding);
  if (g.random.chance(0.3)) {
    return { binding, statement: code`const ${name} = ${ordinary(inside, { asynchronous, generates: true })};` };
  }
  return { binding, statement: ordinary(inside, { name, asynchronous, generates: true }) };
}

export function yields(g, scope, depth, asynchronous) {
  const statements = [code`yield ${number(g, scope, depth)};`];
  if (g.random.chance(0.5)) {
    const around = scope.block();
    const index = g.declare(around, 'num');
    const value = g.times(2, () => number(g, around, depth));
    const loop = new Block([code`yield ${asynchronous ? code`await ${value}` : value};`]);
    statements.push(code`for (let ${index.name} = 0; ${index.name} < 2; ${index.name}++) ${loop}`);
  }
  if (g.random.chance(0.4)) {
    g.mark('yield*');
    statements.push(code`yield* [...${row(g, scope, depth)}].slice(0, 3);`);
  }
  return new Block(statements);
}
