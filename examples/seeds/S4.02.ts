// Learning guide, line 45: five downloads by three threads.
import { sleepSync } from 'nogil';
import { ThreadPoolExecutor } from 'nogil/futures';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';
import { show } from './show.js';

/** Simulates downloading a file. */
function downloadFile(fileId: number): string {
  console.log(`Thread-${fileId}: Starting download...`);
  sleepSync(seconds(0.5));
  console.log(`Thread-${fileId}: Download complete!`);
  return `file_${fileId}.dat`;
}

async function main(): Promise<void> {
  const results = await new ThreadPoolExecutor({ maxWorkers: 3 }).use((executor) =>
    executor.map(downloadFile, range(numberOr(5))).toArray(),
  );

  console.log(`Results: ${show(results)}`);
}

await main();
