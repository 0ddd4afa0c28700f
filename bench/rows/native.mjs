import { add } from '../tasks.mjs';
import { warmInFlight } from '../workload/in-flight.mjs';
import { NativeWitness } from '../workload/native-witness.mjs';
import { oneAtATime } from '../workload/one-at-a-time.mjs';

/**
 * What a candidate with native tasks gives.
 *
 * @typedef {object} NativeTasks
 * @property {(input: Uint8Array) => PromiseLike<number>} crc32 runs on the native pool
 * @property {(input: Uint8Array) => number} crc32Sync the same checksum, made by the caller's own thread
 * @property {(input: Uint8Array) => PromiseLike<Uint8Array>} hash runs on the native pool
 * @property {(input: Uint8Array) => Uint8Array} hashSync the same digest, made by the caller's own thread
 * @property {() => { thread: number, tasks: number }[]} threads what each native thread has run so far
 */

/**
 * Checksums of 1,000 inputs of 8 bytes, known beforehand.
 *
 * @param {NativeTasks} native
 * @returns {import('../tasks.mjs').Task<{ bytes: Uint8Array, checksum: number }, number>}
 */
function checksumTask(native) {
  const inputs = Array.from({ length: 1000 }, (_, sequence) => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(0, sequence, true);
    return { bytes, checksum: native.crc32Sync(bytes) };
  });
  return {
    input: (sequence) => inputs[sequence % inputs.length],
    submit: (_pool, input) => native.crc32(input.bytes),
    check(result, input) {
      if (result !== input.checksum) {
        throw new Error(`wrong result: the checksum of ${input.bytes} came back as ${result}`);
      }
      return Number.NaN;
    },
  };
}

/** @type {import('../rows.mjs').Row} */
export const native = {
  name: 'native',
  manyInFlight: true,
  metrics: [
    { name: 'nativeP50', title: () => 'native task, one at a time, p50', unit: 'µs', better: 'less' },
    { name: 'nativeRate', title: () => 'native task, 1,000 in flight', unit: 'tasks/s', better: 'more' },
  ],
  note:
    'Native task: nogil computes the CRC-32 of 8 bytes on its native pool, which has a thread for each core. ' +
    'The others have no native tasks: theirs is add(a, b) once more, the smallest that they have.',
  async measure({ open, openNative, witness, sizes }) {
    if (openNative === undefined) {
      const values = await both({ pool: open(), task: add, witness, sizes });
      return { values, proof: witness.proof() };
    }
    const tasks = await openNative();
    const task = checksumTask(tasks);
    const nativeWitness = new NativeWitness(tasks);
    const values = await both({ pool: undefined, task, witness: nativeWitness, sizes });
    return { values, proof: nativeWitness.proof() };
  },
};

/** @param {Parameters<typeof oneAtATime>[0]} options */
async function both(options) {
  const { p50 } = await oneAtATime(options);
  const { tasksPerSecond } = await warmInFlight({ ...options, atOnce: 1000 });
  return { nativeP50: p50, nativeRate: tasksPerSecond };
}
