import { render } from './grammar/layout.mjs';
import { Random } from './grammar/random.mjs';

/** The file of a program: its name, and what is in it. */
export function fileOf(program, name) {
  const { end } = program.layout;
  const before = end === '' ? program.before : program.before.replaceAll('\n', end);
  return {
    name: `${name}.${program.format === 'module' ? 'mjs' : 'cjs'}`,
    text: before + render(program.statements, program.layout, new Random(name.length)),
  };
}
