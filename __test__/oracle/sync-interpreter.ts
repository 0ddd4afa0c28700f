/**
 * Runs a program of the oracle's sync language on the package, and gives the trace that it leaves.
 *
 * An instruction is one call of the public interface. What it means is the package's business: nothing here is put in
 * order, remembered for the package, or compared with what CPython did.
 */

import * as futures from 'nogil/futures';
import { failInit, functions, noteInit, task } from './functions.js';
import { type Call, futureCalls, newFuture } from './future-calls.js';
import { clearMemory, note, notesFrom, openGate } from './memory.js';
import { exceptionOutcome, valueOutcome } from './outcome.js';
import type { Event, Exception, Made, Program, Step } from './programs.js';
import { settle } from './settle.js';

type Future = futures.Future<unknown>;

/** Milliseconds, by the name that a timeout has in a program. */
const timeouts: Record<string, number> = { short: 20, long: 60_000, zero: 0, neg: -1 };

/** An instruction, or a kind of object, that this interpreter does not know. */
export class NotSupported extends Error {}

function notSupported(what: string): never {
  throw new NotSupported(`not supported: ${what}`);
}

/** One run of one program. There may be one at a time in a process. */
export class SyncInterpreter {
  readonly #program: Program;
  readonly #trace: Event[] = [];
  readonly #executors = new Map<string, futures.ThreadPoolExecutor>();
  readonly #futures = new Map<string, Future>();
  /** The texts of the log, by their numbers less one. */
  readonly #texts: string[] = [];
  #read = 0;
  #waiters = 0;

  constructor(program: Program) {
    this.#program = program;
  }

  /** The trace of the program. Throws NotSupported. */
  async run(): Promise<Event[]> {
    clearMemory();
    try {
      for (const [name, made] of Object.entries(this.#program.objects)) {
        this.#make(name, made);
      }
      for (const step of this.#program.steps) {
        await this.#step(step);
      }
    } finally {
      await this.#finish();
    }
    return this.#trace;
  }

  #emit(event: Omit<Event, 'n'>): void {
    this.#trace.push({ n: this.#trace.length, ...event });
  }

  #make(name: string, { kind, workers, init }: Made): void {
    if (kind === 'future') {
      this.#futures.set(name, newFuture());
      return;
    }
    if (kind !== 'tpe') {
      notSupported(`an object of the kind ${kind}`);
    }
    const initializers: Record<string, object> = {
      log: { initializer: noteInit, initargs: [this.#number('init')] },
      fail: { initializer: failInit },
      uncallable: { initializer: 5 },
    };
    try {
      this.#executors.set(
        name,
        new futures.ThreadPoolExecutor({ maxWorkers: workers, ...initializers[init ?? ''] } as object),
      );
    } catch (error) {
      this.#emit({ o: 'make', on: name, x: exceptionOutcome(error) });
    }
  }

