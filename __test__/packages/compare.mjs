// Calls a function inline and in a worker, with the same arguments, and tells whether the outcome is the same.
import { isDeepStrictEqual, types } from 'node:util';
import { randomFrom, seedOf } from './random.mjs';

/** A call that takes longer than this, in milliseconds, has no answer. */
const TOO_LONG = 20_000;

const argumentsFrom = (recipes, seed) => {
  const random = randomFrom(seed);
  const recipe = random.pick(recipes);
  return recipe.map((kind) => kind(random));
};

/** What an object of a built-in class is: further properties of those are never copied, neither by structuredClone. */
function heldBy(value) {
  if (value instanceof Date) {
    return value.getTime();
  }
  if (value instanceof Error) {
    return [value.name, value.message];
  }
  if (value instanceof RegExp) {
    return String(value);
  }
  if (value instanceof Map || value instanceof Set) {
    return [...value];
  }
  return types.isBoxedPrimitive(value) ? Object(value).valueOf() : undefined;
}

/**
 * What deepStrictEqual compares as we mean it: functions of two threads are never the same, invalid Dates neither, and
 * two errors are the same when they say the same.
 */
function comparable(value, seen = new Map()) {
  if (typeof value === 'function') {
    return '[a function]';
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) {
    return value;
  }
  if (seen.has(value)) {
    return seen.get(value);
  }
  const copy = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  seen.set(value, copy);
  const define = (key, item) =>
    Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
  const held = heldBy(value);
  if (held !== undefined) {
    define('[held]', comparable(held, seen));
    return copy;
  }
  for (const [key, item] of Object.entries(value)) {
    define(key, comparable(item, seen));
  }
  if (Array.isArray(value)) {
    copy.length = value.length;
  }
  return copy;
}

/**
 * Takes away what a call has left on functions that it got. Such a call cannot be compared: functions travel without
 * such properties, and a worker would keep them for its next call.
 */
function hasMarked(values) {
  const marked = values.filter((value) => typeof value === 'function' && Reflect.ownKeys(value).some(isOwn));
  for (const fn of marked) {
    for (const key of Reflect.ownKeys(fn).filter(isOwn)) {
      delete fn[key];
    }
  }
  return marked.length > 0;
}

const isOwn = (key) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key);

const thrown = (error) => ({ thrown: error instanceof Error ? [error.name, error.message] : comparable(error) });

async function outcome(call) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, TOO_LONG, { thrown: ['none', `no answer in ${TOO_LONG} ms`] });
  });
  try {
    return await Promise.race([call().then((value) => ({ value: comparable(value) })), late]);
  } catch (error) {
    const isRefusal = error?.name === 'TaskError' && /^ERR_TASK_/.test(error.code);
    return isRefusal ? { refused: error.code, message: error.message } : thrown(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The outcome of each function of a package: `same`, `refused` with its code, `wrong` with what came, or `random` where
 * two inline calls differ.
 */
export async function* compareFunctions(pool, { functions, recipes, recipesOf = {}, skip }, { calls, seed }) {
  for (const [name, fn] of Object.entries(functions)) {
    if (typeof fn !== 'function' || name in skip) {
      continue;
    }
    const result = { name, status: 'same', calls: 0 };
    for (let call = 0; call < calls && result.status !== 'wrong'; call++) {
      const callSeed = seedOf(`${seed} ${name} ${call}`);
      const make = () => argumentsFrom(recipesOf[name] ?? recipes, callSeed);
      const given = make();
      const inline = await outcome(async () => fn(...given));
      if (hasMarked(given)) {
        continue;
      }
      const again = await outcome(async () => fn(...make()));
      if (!isDeepStrictEqual(inline, again)) {
        result.status = 'random';
        break;
      }
      const submitted = await outcome(async () => pool.submit(fn, ...make()));
      result.calls += 1;
      if (submitted.refused !== undefined) {
        result.status = 'refused';
        result.code = submitted.refused;
        result.message ??= submitted.message;
      } else if (!isDeepStrictEqual(inline, submitted)) {
        Object.assign(result, { status: 'wrong', arguments: make(), inline, submitted });
      }
    }
    yield result;
  }
}
