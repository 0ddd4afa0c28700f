// Functions that ask which class an instance is of, and instances that come back.
import { code } from './code.mjs';
import { number } from './numbers.mjs';
import { argument, submission } from './submissions.mjs';

const travels = ({ shape }) => !(shape.isExported || shape.hasPrivate || shape.hasFunctions);

export const IDENTITIES = [
  {
    construct: 'asks for the class of an instance',
    weight: 3,
    write(g, scope, program, isLate) {
      const known = g.find(scope, 'cls', travels);
      if (known === undefined) {
        return undefined;
      }
      const name = g.use(scope, known);
      const made = code`new ${name}(${number(g, scope, 1)})`;
      return [
        submission(program, code`($one) => $one instanceof ${name}`, [made], { kind: 'class of an instance', isLate }),
      ];
    },
  },
  {
    construct: 'an instance that comes back',
    weight: 3,
    write(g, scope, program, isLate) {
      const known = g.find(scope, 'cls', travels);
      if (known === undefined) {
        return undefined;
      }
      const name = g.use(scope, known);
      const behind = code`.then(($one) => $one instanceof ${name})`;
      const label = { kind: 'instance that comes back', isLate, behind };
      return [submission(program, code`($x) => new ${name}($x)`, [argument(g)], label)];
    },
  },
];
