/**
 * The functions of other threads that this one has.
 *
 * @module
 */

import { native } from '../../binding/native.js';
import type { TaskFunction } from '../any-function.js';
import { isDebugging } from '../debug.js';
import { canComplete, classOf, ownFunction, setIdentity } from '../thread-functions.js';
import { explainingWrites } from './explain.js';
import { freezeWaiting } from './freeze.js';
import { type Revived, revive } from './revive.js';
import { keepScripts } from './slice.js';

/** When so many functions were forgotten, and half as many as there are here, those are looked for. */
const MANY = 128;

const known = new Map<number, Known>();
let givenBack = 0;

/** Tasks that come meanwhile wait for the same. */
const loading = new Map<number, Promise<TaskFunction>>();

interface Known {
  readonly revived: Revived;
  /** Runs a task of it. */
  readonly run: TaskFunction;
}

/** Nearly all tasks are of the same function as the one before. */
let lastId = -1;
let last: Known | undefined;

/** The function of that number, if it was loaded before. */
export function knownFunction(id: number): TaskFunction | undefined {
  return find(id)?.run;
}

/**
 * What a number stands for, made with captured values; undefined when it must be loaded first. There is one for each
 * identity. If it is not whole, captured values are set later.
 */
export function makeKnown(id: number, captures: readonly unknown[], identity: number, isWhole: boolean): unknown {
  if (identity === 0) {
    return ownFunction(id) ?? find(id)?.revived.make(captures, isWhole);
  }
  const known = classOf(identity);
  if (known !== undefined && (captures.length === 0 || canComplete(known))) {
    return known;
  }
  const made = find(id)?.revived.make(captures, isWhole);
  if (typeof made === 'function' && known === undefined) {
    setIdentity(made, identity);
  }
  return made === undefined ? undefined : (known ?? made);
}

function find(id: number): Known | undefined {
  if (id !== lastId) {
    last = known.get(id);
    lastId = last === undefined ? -1 : id;
  }
  return last;
}

/** Loads the function of that number: at once, where nothing must be imported. */
export function loadFunction(id: number): TaskFunction | Promise<TaskFunction> {
  const known = find(id);
  if (known !== undefined) {
    return known.run;
  }
  const begun = loading.get(id);
  if (begun !== undefined) {
    return begun;
  }
  const revived = revive(id);
  if (!(revived instanceof Promise)) {
    return add(id, revived);
  }
  const loaded = revived.then((revived) => add(id, revived)).finally(() => loading.delete(id));
  loading.set(id, loaded);
  return loaded;
}

function add(id: number, revived: Revived): TaskFunction {
  const run = isDebugging ? explainingWrites(id, runner(revived)) : runner(revived);
  known.set(id, { revived, run });
  const now = native.functionsGivenBack();
  if (now - givenBack >= Math.max(MANY, known.size / 2)) {
    givenBack = now;
    const release = hold([id]);
    dropForgotten();
    release();
  }
  return run;
}

/** What messages need that wait until all of it is loaded: how many of them. */
const held = new Map<number, number>();

/** These are not dropped until what it gives is called. */
export function hold(ids: readonly number[]): () => void {
  for (const id of ids) {
    held.set(id, (held.get(id) ?? 0) + 1);
  }
  return () => {
    for (const id of ids) {
      const times = (held.get(id) ?? 0) - 1;
      if (times > 0) {
        held.set(id, times);
      } else {
        held.delete(id);
      }
    }
  };
}

function runner({ captures, make, isClass }: Revived): TaskFunction {
  if (captures === 0 && isClass !== true) {
    return make([]) as TaskFunction;
  }
  return (...all) => {
    const fn = make(all.slice(0, captures)) as TaskFunction;
    if (isDebugging) {
      freezeWaiting();
    }
    return fn(...all.slice(captures));
  };
}

/** Whoever made a function has forgotten it: its code is not needed here either, nor what only its script shared. */
function dropForgotten(): void {
  const scripts = new Set<string>();
  for (const [id, { revived }] of known) {
    if (!(held.has(id) || native.isFunctionKept(id))) {
      known.delete(id);
    } else if (revived.script !== undefined) {
      scripts.add(revived.script);
    }
  }
  keepScripts(scripts);
}
