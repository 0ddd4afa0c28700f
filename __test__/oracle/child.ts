/** A process that is sent programs, one after another, and sends back their traces. It never sees what is expected. */

import type { Program } from './programs.js';
import { NotSupported, SyncInterpreter } from './sync-interpreter.js';

process.on('message', (program: Program) => {
  void new SyncInterpreter(program).run().then(
    (trace) => process.send?.({ trace }),
    (error: Error) => process.send?.({ problem: error instanceof NotSupported ? error.message : error.stack }),
  );
});
