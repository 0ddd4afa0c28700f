/**
 * Runs a program of the oracle's sync language on the package, and gives the trace that it leaves.
 *
 * An instruction is one call of the public interface. What it means is the package's business: nothing here is put in
 * order, remembered for the package, or compared with what CPython did.
 */

import * as futures from 'nogil/futures';
import { type Condition, currentThread } from 'nogil/threading';
import { type Call, callMethod, timeoutOf } from './calls.js';
import { runChaos } from './chaos.js';
import { callWaiting, type Form } from './forms.js';
import { failInit, functions, noteInit, task } from './functions.js';
import { clearMemory, note, notesFrom, openGate, setVariable } from './memory.js';
import { NotSupported, notSupported } from './not-supported.js';
import { newObject } from './objects.js';
import { exceptionOutcome, valueOutcome } from './outcome.js';
import type { Event, Made, Program, Step } from './programs.js';
import { settle } from './settle.js';
import { ThreadObjects } from './thread-objects.js';
import { inFlow } from './threads.js';
import { Waiters } from './waiters.js';
import { isWait, outcomeOf, waitOf } from './waits.js';

type Future = futures.Future<unknown>;

/** One run of one program. There may be one at a time in a process. */
export class SyncInterpreter {
  readonly #program: Program;
  readonly #form: Form;
  readonly #trace: Event[] = [];
  readonly #executors = new Map<string, futures.ThreadPoolExecutor>();
  readonly #futures = new Map<string, Future>();
  /** What is neither an executor nor what that has given. */
  readonly #objects = new Map<string, object>();
  readonly #threadObjects = new ThreadObjects();
  readonly #waiters: Waiters;
  /** The names of the variables, by their numbers. */
  readonly #variables: string[] = [];
  /** The threads that the instruction has named. */
  #threads: number[] | undefined;
  /** The texts of the log, by their numbers less one. */
  readonly #texts: string[] = [];
  #read = 0;

  constructor(program: Program, form: Form) {
    this.#program = program;
    this.#form = form;
    this.#waiters = new Waiters(form, this.#threadObjects, (text) => this.#note(text));
  }

  /** The trace of the program. Throws NotSupported. */
  async run(): Promise<Event[]> {
    clearMemory();
    try {
      for (const [name, made] of Object.entries(this.#program.objects)) {
        this.#make(name, made);
      }
      // What is awaited has a flow where Python has its one thread.
      const steps = (): Promise<void> => this.#steps();
      await (this.#program.family === 'seq' && !this.#isBlocked ? inFlow(steps) : steps());
    } finally {
      await this.#finish();
    }
    return this.#trace;
  }

  get #isBlocked(): boolean {
    return this.#form === 'blocked';
  }

  async #steps(): Promise<void> {
    for (const step of this.#program.steps) {
      await this.#step(step);
    }
  }

  #emit(event: Omit<Event, 'n'>): void {
    this.#trace.push({ n: this.#trace.length, ...event });
  }

  #make(name: string, made: Made): void {
    try {
      if (made.kind === 'tpe') {
        this.#executors.set(name, this.#newExecutor(made));
      } else if (made.kind === 'thread') {
        const thread = this.#threadObjects.make(name, made, this.#gate(made.gate), (text) => this.#number(text));
        this.#objects.set(name, thread);
      } else {
        const other = (of: string): object => this.#object(of);
        this.#objects.set(
          name,
          newObject(name, made, other, (text) => this.#number(text)),
        );
      }
    } catch (error) {
      if (error instanceof NotSupported) {
        throw error;
      }
      this.#emit({ o: 'make', on: name, x: exceptionOutcome(error) });
    }
  }

  #newExecutor({ workers, init }: Made): futures.ThreadPoolExecutor {
    const initializers: Record<string, object> = {
      log: { initializer: noteInit, initargs: [this.#number('init')] },
      fail: { initializer: failInit },
      uncallable: { initializer: 5 },
    };
    return new futures.ThreadPoolExecutor({ maxWorkers: workers, ...initializers[init ?? ''] } as object);
  }

  async #step(step: Step): Promise<void> {
    const instruction = this.#instructions[step.o];
    if (instruction === undefined) {
      notSupported(`the instruction ${step.o}`);
    }
    this.#threads = undefined;
    try {
      const r = valueOutcome(await instruction(step));
      this.#emit({ o: step.o, i: step.i, r, ...(this.#threads === undefined ? {} : { threads: this.#threads }) });
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
      if (!isWait(op.m)) {
        notSupported(`the wait ${op.m}`);
      }
      const wait = waitOf(op, timeoutOf(op), this.#variable(op.var));
      this.#threads = await this.#waiters.start(n, this.#object(op.on), wait);
      return await this.#settleWaiters();
    },
    do: async ({ call = {} }) => {
      const outcome = await outcomeOf(() => this.#call(call));
      return { call: outcome, done: await this.#settleWaiters() };
    },
    with_cond: async (step) => {
      const condition = this.#object(step.on) as Condition;
      await callWaiting(condition, 'use', this.#isBlocked, () => {
        if (step.var !== undefined) {
          setVariable(this.#variable(step.var), step.v as number);
        }
        if (step.all === true) {
          condition.notifyAll();
        } else if (step.count !== undefined) {
          condition.notify(step.count);
        }
      });
      return { done: await this.#settleWaiters() };
    },
    gate: async ({ gate }) => {
      openGate(this.#gate(gate) ?? notSupported('a gate without a name'));
      return { done: await this.#settleWaiters() };
    },
    join_self: () => callWaiting(currentThread(), 'join', this.#isBlocked),
    chaos: (step) => runChaos(step, this.#form),
    shutdown: async ({ on, wait = true, cancel = false }) => {
      await this.#executor(on).shutdown({ wait, cancelFutures: cancel });
      await this.#settle();
      return this.#states();
    },
    log: () => this.#takeLog(),
  };

  /** Calls a method of an object. */
  #call(call: Call): unknown {
    return callMethod(this.#object(call.on), call, this.#isBlocked, (text) => this.#note(text));
  }

  /** What those who wait have noted, once no more of them can go on. */
  async #settleWaiters(): Promise<string[]> {
    await this.#waiters.settle();
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

  /** Writes a text to the log. */
  #note(text: string): void {
    note(this.#number(text));
  }

  #variable(name: string | undefined): number {
    const number = this.#variables.indexOf(name ?? '');
    return number >= 0 ? number : this.#variables.push(name ?? '') - 1;
  }

  #object(name: string | undefined): object {
    const object = this.#objects.get(name ?? '');
    if (object === undefined) {
      throw new Error(`there is no object ${name}; the trace so far: ${JSON.stringify(this.#trace)}`);
    }
    return object;
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
    await this.#waiters.end([...this.#objects.values()]);
    for (const executor of this.#executors.values()) {
      await executor.shutdown({ wait: true, cancelFutures: true });
    }
  }
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
