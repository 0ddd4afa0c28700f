/** How threads die that hold something, or wait for it. */

import { ThreadPoolExecutor } from 'nogil';
import { TimeoutError } from 'nogil/futures';
import { Event, Thread } from 'nogil/threading';

type Hold = (...args: unknown[]) => unknown;
type Death = <Args extends unknown[]>(hold: (...args: Args) => unknown, ...args: Args) => Promise<void>;

/** Each calls the function in a thread, which dies when that has returned. The thread has ended when it resolves. */
export const deaths: Record<string, Death> = {
  'process.exit() in a Thread': (hold, ...args) =>
    Thread.start(
      (hold: Hold, ...args: unknown[]) => {
        hold(...args);
        process.exit();
      },
      hold as Hold,
      ...args,
    ).join(),

  'a task over its runTimeout': (hold, ...args) =>
    new ThreadPoolExecutor(1).use(async (pool) => {
      const spin = (hold: Hold, ...args: unknown[]): never => {
        hold(...args);
        for (;;) {}
      };
      const error = await pool
        .options({ runTimeout: 1500 })
        .submit(spin, hold as Hold, ...args)
        .exception();
      if (!(error instanceof TimeoutError)) {
        throw error;
      }
    }),

  'a task that is aborted while it is parked': (hold, ...args) =>
    new ThreadPoolExecutor({ maxWorkers: 1, graceTime: 10 }).use(async (pool) => {
      const held = new Event();
      const park = (held: Event, hold: Hold, ...args: unknown[]): void => {
        hold(...args);
        held.set();
        new Event().waitSync();
      };
      const task = pool.submit(park, held, hold as Hold, ...args);
      await held.wait();
      task.abort('enough');
      await task.exception();
    }),
};
