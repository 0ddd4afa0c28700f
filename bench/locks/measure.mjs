// One round: each row beside what it is measured against, in one process. Sends nanoseconds, and checks all results.
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { Mutex } from 'async-mutex';
import { queue, threading } from '../../dist/index.js';
import { AtomicsLock, contend, echo, getAll, pingPong, putAll } from './work.mjs';

const { Queue } = queue;
const { Condition, Lock, Thread } = threading;
const peer = new URL('peer.mjs', import.meta.url);
const NANOSECONDS = 1e6;
const results = {};

const shared = () => new Int32Array(new SharedArrayBuffer(4));

function check(isRight, what) {
  if (!isRight) {
    throw new Error(`wrong: ${what}`);
  }
}

/** Nanoseconds for one of so many, the best of three: what is measured is short, and the first warms up. */
function time(times, run) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    run(times);
    best = Math.min(best, performance.now() - start);
  }
  return (best * NANOSECONDS) / times;
}

async function timeAsync(times, run) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    await run(times);
    best = Math.min(best, performance.now() - start);
  }
  return (best * NANOSECONDS) / times;
}

/** Runs a function in a Thread, and gives what it gives. */
function inThread(fn, ...args) {
  const back = new Queue();
  const run = async (fn, back, ...args) => back.putSync((await fn(...args)) ?? null);
  Thread.start(run, fn, back, ...args);
  return back.get();
}

async function uncontended() {
  const [lock, atomics, mutex] = [new Lock(), new AtomicsLock(shared()), new Mutex()];
  results.atomicsLock = time(2e6, (times) => {
    for (let i = 0; i < times; i += 1) {
      atomics.acquire();
      atomics.release();
    }
  });
  results.lockSync = time(2e6, (times) => {
    for (let i = 0; i < times; i += 1) {
      lock.acquireSync();
      lock.release();
    }
  });
  results.awaitNull = await timeAsync(5e5, async (times) => {
    for (let i = 0; i < times; i += 1) {
      await null;
    }
  });
  results.lockAwaited = await timeAsync(5e5, async (times) => {
    for (let i = 0; i < times; i += 1) {
      await lock.acquire();
      lock.release();
    }
  });
  results.asyncMutex = await timeAsync(2e5, async (times) => {
    for (let i = 0; i < times; i += 1) {
      (await mutex.acquire())();
    }
  });
  results.newLock = time(1e5, (times) => {
    for (let i = 0; i < times; i += 1) {
      new Lock();
    }
  });
}

async function atomicsPair(inside, times) {
  const options = { gate: shared(), counter: shared(), word: shared(), times, inside };
  const workers = [1, 2].map(() => new Worker(peer, { workerData: { what: 'contend', options } }));
  const both = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]));
  check(options.counter[0] === 2 * times, 'the counter of the Atomics lock');
  return (Math.max(...both) * NANOSECONDS) / (2 * times);
}

const contendWith = (lock, options) =>
  contend(
    () => lock.acquireSync(),
    () => lock.release(),
    options,
  );

async function lockPair(inside, times) {
  const options = { gate: shared(), counter: shared(), times, inside };
  const lock = new Lock();
  const both = await Promise.all([1, 2].map(() => inThread(contendWith, lock, options)));
  check(options.counter[0] === 2 * times, 'the counter of the Lock');
  return (Math.max(...both) * NANOSECONDS) / (2 * times);
}

async function portBetween(objects, items) {
  const { port1, port2 } = new MessageChannel();
  const start = (what, port) =>
    new Worker(peer, { workerData: { what, port, options: { items, objects } }, transferList: [port] });
  const [receiver, sender] = [start('receive', port2), start('post', port1)];
  await Promise.all([once(receiver, 'online'), once(sender, 'online')]);
  sender.postMessage('begin');
  const [{ milliseconds, sum }] = await once(receiver, 'message');
  check(sum === (items * (items - 1)) / 2, 'the sum of a port');
  await sender.terminate();
  return (milliseconds * NANOSECONDS) / items;
}

