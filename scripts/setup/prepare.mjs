// What each purpose needs, in the order in which one thing is made from another. Everything checks itself whether it
// is still current, so preparing twice costs a fraction of a second.

import { buildFaults } from './faults.mjs';
import { buildNative } from './native.mjs';
import { installPackages } from './packages.mjs';
import { buildLibrary, buildTests } from './typescript.mjs';

const project = () => installPackages('.');
const nodes = () => installPackages('__test__/nodes');
const packages = () => installPackages('__test__/packages');
const benchmarks = () => installPackages('bench');

const STEPS = {
  /** The library and the examples, ready to run. */
  app: [project, buildNative, buildLibrary, buildTests],
  /** What some tests run too: further versions of Node.js, packages, and an addon whose native tasks go wrong. */
  test: [project, buildNative, buildLibrary, buildTests, nodes, packages, buildFaults],
  /** The libraries that the benchmarks compare with. */
  bench: [project, buildNative, buildLibrary, buildTests, nodes, benchmarks],
  /** Only what is published: the addons for all platforms come from elsewhere. Needs no Rust. */
  release: [project, buildLibrary],
  /** For CI: the tests, with the addon that another job has built and put into src/binding. Needs no Rust. */
  prebuilt: [project, buildLibrary, buildTests, packages],
};

export const PURPOSES = Object.keys(STEPS);

export function prepare(purpose) {
  for (const step of STEPS[purpose]) {
    step();
  }
}
