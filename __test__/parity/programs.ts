/** Programs that a spec runs, by their names: what happens when they end is what is tested. */

import { ThreadPoolExecutor } from 'nogil/futures';

/** Goes on for a while after the program has nothing more to do, and prints something then. */
async function apple(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  console.log('apple');
}

const programs: Record<string, () => void> = {
  'submits and ends': () => {
    void new ThreadPoolExecutor(5).submit(apple);
  },
  'submits at exit': () => {
    const executor = new ThreadPoolExecutor(5);
    process.once('exit', () => {
      try {
        void executor.submit(apple);
      } catch (error) {
        console.log((error as Error).name);
      }
    });
  },
  'shuts down without waiting': () => {
    const executor = new ThreadPoolExecutor({ maxWorkers: 3 });
    void executor.submit(apple);
    void executor.shutdown({ wait: false });
  },
  'cancels and shuts down without waiting': () => {
    const executor = new ThreadPoolExecutor();
    void executor.submit(apple);
    void executor.shutdown({ wait: false, cancelFutures: true });
  },
};

programs[process.argv[2] ?? '']?.();
