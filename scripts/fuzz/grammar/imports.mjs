// What a program has from elsewhere: helper modules of the fuzz and modules of Node, in all the ways to name them.
import { code } from './code.mjs';

const NUMBERS = './library/numbers.mjs';
const LEGACY = './library/legacy.cjs';
const JSON_FILE = './library/data.json';

/** What the helper module exports, as bindings. */
const EXPORTED = {
  twice: { type: 'fn', arity: 1, isImported: true },
  half: { type: 'fn', arity: 1, isImported: true },
  later: { type: 'afn', arity: 1, isImported: true },
  makeAdder: { type: 'maker', arity: 1, isImported: true },
  upTo: { type: 'gen', isImported: true },
  BASE: { type: 'num' },
  Account: {
    type: 'cls',
    isImported: true,
    shape: {
      field: 'k1',
      members: [{ name: 'deposit', construct: 'method' }],
      statics: [],
      hasPrivate: true,
      isExported: true,
    },
  },
};

const SPACE = [
  { suffix: '.twice', arity: 1 },
  { suffix: '.default', arity: 1 },
  { suffix: '.BASE', arity: 0 },
  { suffix: '.table.two', arity: 0 },
];
const LEGACY_SPACE = [
  { suffix: '.plus', arity: 1 },
  { suffix: '.step', arity: 0 },
  { suffix: '?.minus', arity: 1 },
];
const PATH = [
  { suffix: ".join('a', 'b').length", arity: 0 },
  { suffix: ".basename('/tmp/größe.txt').length", arity: 0 },
];
const BASENAME = [{ suffix: "('/a/b.c').length", arity: 0 }];

/** `a`, or `a as b`, with the word that the form has for it. */
function renamed(g, scope, exported, word) {
  const isSame = scope.isFree(exported) && g.random.chance(0.4);
  const binding = g.declare(scope, EXPORTED[exported].type, {
    ...EXPORTED[exported],
    ...(isSame && { name: exported }),
  });
  if (isSame) {
    return exported;
  }
  g.mark('renamed import');
  return code`${exported}${word}${g.spell(binding)}`;
}

function some(g) {
  return g.random.shuffle(Object.keys(EXPORTED)).slice(0, g.random.between(1, 4));
}

function space(g, scope, members, more) {
  return g.spell(g.declare(scope, 'space', { members, ...more }));
}

export const MODULE_IMPORTS = [
  {
    construct: 'named import',
    weight: 6,
    write: (g, scope) => code`import { ${some(g).map((name) => renamed(g, scope, name, ' as '))} } from '${NUMBERS}';`,
  },
  {
    construct: 'default import',
    weight: 3,
    write(g, scope) {
      const name = g.spell(g.declare(scope, 'fn', { arity: 1, isImported: true }));
      const more = g.random.chance(0.4) ? code`, { ${renamed(g, scope, 'twice', ' as ')} }` : '';
      return code`import ${name}${more} from '${NUMBERS}';`;
    },
  },
  {
    construct: 'namespace import',
    weight: 3,
    write: (g, scope) => code`import * as ${space(g, scope, SPACE)} from '${NUMBERS}';`,
  },
  {
    construct: 'import by a string name',
    weight: 2,
    write(g, scope) {
      const name = g.spell(g.declare(scope, 'fn', { arity: 1, isImported: true }));
      return code`import { 'three times' as ${name} } from "${NUMBERS}";`;
    },
  },
  {
    construct: 'import of CommonJS',
    weight: 2,
    write: (g, scope) => code`import ${space(g, scope, LEGACY_SPACE)} from '${LEGACY}';`,
  },
  {
    construct: 'import with attributes',
    weight: 2,
    write(g, scope) {
      const name = g.spell(g.declare(scope, 'rec'));
      return code`import ${name} from '${JSON_FILE}' with { type: 'json' };`;
    },
  },
  {
    construct: 'import of Node',
    weight: 4,
    write(g, scope) {
      const forms = [
        () => code`import ${space(g, scope, PATH)} from 'node:path';`,
        () => code`import * as ${space(g, scope, PATH)} from 'path';`,
        () => code`import { basename as ${space(g, scope, BASENAME)} } from 'node:path';`,
      ];
      return g.random.pick(forms)();
    },
  },
  { construct: 'import for its effects', weight: 1, write: () => code`import './library/scale.mjs';` },
];

export const COMMONJS_IMPORTS = [
  {
    construct: 'require',
    weight: 4,
    write: (g, scope) => code`const ${space(g, scope, LEGACY_SPACE)} = require('${LEGACY}');`,
  },
  {
    construct: 'require of a member',
    weight: 2,
    write(g, scope) {
      const name = g.spell(g.declare(scope, 'fn', { arity: 1, isImported: true }));
      return code`const ${name} = require('${LEGACY}').${g.random.pick(['plus', 'minus'])};`;
    },
  },
  {
    construct: 'require with destructuring',
    weight: 3,
    write(g, scope) {
      const plus = g.spell(g.declare(scope, 'fn', { arity: 1, isImported: true }));
      const made = g.spell(g.declare(scope, 'maker', { arity: 1, isImported: true }));
      return code`const { plus: ${plus}, makeCounter: ${made} } = require('${LEGACY}');`;
    },
  },
  {
    construct: 'require of Node',
    weight: 3,
    write(g, scope) {
      const isWhole = g.random.chance(0.5);
      return isWhole
        ? code`${g.random.pick(['const', 'var'])} ${space(g, scope, PATH)} = require('node:path');`
        : code`const { basename: ${space(g, scope, BASENAME)} } = require('path');`;
    },
  },
  {
    construct: 'require of JSON',
    weight: 2,
    write: (g, scope) => code`const ${g.spell(g.declare(scope, 'rec'))} = require('${JSON_FILE}');`,
  },
];
