import { createSecretKey, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { open as openFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MessageChannel, MessagePort } from 'node:worker_threads';
import test from 'ava';
import { sleepSync, ThreadPoolExecutor } from 'nogil';
import { TaskError, transfer, WorkerTerminated } from 'nogil/futures';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** A flag that all threads see. */
function newFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

function raise(flag: Int32Array): void {
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

function waitFor(flag: Int32Array): void {
  Atomics.wait(flag, 0, 0);
}

/** Resolves when the flag is raised. */
async function raised(flag: Int32Array): Promise<void> {
  while (Atomics.load(flag, 0) === 0) {
    await setImmediate();
  }
}

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

// What is shared, or copied by the engine alone.

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

// What is handed over.

test('an ArrayBuffer that is transferred is gone here and whole there', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const bytes = new Uint8Array(1024).fill(3);
    const sum = pool
      .options({ transfer: [bytes.buffer] })
      .submit((there) => there.reduce((sum, byte) => sum + byte, 0), bytes);
    t.is(bytes.byteLength, 0);
    t.is(await sum, 3 * 1024);
  });
});

test('views of a transferred ArrayBuffer share it there, wherever they stand in the message', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new ArrayBuffer(16);
    const [bytes, data] = [new Uint8Array(memory, 2, 4), new DataView(memory)];
    const found = await pool.options({ transfer: [memory] }).submit(
      (first, second) => {
        second.data.setUint8(2, 9);
        return [first[0], first.buffer === second.data.buffer, first.byteOffset];
      },
      bytes,
      { data, map: new Map([[1, bytes]]) },
    );
    t.deepEqual(found, [9, true, 2]);
  });
});

test('a resizable ArrayBuffer that is transferred stays one, and its views follow it or do not', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const Resizable = ArrayBuffer as unknown as new (
      length: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize(length: number): void };
    const memory = new Resizable(4, { maxByteLength: 8 });
    const lengths = await pool.options({ transfer: [memory] }).submit(
      (there, tracking, fixed) => {
        there.resize(8);
        return [there.byteLength, tracking.length, fixed.length];
      },
      memory,
      new Uint8Array(memory),
      new Uint8Array(memory, 0, 4),
    );
    t.deepEqual(lengths, [8, 8, 4]);
  });
});

test('what is named in `transfer` and stands in no argument is gone all the same', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new ArrayBuffer(8);
    await pool.options({ transfer: [memory] }).submit(() => {});
    t.is(memory.byteLength, 0);
  });
});

test('what is named in `transfer` stays when its signal was aborted before the submit', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new ArrayBuffer(8);
    const reason = new Error('not now');
    const options = { transfer: [memory], signal: AbortSignal.abort(reason) };
    const failed = pool.options(options).submit((there) => there.byteLength, memory);
    t.is(await failed.exception(), reason);
    t.is(memory.byteLength, 8);
  });
});

test('a map of one input is handed what is named in `transfer`', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const bytes = new Uint8Array(8).fill(2);
    const sums = pool
      .options({ transfer: [bytes.buffer], runTimeout: 60_000, priority: 'high' })
      .map((there) => there.reduce((sum, byte) => sum + byte, 0), [bytes]);
    t.deepEqual(await sums.toArray(), [16]);
    t.is(bytes.length, 0);
  });
});

test('a task that was handed a port is aborted as others are', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { port1, port2 } = new MessageChannel();
    const began = once(port1, 'message');
    const future = pool.options({ transfer: [port2] }).submit(async (port) => {
      const { currentTask } = await import('nogil/futures');
      // It keeps the worker's event loop alive.
      port.on('message', () => {});
      port.postMessage('began');
      await new Promise((resolve) => currentTask()?.signal.addEventListener('abort', resolve));
      port.close();
    }, port2);
    await began;
    const closed = once(port1, 'close');
    const reason = new Error('enough');
    t.true(future.abort(reason));
    t.is(await future.exception(), reason);
    await closed;
  });
});

test('messages pass through a port that was transferred, also those that were sent before', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage('before');
    const answered = once(port1, 'message');
    const last = pool.options({ transfer: [port2] }).submit(async (port) => {
      const received: unknown[] = [];
      await new Promise<void>((resolve) => {
        port.on('message', (message: unknown) => {
          received.push(message);
          port.postMessage(`${message} came`);
          if (received.length === 2) {
            resolve();
          }
        });
      });
      port.close();
      return received;
    }, port2);
    t.deepEqual(await answered, ['before came']);
    port1.postMessage('after');
    t.deepEqual(await last, ['before', 'after']);
  });
});

