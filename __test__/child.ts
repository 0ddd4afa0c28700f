/**
 * Runs a program in a process of its own, and tells how it ended.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How a process ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/**
 * A process that runs longer than this, in milliseconds, hangs. It is killed, and its signal is SIGKILL. None takes
 * nearly as long, but where many programs share few cores. AVA's timeout is longer.
 */
const HANGS = 120_000;

/** The path of a compiled fixture. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

/** Runs `node ...args` to its end. `meanwhile` may talk to it; `env` is added to the environment. */
export async function run(
  node: string,
  args: readonly string[],
  meanwhile: (child: ChildProcess) => void = () => {},
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(node, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANGS,
    killSignal: 'SIGKILL',
  });
  meanwhile(child);
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve([code, signal]));
  });
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, signal, stdout, stderr };
}
