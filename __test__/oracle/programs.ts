/**
 * The programs of the oracle, and the traces that they leave: one JSON object a line, as `oracle_sync.py corpus` writes them.
 */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One instruction. Which fields it has goes by `o`. */
export interface Step {
  i: number;
  o: string;
  on?: string;
  fn?: string;
  args?: unknown[];
  gate?: string;
  f?: string;
  fs?: string[];
  m?: string;
  t?: string;
  cb?: string;
  rw?: string;
  its?: unknown[][];
  take?: number;
  buffersize?: number;
  chunksize?: number;
  wait?: boolean;
  cancel?: boolean;
  settle?: boolean;
  sort?: boolean;
  v?: unknown;
  x?: string;
  msg?: string;
  boom?: boolean;
  n?: number;
  count?: number;
  blocking?: boolean;
  block?: boolean;
  immediate?: boolean;
  all?: boolean;
  var?: string;
  ge?: number;
  what?: string;
  name?: string;
  kind?: string;
  order?: string;
  maxsize?: number;
  k?: number;
  p?: number;
  c?: number;
  w?: number;
  op?: Omit<Step, 'i' | 'o'>;
  call?: Omit<Step, 'i' | 'o'>;
}

/** An object that a program has from the start. Which fields it has goes by `kind`. */
export interface Made {
  kind: string;
  workers?: number;
  init?: string;
  value?: number;
  parties?: number;
  action?: string;
  order?: string;
  maxsize?: number;
  lock?: string;
  daemon?: boolean | null;
  gate?: string;
  fail?: boolean;
  /** Seconds. */
  interval?: number;
}

/** What the interpreter runs. */
export interface Program {
  kind: string;
  family: string;
  objects: Record<string, Made>;
  gates: string[];
  steps: Step[];
}

/** What a program has done at one place. */
export interface Event {
  n: number;
  o: string;
  i?: number;
  on?: string;
  r?: unknown;
  x?: Exception;
  /** The ids of the threads that began to wait, which CPython does not tell. */
  threads?: number[];
}

/** An exception: its class, the message of those that programs make, the class of its cause. */
export interface Exception {
  x: string;
  m?: string;
  c?: string;
}

/** A line of a corpus. */
export interface CorpusLine {
  seed: number;
  program: Program;
  trace: Event[];
}

/** The lines of a corpus file, which may be packed by gzip. */
export function readCorpus(path: string): CorpusLine[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as CorpusLine);
}
