import { createSecretKey, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import { BlockList } from 'node:net';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MessagePort } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor } from 'nogil';
import { DecodeError, type Future } from 'nogil/futures';
import { type Plan, Trap } from '../fixtures/traps.js';
import { newFlag, raise, waitFor } from '../flags.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Collects what nobody has any more, until the condition holds. */
async function collected(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    gc();
    await setImmediate();
    if (await condition()) {
      return true;
    }
  }
  return false;
}

test('shared memory that is an argument is the same memory there', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new SharedArrayBuffer(8);
    await pool.submit((there) => void new Uint8Array(there).fill(7), memory);
    t.deepEqual([...new Uint8Array(memory)], [7, 7, 7, 7, 7, 7, 7, 7]);
  });
});

test('shared memory that is a result, or a part of one, is the same memory here', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { flag } = await pool.submit(() => {
      const own = new Int32Array(new SharedArrayBuffer(4));
      (globalThis as { own?: Int32Array }).own = own;
      return { flag: own };
    });
    raise(flag);
    t.is(await pool.submit(() => (globalThis as { own?: Int32Array }).own?.[0]), 1);
  });
});

test('shared memory that an error has is the same memory here', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const error = await t.throwsAsync(
      pool.submit((there) => {
        throw Object.assign(new RangeError('full'), { there });
      }, newFlag()),
      { instanceOf: RangeError, message: 'full' },
    );
    t.true((error as unknown as { there: Int32Array }).there.buffer instanceof SharedArrayBuffer);
  });
});

test('shared memory that a function has captured is the same memory there', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    await pool.submit(() => void Atomics.store(flag, 0, 5));
    t.is(flag[0], 5);
  });
});

test('within a message, shared memory is one, and its views are over it', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new SharedArrayBuffer(16);
    const views = [new Uint8Array(memory, 1, 2), new DataView(memory, 4), Buffer.from(memory, 8, 4)] as const;
    const message = { memory, again: memory, views, map: new Map([[memory, { in: memory }]]), work: () => memory };
    const found = await pool.submit((there) => {
      const all = [there.again, ...there.views.map(({ buffer }) => buffer), ...there.map.keys(), there.work()];
      const [bytes, data, buffer] = there.views;
      return {
        isOne: all.every((memory) => memory === there.memory),
        views: [bytes, data, buffer].map((view) => [view.constructor.name, view.byteOffset, view.byteLength]),
      };
    }, message);
    t.true(found.isOne);
    t.deepEqual(found.views, [
      ['Uint8Array', 1, 2],
      ['DataView', 4, 12],
      ['Buffer', 8, 4],
    ]);
  });
});

test('an instance of a class has shared memory as a field', async (t) => {
  class Counter {
    flag = newFlag();
    add(): void {
      Atomics.add(this.flag, 0, 1);
    }
  }
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const counter = new Counter();
    await Promise.all(Array.from({ length: 100 }, () => pool.submit((there) => there.add(), counter)));
    t.is(counter.flag[0], 100);
  });
});

test('shared memory that grows does so everywhere, and so do the views that follow it', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const Growable = SharedArrayBuffer as unknown as new (
      length: number,
      options: { maxByteLength: number },
    ) => SharedArrayBuffer & { grow(length: number): void };
    const memory = new Growable(4, { maxByteLength: 8 });
    const lengths = await pool.submit(
      (there, tracking, fixed) => {
        there.grow(8);
        return [tracking.length, fixed.length];
      },
      memory,
      new Uint8Array(memory),
      new Uint8Array(memory, 0, 4),
    );
    t.deepEqual(lengths, [8, 4]);
    t.is(memory.byteLength, 8);
  });
});

test('the same object is sent to a worker once, and is the same one there in all tasks', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new SharedArrayBuffer(8);
    await pool.submit((there) => void Object.assign(globalThis, { there }), memory);
    t.true(await pool.submit((there) => there === (globalThis as { there?: unknown }).there, memory));
  });
});

test('keys, compiled WebAssembly, Blobs, histograms and block lists travel with their class', async (t) => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const histogram = createHistogram();
  histogram.record(3);
  const blocked = new BlockList();
  blocked.addAddress('10.0.0.1');
  const { WebAssembly } = globalThis as never as {
    WebAssembly: { Module: new (source: Uint8Array) => object };
  };
  const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  const cryptoKey = await webcrypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const found = await pool.submit(
      (secret, open, crypto, module, blob, recorded, list) => [
        secret.export().toString(),
        open.asymmetricKeyType,
        crypto.algorithm.name,
        Object.prototype.toString.call(module),
        blob.size,
        recorded.max,
        list.check('10.0.0.1'),
      ],
      createSecretKey(Buffer.from('secret')) as KeyObject,
      publicKey,
      cryptoKey,
      empty,
      new Blob(['four']),
      histogram as RecordableHistogram,
      blocked,
    );
    t.deepEqual(found, ['secret', 'ed25519', 'HMAC', '[object WebAssembly.Module]', 4, 3, true]);
    const key = await pool.submit(async () => {
      const { createSecretKey } = await import('node:crypto');
      return createSecretKey(Buffer.from('from there'));
    });
    t.is(key.export().toString(), 'from there');
  });
});

