import test from 'ava';
import { crc32, crc32Sync } from 'nogil/kernels';

const check = Buffer.from('123456789');
/** Of the CRC-32 of zlib, by its specification. */
const CHECK = 0xcbf43926;

test('the checksum is the one that zlib gives', async (t) => {
  t.is(await crc32(check), CHECK);
  t.is(crc32Sync(check), CHECK);
  t.is(await crc32(new Uint8Array(0)), 0);
});

test('few bytes and many, shared and not, give the same checksum on a native thread and on this one', async (t) => {
  for (const length of [1, 31, 32, 33, 256, 257, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) & 255);
    const shared = new Uint8Array(new SharedArrayBuffer(length));
    shared.set(bytes);
    const expected = crc32Sync(bytes);
    t.is(await crc32(bytes), expected);
    t.is(await crc32(bytes, { runTimeout: 60_000 }), expected);
    t.is(await crc32(shared), expected);
    t.is(await crc32(new DataView(bytes.buffer)), expected);
  }
});

test('many checksums at once come back each as its own', async (t) => {
  const inputs = Array.from({ length: 5_000 }, (_, index) => Buffer.from(String(index)));
  t.deepEqual(await Promise.all(inputs.map((input) => crc32(input))), inputs.map(crc32Sync));
});

test('what is no bytes, and unknown options, are refused at once', (t) => {
  t.throws(() => crc32('123' as never), { instanceOf: TypeError, message: /bytes: expected/ });
  t.throws(() => crc32Sync(1 as never), { instanceOf: TypeError });
  t.throws(() => crc32(check, { seed: 1 } as never), { instanceOf: TypeError });
});

test('a length that a subclass has made up is not believed', async (t) => {
  const bytes = Uint8Array.from(check);
  for (const length of [-1e9, -5, 3.5, 200, Number.NaN, 'x']) {
    Object.defineProperty(bytes, 'length', { configurable: true, value: length });
    t.is(await crc32(bytes), CHECK);
  }
});

test('bytes that were detached are refused, whatever their number', (t) => {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  t.throws(() => crc32(bytes), { instanceOf: TypeError });
});
