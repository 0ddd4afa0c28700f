// One round of `npm run bench:functions`, in a fresh process: prints the microseconds of each row as JSON.
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { ThreadPoolExecutor, tasks } from '../../dist/index.js';
import { median } from '../statistics.mjs';
import { DISTINCT } from './distinct.mjs';

const work = tasks(() => import('./work.mjs'));
const STEP = 3;
const TABLE = { one: 1, two: [2, 3] };

const rows = {};
const expected = [];

function firstOfFile(x) {
  return x + STEP + basename('/a/b').length;
}

function secondOfFile(x) {
  return x * STEP + TABLE.two[0];
}

/** Microseconds that one call of `submit` takes; what it gives is checked when the clock stands still. */
function time(submit, wanted) {
  const begun = performance.now();
  const future = submit();
  const microseconds = (performance.now() - begun) * 1000;
  expected.push([future, wanted]);
  return microseconds;
}

async function check() {
  for (const [future, wanted] of expected.splice(0)) {
    const found = await future;
    if (found !== wanted) {
      throw new Error(`gave ${found}, and not ${wanted}`);
    }
  }
}

/** The median of many submits. Results are awaited in between, so that nothing waits behind anything. */
async function measure(submit, wantedOf, count = 400) {
  const times = [];
  for (let index = 0; index < count; index++) {
    times.push(time(() => submit(index), wantedOf(index)));
    if (index % 20 === 19) {
      await check();
    }
  }
  await check();
  // The first ones compile.
  return median(times.slice(count >> 2));
}

/** The median time from a submit to its result, one at a time. */
async function roundTrips(once, count = 300) {
  const times = [];
  for (let index = 0; index < count; index++) {
    const begun = performance.now();
    await once(index);
    times.push((performance.now() - begun) * 1000);
  }
  return median(times.slice(count >> 2));
}

async function bareRound() {
  const worker = new Worker(
    "require('node:worker_threads').parentPort.on('message', function (m) { this.postMessage(m); });",
    {
      eval: true,
    },
  );
  const round = (value) =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage(value);
    });
  const microseconds = await roundTrips(round, 600);
  await worker.terminate();
  return microseconds;
}

const pool = new ThreadPoolExecutor(1);
await pool.submit(work.add, 1, 2);
await measure(
  () => pool.submit(work.add, 1, 2),
  () => 3,
);

rows.first = time(() => pool.submit(firstOfFile, 1), 5);
await check();
rows.second = time(() => pool.submit(secondOfFile, 1), 5);
await check();

rows.bare = await bareRound();
rows.plain = await measure(
  (i) => pool.submit(work.add, i, 2),
  (i) => i + 2,
  1000,
);
rows.again = await measure(
  (i) => pool.submit(firstOfFile, i),
  (i) => i + 4,
  1000,
);

// The literal stands in the call: its place is the call's.
rows.free = await measure(
  (i) => pool.submit((x) => x + 1, i),
  (i) => i + 1,
);
rows.import = await measure(
  (i) => pool.submit((x) => join('a', `b${x}`), i),
  (i) => join('a', `b${i}`),
);
rows.primitive = await measure(
  (i) => pool.submit((x) => x * STEP, i),
  (i) => i * STEP,
);
rows.object = await measure(
  (i) => pool.submit((x) => x + TABLE.two[1], i),
  (i) => i + 3,
);

// The literal stands elsewhere: its place has to be found.
const makers = {
  freeElsewhere: [() => (x) => x + 2, (i) => i + 2],
  importElsewhere: [() => (x) => join('c', `d${x}`), (i) => join('c', `d${i}`)],
  primitiveElsewhere: [() => (x) => x - STEP, (i) => i - STEP],
  objectElsewhere: [() => (x) => x - TABLE.two[1], (i) => i - 3],
};
for (const [name, [make, wantedOf]] of Object.entries(makers)) {
  rows[name] = await measure((i) => pool.submit(make(), i), wantedOf);
}

rows.captures1 = await measure(
  (i) => {
    const a = i;
    return pool.submit((x) => x + a, i);
  },
  (i) => 2 * i,
);
rows.captures2 = await measure(
  (i) => {
    const a = i;
    const b = 2;
    return pool.submit((x) => x + a + b, i);
  },
  (i) => 2 * i + 2,
);
rows.captures4 = await measure(
  (i) => {
    const a = i;
    const b = 2;
    const c = 'c';
    const d = [4];
    return pool.submit((x) => x + a + b + c.length + d[0], i);
  },
  (i) => 2 * i + 7,
);

rows.captures8 = await measure(
  (i) => {
    const a = i;
    const b = 2;
    const c = 'c';
    const d = [4];
    const e = true;
    const f = { f: 6 };
    const g = 7.5;
    const h = 'eight';
    return pool.submit((x) => x + a + b + c.length + d[0] + (e ? f.f : 0) + g + h.length, i);
  },
  (i) => 2 * i + 25.5,
);
rows.eachCapture = (rows.captures8 - rows.captures1) / 7;

// The worker's side: what a round trip takes longer than one whose function is known there, without the submit itself.
const firsts = [];
for (const [index, run] of DISTINCT.entries()) {
  const round = async () => {
    const begun = performance.now();
    const future = pool.submit(run, 1);
    const submitted = performance.now();
    const found = await future;
    if (found !== index + 1) {
      throw new Error(`gave ${found}, and not ${index + 1}`);
    }
    return { whole: performance.now() - begun, submit: submitted - begun };
  };
  const [first, , later] = [await round(), await round(), await round()];
  firsts.push((first.whole - first.submit - (later.whole - later.submit)) * 1000);
}
rows.revive = median(firsts);

const knownRound = await roundTrips((i) => pool.submit(work.add, i, 1));
const capture = 5;
const adds = (x) => x + capture;
const capturedRound = await roundTrips((i) => pool.submit(adds, i));
const capturedSubmit = await measure(
  (i) => pool.submit(adds, i),
  (i) => i + 5,
);
rows.captureAgain = capturedSubmit;
let changing = 1;
const addsChanging = (x) => x + changing;
rows.changingAgain = await measure(
  (i) => {
    changing = i;
    return pool.submit(addsChanging, i);
  },
  (i) => 2 * i,
);
rows.reviveLater = capturedRound - knownRound - (capturedSubmit - rows.plain);

await pool.shutdown();
process.send(rows);
process.disconnect();
