import test from 'ava';
import { run } from '../child.js';

/** In a process of its own: what was written last, and whether functions travel yet, is of the whole thread. */
const program = (text: string): Promise<{ stdout: string; stderr: string; code: number | null }> =>
  run(process.execPath, ['--input-type=module', '-e', text]);

test('the last party of a barrier that is awaited has a number, and nothing that was written before is read for it', async (t) => {
  const { stdout, stderr } = await program(`
    import { Queue } from 'nogil/queue';
    import { Barrier } from 'nogil/threading';
    const queue = new Queue();
    const barrier = new Barrier(2);
    for (const item of ['x'.repeat(1000), [new Error('one')], new Map([[1, new Date()]]), 5]) {
      queue.putNowait(item);
      console.log(await Promise.all([barrier.wait(), barrier.wait()]));
    }`);
  t.is(stdout, '[ 0, 1 ]\n'.repeat(4), stderr);
});

test('a barrier has an action, and an item functions, before there is a pool or a thread', async (t) => {
  const { stdout, stderr } = await program(`
    import { Queue } from 'nogil/queue';
    import { Barrier } from 'nogil/threading';
    const barrier = new Barrier(1, () => console.log('all are here'));
    await barrier.wait();
    const queue = new Queue();
    queue.putNowait([() => 5]);
    console.log((await queue.get())[0]());`);
  t.is(stdout, 'all are here\n5\n', stderr);
});