async function queueBetween(objects, items, maxsize) {
  const [gate, between] = [shared(), new Queue(maxsize)];
  const options = { gate, items, objects };
  const [{ milliseconds, sum }] = await Promise.all([
    inThread(getAll, between, options),
    inThread(putAll, between, options),
  ]);
  check(sum === (items * (items - 1)) / 2, 'the sum of a queue');
  return (milliseconds * NANOSECONDS) / items;
}

async function queueToLoop(items) {
  const [gate, between] = [shared(), new Queue()];
  gate[0] = 1;
  const sending = inThread(putAll, between, { gate, items, objects: false });
  let sum = await between.get();
  const start = performance.now();
  for (let item = 1; item < items; item += 1) {
    sum += await between.get();
  }
  const milliseconds = performance.now() - start;
  await sending;
  check(sum === (items * (items - 1)) / 2, 'the sum of an awaited queue');
  return (milliseconds * NANOSECONDS) / items;
}

async function roundTrips() {
  const times = 20_000;
  const [there, back] = [new Queue(), new Queue()];
  const [milliseconds] = await Promise.all([
    inThread(pingPong, there, back, times),
    inThread(echo, there, back, times),
  ]);
  results.queueRoundTrip = (milliseconds * NANOSECONDS) / times;
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(peer, { workerData: { what: 'echo', port: port2 }, transferList: [port2] });
  await once(worker, 'online');
  let answered = () => {};
  port1.on('message', () => answered());
  const trip = () =>
    new Promise((resolve) => {
      answered = resolve;
      port1.postMessage(1);
    });
  await trip();
  const start = performance.now();
  for (let time = 0; time < times; time += 1) {
    await trip();
  }
  results.portRoundTrip = ((performance.now() - start) * NANOSECONDS) / times;
  port1.close();
  await worker.terminate();
}

async function threads() {
  const nothing = () => {};
  await Thread.start(nothing).join();
  const starts = [];
  for (let turn = 0; turn < 30; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const start = performance.now();
    await Thread.start(nothing).join();
    starts.push(performance.now() - start);
  }
  results.threadIdle = starts.toSorted((a, b) => a - b)[15] * NANOSECONDS;
  const workers = [];
  for (let turn = 0; turn < 7; turn += 1) {
    const start = performance.now();
    const worker = new Worker('', { eval: true });
    await once(worker, 'exit');
    workers.push(performance.now() - start);
  }
  results.newWorker = workers.toSorted((a, b) => a - b)[3] * NANOSECONDS;
}

async function notifyAll() {
  for (const waiters of [1000, 10_000, 100_000]) {
    const condition = new Condition(new Lock());
    const waiting = [];
    for (let one = 0; one < waiters; one += 1) {
      await condition.acquire();
      waiting.push(condition.wait().then(() => condition.release()));
    }
    await condition.acquire();
    const start = performance.now();
    condition.notifyAll();
    condition.release();
    await Promise.all(waiting);
    results[`notify${waiters}`] = ((performance.now() - start) * NANOSECONDS) / waiters;
    const resolves = [];
    const plain = Array.from({ length: waiters }, () =>
      new Promise((resolve) => resolves.push(resolve)).then(() => {}),
    );
    const plainStart = performance.now();
    for (const resolve of resolves) {
      resolve();
    }
    await Promise.all(plain);
    results[`plain${waiters}`] = ((performance.now() - plainStart) * NANOSECONDS) / waiters;
  }
}

const items = 200_000;
await uncontended();
// Warm isolates, as all later rows find them.
await lockPair(0, 1000);
results.atomicsPair = await atomicsPair(0, 500_000);
results.lockPair = await lockPair(0, 500_000);
results.atomicsWork = await atomicsPair(300, 100_000);
results.lockWork = await lockPair(300, 100_000);
results.portNumbers = await portBetween(false, items);
results.queueNumbers = await queueBetween(false, items, 0);
results.queueBounded = await queueBetween(false, items, 1000);
results.portObjects = await portBetween(true, items);
results.queueObjects = await queueBetween(true, items, 0);
results.queueLoop = await queueToLoop(items);
await roundTrips();
await threads();
await notifyAll();
process.send(results, () => process.exit());
