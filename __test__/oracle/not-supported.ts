/** What this interpreter does not know, which is no fault of the package. */

/** An instruction, a call, or a kind of object, that the interpreter does not know. */
export class NotSupported extends Error {}

/** Ends the program. */
export function notSupported(what: string): never {
  throw new NotSupported(`not supported: ${what}`);
}
