import { availableParallelism } from 'node:os';
import test from 'ava';
import { TimeoutError, ValueError } from 'nogil/futures';
import { hash, hashSync, stats } from 'nogil/kernels';

/** Of the published test vectors: bytes that count up to 250 and begin again. */
const published: [length: number, digest: string][] = [
  [0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [1024, '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7'],
  [102400, 'bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085'],
];

function counting(length: number): Uint8Array {
  return new Uint8Array(length).map((_, index) => index % 251);
}

function shared(bytes: Uint8Array, offset = 0): Uint8Array {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length + offset), offset);
  view.set(bytes);
  return view;
}

for (const [length, digest] of published) {
  test(`the digest of ${length} bytes is the published one`, async (t) => {
    const bytes = counting(length);
    t.is((await hash(bytes, { algorithm: 'blake3' })).toString('hex'), digest);
    t.is(hashSync(bytes).toString('hex'), digest);
  });

  test(`the digest of ${length} shared bytes is the published one, wherever they begin`, async (t) => {
    for (const offset of [0, 1, 7]) {
      const bytes = shared(counting(length), offset);
      t.is((await hash(bytes)).toString('hex'), digest);
      t.is(hashSync(bytes).toString('hex'), digest);
    }
  });
}

test('the digest is a Buffer', async (t) => {
  t.true(Buffer.isBuffer(await hash(counting(1))));
  t.true(Buffer.isBuffer(hashSync(counting(1))));
});

test('bytes may be changed, or given away, after the call', async (t) => {
  const bytes = counting(1024);
  const future = hash(bytes);
  bytes.fill(0);
  structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
  t.is((await future).toString('hex'), published[2]?.[1] as string);
});

test('other views and buffers are hashed by their bytes', async (t) => {
  const words = new Uint16Array([1, 2, 3]);
  const expected = hashSync(new Uint8Array(words.buffer));
  t.deepEqual(await hash(words), expected);
  t.deepEqual(await hash(words.buffer), expected);
  t.deepEqual(await hash(new DataView(words.buffer)), expected);
});

// Serial, so that no other hash is counted.
test.serial('hashes run on the native threads, which count them', async (t) => {
  const total = (): number => stats().threads.reduce((sum, { tasks }) => sum + tasks, 0);
  const before = total();
  await Promise.all(Array.from({ length: 1000 }, () => hash(counting(8))));
  t.is(total() - before, 1000);
});

test('a hash can be awaited, and cancelled before it begins', async (t) => {
  const large = shared(new Uint8Array(64 * 1024 * 1024));
  // So many that all threads together are busy for many seconds, should this one stand still now.
  const futures = Array.from({ length: 500 * availableParallelism() }, () => hash(large));
  const last = futures.at(-1);
  t.true(last?.cancel());
  t.true(last?.cancelled());
  for (const future of futures) {
    future.cancel();
  }
  await Promise.allSettled(futures);
});

test('a hash that runs longer than it may fails, and the next one is not held up', async (t) => {
  const large = shared(new Uint8Array(256 * 1024 * 1024));
  let error: unknown;
  // A busy machine may look at the limit when the hash is done already. It does not do so each time.
  for (let tries = 0; tries < 100 && error === undefined; tries++) {
    error = await hash(large, { runTimeout: 1 }).exception();
  }
  t.true(error instanceof TimeoutError);
  t.is((error as TimeoutError).code, 'ERR_TIMEOUT');
  t.is((await hash(counting(1), { runTimeout: 60_000 })).toString('hex'), published[1]?.[1] as string);
});

for (const runTimeout of [undefined, null, Number.POSITIVE_INFINITY, 9_223_372_036_000]) {
  test(`a runTimeout of ${runTimeout} is as good as none`, async (t) => {
    t.is((await hash(counting(1), { runTimeout })).toString('hex'), published[1]?.[1] as string);
  });
}

for (const runTimeout of [0, -0, -1, Number.NaN, Number.NEGATIVE_INFINITY, 9_223_372_036_001, 1e20]) {
  test(`a runTimeout of ${Object.is(runTimeout, -0) ? '-0' : runTimeout} makes no sense`, (t) => {
    const error = t.throws(() => hash(counting(1), { runTimeout }), { message: /^runTimeout: expected more than 0/ });
    t.true(error instanceof ValueError);
  });
}

for (const runTimeout of ['5', 5n, {}, true]) {
  test(`a runTimeout that is a ${typeof runTimeout} is no number`, (t) => {
    const message = `runTimeout: expected a number of milliseconds; got ${typeof runTimeout}`;
    t.throws(() => hash(counting(1), { runTimeout: runTimeout as never }), { instanceOf: TypeError, message });
  });
}

test('hashSync has no runTimeout', (t) => {
  t.throws(() => hashSync(counting(1), { runTimeout: 5 } as never), { message: /unknown key 'runTimeout'/ });
});

for (const [bytes, got] of [
  ['text', 'string'],
  [null, 'null'],
  [[1, 2], 'an array'],
] as const) {
  test(`${JSON.stringify(bytes)} is not bytes`, (t) => {
    const message = `bytes: expected a Uint8Array, another view, or a buffer; got ${got}`;
    t.throws(() => hash(bytes as never), { instanceOf: TypeError, message });
    t.throws(() => hashSync(bytes as never), { instanceOf: TypeError, message });
  });
}

test('an unknown algorithm, or option, is an error at once', (t) => {
  const error = t.throws(() => hash(counting(1), { algorithm: 'md4' as never }), {
    message: "algorithm: expected blake3; got 'md4'",
  });
  t.true(error instanceof ValueError);
  t.throws(() => hash(counting(1), { algorithm: 5 as never }), { instanceOf: TypeError });
  t.throws(() => hash(counting(1), { algo: 'blake3' } as never), {
    instanceOf: TypeError,
    message: /unknown key 'algo'/,
  });
  t.throws(() => hash(counting(1), null as never), { instanceOf: TypeError, message: /^options/ });
});