  async #step(step: Step): Promise<void> {
    const instruction = this.#instructions[step.o];
    if (instruction === undefined) {
      notSupported(`the instruction ${step.o}`);
    }
    try {
      this.#emit({ o: step.o, i: step.i, r: valueOutcome(await instruction(step)) });
    } catch (error) {
      if (error instanceof NotSupported) {
        throw error;
      }
      this.#emit({ o: step.o, i: step.i, x: exceptionOutcome(error) });
    }
  }

  readonly #instructions: Record<string, (step: Step) => unknown> = {
    submit: async ({ on, fn = '', args = [], gate, f = '', settle = true }) => {
      const began = this.#number(`start:${f}`);
      this.#futures.set(f, this.#executor(on).submit(task, fn, args, this.#gate(gate), began));
      if (settle) {
        await this.#settle();
      }
    },
    open: async ({ gate }) => {
      openGate(this.#gate(gate) ?? notSupported('a gate without a name'));
      await this.#settle();
      return this.#states();
    },
    states: async () => {
      await this.#settle();
      return this.#states();
    },
    fcall: async (step) => {
      const future = this.#future(step.f);
      const timeout = timeoutOf(step);
      switch (step.m) {
        case 'cancel':
          return future.cancel();
        case 'result':
          return await future.result(timeout);
        case 'exception':
          return await future.exception(timeout);
        case 'add_done_callback': {
          const called = this.#number(`cb:${step.cb}`);
          return future.addDoneCallback(() => note(called));
        }
        default:
          return notSupported(`the method ${step.m} of a Future`);
      }
    },
    wait: async (step) => {
      const { done, notDone } = await futures.wait(this.#all(step), {
        timeout: timeoutOf(step),
        returnWhen: futures[step.rw as 'ALL_COMPLETED'],
      });
      return [this.#names(done), this.#names(notDone)];
    },
    as_completed: async (step) => {
      const got: Future[] = [];
      let thrown: unknown = null;
      try {
        for await (const future of futures.asCompleted(this.#all(step), timeoutOf(step))) {
          got.push(future);
        }
      } catch (error) {
        thrown = exceptionOutcome(error);
      }
      return [this.#names(got), thrown];
    },
    map: async (step) => {
      const { on, fn = '', its = [], take, chunksize, buffersize } = step;
      const options = {
        timeout: timeoutOf(step),
        ...(chunksize === undefined ? {} : { chunksize }),
        ...(buffersize === undefined ? {} : { buffersize }),
      };
      const results = this.#executor(on).map(functions[fn] as never, ...(its as never[]), options as never);
      const got: unknown[] = [];
      let thrown: unknown = null;
      try {
        for await (const result of results) {
          got.push(valueOutcome(result));
          if (got.length === take) {
            break;
          }
        }
      } catch (error) {
        thrown = exceptionOutcome(error);
      }
      return [got, thrown];
    },
    call: (step) => this.#call(step),
    go: async ({ n = 1, op = {} }) => {
      for (let count = 0; count < n; count++) {
        this.#waiters += 1;
        void outcomeOf(() => this.#call(op)).then((outcome) => {
          this.#waiters -= 1;
          note(this.#number(JSON.stringify([op.m, 'r' in outcome ? outcome.r : outcome])));
        });
      }
      return await this.#settleWaiters();
    },
    do: async ({ call = {} }) => {
      const outcome = await outcomeOf(() => this.#call(call));
      return { call: outcome, done: await this.#settleWaiters() };
    },
    shutdown: async ({ on, wait = true, cancel = false }) => {
      await this.#executor(on).shutdown({ wait, cancelFutures: cancel });
      await this.#settle();
      return this.#states();
    },
    log: () => this.#takeLog(),
  };

  /** Calls a method of a Future. */
  #call(call: Call): unknown {
    const method = futureCalls[call.m ?? ''] ?? notSupported(`the method ${call.m}`);
    return method(this.#future(call.on), call, timeoutOf(call), (text) => note(this.#number(text)));
  }

  /** What those who wait have noted, once no more of them can go on. */
  async #settleWaiters(): Promise<string[]> {
    if (this.#waiters > 0) {
      await settle(() => String(notesFrom(0).length));
    }
    return this.#takeLog();
  }

  #states(): Record<string, string> {
    const states: Record<string, string> = {};
    for (const [name, future] of this.#futures) {
      states[name] = stateOf(future);
    }
    return states;
  }

  #settle(): Promise<void> {
    return settle(() => `${JSON.stringify(this.#states())} ${notesFrom(0).length}`);
  }

  #takeLog(): string[] {
    const notes = notesFrom(this.#read);
    this.#read += notes.length;
    return notes.map((number) => this.#texts[number - 1] ?? `note ${number}`);
  }

  /** The number of a text, by which the threads write it to the log. */
  #number(text: string): number {
    return this.#texts.push(text);
  }

  #gate(name: string | undefined): number | undefined {
    return name === undefined ? undefined : this.#program.gates.indexOf(name);
  }

  #executor(name: string | undefined): futures.ThreadPoolExecutor {
    return this.#executors.get(name ?? '') ?? notSupported(`an executor ${name}, which was not made`);
  }

  #future(name: string | undefined): Future {
    return this.#futures.get(name ?? '') ?? notSupported(`a Future ${name}, which was not made`);
  }

  #all({ fs = [] }: Step): Future[] {
    return fs.map((name) => this.#future(name));
  }

  #names(of: Iterable<Future>): string[] {
    const names = new Map([...this.#futures].map(([name, future]) => [future, name]));
    return [...of].map((future) => names.get(future) ?? 'a Future of nobody');
  }

  /** Releases what may still be blocked; no part of the trace. */
  async #finish(): Promise<void> {
    for (const gate of this.#program.gates.keys()) {
      openGate(gate);
    }
    for (const executor of this.#executors.values()) {
      await executor.shutdown({ wait: true, cancelFutures: true });
    }
  }
}

/** How a call ends: with a value or an exception. */
async function outcomeOf(call: () => unknown): Promise<{ r: unknown } | Exception> {
  try {
    return { r: valueOutcome(await call()) };
  } catch (error) {
    if (error instanceof NotSupported) {
      throw error;
    }
    return exceptionOutcome(error);
  }
}

function timeoutOf({ t }: Call): number | undefined {
  return t === undefined ? undefined : timeouts[t];
}

function stateOf(future: Future): string {
  if (future.running()) {
    return 'running';
  }
  if (future.cancelled()) {
    return 'cancelled';
  }
  return future.done() ? 'done' : 'pending';
}
