import * as work from '../work.mjs';

/** @returns {import('../candidates.mjs').Pool} */
export function open() {
  return {
    add: async (a, b) => work.add(a, b),
    addAsync: (a, b) => work.addAsync(a, b),
    spin: async (milliseconds) => work.spin(milliseconds),
    object: async (item) => work.object(item),
    // The task writes into its argument, and the caller keeps its own: one copy is the least that this costs.
    bytes: async (input) => work.bytes(input.slice()),
    close() {},
  };
}
