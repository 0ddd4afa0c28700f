/**
 * What a person calls the function of a number.
 *
 * @module
 */

import { type FunctionSpec, specOf } from './spec.js';

/** So much of a text tells one function without a name from another. */
const LONGEST = 60;

/** See the module. */
export interface FunctionName {
  /** Empty where nothing is known. */
  readonly name: string;
  /** The URL or the path of its script or module; empty where there is none. */
  readonly from: string;
}

/** What the function of a number is called, as far as what is said of it tells that. */
export function functionName(id: number): FunctionName {
  const spec = specOf(id);
  return spec === undefined ? { name: '', from: '' } : nameIn(spec);
}

function nameIn(spec: FunctionSpec): FunctionName {
  switch (spec.kind) {
    case 'import':
    case 'slice':
      return { name: spec.name, from: spec.url };
    case 'require':
      return { name: spec.name ?? '', from: spec.file };
    case 'global':
      return { name: spec.path.join('.'), from: '' };
    case 'builtin':
      return { name: spec.path.join('.'), from: spec.module };
    case 'member':
      return { name: spec.name, from: '' };
    case 'shared':
      return { name: spec.name, from: spec.script.slice(0, spec.script.indexOf('\0')) };
    default:
      return { name: '', from: '' };
  }
}

/** What is said of a function that travels by its text: its name, or else how that begins. */
export function nameToSend(fn: object, text: string): string {
  // Not the property: a getter may do anything.
  const name: unknown = Object.getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : text.slice(0, LONGEST).replace(/\s+/g, ' ');
}
