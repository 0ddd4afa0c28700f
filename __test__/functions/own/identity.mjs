// Which class is which: in all tasks of a worker, and on the way back.
import { inherits } from 'node:util';
import { ThreadPoolExecutor } from 'nogil';
import { runCases, works } from '../cases/harness.mjs';

const pool = new ThreadPoolExecutor(1);
const two = new ThreadPoolExecutor(2);

class Top {}
class Sub extends Top {}
class OnlyExtended {}
class Extending extends OnlyExtended {}
const withValue = (value) =>
  class {
    get() {
      return value;
    }
  };
const Seven = withValue(7);
const Expression = class {};
const kinds = { circle: class {} };

function Constructor(x) {
  this.x = x;
}
Constructor.prototype.get = function () {
  return this.x;
};

const Compiled = (() => {
  function Compiled() {}
  Compiled.prototype.five = () => 5;
  return Compiled;
})();

function factory() {
  return class Made {};
}

class Owner {
  constructor(value) {
    this.value = value;
  }
}

let level = 3;
const setLevel = (value) => {
  level = value;
};
let size = 7;
for (const more of [1, 2]) {
  size += more;
}
class Sized {
  before = size;
  both() {
    return [this.before, size];
  }
}

function Named(x) {
  this.x = x;
}
const named = new Named(4);
const ofSameName = () => {
  class Named {
    static x() {
      return named.x;
    }
  }
  return pool.submit((x = Named.x()) => x);
};

const frozen = Object.freeze({ Circle: class {} });

let Replaced = class {};
Replaced = ((_, Class) =>
  class extends Class {
    replaced = true;
  })('a decorator', Replaced);
let settings = { size: 1, double: (x) => 2 * x };
settings = { ...settings, size: 2 };

function Animal() {}
Animal.prototype.speaks = () => 'yes';
function Dog() {}
inherits(Dog, Animal);

let wrapped = (x) => x * 2;
wrapped = (
  (fn) => (x) =>
    fn(x) + 1
)(wrapped);

class Base {
  level = level;
  static make(x) {
    return new Base(x).level;
  }
}
class Derived extends Base {}

// Not at the top level, as in the callback of a test.
const inFunction = (k) => {
  class Local {}
  class Captures {
    get() {
      return k;
    }
  }
  class Extends extends Local {}
  function Plain(x) {
    this.x = x;
  }
  const Empty = (() => {
    function Empty() {}
    return Empty;
  })();
  class A {
    b() {
      return new B();
    }
  }
  class B {
    a() {
      return new A();
    }
  }
  class Node {
    optional() {
      return new Optional(this);
    }
  }
  class Optional extends Node {
    constructor(inner) {
      super();
      this.inner = inner;
    }
  }
  const mixin = (Class) =>
    class extends Class {
      extra() {
        return 'extra';
      }
    };
  const Mixed = mixin(Local);
  class Statics {
    static n = 3;
    static k = k;
    static {
      Object.assign(this, { all: [this.n, k] });
    }
  }
  const isLocal = (value) => value instanceof Local;
  const api = { twice: (x) => api.add(x, x), add: (x, y) => x + y };
  let count = (n) => (n === 0 ? 0 : count(n - 1) + 1);
  count = [count][0];
  let changing = 1;
  class Changing {
    get() {
      return changing;
    }
  }
  const change = (value) => {
    changing = value;
  };
  return {
    A,
    B,
    Plain,
    Changing,
    change,
    local: () => pool.submit((value) => value instanceof Local, new Local()),
    captures: () => pool.submit((value) => [value instanceof Captures, value.get()], new Captures()),
    captured: () => ((value) => pool.submit(() => value instanceof Captures))(new Captures()),
    extended: () => pool.submit((value) => [value instanceof Extends, value instanceof Local], new Extends()),
    plain: () => pool.submit((value) => [value instanceof Plain, new Plain(4).x], new Plain(1)),
    plainBack: () => pool.submit(() => new Plain(1)),
    empty: () => pool.submit((value) => value instanceof Empty, new Empty()),
    cycle: () => pool.submit((a) => [a instanceof A, a.b() instanceof B, a.b().a() instanceof A], new A()),
    cycleBack: () => pool.submit(() => new B()),
    hierarchy: () =>
      pool.submit((node) => {
        const optional = node.optional();
        return [optional instanceof Optional, optional instanceof Node, optional.inner instanceof Node];
      }, new Node()),
    mixed: () => pool.submit((value) => [value instanceof Mixed, value instanceof Local, value.extra()], new Mixed()),
    statics: () => pool.submit(() => [Statics.n, Statics.k, Statics.all]),
    byHelper: () => pool.submit((value) => isLocal(value), new Local()),
    ofItself: () => pool.submit(() => api.twice(2)),
    recursive: () => pool.submit(() => count(3)),
    changing: (value) => pool.submit((value) => value.get(), value),
  };
};
const inner = inFunction(5);

