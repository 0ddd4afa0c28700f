/**
 * Runs programs of fixtures/reported.ts once each.
 */

import { fixture, run } from './child.js';
import type { Report } from './fixtures/reported.js';

const reports = new Map<string, Promise<Report>>();

/** How each scenario of `node fixture ...args` ended. */
export function reportOf(node: string, name: string, args: readonly string[]): Promise<Report> {
  const key = [node, name, ...args].join(' ');
  const report = reports.get(key) ?? runFor(node, name, args);
  reports.set(key, report);
  return report;
}

async function runFor(node: string, name: string, args: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await run(node, ['--no-warnings', fixture(name), ...args]);
  if (code !== 0 || stderr !== '') {
    throw new Error(`ended with ${code}: ${stderr}`);
  }
  return JSON.parse(stdout) as Report;
}