test('a port whose other end was closed before the task began arrives, and nobody hears it', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const busy = pool.submit(waitFor, flag);
    const { port1, port2 } = new MessageChannel();
    const sent = pool.options({ transfer: [port2] }).submit((port) => {
      port.postMessage('to nobody');
      return port.constructor.name;
    }, port2);
    port1.close();
    await once(port1, 'close');
    // The one that is held for the task hears of it in the next turn.
    await setImmediate();
    raise(flag);
    await busy;
    t.is(await sent, 'MessagePort');
  });
});

test('a FileHandle and a stream are handed over', async (t) => {
  const file = await openFile(import.meta.filename ?? new URL(import.meta.url).pathname);
  const stream = new Blob(['of a stream']).stream();
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const read = await pool.options({ transfer: [file, stream] }).submit(
      async (handle, readable) => {
        const { bytesRead } = await handle.read(Buffer.alloc(6), 0, 6, 0);
        await handle.close();
        return [bytesRead, await new Response(readable).text()];
      },
      file,
      stream,
    );
    t.deepEqual(read, [6, 'of a stream']);
  });
});

test('a port that is not named in `transfer` is refused, with the way to send it', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { port1 } = new MessageChannel();
    t.throws(() => pool.submit((port) => void port, { at: [port1] }), {
      instanceOf: TaskError,
      message: /argument 1\.at\[0\]: it is an instance of MessagePort.*`transfer`/,
    });
    port1.close();
    await once(port1, 'close');
    await setImmediate();
    // To clone one that is closed would end the process.
    t.throws(() => pool.submit((port) => void port, port1), { instanceOf: TaskError });
  });
});

test('a task that has something to hand over says so with its result', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const made = await pool.submit(() => {
      const bytes = new Uint8Array(8).fill(4);
      Object.assign(globalThis, { bytes });
      return transfer({ bytes, length: bytes.length }, [bytes.buffer]);
    });
    t.deepEqual(made, { bytes: new Uint8Array(8).fill(4), length: 8 });
    t.is(await pool.submit(() => (globalThis as { bytes?: Uint8Array }).bytes?.length), 0);
  });
});

test('a result that cannot be handed over fails its task with a DataCloneError', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const failed = pool.submit(() => {
      const bytes = new Uint8Array(8);
      return transfer(bytes, [bytes.buffer, bytes.buffer]);
    });
    t.is((await t.throwsAsync(failed, { any: true } as never))?.name, 'DataCloneError');
    t.is(await pool.submit(() => 1), 1);
  });
});

test('`transfer` takes a list of objects, and an object', (t) => {
  const invalid = { code: 'ERR_INVALID_ARG_TYPE' };
  t.throws(() => transfer(1 as never, []), { ...invalid, message: /^value: expected an object; got 1/ });
  t.throws(() => transfer({}, [1 as never]), { ...invalid, message: /^list\[0\]: expected/ });
  const pool = new ThreadPoolExecutor(1);
  t.throws(() => pool.options({ transfer: {} as never }), { ...invalid, message: /^transfer: expected/ });
  t.throws(() => pool.options({ transfer: ['a' as never] }), { ...invalid, message: /^transfer\[0\]: / });
  t.throws(() => pool.options({ transfers: [] } as never), { ...invalid, message: /'transfers'/ });
});

// What becomes of it when things go wrong.

test('a worker dies before it begins a task: the task moves with what was handed over and what is shared', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const [flag, shared] = [newFlag(), newFlag()];
    const killer = pool.submit((there) => {
      Atomics.wait(there, 0, 0);
      process.exit(3);
    }, flag);
    const bytes = new Uint8Array(8).fill(5);
    const moved = pool.options({ transfer: [bytes.buffer] }).submit(
      (there, mine) => {
        Atomics.store(there, 0, 1);
        return mine[7];
      },
      shared,
      bytes,
    );
    raise(flag);
    await t.throwsAsync(killer, { instanceOf: WorkerTerminated });
    t.is(await moved, 5);
    t.is(shared[0], 1);
  });
});

