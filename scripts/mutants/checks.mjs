// What finds bugs in src/futures: specs, and programs of the oracle.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageScript } from '../command.mjs';

const SPECS = '__test__/futures';
/** Folders of `__test__` whose specs look at src/futures too. A check of one of these is named with its folder. */
const MORE = ['parity', 'faults', 'dispatch', 'worker'];
/** Milliseconds without news of a test, and for a check in all. What takes longer hangs, and counts as found. */
const IDLE_TIMEOUT = '40s';
const CHECK_TIMEOUT = 300_000;
/** Of an output, no more is looked at. */
const MOST_OUTPUT = 4 * 1024 * 1024;

/** The names of all checks: the specs of src/futures, the programs, then other specs. */
export function allChecks(tree) {
  const more = MORE.flatMap((folder) => specsIn(join(tree, '__test__', folder)).map((name) => `${folder}/${name}`));
  return [...specsIn(join(tree, SPECS)), 'oracle:futures', 'oracle:pool', ...more];
}

function specsIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.spec.ts') && name !== 'typescript.spec.ts')
    .map((name) => name.slice(0, -'.ts'.length));
}

/** Runs checks in a copy, and compares what fails with what failed there before. */
export class FutureChecks {
  #tree;
  #before = new Map();

  constructor(tree) {
    this.#tree = tree;
  }

  /** Looks at what fails without a patch. */
  async lookBefore(names) {
    for (const name of names) {
      const failures = await this.#failures(name);
      this.#before.set(name, failures);
      if (failures.size > 0) {
        console.log(`without a patch: ${name}: ${[...failures].join('; ')}`);
      }
    }
  }

  /** What fails now, and did not before. */
  async news(name) {
    const before = this.#before.get(name) ?? new Set();
    return [...(await this.#failures(name))].filter((failure) => !before.has(failure));
  }

  #failures(name) {
    return name.startsWith('oracle:') ? this.#oracleFailures(name.slice('oracle:'.length)) : this.#specFailures(name);
  }

  async #specFailures(name) {
    const file = `build/${name.includes('/') ? '__test__' : SPECS}/${name}.js`;
    const args = [packageScript('ava'), '--timeout', IDLE_TIMEOUT, file];
    const { code, hangs, output } = await runGroup(args, this.#tree);
    // Those that have failed, and those that did not end. Its reporter for machines cannot tell of the latter.
    const failed = [...output.matchAll(/^ +(?:✘ \[fail\]:|◌) (.*)$/gm)].map((match) => match[1]);
    return failures({ code, hangs, failed });
  }

  async #oracleFailures(corpus) {
    const args = ['build/__test__/oracle/main.js', `__test__/oracle/corpus/${corpus}.jsonl.gz`];
    const { code, hangs, output } = await runGroup(args, this.#tree);
    const failed = [...output.matchAll(/^(\d+)$/gm)].map((match) => `program ${match[1]}`);
    return failures({ code, hangs, failed });
  }
}

function failures({ code, hangs, failed }) {
  if (hangs) {
    return new Set([...failed, 'it hangs']);
  }
  return new Set(code === 0 || failed.length > 0 ? failed : ['it does not run']);
}

/** Runs Node, and ends it with all that it has started: a bug may keep that going for ever. */
function runGroup(args, cwd) {
  return new Promise((resolve) => {
    const env = { ...process.env, NOGIL_NODES: 'own' };
    const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let hangs = false;
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // There is nothing left of it.
      }
    };
    const timer = setTimeout(() => {
      hangs = true;
      end();
    }, CHECK_TIMEOUT);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-MOST_OUTPUT);
      });
    }
    child.once('exit', (code) => {
      clearTimeout(timer);
      end();
      // What it has started may keep the pipes open no longer.
      setImmediate(() => resolve({ code, hangs, output }));
    });
  });
}
