// Few names in each program: they shadow each other without being asked to.

const WORDS = [
  'value',
  'item',
  'total',
  'data',
  'make',
  'config',
  'count',
  'left',
  'right',
  'step',
  'size',
  'key',
  'node',
];
const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'n', 'r', 't', 'x', 'y', '_', '$a', 'e1', 't0'];
const UNICODE = ['größe', 'π', '变量', '𝒙', '𝒚𝒛', 'ñandú', 'ﬀ', 'Ωmega', 'क', 'a\u0301'];
/** Names that mean something elsewhere: to Node, to the prototype of every object, to a compiler. */
const MEANINGFUL = [
  'name',
  'length',
  'constructor',
  'toString',
  'valueOf',
  'prototype',
  'get',
  'set',
  'of',
  'from',
  'as',
  'type',
  'module',
  'exports',
  'require',
  'process',
  'self',
  'target',
  'meta',
  'status',
  'values',
  'result',
  'args',
  'Map',
  'Math',
  'Number',
  'String',
  'Object',
  'Array',
  'undefined_',
  '__proto',
  '__filename',
  'fetch',
  'parcelRequire',
];
const CLASSES = ['Box', 'Shape', 'Base', 'Point', 'Item', 'Node', 'K', 'C', 'Größe', 'Event'];

/** @param {import('./random.mjs').Random} random */
export function choosePool(random, { minified, unicode }) {
  const usual = minified ? LETTERS : [...WORDS, ...LETTERS.slice(0, 6)];
  const pool = [...random.shuffle(usual).slice(0, 12), ...random.shuffle(MEANINGFUL).slice(0, 4)];
  return unicode ? [...pool, ...random.shuffle(UNICODE).slice(0, 4)] : pool;
}

/** @param {import('./random.mjs').Random} random */
export function chooseClassPool(random, { minified }) {
  return minified ? LETTERS.slice(0, 12) : random.shuffle(CLASSES).slice(0, 6);
}
