import { Scope } from './scope.mjs';

/** A function that costs more than so many steps is not called from another one. */
const MOST_COST = 3000;

/**
 * @typedef {object} Frame a function, an initialiser or a module that is being written
 * @property {boolean} asynchronous whether `await` may stand in it
 * @property {boolean} ordinary whether `this` and `arguments` are its own, or those of an arrow's function in its unit
 * @property {Set<string>} tags of all that it uses
 * @property {number} cost in steps, roughly
 * @property {number} factor how often what is being written now runs each time
 */

/** What is known while a program is written. */
export class Generator {
  /** The constructs that the program has, by name. */
  constructs = new Set();
  /** The labels around what is being written. */
  labels = new Set();
  globals = new Scope(undefined, 'global');
  /** @type {Frame[]} */
  frames = [];
  /** Only what is the same each time may be used: what is being written may run in each worker again. */
  isRepeated = false;
  #units = 0;
  #unit = 0;
  #numbered = 0;

  /**
   * @param {import('./random.mjs').Random} random
   * @param {{ format: 'module' | 'commonjs', names: string[], classNames: string[], isStrict: boolean, escapes: boolean }} style
   */
  constructor(random, style) {
    this.random = random;
    this.style = style;
    this.#enter(false, false);
  }

  mark(construct) {
    this.constructs.add(construct);
  }

  get frame() {
    return this.frames.at(-1);
  }

  get unit() {
    return this.#unit;
  }

  /** Writes a function that others may submit: what is outside of it, it only reads. */
  inUnit(write) {
    const outside = this.#unit;
    this.#units += 1;
    this.#unit = this.#units;
    try {
      return write();
    } finally {
      this.#unit = outside;
    }
  }

  /** Writes the body of a function. What it uses, those around it use too. */
  inFrame({ asynchronous = false, ordinary = false, isUnit = false }, write) {
    const inherits = !ordinary && !isUnit && this.frame.ordinary;
    this.#enter(asynchronous, ordinary || inherits);
    const repeated = this.isRepeated;
    try {
      const written = write();
      return { written, frame: this.frame };
    } finally {
      this.isRepeated = repeated;
      this.frames.pop();
    }
  }

  #enter(asynchronous, ordinary) {
    this.frames.push({ asynchronous, ordinary, tags: new Set(), cost: 1, factor: 1 });
  }

  /** Writes what runs when the module does, and may run in each worker again. */
  repeatedly(write) {
    const before = this.isRepeated;
    this.isRepeated = true;
    try {
      return write();
    } finally {
      this.isRepeated = before;
    }
  }

  /** Writes what runs so many times. */
  times(factor, write) {
    const { frame } = this;
    frame.factor *= factor;
    try {
      return write();
    } finally {
      frame.factor /= factor;
    }
  }

  /** A name that nothing in this scope means yet; often one that means something further out. */
  freshName(scope, { isVar = false, pool = this.style.names } = {}) {
    const isFree = (name) => (isVar ? scope.isFreeUpToOwner(name) : scope.isFree(name));
    for (let attempt = 0; attempt < 6; attempt++) {
      const name = this.random.pick(pool);
      if (isFree(name)) {
        if (scope.kind !== 'module' && scope.find(name) !== undefined) {
          this.mark('shadowing');
        }
        return name;
      }
    }
    this.#numbered += 1;
    return `${this.random.pick(pool)}_${this.#numbered}`;
  }

  /** Another name than that of this variable. */
  freshNameBeside(binding) {
    return this.random.pick(this.style.names.filter((name) => name !== binding.name));
  }

  /** Declares a variable in the scope. */
  declare(scope, type, { isVar = false, pool, ...more } = {}) {
    const name = more.name ?? this.freshName(scope, { isVar, pool });
    const target = isVar ? scope.owner : scope;
    const binding = target.declare({ name, type, unit: this.#unit, ...more });
    if (isVar) {
      scope.pass(binding);
    }
    return binding;
  }

  /** How a name is written: identifiers may have escapes in them. */
  spell(binding) {
    const { name } = binding;
    if (!this.style.escapes || !this.random.chance(0.15)) {
      return name;
    }
    this.mark('escaped identifier');
    const first = name.codePointAt(0);
    return `\\u{${first.toString(16)}}${name.slice(String.fromCodePoint(first).length)}`;
  }

  /** Writes a use of a variable. */
  use(scope, binding, runs = 1) {
    scope.pass(binding);
    for (const frame of this.frames) {
      for (const tag of binding.tags) {
        frame.tags.add(tag);
      }
    }
    this.frame.cost += this.frame.factor * binding.cost * runs;
    return this.spell(binding);
  }

  /** Variables of this type that may be used here. */
  usable(scope, type, isWanted = () => true) {
    const limit = MOST_COST / this.frame.factor;
    const isAsynchronous = this.frames.some((frame) => frame.asynchronous);
    return scope.visible().filter(
      (binding) =>
        binding.type === type &&
        binding.cost < limit &&
        !(this.isRepeated && binding.tags.has('changes')) &&
        // What is read after an await would be another value than the one that was sent.
        !(isAsynchronous && binding.tags.has('live')) &&
        isWanted(binding),
    );
  }

  /** One of them, if there is any; rather a near one. */
  find(scope, type, isWanted) {
    const found = this.usable(scope, type, isWanted);
    if (found.length === 0) {
      return undefined;
    }
    const near = Math.min(found.length, 4);
    return this.random.chance(0.6) ? found[this.random.below(near)] : this.random.pick(found);
  }

  /** Writes a global, where no variable has its name. */
  global(scope, name) {
    const found = scope.find(name) ?? this.globals.declare({ name, type: 'global' });
    if (found.scope !== this.globals) {
      return undefined;
    }
    scope.pass(found);
    return name;
  }

  /**
   * Lets one of these write, by their weights. Each gives nothing where it cannot.
   *
   * @template Written
   * @param {readonly { construct: string, weight: number, write(...given: unknown[]): Written | undefined }[]} writers
   * @returns {Written | undefined}
   */
  choose(writers, ...given) {
    for (let attempt = 0; attempt < 8; attempt++) {
      const { construct, write } = this.random.weighted(writers);
      const written = write(this, ...given);
      if (written !== undefined) {
        this.mark(construct);
        return written;
      }
    }
    return undefined;
  }
}
