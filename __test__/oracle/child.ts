/** A process that is sent programs, one after another, and sends back their traces. It never sees what is expected. */

import type { Form } from './forms.js';
import { NotSupported } from './not-supported.js';
import type { Program } from './programs.js';
import { SyncInterpreter } from './sync-interpreter.js';

process.on('message', ({ program, form }: { program: Program; form: Form }) => {
  void new SyncInterpreter(program, form).run().then(
    (trace) => process.send?.({ trace }),
    (error: Error) =>
      process.send?.(error instanceof NotSupported ? { notSupported: error.message } : { problem: error.stack }),
  );
});
// What waits here for ever, through a bug of the package, must not keep the process.
process.once('disconnect', () => process.exit());
