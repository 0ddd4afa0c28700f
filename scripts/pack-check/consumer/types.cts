// Compiled, not run: what an editor sees in a CommonJS file.
import { type futures, kernels, ThreadPoolExecutor } from 'nogil';
import { type Future, TaskError } from 'nogil/futures';

const pool = new ThreadPoolExecutor(2);

export const sum: Future<number> = pool.submit((value: number) => value + 1, 1);
export const same: futures.Future<number> = sum;
export const digest: Promise<Buffer> = kernels.hash(new Uint8Array(3));
export const error: futures.TaskError = new TaskError('no', { code: 'ERR_TASK_FUNCTION' });

// @ts-expect-error: the arguments are those of the function
pool.submit((value: number) => value + 1, 'one');
