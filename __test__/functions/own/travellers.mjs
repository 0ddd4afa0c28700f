// Functions, classes and instances inside of arguments, captures and results.
import { ThreadPoolExecutor } from 'nogil';
import { refused, runCases, works } from '../cases/harness.mjs';
import { Account, Rectangle, Shape } from './modules/shapes.mjs';

const pool = new ThreadPoolExecutor(1);

class Square extends Rectangle {
  constructor(side) {
    super(side, side);
    this.name = 'square';
  }
  grown(by) {
    return new Square(this.width + by);
  }
}

class Money {
  constructor(amount, currency = 'EUR') {
    this.amount = amount;
    this.currency = currency;
  }
  plus(other) {
    return new Money(this.amount + other.amount, this.currency);
  }
  get text() {
    return `${this.amount} ${this.currency}`;
  }
  static zero = new Money(0);
}

class Celsius {
  #degrees = 20;
  read() {
    return this.#degrees;
  }
}

class TooExpensive extends Error {
  constructor(price, options) {
    super(`too expensive: ${price}`, options);
    this.name = 'TooExpensive';
    this.price = price;
  }
}

const isMoney = (value) => value instanceof Money;
const makeMoney = (amount) => new Money(amount);

function pay(price) {
  if (price > 10) {
    throw new TooExpensive(price, { cause: new RangeError('limit') });
  }
  return price;
}

class Titled {
  static name() {
    return 'title';
  }
}

class NeverSent {
  value = 1;
}

