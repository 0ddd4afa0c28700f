/**
 * @param {number} left
 * @param {number} right
 */
export function add(left, right) {
  return left + right;
}

/** @param {number} value */
export function double(value) {
  return value * 2;
}
