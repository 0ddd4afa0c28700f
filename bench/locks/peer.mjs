// A thread of Node's own: what nogil is measured beside.
import { parentPort, workerData } from 'node:worker_threads';
import { AtomicsLock, contend, objectOf } from './work.mjs';

const { what, port, options } = workerData;

switch (what) {
  case 'contend': {
    const lock = new AtomicsLock(options.word);
    parentPort.postMessage(
      contend(
        () => lock.acquire(),
        () => lock.release(),
        options,
      ),
    );
    break;
  }
  case 'post':
    parentPort.once('message', () => {
      for (let item = 0; item < options.items; item += 1) {
        port.postMessage(options.objects ? objectOf(item) : item);
      }
    });
    break;
  case 'receive': {
    let left = options.items;
    let sum = 0;
    let start = 0;
    port.on('message', (item) => {
      start ||= performance.now();
      sum += options.objects ? item.id : item;
      left -= 1;
      if (left === 0) {
        parentPort.postMessage({ milliseconds: performance.now() - start, sum });
        port.close();
      }
    });
    break;
  }
  case 'echo':
    port.on('message', (item) => port.postMessage(item));
    break;
  default:
}
