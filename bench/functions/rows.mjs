/**
 * @typedef {object} Row
 * @property {string} name as measure.mjs calls it
 * @property {string} title
 * @property {boolean} [isOverPlain] the cost is what it takes longer than a submit of a known export of a module
 * @property {number} [target] microseconds, at most
 */

/** @type {Row[]} */
export const rows = [
  { name: 'bare', title: 'a bare postMessage, there and back' },
  { name: 'plain', title: 'submit of an export, by tasks()' },
  { name: 'first', title: 'the first function of a program' },
  { name: 'second', title: 'the second of the same file' },
  { name: 'again', title: 'the same function again', isOverPlain: true, target: 1 },
  { name: 'free', title: 'a new one: no free names', isOverPlain: true, target: 5 },
  { name: 'freeElsewhere', title: 'the same, not written in the call', isOverPlain: true, target: 100 },
  { name: 'import', title: 'a new one: an import', isOverPlain: true, target: 20 },
  { name: 'importElsewhere', title: 'the same, not written in the call', isOverPlain: true, target: 100 },
  { name: 'primitive', title: 'a new one: a module constant, primitive', isOverPlain: true, target: 20 },
  { name: 'primitiveElsewhere', title: 'the same, not written in the call', isOverPlain: true, target: 100 },
  { name: 'object', title: 'a new one: a module constant, an object', isOverPlain: true, target: 20 },
  { name: 'objectElsewhere', title: 'the same, not written in the call', isOverPlain: true, target: 100 },
  { name: 'captures1', title: 'a new one: 1 captured local', isOverPlain: true, target: 250 },
  { name: 'captures2', title: 'a new one: 2 captured locals', isOverPlain: true, target: 250 },
  { name: 'captures4', title: 'a new one: 4 captured locals', isOverPlain: true, target: 250 },
  { name: 'captures8', title: 'a new one: 8 captured locals', isOverPlain: true, target: 250 },
  { name: 'eachCapture', title: 'of that, for each local after the first' },
  { name: 'captureAgain', title: 'the same function again: 1 captured const', isOverPlain: true, target: 250 },
  { name: 'changingAgain', title: 'the same function again: 1 captured let', isOverPlain: true, target: 250 },
  { name: 'revive', title: "the worker's side: a function that is new there" },
  { name: 'reviveLater', title: "the worker's side: later, with 1 capture" },
];
