// Functions that are arguments: exported ones, ones that capture, and ones that are kept back by their module.
export const identity = (value) => value;

export function isLarge(value) {
  return value > 3;
}

function lengthOf(value) {
  return `${value ?? ''}`.length;
}

function compare(left, right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

const toText = (value) => String(value);
const add = (left, right) => left + right;

export const nameOf = (object) => object?.name;

export const callbacks = [identity, isLarge, lengthOf, compare, toText, add, nameOf];

export function closureOver(step) {
  return (value) => (typeof value === 'number' ? value + step : step);
}
