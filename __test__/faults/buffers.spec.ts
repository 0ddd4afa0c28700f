import test, { type ExecutionContext } from 'ava';
import { ThreadPoolExecutor } from 'nogil';
import { TaskError, transfer } from 'nogil/futures';
import { crc32, hash, hashSync } from 'nogil/kernels';

function detached(): ArrayBuffer {
  const memory = new ArrayBuffer(8);
  structuredClone(memory, { transfer: [memory] });
  return memory;
}

function isDetached(memory: ArrayBuffer): boolean {
  try {
    new Uint8Array(memory);
    return false;
  } catch {
    return true;
  }
}

/** Memory of WebAssembly, which cannot be taken away from it. */
function wasmMemory(): ArrayBuffer {
  const { WebAssembly } = globalThis as never as {
    WebAssembly: { Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer } };
  };
  return new WebAssembly.Memory({ initial: 1 }).buffer;
}

/** The submit throws at once, takes nothing away, and submits nothing. */
async function assertRefused(t: ExecutionContext, list: (own: ArrayBuffer) => object[]): Promise<void> {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const own = new ArrayBuffer(8);
    const ran = new Int32Array(new SharedArrayBuffer(4));
    const submitting = pool.options({ transfer: list(own) as ArrayBuffer[] });
    let thrown: unknown;
    try {
      submitting.submit((there) => Atomics.add(there, 0, 1), ran);
    } catch (error) {
      thrown = error;
    }
    t.true(thrown instanceof DOMException);
    t.is((thrown as DOMException).name, 'DataCloneError');
    t.is(own.byteLength, 8);
    // It would have run before this.
    await pool.submit(() => {});
    t.is(ran[0], 0);
  });
}

// Fails when `handOver` does not ask `isDetached` (on Node 20, which sends an empty one), and on all when `seal` takes one
// after another away.
test('fault 61: the transfer of a detached ArrayBuffer is a DataCloneError at the submit', (t) =>
  assertRefused(t, (own) => [own, detached()]));

// Fails when `seal` is not called before the task is submitted, and when `handOver` passes Node 20's TypeError on.
test('fault 61: the transfer of shared memory is a DataCloneError at the submit', (t) =>
  assertRefused(t, (own) => [own, new SharedArrayBuffer(8)]));

// Fails when the list is made a Set before it is handed over.
test('fault 61: one ArrayBuffer twice in a list is a DataCloneError at the submit', (t) =>
  assertRefused(t, (own) => [own, own]));

// Fails when `takeAway` leaves it here until the task begins: the second submit then takes it.
test('fault 61: an ArrayBuffer is transferred to one task only, also while that waits', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new ArrayBuffer(8);
    const transferring = pool.options({ transfer: [memory] });
    const first = transferring.submit((there) => there.byteLength, memory);
    const thrown: unknown = t.throws(() => transferring.submit(() => 0), { any: true });
    t.is((thrown as DOMException).name, 'DataCloneError');
    t.is(await first, 8);
  });
});

// Fails when `isDetached` takes an empty one for detached.
test('fault 61: an ArrayBuffer without bytes is transferred, and gone here', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new ArrayBuffer(0);
    const length = pool.options({ transfer: [memory] }).submit((there) => new Uint8Array(there).length, memory);
    t.true(isDetached(memory));
    t.is(await length, 0);
  });
});

// Fails when `writeCarriedView` always writes a length.
test('fault 61: a resizable ArrayBuffer stays one, and a view that follows its length does so there', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new (ArrayBuffer as never as new (length: number, options: object) => ArrayBuffer)(8, {
      maxByteLength: 16,
    });
    const [all, rest] = [new Uint8Array(memory), new Uint16Array(memory, 4)];
    const lengths = await pool.options({ transfer: [memory] }).submit(
      (all, rest) => {
        (all.buffer as unknown as { resize(length: number): void }).resize(12);
        return [all.length, rest.length];
      },
      all,
      rest,
    );
    t.deepEqual(lengths, [12, 4]);
    t.true(isDetached(memory));
  });
});

// Fails when the memory is detached behind WebAssembly's back, or when `seal` swallows what `takeAway` throws.
test('fault 61: memory of WebAssembly stays where it is: it is refused, or copied by Node 20', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = wasmMemory();
    try {
      const length = pool.options({ transfer: [memory] }).submit((there) => there.byteLength, memory);
      t.is(await length, 65536);
      t.true(process.version.startsWith('v20.'));
    } catch (error) {
      t.is((error as DOMException).name, 'DataCloneError');
    }
    t.is(memory.byteLength, 65536);
  });
});

// Fails when `writeMemory` and `bytesOf` let the engine's errors through, and `asUnsendable` does not know them: they name
// no argument.
test('fault 61: a detached ArrayBuffer, or a view of one, is refused by its argument', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new ArrayBuffer(8);
    const views = [new Uint8Array(memory), new DataView(memory), Buffer.from(memory)];
    structuredClone(memory, { transfer: [memory] });
    for (const value of [memory, ...views, [memory], new Map([[1, memory]])]) {
      t.throws(() => pool.submit((value: unknown) => value, value as object), {
        instanceOf: TaskError,
        message: /argument 1.*: it .*detached/,
      });
    }
  });
});

