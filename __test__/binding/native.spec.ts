import test from 'ava';
import { fixture, run } from '../child.js';
import { nodes } from '../nodes.js';

for (const { major, path } of nodes) {
  const permission = major < 22 ? '--experimental-permission' : '--permission';
  for (const flags of [['--no-addons'], [permission, '--allow-fs-read=*']]) {
    test(`Node ${major}: where no addon may be loaded, the error says which flags matter: ${flags[0]}`, async (t) => {
      const { code, stderr } = await run(path, [...flags, fixture('loads.js')]);
      t.is(code, 1);
      t.regex(
        stderr,
        /RuntimeError: nogil cannot load its native addon: .*\n {2}Leave out --no-addons; .*--allow-addons/,
      );
    });
  }
}
