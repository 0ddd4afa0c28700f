import test from 'ava';
import { nodes } from '../../nodes.js';
import { reportOf } from '../../reports.js';

/** Each scenario of fixtures/inspection.ts. */
const scenarios: [behaviour: string, scenario: string][] = [
  ['a function is found where it was written', 'a-place'],
  ['a function of another module has the URL of that', 'the-place-of-a-function-of-another-module'],
  ['a function of a CommonJS module has its path', 'the-place-of-a-commonjs-function'],
  ['native, bound and proxied functions have no place', 'the-place-of-what-is-native-or-bound'],
  ['a function that was made of a text has the name of that, or none', 'the-place-of-what-has-no-file'],
  ['the place and the scopes can be had together', 'a-place-and-its-scopes'],
  ['variables are not read where the place is enough', 'a-place-that-is-enough'],
  ['of two variables with one name the one that is asked for is found', 'the-innermost-and-the-outermost-variable'],
  ['a variable has its value of now', 'present-values'],
  ['values are the very ones, of each type', 'values-themselves'],
  ['a variable before its declaration is told from one that is undefined', 'a-variable-that-is-not-initialized'],
  ['it is told what made a scope', 'kinds-of-scopes'],
  ['the object of a `with` hides what it says that it hides', 'the-object-of-a-with'],
  ['the variables of a CommonJS module are in the outermost closure', 'a-commonjs-module'],
  ['the variables at the top level of a script are found', 'the-top-level-of-a-script'],
  ['functions of a context without `process` are read', 'functions-of-another-context'],
  ['all that a function was bound to is read', 'a-bound-function'],
  ['a function that was bound twice has the first one as its target', 'a-function-that-is-bound-twice'],
  ['what is not bound is told from what is', 'what-is-not-bound'],
  ['the text that V8 compiled is read', 'the-text-that-was-compiled'],
];

for (const node of nodes) {
  for (const thread of ['main', 'worker']) {
    for (const [behaviour, scenario] of scenarios) {
      test(`Node ${node.major}, ${thread}: ${behaviour}`, async (t) => {
        t.is((await reportOf(node.path, 'inspection.js', [thread]))[scenario], '');
      });
    }
  }
}
