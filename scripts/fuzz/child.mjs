// node child.mjs <batch.json>: checks the programs of a batch, one after another, in one process and one pool.
// The batch was written before this process began, as the files of a real program are.
import { readFileSync } from 'node:fs';
import { startChecker } from './checker.mjs';

const { programs, poolModule } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const checker = await startChecker(poolModule);

for (const program of programs) {
  process.send({ begun: program.number });
  process.send({ number: program.number, ...(await checker.check(program)) });
}
await checker.end();
process.disconnect();
