/** Runs the programs of a corpus, several at a time, each in a process where no other one runs. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { firstDifference } from './compare.js';
import { type Form, formsOf } from './forms.js';
import type { CorpusLine, Event, Program } from './programs.js';

/** Milliseconds after which a program hangs. */
const HANGS = 30_000;
/** Programs after which a process gives way to a new one. */
const PROGRAMS = 200;

type Answer = { trace: Event[] } | { problem: string } | { notSupported: string };

/** A program that does not leave the trace that CPython leaves, and where. */
export interface Difference {
  seed: number;
  difference: string;
  /** It was not run: the interpreter does not know something that is in it. */
  isNotCovered: boolean;
}

/** A process that runs programs one after another. A new one takes the place of one that has died. */
class Runner {
  #child: ChildProcess | undefined;
  #programs = 0;
  #errors = '';

  async run(program: Program, form: Form): Promise<Answer> {
    if (this.#programs === PROGRAMS) {
      this.end();
    }
    const child = this.#child ?? this.#start();
    this.#programs += 1;
    const stop = new AbortController();
    const hangs = setTimeout(() => child.kill('SIGKILL'), HANGS);
    const answered = once(child, 'message', stop).then(([answer]) => answer as Answer);
    const died = once(child, 'exit', stop).then(([code, signal]): Answer => {
      this.#child = undefined;
      const what =
        signal === 'SIGKILL' ? `it was ended after ${HANGS / 1000} s` : `its process ended with ${code ?? signal}`;
      return { problem: `${what} ${this.#errors.slice(-2000)}` };
    });
    // The one that comes second is cut off.
    answered.catch(() => {});
    died.catch(() => {});
    child.send({ program, form });
    try {
      return await Promise.race([answered, died]);
    } finally {
      clearTimeout(hangs);
      stop.abort();
    }
  }

  end(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-4000);
    });
    this.#child = child;
    this.#programs = 0;
    return child;
  }
}

/** Runs a program in all its forms; gives the first difference. */
async function runOne(runner: Runner, { seed, program, trace }: CorpusLine): Promise<Difference | undefined> {
  for (const form of formsOf(program.family)) {
    const answer = await runner.run(program, form);
    if ('notSupported' in answer) {
      return { seed, difference: answer.notSupported, isNotCovered: true };
    }
    const difference = 'problem' in answer ? answer.problem : firstDifference(program, trace, answer.trace);
    if (difference !== undefined) {
      // Something of it may still run.
      runner.end();
      return { seed, difference: `${difference} (${form})`, isNotCovered: false };
    }
  }
  return undefined;
}

/** Runs all programs, so many at a time; gives those that differ, in the order of the corpus. */
export async function runCorpus(lines: readonly CorpusLine[], jobs: number): Promise<Difference[]> {
  const differences = new Map<CorpusLine, Difference>();
  const queue = lines.values();
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      const runner = new Runner();
      for (const line of queue) {
        const difference = await runOne(runner, line);
        if (difference !== undefined) {
          differences.set(line, difference);
        }
      }
      runner.end();
    }),
  );
  return lines.flatMap((line) => differences.get(line) ?? []);
}