await runCases(import.meta.url, pool, [
  works('properties of local functions', async () => {
    function declared(x) {
      return declared.more + x;
    }
    declared.more = 5;
    const memo = (x) => memo.cache.get(x);
    memo.cache = new Map([[1, 'one']]);
    const read = (fn, x) => fn(x);
    return [
      await pool.submit(declared, 1),
      await pool.submit(memo, 1),
      await pool.submit((x) => memo(x), 1),
      await pool.submit(read, memo, 1),
    ];
  }, [6, 'one', 'one', 'one']),
  works(
    'a function whose name is no string',
    () => {
      const f = (x) => x + 1;
      Object.defineProperty(f, 'name', { value: Symbol('f') });
      return pool.submit(f, 1);
    },
    2,
  ),
  works(
    'a helper of a variable that another of its name hides',
    () => {
      const count = [1, 2];
      const run = () => count.length;
      {
        let count = 9;
        const keep = () => count++;
        keep();
        return pool.submit((x) => run() + x, 1);
      }
    },
    3,
  ),
  works(
    'objects of the language that have nothing to list',
    () => pool.submit((m, j) => [m.max(1, 2), j.stringify([1])], Math, JSON),
    [2, '[1]'],
  ),
  works(
    'such an object in a local variable',
    () => {
      const m = Math;
      return pool.submit(() => m.max(1, 2));
    },
    2,
  ),
  works('an instance of a class that was never sent comes back', async () => {
    const made = await pool.submit(() => new NeverSent());
    return [made instanceof NeverSent, made.value];
  }, [true, 1]),
  works('an instance of a local class that was never sent comes back', async () => {
    class Local {
      value = 2;
    }
    const made = await pool.submit(() => [new Local()]);
    return [made[0] instanceof Local, made[0].value];
  }, [true, 2]),
  works(
    'callbacks in an array',
    () =>
      pool.submit(
        (steps, value) => steps.reduce((result, step) => step(result), value),
        [(v) => v + 1, (v) => v * 10, String],
        1,
      ),
    '20',
  ),
  works('callbacks that capture, in an object and in a Map', () => {
    const limit = 3;
    const options = { filter: (value) => value < limit, by: new Map([['double', (value) => value * 2]]) };
    return pool.submit((values, { filter, by }) => values.filter(filter).map(by.get('double')), [1, 2, 3, 4], options);
  }, [2, 4]),
  works('an object with methods that use this', () => {
    const visitor = {
      seen: [],
      visit(node) {
        this.seen.push(node.name);
        node.children?.forEach((child) => this.visit(child));
        return this.seen;
      },
    };
    return pool.submit((walker, tree) => walker.visit(tree), visitor, {
      name: 'a',
      children: [{ name: 'b' }, { name: 'c' }],
    });
  }, ['a', 'b', 'c']),
  works(
    'the same function twice in the arguments is the same there',
    () => {
      const shared = () => 1;
      return pool.submit((left, { right }) => left === right, shared, { right: shared });
    },
    true,
  ),
  works(
    'a callback with a callback that is captured',
    () => {
      const double = (value) => value * 2;
      const quadruple = (value) => double(double(value));
      return pool.submit((callback) => callback(3), quadruple);
    },
    12,
  ),
  works(
    'a built-in function in an argument',
    () =>
      pool.submit(
        (functions, value) => functions.map((each) => each(value)),
        [Math.sqrt, Number.isInteger, encodeURIComponent],
        16,
      ),
    [4, true, '16'],
  ),
  works('an instance of a class of the program, there and back', async () => {
    const sum = await pool.submit((left, right) => left.plus(right), new Money(1), new Money(2));
    return [sum instanceof Money, sum.text, Object.getPrototypeOf(sum) === Money.prototype];
  }, [true, '3 EUR', true]),
  works('an instance of an imported class, there and back', async () => {
    const shapes = [new Rectangle(2, 3), new Square(1)];
    const areas = await pool.submit((list) => list.map((shape) => shape.describe()), shapes);
    const grown = await pool.submit((square) => square.grown(1), new Square(1));
    return [areas, grown instanceof Square, grown instanceof Shape, grown.area()];
  }, [['rectangle: 6', 'square: 1'], true, true, 4]),
  works('a class is the same for all tasks of a worker', async () => {
    const money = await pool.submit(makeMoney, 5);
    return [await pool.submit(isMoney, money), await pool.submit((value) => value instanceof Money, new Money(1))];
  }, [true, true]),
  works('a class in an argument', () => pool.submit((Class, amount) => new Class(amount).text, Money, 4), '4 EUR'),
  works(
    'a class in an argument is the class that a task refers to',
    () => pool.submit((Class) => Class === Money, Money),
    true,
  ),
  works(
    'an instance that is captured',
    () => {
      const price = new Money(7);
      return pool.submit((amount) => price.plus({ amount }).text, 1);
    },
    '8 EUR',
  ),
  works('an instance of a local class', async () => {
    class Local {
      constructor(value) {
        this.value = value;
      }
      next() {
        return new Local(this.value + 1);
      }
    }
    const next = await pool.submit((local) => local.next(), new Local(1));
    return [next instanceof Local, next.value];
  }, [true, 2]),
  works('instances that refer to each other', async () => {
    const left = new Money(1);
    const right = new Money(2);
    left.other = right;
    right.other = left;
    return pool.submit((money) => [money.other.other === money, money.other.text], left);
  }, [true, '2 EUR']),
  works('an error of a class of the program', async () => {
    const error = await pool.submit(pay, 11).then(
      () => undefined,
      (reason) => reason,
    );
    return [
      error instanceof TooExpensive,
      error instanceof Error,
      error.name,
      error.message,
      error.price,
      error.cause.name,
    ];
  }, [true, true, 'TooExpensive', 'too expensive: 11', 11, 'RangeError']),
  works(
    'a function that is returned is called here',
    async () => {
      const add = await pool.submit((step) => (value) => value + step, 5);
      return add(1);
    },
    6,
  ),
  works(
    'a native object that may travel is captured',
    async () => {
      const inner = new ThreadPoolExecutor(1);
      try {
        return await pool.submit(async () => inner.submit(Math.max, 1, 2));
      } finally {
        await inner.shutdown();
      }
    },
    2,
  ),
  works('functions and classes whose names are no text', async () => {
    const nameless = Object.defineProperty((value) => value + 1, 'name', { value: Symbol('name') });
    const guarded = Object.defineProperty((value) => value + 2, 'name', {
      get() {
        throw new Error('the name was read');
      },
    });
    const titled = await pool.submit((sent) => [sent instanceof Titled, sent.constructor.name()], new Titled());
    return [await pool.submit(nameless, 1), await pool.submit(guarded, 1), ...titled];
  }, [2, 3, true, 'title']),
  refused(
    'an instance with a private field',
    () => pool.submit((thermometer) => thermometer.read(), new Celsius()),
    /^ERR_TASK_/,
  ),
  refused(
    'an instance with a private field of an imported class',
    () => pool.submit((account) => account.balance, new Account(3)),
    /^ERR_TASK_/,
  ),
  refused(
    'a callback that assigns what it captures',
    () => {
      let calls = 0;
      return pool.submit(
        (callback) => callback(),
        () => ++calls,
      );
    },
    /^ERR_TASK_(ASSIGN|ARGUMENT)$/,
  ),
]);