// Fails when `sendParcel` does not go through `handOver` (Node 20), or when `writeResult` drops what it throws.
test('fault 61: a result that transfers a detached ArrayBuffer fails with a DataCloneError', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const failed = pool.submit(() => {
      const memory = new ArrayBuffer(8);
      structuredClone(memory, { transfer: [memory] });
      return transfer({}, [memory]);
    });
    t.is(((await failed.exception()) as DOMException).name, 'DataCloneError');
    t.is(await pool.submit(() => 1), 1);
  });
});

// Fails when `submitKernel` lends the native side what is not shared: it reads what stands there later.
test('fault 62: bytes that are changed and detached while they are hashed are hashed as they were', async (t) => {
  const bytes = new Uint8Array(8 * 1024 * 1024).fill(7);
  const expected = hashSync(bytes);
  const futures = Array.from({ length: 8 }, () => hash(bytes));
  bytes.fill(0);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  for (const digest of await Promise.all(futures)) {
    t.deepEqual(digest, expected);
  }
});

// Fails as the one before does.
test('fault 62: a resizable ArrayBuffer may shrink while it is hashed', async (t) => {
  const memory = new (ArrayBuffer as never as new (length: number, options: object) => ArrayBuffer)(1024 * 1024, {
    maxByteLength: 2 * 1024 * 1024,
  });
  const expected = hashSync(new Uint8Array(memory));
  const futures = Array.from({ length: 8 }, () => hash(memory));
  (memory as unknown as { resize(length: number): void }).resize(0);
  for (const digest of await Promise.all(futures)) {
    t.deepEqual(digest, expected);
  }
});

// Fails when `checkBytes` passes what is detached on as no bytes: its digest would be that of nothing.
test('fault 62: what is detached before the call is refused', (t) => {
  const memory = detached();
  t.throws(() => hash(memory), { instanceOf: TypeError });
  t.throws(() => hashSync(memory), { instanceOf: TypeError });
});

// Fails when `kindOf` says 'view' of views over shared memory: they are copied, and no write of the other thread is seen.
test('fault 67: numbers of 64 bits that threads share are never torn', async (t) => {
  await new ThreadPoolExecutor(2).use(async (pool) => {
    const shared = new BigInt64Array(new SharedArrayBuffer(32), 8, 2);
    const write = (there: BigInt64Array) => {
      for (let turn = 0; Atomics.load(there, 1) === 0n; turn++) {
        Atomics.store(there, 0, turn % 2 === 0 ? -1n : 0x0123_4567_89ab_cdefn);
      }
    };
    const writing = pool.submit(write, shared);
    const read = await pool.submit((there) => {
      const seen = new Set<bigint>();
      for (let turn = 0; seen.size < 2 || turn < 100_000; turn++) {
        const value = Atomics.load(there, 0);
        if (value !== 0n) {
          seen.add(value);
        }
      }
      Atomics.store(there, 1, 1n);
      return seen;
    }, shared);
    await writing;
    t.deepEqual([...read].sort(), [-1n, 0x0123_4567_89ab_cdefn]);
  });
});

// Fails when `writeCarriedView` forgets the offset, or `makeView` its class.
test('fault 67: a view at an odd offset stays there, and one that would be misaligned is a RangeError', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const memory = new SharedArrayBuffer(16);
    const bytes = new Uint8Array(memory, 3, 5);
    t.is(await pool.submit((there) => there.byteOffset, bytes), 3);
    const misaligned = pool.submit((there) => new Int32Array(there.buffer, there.byteOffset).length, bytes);
    await t.throwsAsync(misaligned, { instanceOf: RangeError });
  });
});

// Fails when `makeView` makes an Int32Array of all.
test('fault 67: Atomics on a view of the wrong elements is a TypeError there as here', async (t) => {
  await new ThreadPoolExecutor(1).use(async (pool) => {
    const numbers = new Float64Array(new SharedArrayBuffer(16));
    await t.throwsAsync(
      pool.submit((there) => Atomics.load(there as never, 0), numbers),
      { instanceOf: TypeError },
    );
  });
});

// Fails when `checkBytes` takes the elements of a view for its bytes, or takes an object with a length.
test('fault 67: native tasks read the bytes of any view, at any offset, and refuse what is none', async (t) => {
  const memory = new SharedArrayBuffer(64);
  new Uint8Array(memory).forEach((_, index, all) => {
    all[index] = index;
  });
  const whole = new Uint8Array(memory);
  for (const view of [new Float64Array(memory, 8, 3), new Uint16Array(memory, 2, 9), new DataView(memory, 5, 7)]) {
    const bytes = Uint8Array.from(whole.subarray(view.byteOffset, view.byteOffset + view.byteLength));
    t.deepEqual(await hash(view), hashSync(bytes));
    t.is(await crc32(view), await crc32(bytes));
  }
  t.throws(() => hash({ length: 8, buffer: memory } as never), { instanceOf: TypeError });
  t.throws(() => hash([1, 2, 3] as never), { instanceOf: TypeError });
});
