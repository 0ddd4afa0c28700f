/**
 * What the slicer asks of the running program.
 *
 * @module
 */

import type { AnyFunction } from './any-function.js';
import { isGlobalEverywhere, isOfLanguage } from './global-names.js';
import { isItself } from './itself.js';
import { isPlainData } from './plain-data.js';
import { refusal, tooEarly } from './refusal.js';
import type { ScriptText } from './site.js';
import type { Surroundings } from './surroundings.js';

/** What becomes of a name: `crate/slice/README.md`. */
export type Answer = Parameters<ScriptText['script']['plan']>[1][number]['answer'];

/** What becomes of a name in the function, or in what comes along with it. */
export function answerTo(
  kind: string,
  fn: AnyFunction,
  text: ScriptText,
  name: string,
  surroundings: Surroundings,
): Answer {
  switch (kind) {
    case 'module':
      return answerModule(fn, name, surroundings);
    case 'local': {
      const found = surroundings.innermost(name);
      return found.state !== 'value' || isPlainData(found.value) ? 'value' : 'declare';
    }
    case 'class':
      return answerClass(fn, name, surroundings);
    case 'free':
      return answerFree(name, text, surroundings);
    default:
      return answerGlobal(name);
  }
}

function answerModule(fn: AnyFunction, name: string, surroundings: Surroundings): Answer {
  const found = surroundings.ofModule(name);
  switch (found.state) {
    case 'value':
      return isItself(found.value) ? 'capture' : isPlainData(found.value) ? 'value' : 'declare';
    case 'uninitialized':
      throw refusal(fn, tooEarly(name));
    case 'missing':
      return 'declare';
    default:
      return 'unreadable';
  }
}

/** A class of a function around is captured; where it cannot be read, it is made again, and is another one. */
function answerClass(fn: AnyFunction, name: string, surroundings: Surroundings): Answer {
  const found = surroundings.innermost(name);
  if (found.state === 'value' && found.value === undefined) {
    // Node 20 tells no other.
    throw refusal(fn, tooEarly(name));
  }
  return found.state === 'value' || found.state === 'uninitialized' ? 'capture' : 'declare';
}

function answerFree(name: string, text: ScriptText, surroundings: Surroundings): Answer {
  const { state } = surroundings.innermost(name);
  if (state === 'unreadable' && text.format === 'expression') {
    // What stands around the text is not known at all: only a name of the language itself is sure to be the global one.
    return isOfLanguage(name) ? 'global' : 'unreadable';
  }
  return state === 'value' ? 'capture' : answerGlobal(name);
}

/** Of a name that is in no scope. */
function answerGlobal(name: string): Answer {
  if (isGlobalEverywhere(name)) {
    return 'global';
  }
  return name in globalThis ? 'capture' : 'missing';
}
