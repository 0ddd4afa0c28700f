import test from 'ava';
import { nodes } from '../nodes.js';
import { reportOf } from '../reports.js';

/** Each scenario of fixtures/call-places.ts. */
const scenarios: [behaviour: string, scenario: string][] = [
  ['a call is found', 'a-call'],
  ['a call of many lines is found at its beginning', 'a-call-of-many-lines'],
  ['a call of the bound function is found', 'a-bound-call'],
  ['a call by Reflect.apply is found', 'an-applied-call'],
  ['a call by Node or the language has no place', 'a-call-by-node'],
  ['a call in eval has no place', 'a-call-in-eval'],
  ['a call by a promise has no place', 'a-call-by-a-promise'],
  ['a call after an await is found', 'a-call-after-an-await'],
  ['a call in a CommonJS module has its path', 'a-call-in-a-commonjs-module'],
  ['a call in another context is found', 'a-call-in-another-context'],
  ['a function that is not being called has no place', 'a-call-that-is-not-on-the-stack'],
  ["the program's own prepareStackTrace is left alone", 'a-hook-of-the-program'],
  ['a prepareStackTrace that is undefined stays so', 'a-hook-that-is-undefined'],
  ['a missing prepareStackTrace stays so', 'no-hook'],
  ['a stackTraceLimit of 0 stays so', 'a-limit-of-zero'],
  ['a stackTraceLimit that is no number stays so', 'a-limit-that-is-no-number'],
  ['a deleted stackTraceLimit stays so', 'a-limit-that-was-deleted'],
  ['a stackTraceLimit with a getter is left alone', 'a-limit-behind-an-accessor'],
  ['a prepareStackTrace with a getter is not looked at', 'a-hook-behind-an-accessor'],
  ['a program may replace Error', 'an-error-of-the-program'],
  ['a stackTraceLimit that cannot be changed is no obstacle', 'a-limit-that-is-fixed'],
  ['a frozen Error is no obstacle', 'a-frozen-error'],
];

for (const node of nodes) {
  for (const [behaviour, scenario] of scenarios) {
    test(`Node ${node.major}: ${behaviour}`, async (t) => {
      t.is((await reportOf(node.path, 'call-places.js', []))[scenario], '');
    });
  }
}
