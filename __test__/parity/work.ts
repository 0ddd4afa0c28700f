/** What the tasks of these specs run. */

import { threadId } from 'node:worker_threads';
import { blockUntilOpen, isOpen, open } from '../gates.js';

export function multiply(x: number, y: number): number {
  return x * y;
}

/** The whole quotient and the rest. Python: `divmod`, which throws for a zero. */
export function divide(x: number, y: number): [number, number] {
  if (y === 0) {
    throw new RangeError('division by zero');
  }
  return [Math.floor(x / y), x % y];
}

export function capture(...args: unknown[]): unknown[] {
  return args;
}

export function text(value: unknown): string {
  return String(value);
}

export function raise(error: unknown): never {
  throw error;
}

/** Says that it has begun, and goes on when it may. */
export function meet(begun: number, goOn: number): number {
  open(begun);
  blockUntilOpen(goOn);
  return threadId;
}

/** Goes on when it may. */
export function block(goOn: number): void {
  blockUntilOpen(goOn);
}

/** Fails when it may. */
export function blockAndRaise(goOn: number): never {
  blockUntilOpen(goOn);
  throw new Error('this is an exception');
}

export function openGate(gate: number): void {
  open(gate);
}

/** Opens a gate when the thread ends. Says in which thread it is. */
export function openAtExit(gate: number): number {
  process.once('exit', () => open(gate));
  return threadId;
}

/** The same, once it may go on. */
export function openAtExitWhenOpen(gate: number, begun: number, goOn: number): number {
  open(begun);
  blockUntilOpen(goOn);
  return openAtExit(gate);
}

export function thread(): number {
  return threadId;
}

/** Whether a gate is open. */
export function hasOpened(gate: number): boolean {
  return isOpen(gate);
}

let status = 'uninitialized';

export function initialize(value: string): void {
  status = value;
}

export function initializerStatus(): string {
  return status;
}

export function failToInitialize(): never {
  throw new RangeError('error in initializer');
}
