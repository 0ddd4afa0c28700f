/**
 * What was thrown, as a warning tells it.
 *
 * @module
 */

/** Its stack, or what it is as a string. Whatever was thrown, this throws nothing. */
export function thrownText(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.stack) : String(thrown);
  } catch {
    return `a value of type ${typeof thrown}`;
  }
}
