// node scripts/setup.mjs <app|test|bench|release|prebuilt>
// All the set-up that a fresh machine needs, and nothing that is already done. Prints a line for each thing that it
// does, so no line when there is nothing to do.
import { missingNode } from './setup/node-version.mjs';

const missing = missingNode(process.versions.node);
if (missing) {
  console.error(missing);
  process.exit(1);
}

// Imported only now: an older Node should get the sentence above, not a syntax error in one of these.
const { PlainError } = await import('./command.mjs');
const { prepare, PURPOSES } = await import('./setup/prepare.mjs');

const purpose = process.argv[2];
if (!PURPOSES.includes(purpose)) {
  console.error(`usage: node scripts/setup.mjs <${PURPOSES.join('|')}>`);
  process.exit(2);
}

try {
  prepare(purpose);
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
