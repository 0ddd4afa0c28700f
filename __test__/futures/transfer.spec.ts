import { once } from 'node:events';
import { open as openFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import test from 'ava';
import { ThreadPoolExecutor } from 'nogil';
import { TaskError, transfer } from 'nogil/futures';
import { newFlag, raise, waitFor } from '../flags.js';

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
