import { EventEmitter } from 'node:events';
import test from 'ava';
import { ThreadPoolExecutor, tasks } from 'nogil';
import { type Executor, TaskError } from 'nogil/futures';

const work = tasks(() => import('../fixtures/running-work.js'));

class Base {
  hello(): string {
    return 'hello';
  }
}

class Sender extends Base {
  readonly #secret = 1;
  readonly field = 2;

  usesThis(pool: Executor): unknown {
    return pool.submit(() => this.field);
  }

  usesSuper(pool: Executor): unknown {
    return pool.submit(() => super.hello());
  }

  usesPrivateName(pool: Executor): unknown {
    return pool.submit((other: Sender) => other.#secret, this);
  }
}

const sender = new Sender();

/** What is not sent, and what is said of it. */
const refused: [uses: string, send: (pool: Executor) => unknown, code: string, message: RegExp][] = [
  [
    'this',
    (pool) => sender.usesThis(pool),
    'ERR_TASK_THIS',
    /it is an arrow function which uses `this` of the function around it\..*\n {2}Copy the fields it needs to a const first/,
  ],
  [
    'super',
    (pool) => sender.usesSuper(pool),
    'ERR_TASK_SUPER',
    /it uses `super` of the method around it\..*\n {2}Send a plain function; make the object inside the worker/,
  ],
  [
    'a private name',
    (pool) => sender.usesPrivateName(pool),
    'ERR_TASK_PRIVATE',
    /it uses the private name #secret of a class .*\n {2}Move the work into a function which takes what it needs/,
  ],
  [
    'a live object',
    (pool) => {
      const bell = new EventEmitter();
      return pool.submit(() => bell.emit('ring'));
    },
    'ERR_TASK_CAPTURE',
    /it uses `bell`, an instance of EventEmitter, which cannot be copied to another thread\..*\n {2}Make it inside the function/,
  ],
];

for (const [uses, send, code, message] of refused) {
  // Fails when what it uses is no offence (`OuterThis`, `OuterSuper`, `Private` in crate/slice/src/needs/walk.rs), the last
  // one when `capturedNames` in submission.ts does not ask `refuseCapture`.
  test(`fault 24: a function that uses ${uses} is refused by submit(), which says what to do`, async (t) => {
    await new ThreadPoolExecutor(1).use(async (pool) => {
      const error = t.throws(() => send(pool), { message });
      t.true(error instanceof TaskError);
      t.is((error as TaskError).code, code);
      t.regex(String(error?.message), /functions\.spec\.[jt]s:\d+:\d+/);
      t.is(pool.stats().queued, 0);
      t.is(await pool.submit(work.add, 1, 2), 3);
    });
  });
}
