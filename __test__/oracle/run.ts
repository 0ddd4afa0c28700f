/** Runs the programs of a corpus, several at a time, each in a process where no other one runs. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { firstDifference } from './compare.js';
import type { CorpusLine, Event, Program } from './programs.js';

/** Milliseconds after which a program hangs. */
const HANGS = 100_000;
/** Programs after which a process gives way to a new one. */
const PROGRAMS = 200;

type Answer = { trace: Event[] } | { problem: string };

/** A program that does not leave the trace that CPython leaves, and where. */
export interface Difference {
  seed: number;
  difference: string;
}

/** A process that runs programs one after another. A new one takes the place of one that has died. */
class Runner {
  #child: ChildProcess | undefined;
  #programs = 0;
  #errors = '';

  async run(program: Program): Promise<Answer> {
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
    child.send(program);
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

/** Runs all programs, so many at a time; gives those that differ, in the order of the corpus. */
export async function runCorpus(lines: readonly CorpusLine[], jobs: number): Promise<Difference[]> {
  const differences = new Map<CorpusLine, string>();
  const queue = lines.values();
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      const runner = new Runner();
      for (const line of queue) {
        const answer = await runner.run(line.program);
        const difference =
          'problem' in answer ? answer.problem : firstDifference(line.program, line.trace, answer.trace);
        if (difference !== undefined) {
          differences.set(line, difference);
        }
      }
      runner.end();
    }),
  );
  return lines.flatMap((line) => {
    const difference = differences.get(line);
    return difference === undefined ? [] : [{ seed: line.seed, difference }];
  });
}
