// What takes values apart.
import { code, Members } from './code.mjs';
import { number } from './numbers.mjs';

/** A pattern for a record, which declares at least one number. */
export function recordPattern(g, scope, depth, options = {}) {
  g.mark('destructuring');
  const declare = () => g.declare(scope, 'num', { assignable: true, ...options });
  const parts = [renamed(g, scope, 'a', depth, declare)];
  if (g.random.chance(0.5)) {
    g.mark('nested destructuring');
    parts.push(code`c: ${new Members([renamed(g, scope, 'd', depth, declare)], ',')}`);
  }
  if (g.random.chance(0.3)) {
    g.mark('computed key in a pattern');
    const known = g.find(scope, 'key', (binding) => binding.text === 'b');
    const key = known === undefined ? "'b'" : g.use(scope, known);
    parts.push(code`[${key}]: ${g.spell(declare())}`);
  }
  if (g.random.chance(0.3)) {
    g.mark('rest in a pattern');
    parts.push(code`...${g.spell(g.declare(scope, 'hidden', options))}`);
  }
  return new Members(parts, ',');
}

/** `a`, `a: left`, `a = 1`, `a: left = 1` */
function renamed(g, scope, key, depth, declare) {
  const isShort = g.random.chance(0.5) && scope.isFree(key) && !scope.find(key)?.isReserved;
  const isDefaulted = g.random.chance(0.3);
  const fallback = isDefaulted ? code` = ${number(g, scope, depth)}` : '';
  if (isDefaulted) {
    g.mark('default in a pattern');
  }
  if (isShort && scope.isFree(key)) {
    return code`${shortName(key, declare)}${fallback}`;
  }
  return code`${key}: ${g.spell(declare())}${fallback}`;
}

function shortName(key, declare) {
  const binding = declare();
  // Declared under a name of its own first, so that all options hold; a short pattern has the key as its name.
  binding.scope.bindings.delete(binding.name);
  binding.name = key;
  binding.scope.bindings.set(key, binding);
  return key;
}
