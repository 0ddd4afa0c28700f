import { getSystemErrorMap } from 'node:util';

/** A file or folder that was left out, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Says in plain words why the operating system refused something: "permission denied (EACCES)". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { errno, code } = error as NodeJS.ErrnoException;
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno);
  if (known !== undefined) {
    const [name, words] = known;
    return `${words} (${name})`;
  }
  return code === undefined ? error.message : `${error.message} (${code})`;
}
