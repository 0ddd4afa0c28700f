// Fault 44: times of all waits follow one rule.
import test from 'ava';
import { ValueError } from 'nogil/futures';
import { Empty, Full, Queue } from 'nogil/queue';
import {
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  Event,
  Lock,
  RLock,
  Semaphore,
} from 'nogil/threading';

type Time = number | null | undefined;
/** Waits in vain. What negative times are: an error, or no wait; or, for -1, for ever. */
interface Wait {
  readonly name: string;
  readonly negative: 'error' | 'no wait' | 'error, but for -1';
  inVain(time: Time): Promise<unknown>;
  inVainSync(time: Time): unknown;
  /** What it gives, or throws, then. */
  readonly gives: unknown;
}

const held = new Lock();
held.acquireSync();
const heldAgain = new RLock();
await heldAgain.acquire();
const none = new Semaphore(0);
const noneAgain = new BoundedSemaphore(0);
const event = new Event();
const condition = new Condition(new Lock());
condition.acquireSync();
const empty = new Queue<number>();
const full = new Queue<number>(1);
full.putNowait(1);
const barrier = (): Barrier => new Barrier(2);

const waits: Wait[] = [
  {
    name: 'Lock.acquire',
    negative: 'error, but for -1',
    inVain: (time) => held.acquire(true, time),
    inVainSync: (time) => held.acquireSync(true, time),
    gives: false,
  },
  {
    name: 'RLock.acquire',
    negative: 'error, but for -1',
    inVain: (time) => heldAgain.acquire(true, time),
    inVainSync: (time) => heldAgain.acquireSync(true, time),
    gives: false,
  },
  {
    name: 'Semaphore.acquire',
    negative: 'no wait',
    inVain: (time) => none.acquire(true, time),
    inVainSync: (time) => none.acquireSync(true, time),
    gives: false,
  },
  {
    name: 'BoundedSemaphore.acquire',
    negative: 'no wait',
    inVain: (time) => noneAgain.acquire(true, time),
    inVainSync: (time) => noneAgain.acquireSync(true, time),
    gives: false,
  },
  {
    name: 'Event.wait',
    negative: 'no wait',
    inVain: (time) => event.wait(time),
    inVainSync: (time) => event.waitSync(time),
    gives: false,
  },
  {
    name: 'Condition.wait',
    negative: 'no wait',
    inVain: (time) => condition.wait(time),
    inVainSync: (time) => condition.waitSync(time),
    gives: false,
  },
  {
    name: 'Condition.waitFor',
    negative: 'no wait',
    inVain: (time) => condition.waitFor(() => 0, time),
    inVainSync: (time) => condition.waitForSync(() => 0, time),
    gives: 0,
  },
  {
    name: 'Barrier.wait',
    negative: 'no wait',
    inVain: (time) => barrier().wait(time),
    inVainSync: (time) => barrier().waitSync(time),
    gives: BrokenBarrierError,
  },
  {
    name: "a Barrier's own time",
    negative: 'no wait',
    inVain: async (time) => new Barrier(2, null, time as number).wait(),
    inVainSync: (time) => new Barrier(2, null, time as number).waitSync(),
    gives: BrokenBarrierError,
  },
  {
    name: 'Queue.get',
    negative: 'error',
    inVain: (time) => empty.get(true, time),
    inVainSync: (time) => empty.getSync(true, time),
    gives: Empty,
  },
  {
    name: 'Queue.put',
    negative: 'error',
    inVain: (time) => full.put(2, true, time),
    inVainSync: (time) => full.putSync(2, true, time),
    gives: Full,
  },
];

async function outcome(wait: () => unknown): Promise<unknown> {
  try {
    return await wait();
  } catch (error) {
    return (error as Error).constructor;
  }
}

for (const wait of waits) {
  test.serial(`fault 44: ${wait.name}: 0 and -0 look once`, async (t) => {
    for (const time of [0, -0]) {
      t.is(await outcome(() => wait.inVain(time)), wait.gives);
      t.is(await outcome(() => wait.inVainSync(time)), wait.gives);
    }
  });

  test.serial(`fault 44: ${wait.name}: a short time, and a part of a millisecond, is waited for`, async (t) => {
    for (const time of [0.25, 10]) {
      for (const inVain of [wait.inVain, wait.inVainSync]) {
        const begin = performance.now();
        t.is(await outcome(() => inVain(time)), wait.gives);
        t.true(performance.now() - begin >= time * 0.9);
      }
    }
  });

  test.serial(`fault 44: ${wait.name}: NaN, and a finite time that is too long, is a ValueError`, async (t) => {
    const refused = { instanceOf: ValueError, code: 'ERR_VALUE', message: /^timeout: / };
    for (const time of [Number.NaN, 1e20, 9_223_372_036_001]) {
      await t.throwsAsync(async () => wait.inVain(time), refused);
      t.throws(() => wait.inVainSync(time), refused);
    }
  });

  test.serial(`fault 44: ${wait.name}: what is no number is a TypeError`, async (t) => {
    const refused = { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message: /^timeout: / };
    for (const time of ['10', 10n, true, Symbol.iterator]) {
      await t.throwsAsync(async () => wait.inVain(time as never), refused);
      t.throws(() => wait.inVainSync(time as never), refused);
    }
  });

  test.serial(`fault 44: ${wait.name}: a negative time is ${wait.negative}`, async (t) => {
    for (const time of wait.negative === 'error, but for -1'
      ? [-2, -0.5, Number.NEGATIVE_INFINITY]
      : [-1, -2, -1e300]) {
      if (wait.negative === 'no wait') {
        t.is(await outcome(() => wait.inVain(time)), wait.gives);
        t.is(await outcome(() => wait.inVainSync(time)), wait.gives);
      } else {
        await t.throwsAsync(async () => wait.inVain(time), { instanceOf: ValueError, message: /^timeout: / });
        t.throws(() => wait.inVainSync(time), { instanceOf: ValueError, message: /^timeout: / });
      }
    }
  });
}

test.serial('fault 44: null, undefined, Infinity and, for locks, -1 wait for as long as it takes', async (t) => {
  for (const time of [null, undefined, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 40, -1]) {
    const lock = new Lock();
    lock.acquireSync();
    const waiting = [lock.acquire(true, time)];
    if (time !== -1) {
      const event = new Event();
      waiting.push(event.wait(time));
      const semaphore = new Semaphore(0);
      waiting.push(semaphore.acquire(true, time));
      const queue = new Queue<number>();
      waiting.push(queue.get(true, time).then((item) => item === 7));
      // A wait that took its time for a short one is over by then.
      await new Promise((resolve) => setTimeout(resolve, 5));
      event.set();
      semaphore.release();
      queue.putNowait(7);
    }
    lock.release();
    t.deepEqual(
      await Promise.all(waiting),
      waiting.map(() => true),
    );
  }
});
