// Test runners, and what measures coverage.
import { join } from 'node:path';
import { toolScript, work } from './folders.mjs';
import { write } from './sources.mjs';

const jestConfiguration = (folder, file, options) => ({
  rootDir: join(work, folder),
  testMatch: [`${join(work, folder)}/${file}`],
  testEnvironment: 'node',
  cacheDirectory: join(work, 'jest-cache'),
  ...options,
});

const jest = (title, folder, { args = [], flags = [], configuration = {}, file = 'jest.test.js' }) => ({
  title,
  tool: 'jest',
  start: () => {
    const given = ['--config', JSON.stringify(jestConfiguration(folder, file, configuration)), '--runInBand', ...args];
    return { args: [...flags, toolScript('jest'), ...given], cwd: join(work, folder) };
  },
});

// With the flag Jest has ES modules; without it, it takes the CommonJS build.
const flags = ['--experimental-vm-modules'];
const coverage = (...args) => ({ file: 'jest-covered.test.js', args: ['--coverage', ...args] });
const modules = { flags, configuration: { transform: {} } };

const vitest = (title, file, args) => ({
  title,
  tool: 'vitest',
  prepare: () =>
    write(
      'vitest.config.mjs',
      "export default { test: { include: ['src/{vitest.test,vitest-covered.test,mock}.ts'] } };\n",
    ),
  start: () => ({ args: [toolScript('vitest'), 'run', '--root', work, `src/${file}`, ...args] }),
});

export const runners = [
  jest('Jest, CommonJS', 'cjs', {}),
  jest('Jest, CommonJS, --experimental-vm-modules', 'cjs', { flags }),
  jest('Jest, ES modules', 'esm', modules),
  jest('Jest with --coverage (Istanbul)', 'cjs', { flags, ...coverage() }),
  jest('Jest with --coverage (V8)', 'esm', { ...modules, ...coverage('--coverageProvider=v8') }),
  vitest('Vitest, threads', 'vitest.test.ts', ['--pool=threads']),
  vitest('Vitest, forks', 'vitest.test.ts', ['--pool=forks']),
  vitest('Vitest, vmThreads', 'vitest.test.ts', ['--pool=vmThreads']),
  vitest('Vitest with --coverage (V8)', 'vitest-covered.test.ts', ['--coverage.enabled', '--coverage.provider=v8']),
  vitest('Vitest with --coverage (Istanbul)', 'vitest-covered.test.ts', [
    '--coverage.enabled',
    '--coverage.provider=istanbul',
  ]),
  { ...vitest('Vitest, vi.mock', 'mock.ts', ['--pool=forks']), expected: 5 },
  {
    title: 'c8',
    tool: 'c8',
    start: ({ node }) => ({ args: [toolScript('c8'), '--temp-directory', 'c8-temporary', node.path, 'esm/main.js'] }),
  },
  {
    title: 'nyc (Istanbul)',
    tool: 'nyc',
    start: ({ node }) => ({
      args: [toolScript('nyc'), '--cwd', join(work, 'cjs'), node.path, 'main.js'],
      cwd: join(work, 'cjs'),
    }),
  },
];
