/**
 * The flags of Node that a worker thread must not inherit.
 *
 * @module
 */

/** These say what the program is. A thread that inherits one refuses to start, or starts the program again. */
const aboutTheProgram = new Set([
  '--input-type',
  '-e',
  '--eval',
  '-p',
  '--print',
  '-pe',
  '-i',
  '--interactive',
  '--test',
  '--watch',
]);

/** Of the other flags, an explicit list may hold those of the module system only: V8's and the process's are refused. */
const aboutModules =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--enable-source-maps|--no-warnings|--experimental-[a-z-]*(?:types|modules?|module))$/;

const takesValue = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions']);

/**
 * The option `execArgv` for a worker of a process with these flags: none where it can inherit them all, which is best,
 * since Node then decides about each.
 */
export function workerExecArgv(flags: readonly string[]): { execArgv?: string[] } {
  if (!flags.some((flag) => aboutTheProgram.has(nameOf(flag)))) {
    return {};
  }
  const kept: string[] = [];
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index] as string;
    if (!aboutModules.test(nameOf(flag))) {
      continue;
    }
    kept.push(flag);
    if (takesValue.has(flag)) {
      index += 1;
      kept.push(flags[index] as string);
    }
  }
  return { execArgv: kept };
}

function nameOf(flag: string): string {
  return flag.split('=', 1)[0] as string;
}
