// A program that is written, as a tree: what a layout turns into text, and what the minimiser takes statements out of.

/** Text with code in it. */
export class Code {
  /** @param {readonly (string | Code | Block | Members)[]} parts */
  constructor(parts) {
    this.parts = parts;
  }
}

/** Statements between braces. */
export class Block {
  /** @param {readonly (Code | string)[]} statements each ends with a semicolon or a brace */
  constructor(statements) {
    this.statements = statements;
  }
}

/** What stands between the braces of a class or of an object literal. */
export class Members {
  /**
   * @param {readonly (Code | string)[]} elements
   * @param {'' | ','} separator
   */
  constructor(elements, separator) {
    this.elements = elements;
    this.separator = separator;
  }
}

/** The tag: code`${left} + ${right}`. An array is a list with commas. */
export function code(strings, ...values) {
  const parts = [strings[0]];
  values.forEach((value, index) => {
    parts.push(...(Array.isArray(value) ? withCommas(value) : [value]), strings[index + 1]);
  });
  return new Code(parts.map((part) => (typeof part === 'number' ? String(part) : part)));
}

function withCommas(items) {
  return items.flatMap((item, index) => (index === 0 ? [item] : [', ', item]));
}
