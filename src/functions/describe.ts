/**
 * How a function travels: what is said of it, once, and the values that it has captured, each time.
 *
 * @module
 */

import { types } from 'node:util';
import { isNativeText } from '../codec/instances.js';
import type { Unsendable } from '../codec/unsendable.js';
import { wrongType } from '../errors.js';
import type { AnyFunction } from './any-function.js';
import { builtinOf } from './builtin.js';
import type { CallPlace } from './call-place.js';
import { forgetWithout } from './forgetting.js';
import { boundOf } from './inspector/bound.js';
import { knownSiteAt } from './known-sites.js';
import { firstLine, refusal, whatIs } from './refusal.js';
import { scriptPlaceOf } from './script-place.js';
import { type Clues, describeByText, isReadAgain } from './slices.js';
import { type FunctionSpec, registerSpec } from './spec.js';
import { taskSpec } from './tasks.js';
import { type Description, descriptionOf, setDescription, setOwnFunction, sharedOf } from './thread-functions.js';

/** What may be described. */
export interface DescribeOptions {
  /** Where the call stands that was given the function, if it may be written there. */
  readonly callPlace?: () => CallPlace | undefined;
  /** A class stands for itself, as the class of an instance does. */
  readonly isClassAllowed?: boolean;
  /** It is the class of an instance. */
  readonly isOfInstance?: boolean;
}

/** Most programs submit the same function again and again. One that captures is not held: its values may be large. */
let lastFunction: unknown;
let lastDescription: Description;

/**
 * How a submitted function travels.
 *
 * @throws TaskError when it cannot be sent, TypeError for what is no function.
 */
export function describe(fn: unknown, options?: DescribeOptions): Description {
  return fn === lastFunction && fn !== undefined ? lastDescription : describeOther(fn, options ?? {});
}

function describeOther(fn: unknown, options: DescribeOptions): Description {
  if (typeof fn !== 'function') {
    throw wrongType('fn', 'a function', fn);
  }
  const known = descriptionOf(fn);
  if (known !== undefined) {
    if (known.foreign !== undefined) {
      known.foreign.keep();
      setOwnDescription(fn, known);
    }
    if (known.captures.length === 0) {
      lastFunction = fn;
      lastDescription = known;
    }
    return known;
  }
  if (isReadAgain(fn)) {
    return describeNew(fn, options, {});
  }
  const scriptPlace = scriptPlaceOf(fn);
  const site = scriptPlace && knownSiteAt(scriptPlace);
  // Each frame between the call and here makes its place cost more.
  return describeNew(fn, options, { scriptPlace, site, callPlace: site ? undefined : options.callPlace?.() });
}

function describeNew(fn: AnyFunction, options: DescribeOptions, clues: Clues): Description {
  const task = taskSpec(fn);
  if (task !== undefined) {
    return always(fn, task.spec, { captures: task.captures, isNamed: true });
  }
  if (types.isProxy(fn)) {
    throw refusal({}, { code: 'ERR_TASK_PROXY', reason: 'is a Proxy', hint: 'Send the function behind it.' });
  }
  const text = Function.prototype.toString.call(fn);
  const isClass = /^class\b/.test(text);
  if (isClass && options.isClassAllowed !== true) {
    const hint = 'Send a function which makes the object: submit((...a) => new C(...a).run()).';
    throw refusal(fn, { code: 'ERR_TASK_CLASS', reason: 'is a class', hint });
  }
  if (!isClass && isNativeText(text)) {
    return describeNative(fn);
  }
  const made = sharedOf(fn);
  if (made !== undefined) {
    const { slice, ...variable } = made;
    slice?.keep();
    return always(fn, { kind: 'shared', ...variable, slice: slice?.id ?? -1 }, { keeps: made });
  }
  const described = describeByText(fn, text, options, clues);
  return described === 'internal' ? describeNative(fn) : described;
}

/** A function without a text: the engine's own, Node's own, or one that `bind` has made. */
function describeNative(fn: AnyFunction): Description {
  const builtin = builtinOf(fn);
  if (builtin !== undefined) {
    return always(fn, builtin, { builtin: true, isNamed: true });
  }
  const bound = boundOf(fn);
  if (bound === undefined || bound === null) {
    const reason =
      'is native code without a JavaScript source (a bound function, a WebAssembly export or an addon function)';
    const hint = 'Wrap it: submit((...args) => theModule.fn(...args)).';
    throw refusal(fn, { code: 'ERR_TASK_NATIVE', reason, hint });
  }
  const id = registerSpec({ kind: 'bound', args: bound.args.length });
  const description = {
    id,
    captures: [bound.target, bound.self, ...bound.args],
    refuseCapture: (index: number, refused: Unsendable) => {
      if (index === 0) {
        const reason = `is bound, and its function ${firstLine(refused)}`;
        return refusal(fn, { code: refused.code ?? 'ERR_TASK_BOUND', reason, hint: '' });
      }
      const which = index === 1 ? '`this`' : `argument ${index - 1}`;
      const reason = `is bound to ${which}${refused.path}, ${whatIs(refused)}, which cannot be copied`;
      const hint = 'Send the plain function and pass what it needs as arguments.';
      return refusal(fn, { code: 'ERR_TASK_BOUND', reason, hint });
    },
  };
  setDescription(fn, description);
  return description;
}

/** Nothing of it changes. */
function always(fn: AnyFunction, spec: FunctionSpec, more: Partial<Description> = {}): Description {
  const description = { captures: [], ...more, id: registerSpec(spec) };
  forgetWithout(description, description.id);
  setDescription(fn, description);
  setOwnDescription(fn, description);
  return description;
}

/** What comes back by a number without captured values is this function. */
function setOwnDescription(fn: AnyFunction, { id, captures }: Description): void {
  if (captures.length === 0) {
    setOwnFunction(id, fn);
  }
}

/** How a module of Node's own travels, or a global object: every thread has them. */
export function describeObject(value: object): Description | undefined {
  const known = objects.get(value);
  const builtin = known === undefined ? builtinOf(value) : undefined;
  if (builtin === undefined) {
    return known;
  }
  const description = { id: registerSpec(builtin), captures: [] };
  objects.set(value, description);
  return description;
}

const objects = new WeakMap<object, Description>();
