// Runs the cases, and writes a line of JSON for each one into the file that NOGIL_RESULTS names.
import { appendFileSync } from 'node:fs';

export type Case = readonly [name: string, run: () => PromiseLike<unknown>, expected: unknown];

/** In milliseconds. */
const TOO_LONG = 20_000;

interface Outcome {
  outcome: 'ok' | 'error' | 'WRONG';
  detail?: string;
}

async function outcomeOf(run: () => PromiseLike<unknown>, expected: unknown): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, TOO_LONG, `no answer in ${TOO_LONG} ms`);
  });
  try {
    const result = JSON.stringify(await Promise.race([run(), late]));
    const isSame = result === JSON.stringify(expected);
    return isSame
      ? { outcome: 'ok' }
      : { outcome: 'WRONG', detail: `expected ${JSON.stringify(expected)}, got ${result}` };
  } catch (thrown) {
    const error = thrown as Error & { code?: string };
    // What nogil itself refuses is a clear error; anything else went wrong somewhere in a worker.
    const isClear = /^ERR_(TASK|RUNTIME)/.test(error?.code ?? '') && (error.message ?? '').length > 40;
    return { outcome: isClear ? 'error' : 'WRONG', detail: `${error?.stack ?? String(thrown)}` };
  } finally {
    clearTimeout(timer);
  }
}

export async function report(cases: readonly Case[], pool: { shutdown(): PromiseLike<unknown> }): Promise<void> {
  for (const [name, run, expected] of cases) {
    const line = JSON.stringify({ name, ...(await outcomeOf(run, expected)) });
    appendFileSync(process.env['NOGIL_RESULTS'] as string, `${line}\n`);
  }
  await pool.shutdown();
}
