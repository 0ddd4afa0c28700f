// What an imported module looks like: exports in each form, and what it keeps to itself.
import { sep } from 'node:path';

export const loadedIn = [];
let calls = 0;

export function sum(left, right) {
  calls += 1;
  return left + right + secret(1);
}

function secret(value) {
  return value + 1;
}

export const twice = (value) => value * 2;

export default function (value) {
  return `default ${value}`;
}

function internalName(value) {
  return `internal ${value}`;
}

export { internalName as outerName };

export const tools = {
  run: (value) => secret(value) + 100,
  method(value) {
    return secret(value) + 200;
  },
};

export function makeAdder(amount) {
  return (value) => value + amount + secret(0);
}

const exclaim =
  (inner) =>
  (...values) =>
    `${inner(...values)}!`;
export const loud = exclaim((value) => value + 1);

export function callsSoFar() {
  return calls;
}

export const separator = sep;
