// node scripts/environments.mjs [--only=text] [--node=major] [--show] [--no-pack]
// Runs a program of 14 cases, and one with tasks(), in each environment that JavaScript is run in: compilers, bundlers,
// test runners, other runtimes; on each Node that is there. Prints a table, and writes it into docs/functions.md unless
// it is a part. 'ok 14/14', 'error n' (a clear error of nogil), 'WRONG n' (anything else: must not be), 'not run'.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainError, projectFolder } from './command.mjs';
import { bundlers } from './environments/bundlers.mjs';
import { manifestOf } from './environments/folders.mjs';
import { installNogil, installTools } from './environments/install.mjs';
import { plain } from './environments/plain.mjs';
import { runEnvironment } from './environments/run.mjs';
import { runners } from './environments/runners.mjs';
import { runtimes } from './environments/runtimes.mjs';
import { servers } from './environments/servers.mjs';
import { makeSources } from './environments/sources.mjs';
import { cell, publish, tableOf } from './environments/table.mjs';
import { prepare } from './setup/prepare.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    node: { type: 'string' },
    show: { type: 'boolean', default: false },
    'no-pack': { type: 'boolean', default: false },
  },
});

/** This Node, and those that the tests have installed; each major version once. */
function presentNodes() {
  const paths = [22, 24, 26].map((major) => join(projectFolder, `__test__/nodes/node_modules/node-${major}/bin/node`));
  const nodes = [process.execPath, ...paths.filter((path) => existsSync(path))].map((path) => {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
    return { path, version, major: Number.parseInt(version.slice(1), 10) };
  });
  const majors = [20, 22, 24, 26];
  return majors.map((major) => nodes.find((node) => node.major === major) ?? { major });
}

/** Runs an environment on all of the Nodes; what it needs is made once. */
async function rowOf(environment, nodes) {
  const { title, tool } = environment;
  const row = { title, version: tool && `${tool} ${manifestOf(tool).version}`, results: [] };
  let absent;
  try {
    await environment.prepare?.();
  } catch (error) {
    absent = `could not be made: ${error.message.split('\n').slice(0, 3).join(' ').slice(0, 200)}`;
    console.log(error.stack);
  }
  for (const node of nodes) {
    const isPresent = node.path !== undefined || environment.isRuntime;
    const result =
      absent !== undefined || !isPresent
        ? { absent: absent ?? `no Node ${node.major}` }
        : await runEnvironment(environment, node);
    row.results.push(result);
    console.log(
      `${title}, ${node.major === undefined ? 'alone' : `Node ${node.major}`}: ${cell(result)}${result.tasks === undefined ? '' : `, tasks() ${result.tasks}`}`,
    );
    if (options.show || result.wrong > 0) {
      console.log(result.details?.map((detail) => `    ${detail.replaceAll('\n', '\n    ')}`).join('\n') ?? '');
    }
  }
  return row;
}

async function rowsOf(environments, nodes) {
  const rows = [];
  for (const environment of environments.filter(({ title }) => title.includes(options.only))) {
    rows.push(await rowOf(environment, nodes));
  }
  return rows;
}

async function main() {
  installTools();
  // What was installed by an earlier run is as good, where only this script has changed.
  if (!options['no-pack']) {
    prepare('test');
    installNogil();
  }
  makeSources();
  const nodes = presentNodes().filter(({ major }) => options.node === undefined || major === Number(options.node));
  const rows = await rowsOf([...plain, ...bundlers, ...runners, ...servers], nodes);
  const others = await rowsOf(
    runtimes.map((runtime) => ({ ...runtime, isRuntime: true })),
    [{}],
  );
  const versions = nodes.filter(({ path }) => path !== undefined).map(({ version }) => version.slice(1));
  const date = new Date().toISOString().slice(0, 10);
  const about = `${date}, nogil ${manifestOf('nogil').version}, Node.js ${versions.join(', ')}, ${process.platform} ${process.arch}.`;
  const tables = [
    tableOf(
      rows,
      nodes.map(({ major }) => `Node ${major}`),
    ),
    tableOf(others, ['cases']),
  ];
  const text = [about, ...tables].join('\n\n');
  console.log(`\n${text}`);
  if (options.only === '' && options.node === undefined) {
    publish(text);
  }
  return [...rows, ...others].flatMap(({ results }) => results).reduce((sum, { wrong = 0 }) => sum + wrong, 0);
}

try {
  const wrong = await main();
  console.log(`WRONG: ${wrong}`);
  process.exitCode = wrong === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
}
