// A program that submits functions which are easily misunderstood. It prints what each came to, as JSON by name; its
// warnings are those of nogil.

import { ThreadPoolExecutor } from 'nogil';

const outcome = async (run) => {
  try {
    return { value: await run() };
  } catch (error) {
    return {
      name: error.name,
      code: error.code,
      message: error.message,
      cause: error.cause?.message,
      stack: error.stack,
    };
  }
};

let counted = 0;
const registry = new Map();
registry.set('early', 1);
registry.limit = 10;
const settings = { limits: [1, 2], byName: new Map() };
const others = { list: [] };

await new ThreadPoolExecutor(1).use(async (pool) => {
  const shared = [1, { deep: [2] }];
  const table = new Map([['a', 1]]);
  const inner = { items: [1] };
  const list = [inner];
  const left = [1, 2, 3];
  const right = { size: 3 };
  const tags = new Set(['a']);
  const when = new Date(0);
  const bytes = new Uint8Array(2);
  const nested = new Map([['key', { value: 1 }]]);
  const addTo = () => left.push(4);
  const api = { twice: (x) => api.add(x, x), add: (x, y) => x + y };
  const outcomes = {
    cycle: await outcome(() => pool.submit(() => api.twice(2))),
    added: await outcome(() => pool.submit(() => tags.add('b').size)),
    moved: await outcome(() => pool.submit(() => when.setTime(1))),
    inMap: await outcome(() => pool.submit(() => (nested.get('key').value = 2))),
    property: await outcome(() => pool.submit(() => (right.more = left.length))),
    index: await outcome(() => pool.submit(() => left.push(right.size))),
    either: await outcome(() => pool.submit(() => Object.setPrototypeOf(right.size > 2 ? left : list, null))),
    later: await outcome(() =>
      pool.submit(async () => {
        await null;
        left.sort((a, b) => b - a);
      }),
    ),
    inHelper: await outcome(() => pool.submit(() => addTo())),
    inArgument: await outcome(() =>
      pool.submit(
        (call) => call(),
        () => left.pop(),
      ),
    ),
    constant: await outcome(() => pool.submit(() => settings.limits.push(3))),
    constantMap: await outcome(() => pool.submit(() => settings.byName.set('a', 1).size)),
    unrelated: await outcome(() =>
      pool.submit(() => {
        const own = Object.freeze({ only: 1 });
        own.only = left.length;
      }),
    ),
    thrown: await outcome(() =>
      pool.submit(() => {
        throw new TypeError(`Cannot read ${left.length}`);
      }),
    ),
    view: await outcome(() => pool.submit(() => ++bytes[0])),
    same: await outcome(() => pool.submit(() => list[0] === inner && list[0].items === inner.items)),
    cloned: await outcome(() =>
      pool.submit(() => {
        const clone = structuredClone({ list, nested, when, tags });
        clone.list[0].items.push(2);
        clone.nested.set('more', 1);
        clone.when.setTime(5);
        return [clone.list, clone.nested.size, clone.when.getTime(), clone.tags.size, others.list.length];
      }),
    ),
    collections: await outcome(async () => {
      const [map, set, date] = await pool.submit(() => [nested, tags, when]);
      map.set('more', 1);
      set.add('b');
      date.setTime(7);
      return [[...map], [...set], date.getTime()];
    }),
    argument: await outcome(() => pool.submit((items) => items.push(left.length) && items, [0])),
    state: await outcome(async () => {
      const next = await pool.submit(() => {
        const state = { count: left.length };
        return () => ++state.count;
      });
      return [next(), next()];
    }),
    pushed: await outcome(() => pool.submit(() => shared.push(3))),
    deep: await outcome(() => pool.submit(() => (shared[1].deep[0] = 3))),
    removed: await outcome(() => pool.submit(() => delete shared[1].deep)),
    set: await outcome(() => pool.submit(() => table.set('b', 2).size)),
    read: await outcome(() =>
      pool.submit(() => [
        shared.map((item) => typeof item).join(),
        JSON.stringify(shared),
        Array.isArray(shared),
        [...shared].length,
        table.get('a'),
        { ...shared[1] }.deep.at(-1),
      ]),
    ),
    returned: await outcome(() => pool.submit(() => shared)),
    counted: await outcome(() =>
      pool.submit(() => {
        counted += 1;
        return counted;
      }),
    ),
    dropped: await outcome(() => pool.submit(() => registry.size)),
  };
  for (let index = 0; index < 1001; index++) {
    await pool.submit(() => index);
  }
  console.log(JSON.stringify(outcomes));
});
