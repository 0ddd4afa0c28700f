import { Block, code, Members } from './code.mjs';
import { arrow, method, writeFunction } from './functions.mjs';
import { yields } from './generators.mjs';
import { number } from './numbers.mjs';
import { row } from './values.mjs';

/** Names of members, which are names of variables too. */
const MEMBERS = ['run', 'area', 'get', 'of', 'size', 'value', 'with_', 'größe', 'add'];

/**
 * Declares a class whose constructor takes a number.
 *
 * @returns {{ statement: import('./code.mjs').Code, binding: import('./scope.mjs').Binding }}
 */
export function declareClass(g, scope, { depth, isLocal = false }) {
  const parent = g.random.chance(0.35) ? g.find(scope, 'cls', ({ shape }) => !shape.isSealed) : undefined;
  const isExpression = g.random.chance(0.25);
  // What a class does when it is declared, it may do in each worker again.
  const around = scope.block();
  const heritage = parent === undefined ? '' : code` extends ${g.repeatedly(() => g.use(around, parent))}`;
  const binding = isExpression ? undefined : g.declare(scope, 'hidden', { pool: g.style.classNames });
  const own =
    isExpression && g.random.chance(0.5) ? g.declare(around, 'hidden', { pool: g.style.classNames }) : binding;
  const writer = new ClassWriter(g, around, depth, parent?.shape, own);
  const body = writer.write();
  const name = own === undefined ? '' : own.name;
  const shape = writer.shape;
  const { tags, cost } = writer;
  const text = code`class ${name}${heritage} ${body}`;
  if (!isExpression) {
    Object.assign(binding, { type: 'cls', shape, tags, cost });
    return { statement: text, binding };
  }
  g.mark('class expression');
  const known = g.declare(scope, 'cls', { pool: g.style.classNames, shape, tags, cost });
  const keyword = isLocal ? g.random.pick(['const', 'let', 'var']) : 'const';
  return { statement: code`${keyword === 'var' ? 'let' : keyword} ${g.spell(known)} = ${text};`, binding: known };
}

class ClassWriter {
  tags = new Set();
  cost = 2;

  /** @param {import('./scope.mjs').Binding | undefined} own the name that the class has in itself */
  constructor(g, scope, depth, parent, own) {
    this.g = g;
    this.scope = scope;
    this.depth = depth;
    this.parent = parent;
    this.own = own;
    const suffix = parent === undefined ? '' : 'Of';
    this.shape = {
      field: `k${suffix}${g.random.below(3)}`,
      members: [...(parent?.members ?? [])],
      statics: [...(parent?.statics ?? [])],
      isIterable: parent?.isIterable ?? false,
      hasPrivate: parent?.hasPrivate ?? false,
      hasFunctions: parent?.hasFunctions ?? false,
      isDerived: parent !== undefined,
    };
    this.secret = g.random.chance(0.4) ? `#${g.random.pick(['secret', 'n', 'größe'])}` : undefined;
    if (this.secret !== undefined) {
      this.shape.hasPrivate = true;
      this.tags.add('private');
    }
  }

  write() {
    const { g } = this;
    const elements = [this.#fields(), this.#construction()];
    const count = g.random.between(1, 4);
    for (let index = 0; index < count; index++) {
      elements.push(g.choose(ELEMENTS, this));
    }
    if (g.random.chance(0.3)) {
      elements.unshift(elements.pop());
    }
    elements.push(...this.#plain());
    return new Members(elements.flat(), '');
  }

  /** A value that is computed when the class is declared: it may be once more, in a worker. */
  once(write) {
    return this.#inFrame(() => this.g.repeatedly(write));
  }

  #inFrame(write) {
    const { written, frame } = this.g.inFrame({ isUnit: true }, write);
    this.#add(frame);
    return written;
  }

  #add(frame) {
    for (const tag of frame.tags) {
      this.tags.add(tag);
    }
    this.cost += frame.cost;
  }

  /** A function of the class; `reads` is what the object itself adds to its result. */
  inside(how) {
    const written = writeFunction(this.g, this.scope, { depth: this.depth, arity: 1, size: 1, isUnit: true, ...how });
    this.#add(written.frame);
    return written;
  }

  /** A number that the instance holds. */
  get held() {
    const { g, shape, secret } = this;
    return g.random.chance(0.5) && secret !== undefined ? `this.${secret}` : `this.${shape.field}`;
  }

  #fields() {
    const { g, shape, secret } = this;
    const fields = [code`${shape.field} = ${this.#inFrame(() => number(g, this.scope, 1))};`];
    if (secret !== undefined) {
      g.mark('private name');
      fields.push(code`${secret} = ${this.#inFrame(() => number(g, this.scope, 1))};`);
    }
    return fields;
  }

  #construction() {
    const { g, shape, secret, parent } = this;
    if (g.random.chance(0.3)) {
      return [];
    }
    const write = (_, inner) => {
      const [given] = [...inner.bindings.values()];
      const assign = code`this.${secret ?? shape.field} += ${given.name} % 100;`;
      const first = parent === undefined ? [] : [code`super(${given.name});`];
      return new Block([...first, assign]);
    };
    if (parent !== undefined) {
      g.mark('super call');
    }
    return [method(this.inside({ isSimple: true, write }), { name: 'constructor' })];
  }

  /** What every class has, however few others: a method, so that there is something to call. */
  #plain() {
    return this.shape.members.length > 0 ? [] : [ELEMENTS[0].write(this.g, this)];
  }

  memberName() {
    const taken = new Set([...this.shape.members, ...this.shape.statics].map(({ name }) => name));
    const free = MEMBERS.filter((name) => !taken.has(name));
    return free.length === 0 ? `m${taken.size}` : this.g.random.pick(free);
  }

  add(member) {
    this.shape.members.push(member);
  }
}

