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
    breakOne(prototype, method, name);
  }
}

/** The same for what threads meet by, in both of its forms: `lock` is all that is like one. */
async function breakWaiting(name) {
  const { Barrier, Condition, Event, Lock, RLock, Semaphore } = await import('nogil/threading');
  const { Queue, SimpleQueue } = await import('nogil/queue');
  const classes = { Barrier, Condition, Event, Queue, Semaphore, SimpleQueue };
  const [holder, method] = name.split('.');
  const found = (holder === 'lock' ? [Lock, RLock, Condition, Semaphore] : [classes[holder]]).filter(
    ({ prototype }) => method in prototype,
  );
  if (found.length === 0) {
    throw new Error(`there is no method ${name}`);
  }
  for (const { prototype } of found) {
    for (const form of [method, `${method}Sync`]) {
      if (form in prototype) {
        breakOne(prototype, form, name);
      }
    }
  }
}

function breakOne(prototype, method, name) {
  Object.defineProperty(prototype, method, {
    configurable: true,
    writable: true,
    value() {
      throw new Error(`${name} is broken`);
    },
  });
}

// What a worker calls is not what the rows are about.
if (broken !== undefined && isMainThread) {
  if (/^(asCompleted|wait|new )/.test(broken)) {
    // Nothing can take the place of what a module exports, so its text is changed as it is loaded.
    register('./hooks.mjs', import.meta.url, { data: broken });
  } else if (/^(lock|Barrier|Condition|Event|Queue|Semaphore|SimpleQueue)\./.test(broken)) {
    await breakWaiting(broken);
  } else {
    await breakMethod(broken);
  }
}
