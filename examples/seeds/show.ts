/** Values as Python prints them: what an example prints is compared with what its document says. */

/** Python: `repr(value)`. */
export function show(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(show).join(', ')}]`;
  }
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return value === undefined || value === null ? 'None' : String(value);
}
