// Cheat sheet, line 12: a thread is started, and waited for.
import { sleepSync } from 'nogil';
import { Thread } from 'nogil/threading';
import { numberOr, range } from './arguments.js';
import { seconds } from './scale.js';

function worker(): void {
  console.log('Worker running');
  sleepSync(seconds(1));
}

for (const _ of range(numberOr(1))) {
  const t = new Thread({ target: worker });
  t.start();
  await t.join();
}
