// What a program calls at its end that is not imported by another one, but started: it checks itself.
import { readFileSync } from 'node:fs';
import { startChecker } from './checker.mjs';

const STARTED = Symbol.for('nogil.fuzz.started');

/** Other instances of the program in this process call it too: they are only there to be compared with. */
export async function start(itself) {
  if (globalThis[STARTED]) {
    return;
  }
  globalThis[STARTED] = true;
  const { programs, poolModule } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const [program] = programs;
  process.send({ begun: program.number });
  const checker = await startChecker(poolModule);
  process.send({ number: program.number, ...(await checker.check(program, itself)) });
  await checker.end();
  process.disconnect();
}
