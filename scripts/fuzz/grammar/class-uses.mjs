// Numbers that a class or an instance gives.
import { code } from './code.mjs';
import { number } from './numbers.mjs';

/** One of the members that leave the instance as it is, or any where nobody else has it. */
function use(g, scope, shape, target, depth, isOwn) {
  const members = shape.members.filter(({ changes, asynchronous }) => !(asynchronous || (changes && !isOwn)));
  if (members.length === 0) {
    return code`${target}.${shape.field}`;
  }
  const member = g.random.pick(members);
  g.mark(member.construct);
  const given = member.isGetter ? '' : code`(${number(g, scope, depth)})`;
  return code`${target}.${member.name}${given}`;
}

export const CLASS_USES = [
  {
    construct: 'class',
    weight: 6,
    write(g, scope, depth) {
      const known = g.find(scope, 'cls');
      if (known === undefined) {
        return undefined;
      }
      const made = code`new ${g.use(scope, known)}(${number(g, scope, depth)})`;
      return use(g, scope, known.shape, made, depth, true);
    },
  },
  {
    construct: 'static member',
    weight: 2,
    write(g, scope, depth) {
      const known = g.find(scope, 'cls', (binding) => binding.shape.statics.length > 0);
      if (known === undefined) {
        return undefined;
      }
      const { name, isValue } = g.random.pick(known.shape.statics);
      const given = isValue ? '' : code`(${number(g, scope, depth)})`;
      return code`${g.use(scope, known)}.${name}${given}`;
    },
  },
  {
    construct: 'instance',
    weight: 4,
    write(g, scope, depth) {
      const known = g.find(scope, 'inst');
      return known && use(g, scope, known.shape, g.use(scope, known), depth, known.unit === g.unit && known.isFresh);
    },
  },
  {
    construct: 'instanceof',
    weight: 1,
    write(g, scope, depth) {
      const known = g.find(scope, 'cls');
      if (known === undefined) {
        return undefined;
      }
      const name = g.use(scope, known);
      return code`(new ${name}(${number(g, scope, depth)}) instanceof ${name} ? 1 : 2)`;
    },
  },
];