test('a worker dies in a task that was handed something: WorkerTerminated', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const { port1, port2 } = new MessageChannel();
    const closed = once(port1, 'close');
    const bytes = new Uint8Array(8);
    const failed = pool.options({ transfer: [bytes.buffer, port2] }).submit(
      (_there, _port) => {
        process.exit(3);
      },
      bytes,
      port2,
    );
    await t.throwsAsync(failed, { instanceOf: WorkerTerminated });
    // The port died with its worker.
    await closed;
    t.is(await pool.submit(() => 1), 1);
  });
});

test('a task that is cancelled before it begins is handed nothing: ports are closed, memory is freed', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const busy = pool.submit(waitFor, flag);
    const { port1, port2 } = new MessageChannel();
    const closed = once(port1, 'close');
    const bytes = new Uint8Array(8);
    const ran = newFlag();
    const future = pool.options({ transfer: [bytes.buffer, port2] }).submit(raise, ran);
    t.true(future.cancel());
    raise(flag);
    await busy;
    await closed;
    t.is(bytes.length, 0);
    t.is(ran[0], 0);
  });
});

test('a shutdown waits for queued tasks with all that goes beside them, or cancels them', async (t) => {
  const flag = newFlag();
  const pool = new ThreadPoolExecutor(1);
  const busy = pool.submit(waitFor, flag);
  const bytes = new Uint8Array(8);
  const queued = pool.options({ transfer: [bytes.buffer] }).submit((there) => there.length, bytes);
  const ended = pool.shutdown();
  raise(flag);
  await ended;
  await busy;
  t.is(await queued, 8);

  const other = new ThreadPoolExecutor(1);
  const more = newFlag();
  const begun = newFlag();
  const running = other.submit(
    (begun, more) => {
      Atomics.store(begun, 0, 1);
      Atomics.wait(more, 0, 0);
    },
    begun,
    more,
  );
  await raised(begun);
  const memory = new ArrayBuffer(8);
  const cancelled = other.options({ transfer: [memory] }).submit((there) => there.byteLength, memory);
  const end = other.shutdown({ cancelFutures: true });
  raise(more);
  await end;
  await running;
  t.true(cancelled.cancelled());
});

test('tasks that were handed something run in their order, also on one worker that is busy', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const order: number[] = [];
    const busy = pool.submit(waitFor, flag);
    const all = Array.from({ length: 20 }, (_, index) => {
      const bytes = new Uint8Array([index]);
      const future =
        index % 2 === 0
          ? pool.options({ transfer: [bytes.buffer] }).submit((there) => there[0] as number, bytes)
          : pool.submit((there) => there, index);
      return future.then((value) => order.push(value));
    });
    raise(flag);
    await Promise.all(all);
    await busy;
    t.deepEqual(order, [...order.keys()]);
  });
});

test('a task is handed its things while the thread that submitted it sleeps', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const flag = newFlag();
    const bytes = new Uint8Array(8);
    const future = pool.options({ transfer: [bytes.buffer] }).submit(
      (there, mine) => {
        Atomics.store(there, 0, mine.length);
      },
      flag,
      bytes,
    );
    while (Atomics.load(flag, 0) === 0) {
      sleepSync(1);
    }
    t.is(flag[0], 8);
    await future;
  });
});

test('a task may wait for what it is handed while its worker has nothing else to do', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    await pool.submit(() => {});
    const bytes = new Uint8Array(8);
    const future = pool.options({ transfer: [bytes.buffer] }).submit((mine) => mine.length, bytes);
    // Meanwhile this thread sends nothing: the worker's event loop must not end.
    const until = Date.now() + 200;
    while (Date.now() < until) {}
    t.is(await future, 8);
  });
});

test('a thread that did not make the pool cannot send what goes beside a message, and says so', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const said = await pool.submit(async (there) => {
      const said: string[] = [];
      for (const send of [
        () => there.submit((memory) => memory, new SharedArrayBuffer(8)),
        () => there.options({ transfer: [new ArrayBuffer(8)] }).submit(() => {}),
        () => there.submit(() => new SharedArrayBuffer(8)),
      ]) {
        try {
          await send();
        } catch (error) {
          said.push(`${(error as TaskError).code}: ${(error as Error).message}`);
        }
      }
      return said;
    }, pool);
    t.is(said.length, 3);
    t.regex(said[0] as string, /^ERR_TASK_ARGUMENT: .*SharedArrayBuffer.*the thread that made a pool/);
    t.regex(said[1] as string, /^ERR_TASK_ARGUMENT: Cannot transfer/);
    t.regex(said[2] as string, /^ERR_TASK_RESULT: .*SharedArrayBuffer.*the thread that made a pool/);
  });
});
