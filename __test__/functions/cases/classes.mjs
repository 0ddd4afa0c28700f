// Classes that a submitted function uses.
import { EventEmitter } from 'node:events';
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from './harness.mjs';

const pool = new ThreadPoolExecutor(1);
const ANSWER = 42;

class Vector {
  #x;
  constructor(x, y) {
    this.#x = x;
    this.y = y;
  }
  length() {
    return Math.hypot(this.#x, this.y);
  }
  static of(x, y) {
    return new Vector(x, y);
  }
}

class LongerVector extends Vector {
  length() {
    return super.length() + 1;
  }
}

function Legacy(value) {
  this.value = value;
}
Legacy.prototype.read = function () {
  return this.value;
};
Legacy.unit = 1;

const emitter = new EventEmitter();
emitter.on('change', () => {});

await runCases(import.meta.url, pool, [
  works('a class with a private field', () => pool.submit((x, y) => Vector.of(x, y).length(), 3, 4), 5),
  works('a derived class that calls its parent', () => pool.submit((x, y) => new LongerVector(x, y).length(), 3, 4), 6),
  works(
    'a local class',
    () => {
      class Local {
        answer() {
          return ANSWER;
        }
      }
      return pool.submit(() => new Local().answer());
    },
    42,
  ),
  works(
    'an instance that is a constant of the module is made again',
    () => pool.submit(() => [emitter.listenerCount('change'), emitter instanceof EventEmitter]),
    [0, true],
  ),
  works(
    'assignments to a prototype and to properties of a function come along',
    () => pool.submit(() => new Legacy(3).read() + Legacy.unit),
    4,
  ),
]);
