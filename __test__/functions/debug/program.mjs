// A program that submits functions which are easily misunderstood. It prints what each came to, as JSON by name; its
// warnings are those of nogil.

import { ThreadPoolExecutor } from 'nogil';

const outcome = async (run) => {
  try {
    return { value: await run() };
  } catch (error) {
    return { code: error.code, message: error.message };
  }
};

let counted = 0;
const registry = new Map();
registry.set('early', 1);
registry.limit = 10;

await new ThreadPoolExecutor(1).use(async (pool) => {
  const shared = [1, { deep: [2] }];
  const table = new Map([['a', 1]]);
  const outcomes = {
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