/** The body of a method: what the object holds, and more. */
function bodyWith(writer, held) {
  return (g, inner) => new Block([code`return ${held} + ${number(g, inner, writer.depth)};`]);
}

const ELEMENTS = [
  {
    construct: 'method',
    weight: 5,
    write(_, writer) {
      const name = writer.memberName();
      const element = method(writer.inside({ write: bodyWith(writer, writer.held) }), { name });
      writer.add({ name, construct: 'method' });
      return element;
    },
  },
  {
    construct: 'method that changes its object',
    weight: 2,
    write(g, writer) {
      const name = writer.memberName();
      const { field } = writer.shape;
      const write = (_, inner) =>
        new Block([code`this.${field} += ${number(g, inner, 1)};`, code`return this.${field};`]);
      const element = method(writer.inside({ write }), { name });
      writer.add({ name, construct: 'method that changes its object', changes: true });
      return element;
    },
  },
  {
    construct: 'private method',
    weight: 2,
    write(g, writer) {
      if (writer.secret === undefined || writer.hasHidden) {
        return undefined;
      }
      writer.hasHidden = true;
      const hidden = method(writer.inside({ write: bodyWith(writer, `this.${writer.secret}`) }), { name: '#hidden' });
      const name = writer.memberName();
      const write = (_, inner) => new Block([code`return #hidden in this ? this.#hidden(${number(g, inner, 1)}) : 0;`]);
      const open = method(writer.inside({ write }), { name });
      writer.add({ name, construct: 'private method' });
      return [hidden, open];
    },
  },
  {
    construct: 'accessor',
    weight: 3,
    write(_, writer) {
      const name = writer.memberName();
      const getter = writer.inside({ isSimple: true, write: bodyWith(writer, writer.held) });
      writer.add({ name, construct: 'accessor', isGetter: true });
      const setter = code`set ${name}(given) ${new Block([code`this.${writer.shape.field} = given;`])}`;
      return [code`get ${name}() ${withoutParameters(getter)}`, setter];
    },
  },
  {
    construct: 'computed member',
    weight: 2,
    write(g, writer) {
      const key = g.repeatedly(() => g.find(writer.scope, 'key'));
      const taken = writer.shape.members.some(({ name }) => name === key?.text);
      const name = key === undefined || taken ? writer.memberName() : key.text;
      const computed = key === undefined || taken ? code`'${name}'` : writer.once(() => g.use(writer.scope, key));
      const element = method(writer.inside({ write: bodyWith(writer, writer.held) }), { name: code`[${computed}]` });
      writer.add({ name, construct: 'computed member' });
      return element;
    },
  },
  {
    construct: 'arrow in a field',
    weight: 2,
    write(_, writer) {
      const name = writer.memberName();
      const inside = writer.inside({ isArrow: true });
      writer.add({ name, construct: 'arrow in a field' });
      writer.shape.hasFunctions = true;
      return code`${name} = ${arrow(inside)};`;
    },
  },
  {
    construct: 'static member',
    weight: 4,
    write(g, writer) {
      const name = `s${writer.shape.statics.length}${g.random.pick(['', 'x'])}`;
      if (g.random.chance(0.5)) {
        const value = writer.once(() => number(g, writer.scope, writer.depth));
        writer.shape.statics.push({ name, isValue: true });
        return code`static ${name} = ${value};`;
      }
      const made = writer.own === undefined ? 'this' : writer.own.name;
      const { field } = writer.shape;
      if (writer.own !== undefined) {
        writer.scope.pass(writer.own);
      }
      const write = (_, inner) =>
        inner.find(made) === writer.own || made === 'this'
          ? new Block([code`return new ${made}(${number(g, inner, 1)}).${field};`])
          : new Block([code`return ${number(g, inner, 1)};`]);
      const element = method(writer.inside({ write }), { name });
      writer.shape.statics.push({ name, usesThis: made === 'this' });
      return code`static ${element}`;
    },
  },
  {
    construct: 'static block',
    weight: 2,
    write(g, writer) {
      const name = `b${writer.shape.statics.length}`;
      const value = writer.once(() => row(g, writer.scope, 1));
      writer.shape.statics.push({ name, isValue: true });
      return code`static ${new Block([code`this.${name} = ${value}.length;`])}`;
    },
  },
  {
    construct: 'super call',
    weight: 4,
    write(g, writer) {
      const inherited = writer.parent?.members.find(
        ({ isGetter, changes, construct }) => !isGetter && !changes && construct === 'method',
      );
      if (inherited === undefined || writer.overridden) {
        return undefined;
      }
      writer.overridden = true;
      const write = (_, inner) =>
        new Block([code`return super.${inherited.name}(${number(g, inner, 1)}) + ${writer.held};`]);
      return method(writer.inside({ write }), { name: inherited.name });
    },
  },
  {
    construct: 'iterable',
    weight: 2,
    write(g, writer) {
      const symbol = g.global(writer.scope, 'Symbol');
      if (writer.shape.isIterable || symbol === undefined) {
        return undefined;
      }
      writer.shape.isIterable = true;
      const write = (_, inner) => yields(g, inner, 1, false);
      const inside = writer.inside({ isSimple: true, write });
      return code`*[${symbol}.iterator]() ${withoutParameters(inside)}`;
    },
  },
];

/** A getter takes nothing: what its body calls its parameter is a number of its own. */
function withoutParameters({ parameters, body }) {
  return new Block([code`let ${parameters[0]} = 3;`, ...body.statements]);
}
