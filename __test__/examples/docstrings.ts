/**
 * The examples of the docstrings and of some pages, each made a module that runs: with what a reader has to imagine around
 * it.
 */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = fileURLToPath(new URL('../docstrings/', import.meta.url));

/** The module that the examples' tasks are in. */
const work = `
export const add = (a: number, b: number): number => a + b;
export const area = add;
export const count = (text: string): number => text.length;
export const isPrime = (n: number): boolean => n > 1;
export const render = count;
export const search = count;
`;

const imports = `
import { readFile } from 'node:fs/promises';
import { rebuild, reduce, sleepSync } from 'nogil';
import {
  asCompleted, currentTask, FIRST_EXCEPTION, Future, onUnobserved, SerialExecutor, tasks, ThreadPoolExecutor, transfer, wait,
} from 'nogil/futures';
import { crc32, hash, stats } from 'nogil/kernels';
import { Empty, LifoQueue, PriorityQueue, Queue, ShutDown, SimpleQueue } from 'nogil/queue';
import { Cell, Dict, List } from 'nogil/shared';
import {
  activeCount, Barrier, BoundedSemaphore, BrokenBarrierError, Condition, currentThread, DeadlockError, enumerate, Event,
  excepthook, getIdent, getNativeId, Local, Lock, mainThread, OwnerDiedError, RLock, Semaphore, setExcepthook, stackSize,
  Thread, Timer,
} from 'nogil/threading';
`;

/** Of the module, as a task's function may refer to them. */
const surroundings = `
const work = tasks(() => import('./work.js'));
const console = { log(..._: unknown[]) {}, error(..._: unknown[]) {} };
function primesBelow(most: number): number[] { return [most]; }
function* candidates() { for (let n = 1; ; n++) { yield n; } }
const [text, template, files, widths, heights] = ['text', 'template', ['a', 'b'], [1, 2], [3, 4]];
const [button, log, device, debugging] = [{} as { onclick?: () => void }, console, 'device', true];
const isReady = (_: string): boolean => true;
const compute = (): number => 1;
`;

/** An example, and where it stands. */
interface Example {
  readonly title: string;
  readonly code: string;
}

/** Those of the pages that have whole examples. */
function examplesOfPages(): Example[] {
  return ['threading', 'queue', 'shared'].flatMap((page) => {
    const text = readFileSync(`${root}/docs/${page}.md`, 'utf8');
    return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: lines = '', index }) => ({
      title: `docs/${page}.md, line ${text.slice(0, index).split('\n').length + 1}`,
      code: lines.replaceAll(/^import .*$/gm, ''),
    }));
  });
}

/** Those of all docstrings. */
function examplesOf(): Example[] {
  return readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(`${root}/src/${file}`, 'utf8');
      return [...text.matchAll(/^ *\* ```ts\n(.*?)^ *\* ```$/gms)].map(({ 1: lines = '', index }) => ({
        title: `${file}, line ${text.slice(0, index).split('\n').length + 1}`,
        code: lines.replaceAll(/^ *\* ?/gm, '').replaceAll(/^import .*$/gm, ''),
      }));
    });
}

function moduleOf({ code }: Example): string {
  return `${imports}${surroundings}
export default async function run(): Promise<void> {
  const pool = new ThreadPoolExecutor(2);
  const futures = [pool.submit(work.add, 1, 2), pool.submit(work.add, 3, 4)];
  const future = new Future<number>();
  {
${code}
  }
  await Promise.allSettled(futures);
  await pool.shutdown();
}
`;
}

/** Each as a module, and what the compiler says of them. */
export function compileExamples(): { modules: { title: string; path: string }[]; complaints: string[] } {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/work.ts`, work);
  const modules = [...examplesOf(), ...examplesOfPages()].map((example, number) => {
    const path = `${folder}/example-${number}`;
    writeFileSync(`${path}.ts`, moduleOf(example));
    return { title: example.title, path: `${path}.js` };
  });
  const program = ts.createProgram(
    modules.map(({ path }) => path.replace(/js$/, 'ts')),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      types: ['node'],
      typeRoots: [`${root}/node_modules/@types`],
      strict: true,
      skipLibCheck: true,
    },
  );
  const found = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  const complaints = found.map(({ file, start = 0, messageText }) => {
    const line = file?.text.slice(0, start).split('\n').length;
    return `${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  return { modules, complaints };
}
