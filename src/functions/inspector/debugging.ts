/**
 * V8's debugger, for one synchronous moment.
 *
 * While it is enabled an `await` takes eight times as long and an `eval` two hundred times, so it must not stay so. The
 * program's own sessions, and a debugger that is attached, keep theirs enabled: each session has its own.
 *
 * @module
 */

import { fileURLToPath } from 'node:url';
import type { Connection } from './connection.js';
import { reading } from './session.js';

/**
 * Runs `ask` with the debugger enabled; it gets the names of all scripts too. Undefined where there is no inspector.
 *
 * It tells of every script there is, and V8 hashes the text of each when it is first told of: with 1,100 scripts (4 MB)
 * 110 to 160 ms of processor time at first, 40 later.
 */
export function debugging<T>(ask: (connection: Connection, scripts: ReadonlyMap<string, string>) => T): T | undefined {
  return reading(({ connection }) => {
    const scripts = new Map<string, string>();
    const hear = ({ params }: { params: object }): void => {
      const { scriptId, ...script } = params as { scriptId: string } & ScriptName;
      scripts.set(scriptId, nameOf(script));
    };
    return connection.hearing('Debugger.scriptParsed', hear, () => {
      try {
        connection.post('Debugger.enable');
        return ask(connection, scripts);
      } finally {
        connection.post('Debugger.disable');
      }
    });
  });
}

interface ScriptName {
  url: string;
  isModule?: boolean;
}

/** The debugger tells of a path as of a URL; everywhere else a CommonJS module is known by its path. */
function nameOf({ url, isModule }: ScriptName): string {
  if (isModule || !url.startsWith('file:')) {
    return url;
  }
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}
