// Chapter 09, line 92: a thread with an argument.
import { Thread } from 'nogil/threading';
import { wordsOr } from './arguments.js';

function worker(name: string): void {
  console.log(`Thread ${name} running`);
}

for (const name of wordsOr(['A'])) {
  const t = new Thread({ target: worker, args: [name] });
  t.start();
  await t.join(); // Wait for thread to finish
}
