import test from 'ava';
import { TextCache } from '#nogil/functions/text-cache.js';
import { nodes } from '../nodes.js';
import { reportOf } from '../reports.js';

/** Each scenario of fixtures/sources.ts. */
const scenarios: [behaviour: string, scenario: string][] = [
  ["a module's text is that of its file", 'a-module'],
  ["a CommonJS module's text is that of its file", 'a-commonjs-module'],
  ['a text is parsed once', 'is-parsed-once'],
  ['a file may begin with a byte order mark and a hashbang', 'a-byte-order-mark-and-a-hashbang'],
  ['a file may have other ends of lines', 'unusual-ends-of-lines'],
  ['of a file that has changed the old text is taken', 'a-file-that-has-changed'],
  [
    'of a file in whose place an older one was put the text is taken that was compiled',
    'a-file-in-whose-place-is-an-older-one',
  ],
  ['a new file is compared with what was compiled', 'a-file-that-may-have-changed'],
  ['of a file that is gone the text is taken that was compiled', 'a-file-that-is-gone'],
  ['a URL may have a query', 'a-query'],
  ["stripped types leave the file's text", 'typescript'],
  ['a text without a file is what was compiled', 'what-has-no-file'],
  ['what a test runner wraps is a script', 'what-a-test-runner-wraps'],
  ['a compiled module has the name of its file', 'a-module-that-was-compiled-to-commonjs'],
  ['a text in a call is found in its file', 'the-text-in-a-call'],
];

for (const node of nodes) {
  for (const [behaviour, scenario] of scenarios) {
    test(`Node ${node.major}: ${behaviour}`, async (t) => {
      t.is((await reportOf(node.path, 'sources.js', []))[scenario], '');
    });
  }
}

test('a cache makes what it does not know, once', (t) => {
  const cache = new TextCache<{ text: string }>(100);
  const made: string[] = [];
  const get = (key: string): unknown =>
    cache.get(key, () => {
      made.push(key);
      return key === 'none' ? undefined : { text: key };
    });
  t.is(get('a'), get('a'));
  get('none');
  t.is(get('none'), undefined);
  t.deepEqual(made, ['a', 'none']);
});

test('a cache forgets what was not used for longest', (t) => {
  const cache = new TextCache<{ text: string }>(100);
  const made: string[] = [];
  const get = (key: string): unknown =>
    cache.get(key, () => {
      made.push(key);
      return { text: key.repeat(40) };
    });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
    get(key);
  }
  t.deepEqual(made, ['a', 'b', 'c', 'b']);
});

test('a cache of short texts forgets what was not used for longest, too', (t) => {
  const cache = new TextCache<{ text: string }>();
  const first = cache.get('0', () => ({ text: '' }));
  for (let key = 1; key < 10_000; key += 1) {
    cache.get(String(key), () => ({ text: '' }));
  }
  t.not(
    cache.get('0', () => ({ text: '' })),
    first,
  );
});

test('a cache keeps a text that is longer than all may be', (t) => {
  const cache = new TextCache<{ text: string }>(1);
  const long = { text: 'long' };
  cache.get('a', () => long);
  t.is(
    cache.get('a', () => undefined),
    long,
  );
});
