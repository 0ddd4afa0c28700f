/**
 * What is said of a function, so that a thread can have it: in this thread's own code, a module, or a text.
 *
 * Specs are kept by the native side, by number: a function is described once, and later tasks name its number.
 *
 * @module
 */

import { native } from '../binding/native.js';
import { Area } from '../codec/area.js';
import { decodeValues } from '../codec/decode.js';
import { encodeValues, type Names } from '../codec/encode.js';
import type { ScriptFormat } from './script.js';

/** A function that a module exports. */
export interface ImportSpec {
  kind: 'import';
  /** The module's URL. */
  url: string;
  /** The export's name. */
  name: string;
  /** The function's text, which it must have there too; null where it is not known. */
  text: string | null;
}

/** A function that a CommonJS module has in its exports. */
export interface RequireSpec {
  kind: 'require';
  /** The module's path. */
  file: string;
  /** The property of its exports; null when they are the function. */
  name: string | null;
  /** The function's text, which it must have there too. */
  text: string;
}

/** A function that is reached from the global object. */
export interface GlobalSpec {
  kind: 'global';
  /** Such as `['Math', 'max']`. */
  path: readonly string[];
}

/** A function, or an object of functions, that a module of Node's own exports. */
export interface BuiltinSpec {
  kind: 'builtin';
  /** Such as `node:path`. */
  module: string;
  /** Such as `['posix', 'join']`; empty for the module itself. */
  path: readonly string[];
}

/** A function that is made by running the declarations that it needs (`crate/slice`). */
export interface SliceSpec {
  kind: 'slice';
  /** What a person calls it. */
  name: string;
  /** Where the script is: the URL of a module, the path of a CommonJS module, or any name. */
  url: string;
  /** Whether `import.meta`, or `require` and its like, are there. */
  format: ScriptFormat;
  /** Tells this script from others, and from this one with other values. */
  script: string;
  /** A function body: what it returns makes the function from captured values. */
  code: string;
  /** So many characters stand before the script's own on the first line. */
  shift: number;
  /** The code returns a promise. */
  isAsync: boolean;
  /** Names of the captured values that a task brings along, before its arguments. */
  captures: string[];
  /** So many of them are needed to make the function; the others, when it is called. */
  early: number;
  /** It makes a class, another one each time. */
  isClass: boolean;
  /** Values of module variables, in the order in which the code asks for them. */
  values: unknown[];
  /** Of each value, the name that all slices of the script share it by; null for a copy of the slice's own. */
  shared: (string | null)[];
  /** Of each value, what tells it from others of that name: a script that has run again has others. */
  versions: string[];
  /** What all slices of the script share. */
  constants: SharedConstant[];
}

/** What all slices of a script share under a name, as the script's own thread has it. */
export interface SharedConstant {
  name: string;
  /** What tells it from others of that name. */
  version: string;
  /** Which function or class it is; 0 if it is none. */
  identity: number;
  /** Which classes its members are. */
  members: [name: string, identity: number][];
}

/** A bound function: a task brings along its target, its `this` and so many arguments. */
export interface BoundSpec {
  kind: 'bound';
  args: number;
}

/** A function of the module that the one captured function loads. */
export interface MemberSpec {
  kind: 'member';
  /** The export's name. */
  name: string;
}

/** What a tool has put in the place of `import()`. */
export interface ImporterSpec {
  kind: 'importer';
  /** Where paths start. */
  url: string;
}

/** A function or a class that the code of a slice has made, for all slices of its script. */
export interface SharedSpec {
  kind: 'shared';
  /** See `SliceSpec`. */
  script: string;
  /** The variable of the script that has it. */
  name: string;
  /** See `SharedConstant`. */
  version: string;
  /** The slice's number, which makes it where it is not; -1 if it cannot be made again. */
  slice: number;
}

/** See the module. */
export type FunctionSpec =
  | ImportSpec
  | RequireSpec
  | GlobalSpec
  | BuiltinSpec
  | SliceSpec
  | BoundSpec
  | MemberSpec
  | ImporterSpec
  | SharedSpec;

const WORDS = 512;
/** An area larger than this is given back once it was used. */
const KEPT_WORDS = 64 * 1024;

const names: Names = { of: () => 'a value of the function', code: 'ERR_TASK_ARGUMENT' };

const area = new Area(WORDS);

/** The number of a function of which this is said. */
export function registerSpec(spec: FunctionSpec): number {
  try {
    area.position = 0;
    encodeValues(area, [spec], names);
    return registerBytes(area.bytes.subarray(0, area.position * 8), false);
  } finally {
    area.shrink(KEPT_WORDS);
  }
}

/** The same for what `specBytes` gave, or would give. `isSentOn`: it is no function of this thread. */
export function registerBytes(bytes: Uint8Array, isSentOn: boolean): number {
  return native.registerFunction(bytes, isSentOn);
}

/** What is said of the function of a number; undefined when it was forgotten. */
export function specOf(id: number): FunctionSpec | undefined {
  const bytes = specBytes(id);
  return bytes && readSpec(bytes);
}

/** The same as it is kept. */
export function specBytes(id: number): Uint8Array | undefined {
  return native.functionSpec(id) ?? undefined;
}

/** What the bytes say. */
export function readSpec(bytes: Uint8Array): FunctionSpec {
  return decodeValues(Area.of(bytes), 1)[0] as FunctionSpec;
}