test('workers that start later have what was sent before', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const flags = [newFlag(), newFlag()] as const;
    const first = pool.submit(waitFor, flags[0]);
    // The first worker is busy, so this is the second one.
    const second = pool.submit(
      (mine, other) => {
        Atomics.store(other, 0, 1);
        Atomics.notify(other, 0);
        return mine.buffer.byteLength;
      },
      ...([flags[1], flags[0]] as const),
    );
    t.is(await second, 4);
    await first;
  });
});

test.serial('a thread that blocks itself by Atomics.wait, and looks after nothing, is woken by its task', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.submit(() => {});
    const flag = newFlag();
    const done = pool.submit(raise, flag);
    t.not(Atomics.wait(flag, 0, 0, 60_000), 'timed-out');
    await done;
  });
});

test('any worker takes a task with shared memory: none waits behind another', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const flag = newFlag();
    const first = pool.submit(waitFor, flag);
    const others = Array.from({ length: 20 }, () => pool.submit((there) => there.length, newFlag()));
    await Promise.all(others);
    await pool.submit(raise, flag);
    await first;
    t.pass();
  });
});

test('what nobody here has any more is kept by no worker', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const remember = (there: SharedArrayBuffer) => {
      Object.assign(globalThis, { remembered: new WeakRef(there) });
    };
    await Promise.all(Array.from({ length: 8 }, () => pool.submit(remember, new SharedArrayBuffer(8))));
    const isGone = () =>
      pool.submit(async () => {
        const v8 = await import('node:v8');
        const vm = await import('node:vm');
        v8.setFlagsFromString('--expose-gc');
        (vm.runInNewContext('gc') as () => void)();
        const { remembered } = globalThis as { remembered?: WeakRef<object> };
        return remembered?.deref() === undefined;
      });
    t.true(await collected(async () => (await isGone()) && (await isGone())));
  });
});

test.serial('10,000 tasks with shared memory of their own leave the heap as it was', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const run = async (tasks: number) => {
      const read = (there: SharedArrayBuffer) => there.byteLength;
      await Promise.all(Array.from({ length: tasks }, () => pool.submit(read, new SharedArrayBuffer(8))));
    };
    await run(10_000);
    await collected(() => false);
    const before = process.memoryUsage().heapUsed;
    await run(10_000);
    // 100 bytes for each would be more than this.
    t.true(await collected(() => process.memoryUsage().heapUsed - before < 500_000));
  });
});

test.serial('a pool that has ended leaves no port behind, and one that was not used makes none', async (t) => {
  const ports = () => queryObjects(MessagePort as never, { format: 'count' } as never) as unknown as number;
  const before = ports();
  const unused = new ThreadPoolExecutor(4);
  t.is(ports(), before);
  await unused.shutdown();
  for (let round = 0; round < 5; round++) {
    await new ThreadPoolExecutor(1).use((pool) => pool.submit((there) => there.byteLength, new SharedArrayBuffer(8)));
  }
  t.true(await collected(() => ports() <= before));
});

function blockLists(): number {
  return queryObjects(BlockList as never, { format: 'count' } as never) as unknown as number;
}

async function failsWithDecodeError(future: Future<unknown>): Promise<boolean> {
  return (await future.exception()) instanceof DecodeError;
}

const throwsHere: Plan = { at: 'rebuild', in: 'main', does: 'throw' };

// Fails when a message that cannot be read does not forget its arrivals.
test.serial('what has come beside a result that cannot be read is forgotten', async (t) => {
  const before = blockLists();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    // The stack of the error holds what was being read.
    const isUnreadable = await failsWithDecodeError(
      pool.submit((plan) => [new BlockList(), new Trap(plan)], throwsHere),
    );
    t.true(isUnreadable);
    t.true(await collected(() => blockLists() <= before));
  });
});

// Fails when `SidePorts.close` keeps what has arrived.
test.serial(
  'what has come beside a result, and was not read of it, is forgotten when the worker has ended',
  async (t) => {
    const before = blockLists();
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const failed = pool.submit((plan) => [new Trap(plan), new BlockList()], throwsHere);
      await t.throwsAsync(failed, { instanceOf: DecodeError });
    });
    t.true(await collected(() => blockLists() <= before));
  },
);
