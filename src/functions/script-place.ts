/**
 * In which script a function stands, and where: told by V8 itself in less than a microsecond, where the inspector takes a
 * hundred.
 *
 * Two functions of V8's own tell it, `%FunctionGetScriptId` and `%FunctionGetScriptSourcePosition`. Their names parse only
 * while a flag of V8 is set: it is set for the moment in which two small functions are compiled, and then as it was, so that
 * no other code notices, and compiled code that a program has cached stays valid. They are tried out before they are
 * believed; where they are missing, or tell anything else, the inspector is asked.
 *
 * @module
 */

import { setFlagsFromString } from 'node:v8';
import vm from 'node:vm';
import type { AnyFunction } from './any-function.js';

/** Where a function stands. */
export interface ScriptPlace {
  /** The same for all functions of a script, and for those of no other. */
  readonly scriptId: number;
  /** The offset in its text at which V8 has the function: of its parameters, or of a class or an arrow. */
  readonly offset: number;
}

interface Natives {
  /** -1 for what has no script: native, bound and proxied functions. */
  scriptId(fn: AnyFunction): number;
  /** Only for a function that has a script. */
  offset(fn: AnyFunction): number;
}

/** Null where there are none. */
let natives: Natives | null | undefined;

/** Where a function stands; undefined for native, bound and proxied ones, and where this cannot be told. */
export function scriptPlaceOf(fn: AnyFunction): ScriptPlace | undefined {
  if (natives === null) {
    return undefined;
  }
  try {
    natives ??= makeNatives();
    return natives === null ? undefined : askV8(natives, fn);
  } catch {
    // The collector has dropped their code, which cannot be compiled now as it is when it is needed.
    natives = makeNatives();
    return natives === null ? undefined : askV8(natives, fn);
  }
}

function askV8(natives: Natives, fn: AnyFunction): ScriptPlace | undefined {
  const scriptId = natives.scriptId(fn);
  return scriptId < 0 ? undefined : { scriptId, offset: natives.offset(fn) };
}

/** Another thread that does the same may set the flag back in between. */
const ATTEMPTS = 100;

function makeNatives(): Natives | null {
  // The others understand no flags of V8, or have them locked.
  const { bun, deno, electron } = process.versions;
  if (bun !== undefined || deno !== undefined || electron !== undefined) {
    return null;
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const made = isSyntaxKnown() ? compile() : compileWithFlag();
      return isRight(made) ? made : null;
    } catch {
      // Once more.
    }
  }
  return null;
}

/** A program may have set the flag for itself: it stays so. */
function isSyntaxKnown(): boolean {
  try {
    compileNew('%FunctionGetScriptId(fn)');
    return true;
  } catch {
    return false;
  }
}

function compileWithFlag(): Natives {
  setFlagsFromString('--allow-natives-syntax');
  try {
    return compile();
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

function compile(): Natives {
  const made = {
    scriptId: compileNew('%FunctionGetScriptId(fn)'),
    offset: compileNew('%FunctionGetScriptSourcePosition(fn)'),
  } as Natives;
  // They are compiled when they are first called.
  askV8(made, compile);
  return made;
}

let compiled = 0;

/** V8 gives what it has compiled of the same text before, whose code it may have dropped. */
function compileNew(expression: string): unknown {
  compiled += 1;
  return vm.compileFunction(`return ${expression} // ${compiled}`, ['fn']);
}

/** Whether they tell of functions what is known of them. */
function isRight(made: Natives): boolean {
  const first = vm.runInThisContext('    () => 1') as AnyFunction;
  const second = vm.runInThisContext('[() => 2, class { static run() {} }]') as [AnyFunction, { run: AnyFunction }];
  const places = [first, second[0], second[1].run].map((fn) => askV8(made, fn));
  const [one, two, three] = places as [ScriptPlace?, ScriptPlace?, ScriptPlace?];
  return (
    one?.offset === 4 &&
    two?.offset === 1 &&
    three?.offset === '[() => 2, class { static run'.length &&
    two.scriptId === three.scriptId &&
    one.scriptId !== two.scriptId &&
    made.scriptId(Math.max) === -1 &&
    made.scriptId(first.bind(null)) === -1
  );
}
