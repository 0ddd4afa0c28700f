// What is declared where, so that the grammar knows which variable a name means at a place.

/**
 * @typedef {object} Binding
 * @property {string} name
 * @property {string} type what kind of value it holds: `num`, `nums`, `rec`, `str`, `fn`, ...; `hidden` is used by nobody
 * @property {Scope} scope
 * @property {number} unit in which function, counted from outside, it is declared: only that one may assign it
 * @property {boolean} assignable
 * @property {boolean} [isReserved] no block of its function may use the name for something else
 * @property {Set<string>} tags what using it means for who uses it
 */

export class Scope {
  /** @type {Map<string, Binding>} */
  bindings = new Map();
  /** Names that were looked up through this scope, and found further out: they cannot be declared here any more. */
  #passed = new Set();

  /**
   * @param {Scope | undefined} parent
   * @param {'global' | 'module' | 'function' | 'parameters' | 'block'} kind
   */
  constructor(parent, kind) {
    this.parent = parent;
    this.kind = kind;
  }

  block() {
    return new Scope(this, 'block');
  }

  /** @param {Partial<Binding> & { name: string, type: string }} binding */
  declare(binding) {
    const complete = { assignable: false, tags: new Set(), cost: 1, unit: -1, ...binding, scope: this };
    this.bindings.set(binding.name, complete);
    return complete;
  }

  /** The function or module that a `var` in this scope belongs to. */
  get owner() {
    return this.kind === 'block' ? this.parent.owner : this;
  }

  isFree(name) {
    return !this.bindings.has(name) && !this.#passed.has(name) && !this.#isReserved(name);
  }

  /** Whether the function around needs the name in all of its blocks. */
  #isReserved(name) {
    const found = this.find(name);
    return found?.isReserved === true && found.scope.owner === this.owner;
  }

  /** Whether `var name` may stand here: no block between may declare the name, or have looked it up. */
  isFreeUpToOwner(name) {
    return this.isFree(name) && (this.owner === this || this.parent.isFreeUpToOwner(name));
  }

  /** @returns {Binding | undefined} */
  find(name) {
    return this.bindings.get(name) ?? this.parent?.find(name);
  }

  /** Remembers that `name` means `binding` here. */
  pass(binding) {
    for (let scope = this; scope !== binding.scope && scope !== undefined; scope = scope.parent) {
      scope.#passed.add(binding.name);
    }
  }

  /** Everything that can be named here, the nearest first. */
  visible() {
    const seen = new Set();
    const found = [];
    for (let scope = this; scope !== undefined; scope = scope.parent) {
      for (const binding of scope.bindings.values()) {
        if (!seen.has(binding.name)) {
          seen.add(binding.name);
          found.push(binding);
        }
      }
    }
    return found;
  }
}
