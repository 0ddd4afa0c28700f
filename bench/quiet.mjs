import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const sampleMilliseconds = 250;
const quietShare = 0.93;

/**
 * What all cores together have done since the machine started, in seconds.
 *
 * @typedef {object} CpuTimes
 * @property {number} busy work, and time that a hypervisor took away
 * @property {number} total
 */

/** @returns {CpuTimes | undefined} nothing where the system does not tell */
export function cpuTimes() {
  let text;
  try {
    text = readFileSync('/proc/stat', 'utf8');
  } catch {
    return undefined;
  }
  // user nice system idle iowait irq softirq steal, in hundredths of a second
  const ticks = text.slice(0, text.indexOf('\n')).trim().split(/\s+/).slice(1, 9).map(Number);
  const total = ticks.reduce((sum, value) => sum + value, 0) / 100;
  return { busy: total - (ticks[3] + ticks[4]) / 100, total };
}

/**
 * Waits until the machine has been all but idle for a moment.
 *
 * @param {number} seconds the longest wait
 * @returns {Promise<boolean>} whether it became quiet; true where that cannot be seen
 */
export async function quietMoment(seconds) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const before = cpuTimes();
    if (before === undefined) {
      return true;
    }
    await sleep(sampleMilliseconds);
    const after = cpuTimes();
    if (1 - (after.busy - before.busy) / (after.total - before.total) >= quietShare) {
      return true;
    }
    if (performance.now() >= end) {
      return false;
    }
  }
}

/**
 * How much of the machine others used in the meantime.
 *
 * @param {CpuTimes | undefined} before
 * @param {CpuTimes | undefined} after
 * @param {number} ownSeconds CPU time of what was measured
 * @returns {number | undefined} between 0 and 1
 */
export function shareOfOthers(before, after, ownSeconds) {
  if (before === undefined || after === undefined) {
    return undefined;
  }
  const others = after.busy - before.busy - ownSeconds;
  return Math.max(0, others / (after.total - before.total));
}
