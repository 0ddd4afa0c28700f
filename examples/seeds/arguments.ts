/** What an example is given on the command line, in the place of what its document has. */

const given = process.argv.slice(2);

/** The numbers of the command line, or those of the document. */
export function numbersOr(document: readonly number[]): readonly number[] {
  return given.length > 0 ? given.map(Number) : document;
}

/** The first number of the command line, or the one of the document. */
export function numberOr(document: number): number {
  return given[0] === undefined ? document : Number(given[0]);
}

/** The words of the command line, or those of the document. */
export function wordsOr(document: readonly string[]): readonly string[] {
  return given.length > 0 ? given : document;
}

/** The numbers from 0 on. Python: `range(count)`. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