await runCases(import.meta.url, pool, [
  works(
    'an instance of a class of the top level',
    () => pool.submit((it) => [it instanceof Sub, it instanceof Top], new Sub()),
    [true, true],
  ),
  works('an instance that comes back', async () => {
    const it = await pool.submit(() => new Sub());
    return [it instanceof Sub, it instanceof Top];
  }, [true, true]),
  works('a class that comes back', async () => (await pool.submit(() => Sub)) === Sub, true),
  works('a class that is only extended', async () => {
    const it = await pool.submit(() => new Extending());
    return [it instanceof Extending, it instanceof OnlyExtended];
  }, [true, true]),
  works('a class that a function made', async () => {
    const Two = withValue(2);
    const made = await pool.submit((Class) => new Class(), Two);
    const sent = await pool.submit((it) => it, new Two());
    return [made instanceof Two, sent instanceof Two, (await pool.submit((Class) => Class, Two)) === Two, made.get()];
  }, [true, true, true, 2]),
  works('a constant with a class that a function made', async () => {
    const made = await pool.submit(() => new Seven());
    return [made instanceof Seven, made.get(), await pool.submit((it) => it instanceof Seven && it.get(), new Seven())];
  }, [true, 7, 7]),
  works(
    'a constructor function',
    () => pool.submit((it) => [it instanceof Constructor, it.get()], new Constructor(1)),
    [true, 1],
  ),
  works('what a constructor function has made comes back', async () => {
    const it = await pool.submit(() => new Constructor(3));
    return [it instanceof Constructor, it.get()];
  }, [true, 3]),
  works('a class expression', () => pool.submit((it) => it instanceof Expression, new Expression()), true),
  works('a class in an object', () => pool.submit((it) => it instanceof kinds.circle, new kinds.circle()), true),
  works(
    'an instance of a class in an object comes back',
    async () => (await pool.submit(() => new kinds.circle())) instanceof kinds.circle,
    true,
  ),
  works(
    'a class that was compiled to a function',
    () => pool.submit((it) => [it instanceof Compiled, it.five()], new Compiled()),
    [true, 5],
  ),
  works(
    'an instance of such a class comes back',
    async () => (await pool.submit(() => new Compiled())) instanceof Compiled,
    true,
  ),
  works('two classes of one place', async () => {
    const [First, Second] = [factory(), factory()];
    const it = await pool.submit((it) => it, new Second());
    const same = await pool.submit((a, b) => a.constructor === b.constructor, new First(), new Second());
    return [it instanceof First, it instanceof Second, same];
  }, [false, true, false]),
  works(
    'an instance that a worker sends to another one',
    () => {
      const send = (pool) => {
        const futures = Array.from({ length: 6 }, () => pool.submit((it) => it instanceof Owner, new Owner(7)));
        return Promise.all(futures);
      };
      return two.submit(send, two);
    },
    Array(6).fill(true),
  ),
  works('a variable that changes, which a class of another slice reads', async () => {
    const before = await pool.submit(Base.make, 1);
    setLevel(13);
    return [before, await pool.submit((x) => new Derived().level + x, 1)];
  }, [3, 14]),
  works('a variable that changes, which a class reads that only an instance brings', () => {
    const sized = new Sized();
    return pool.submit(() => sized.both());
  }, [10, 10]),
  works('a local class that has the name of a constructor function of the top level', ofSameName, 4),
  works('a class in an object that is frozen', async () => {
    const sent = new frozen.Circle();
    return [await pool.submit((it) => typeof it, sent), await pool.submit(() => typeof new frozen.Circle())];
  }, ['object', 'object']),
  works(
    'what was assigned to complete a variable is there for each function',
    async () => [
      await pool.submit(() => new Replaced().replaced),
      await pool.submit((x) => [new Replaced().replaced, x], 1),
      await pool.submit(() => settings.size),
      await pool.submit((x) => settings.double(x) + settings.size, 1),
      (await pool.submit(() => new Replaced())) instanceof Replaced,
    ],
    [true, [true, 1], 2, 4, true],
  ),
  works(
    'a constructor function that inherits',
    () => pool.submit((it) => [it instanceof Animal, it.speaks()], new Dog()),
    [true, 'yes'],
  ),
  works('a function around one that had its variable before', () => pool.submit(wrapped, 1), 3),
  works('a local class', inner.local, true),
  works('a local class that captures', inner.captures, [true, 5]),
  works('a captured instance of a local class', inner.captured, true),
  works('a local class that extends another', inner.extended, [true, true]),
  works('a local constructor function', inner.plain, [true, 4]),
  works(
    'what a local constructor function has made comes back',
    async () => (await inner.plainBack()) instanceof inner.Plain,
    true,
  ),
  works('a local class that was compiled to a function', inner.empty, true),
  works('local classes that use each other', inner.cycle, [true, true, true]),
  works('an instance of a class that uses another comes back', async () => {
    const it = await inner.cycleBack();
    return [it instanceof inner.B, it.a() instanceof inner.A];
  }, [true, true]),
  works('a local class that uses one which extends it', inner.hierarchy, [true, true, true]),
  works('a mixin', inner.mixed, [true, true, 'extra']),
  works('static members of a local class', inner.statics, [3, 5, [3, 5]]),
  works('a local class that a captured function uses', inner.byHelper, true),
  works('a captured object whose functions use it', inner.ofItself, 4),
  works('a captured function that uses itself', inner.recursive, 3),
  works('a variable that changes, which a local class reads', async () => {
    const it = new inner.Changing();
    const before = await inner.changing(it);
    inner.change(2);
    return [before, await inner.changing(it)];
  }, [1, 2]),
]);
await two.shutdown();
