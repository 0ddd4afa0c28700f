import { pathToFileURL } from 'node:url';
import test from 'ava';
import { compileExamples } from './docstrings.js';

const { modules, complaints } = compileExamples();

test('the examples of the docstrings compile', (t) => {
  t.deepEqual(complaints, []);
});

for (const { title, path } of modules) {
  test(`the example of ${title} runs`, async (t) => {
    const { default: run } = (await import(pathToFileURL(path).href)) as { default: () => Promise<void> };
    await t.notThrowsAsync(run());
  });
}
