// Functions that ask which class an instance is of, and instances that come back.
import { code } from './code.mjs';
import { number } from './numbers.mjs';
import { argument, submission } from './submissions.mjs';

const travels = ({ shape }) => !(shape.isExported || shape.hasPrivate || shape.hasFunctions);

/** A candidate about a class whose instances travel. */
function about(construct, write) {
  return {
    construct,
    weight: 3,
    write(g, scope, program, isLate) {
      const known = g.find(scope, 'cls', travels);
      return known && [write({ g, scope, program, isLate, name: g.use(scope, known) })];
    },
  };
}

export const IDENTITIES = [
  about('asks for the class of an instance', ({ g, scope, program, isLate, name }) => {
    const made = code`new ${name}(${number(g, scope, 1)})`;
    return submission(program, code`($one) => $one instanceof ${name}`, [made], {
      kind: 'class of an instance',
      isLate,
    });
  }),
  about('an instance that comes back', ({ g, program, isLate, name }) => {
    const behind = code`.then(($one) => $one instanceof ${name})`;
    const label = { kind: 'instance that comes back', isLate, behind };
    return submission(program, code`($x) => new ${name}($x)`, [argument(g)], label);
  }),
];
