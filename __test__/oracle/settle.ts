/** Waiting until a program of the oracle has nothing more to do, in the way of the oracle. */

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks. */
const LOOK = 4;
/** Milliseconds without a change: longer than the timeouts that are meant to expire. */
const GRACE = 45;
/** Looks in a row at which all other threads slept. */
const ASLEEP = 3;

const THREADS = '/proc/self/task';
const self = String(process.pid);

/** Whether no other thread of this process runs or waits for a core. True where the system does not tell. */
function othersAreAsleep(): boolean {
  let threads: string[];
  try {
    threads = readdirSync(THREADS);
  } catch {
    return true;
  }
  return threads.every((thread) => {
    if (thread === self) {
      return true;
    }
    try {
      const stat = readFileSync(`${THREADS}/${thread}/stat`, 'latin1');
      return !/^ [RD]/.test(stat.slice(stat.lastIndexOf(')') + 1));
    } catch {
      // It has just ended.
      return false;
    }
  });
}

/**
 * Resolves when `look` has given the same text for a while, and every other thread sleeps. Where it can be asked whether there
 * is a timeout left that may expire, that is what the while lasts.
 */
export async function settle(look: () => string, isOver?: () => boolean): Promise<void> {
  let last = look();
  let since = performance.now();
  let asleep = 0;
  // To look at the threads costs as much as many a program: not before it may be the end.
  const mayEnd = isOver ?? (() => performance.now() - since >= GRACE - ASLEEP * LOOK);
  while (asleep < ASLEEP || (isOver === undefined && performance.now() - since < GRACE)) {
    await delay(LOOK);
    const now = look();
    if (now !== last) {
      last = now;
      since = performance.now();
      asleep = 0;
    } else if (mayEnd()) {
      asleep = othersAreAsleep() ? asleep + 1 : 0;
    }
  }
}
