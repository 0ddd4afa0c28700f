// Preloaded by --import: has one method of the package throw, which NOGIL_BROKEN names. For scripts/parity.mjs.
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const broken = process.env.NOGIL_BROKEN;

/** Methods of classes, by the name that the table has for them. */
async function breakMethod(name) {
  const { Executor, Future, SerialExecutor, ThreadPoolExecutor } = await import('nogil/futures');
  const holders = {
    map: [Executor],
    shutdown: [SerialExecutor, ThreadPoolExecutor],
    submit: [SerialExecutor, ThreadPoolExecutor],
    use: [Executor],
  };
  const method = name.replace(/^Future\./, '');
  for (const { prototype } of method === name ? holders[name] : [Future]) {
    if (!Object.hasOwn(prototype, method)) {
      throw new Error(`there is no method ${name}`);
    }
    prototype[method] = () => {
      throw new Error(`${name} is broken`);
    };
  }
}

// What a worker calls is not what the rows are about.
if (broken !== undefined && isMainThread) {
  if (/^(asCompleted|wait|new )/.test(broken)) {
    // Nothing can take the place of what a module exports, so its text is changed as it is loaded.
    register('./hooks.mjs', import.meta.url, { data: broken });
  } else {
    await breakMethod(broken);
  }
}
