/**
 * The addon whose native tasks go wrong when they are asked to. It is loaded in processes of their own only.
 */

import { fileURLToPath } from 'node:url';
import { type Ended, fixture, run } from './child.js';
import { type NodeBinary, nodes } from './nodes.js';

const addon = fileURLToPath(new URL('../fault-injection/nogil.node', import.meta.url));

/** Where an addon came from elsewhere, as in CI, there is none with faults beside it: another job tests those. */
export const nodesWithFaults: readonly NodeBinary[] = process.env['NOGIL_FAULTS'] === 'none' ? [] : nodes;

/** Runs a scenario of fixtures/native-faults.ts. */
export function runFault(node: NodeBinary, scenario: string): Promise<Ended> {
  const env = { NAPI_RS_NATIVE_LIBRARY_PATH: addon };
  return run(node.path, [fixture('native-faults.js'), scenario], undefined, env);
}
