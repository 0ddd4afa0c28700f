import { Block, code } from './code.mjs';
import { COMPILED } from './compiled.mjs';
import { Generator } from './generator.mjs';
import { COMMONJS_IMPORTS, MODULE_IMPORTS } from './imports.mjs';
import { MODULE_FUNCTIONS } from './module-functions.mjs';
import { MODULE_VALUES } from './module-values.mjs';
import { chooseClassPool, choosePool } from './names.mjs';
import { Random } from './random.mjs';
import { Scope } from './scope.mjs';
import { writeSection } from './sections.mjs';
import { STATE } from './state.mjs';

/**
 * @typedef {object} Case a function that a program submits
 * @property {number} id
 * @property {string} kind
 * @property {string[]} refusals codes that are right for it, beside a result
 * @property {string} [refused] the code that it must be refused with
 * @property {boolean} isStateful its result depends on what ran before: nothing else may run in that instance
 * @property {boolean} isLate it may import the program in the worker
 *
 * @typedef {object} Program
 * @property {'module' | 'commonjs'} format
 * @property {(import('./code.mjs').Code | string)[]} statements
 * @property {import('./layout.mjs').Layout} layout
 * @property {string} before what stands before all statements: a BOM, a hashbang, a directive
 * @property {boolean} isEntry whether a process is started with it
 * @property {Case[]} cases
 * @property {Set<string>} constructs
 */

const DECLARATIONS = [...MODULE_VALUES, ...MODULE_FUNCTIONS, ...COMPILED, ...STATE];
const RESERVED_IN_COMMONJS = ['require', 'module', 'exports', '__filename', '__dirname'];

/**
 * The program of that number: always the same for the same seed.
 *
 * @returns {Program}
 */
export function writeProgram(seed, number) {
  return new ProgramWriter(new Random(seed, number)).write();
}

class ProgramWriter {
  /** What functions of the program assign, by the functions that do. */
  setters = [];
  counters = [];
  hasDecorated = false;
  /** @type {Case[]} */
  cases = [];
  /** Statements that come at the end. */
  #exports = [];
  #exportedNames = new Set(['drive']);

  constructor(random) {
    this.random = random;
    const format = random.chance(0.6) ? 'module' : 'commonjs';
    const minified = random.chance(0.15);
    const unicode = random.chance(0.25);
    this.isStrictScript = random.chance(0.4);
    this.isOneLine = minified ? random.chance(0.7) : random.chance(0.03);
    this.g = new Generator(random, {
      format,
      names: choosePool(random, { minified, unicode }),
      classNames: chooseClassPool(random, { minified }),
      isStrict: format === 'module' || this.isStrictScript,
      escapes: random.chance(0.12),
    });
    // Programs of their own take long to start.
    this.isEntry = random.chance(0.02);
    this.#mark({ format, minified, unicode, 'started, and not imported': this.isEntry });
  }

  #mark({ format, unicode, ...others }) {
    const { g } = this;
    g.mark(format === 'module' ? 'ES module' : 'CommonJS module');
    if (format === 'commonjs') {
      g.mark(this.isStrictScript ? 'strict script' : 'sloppy script');
    }
    for (const [name, isSo] of Object.entries({ ...others, 'names beyond ASCII': unicode })) {
      if (isSo) {
        g.mark(name);
      }
    }
  }

  /** @returns {Program} */
  write() {
    const { g, random } = this;
    const scope = new Scope(g.globals, 'module');
    scope.declare({ name: 'drive', type: 'hidden' });
    if (g.style.format === 'commonjs') {
      for (const name of RESERVED_IN_COMMONJS) {
        scope.declare({ name, type: 'hidden' });
      }
    }
    const statements = [...this.#imports(scope), ...this.#declarations(scope)];
    const sections = this.#sections(scope);
    // Imports may stand anywhere; so may what is exported, where it is a declaration.
    const drive = this.#drive(scope, sections);
    return {
      format: g.style.format,
      statements: [...statements, ...sections.map(({ statement }) => statement), drive, ...this.#exports],
      before: this.#before(),
      layout: this.#layout(random),
      cases: this.cases,
      isEntry: this.isEntry,
      constructs: g.constructs,
    };
  }

  #imports(scope) {
    const writers = this.g.style.format === 'module' ? MODULE_IMPORTS : COMMONJS_IMPORTS;
    return Array.from({ length: this.random.between(0, 4) }, () => this.g.choose(writers, scope));
  }

  #declarations(scope) {
    const { g, random } = this;
    const statements = [];
    const count = random.between(4, 14);
    for (let index = 0; index < count; index++) {
      statements.push(...(g.choose(DECLARATIONS, scope, this) ?? []));
    }
    if (g.style.format === 'commonjs' && random.chance(0.3)) {
      g.mark('member of exports');
      statements.push(code`exports.k0 = ${random.below(9)};`);
      Object.assign(scope.bindings.get('exports'), { type: 'space', members: [{ suffix: '.k0', arity: 0 }] });
    }
    return statements;
  }

  /** Exports a declaration, or not. */
  exporting({ statement, binding }) {
    if (!this.random.chance(0.3)) {
      return statement;
    }
    this.g.mark('export');
    binding.isExported = true;
    if (binding.shape !== undefined) {
      binding.shape.isExported = true;
    }
    const { format } = this.g.style;
    return format === 'module'
      ? this.#exportFromModule(statement, binding)
      : this.#exportFromScript(statement, binding);
  }

  #exportFromModule(statement, binding) {
    const { g, random } = this;
    const { name } = binding;
    const isDeclared =
      ['fn', 'afn', 'cls'].includes(binding.type) && /^(async function|function|class) /.test(leading(statement));
    if (isDeclared && !this.#exportedNames.has('default') && random.chance(0.3)) {
      g.mark('default export');
      this.#exportedNames.add('default');
      return code`export default ${statement}`;
    }
    if (!this.#exportedNames.has(name) && random.chance(0.5)) {
      this.#exportedNames.add(name);
      return code`export ${statement}`;
    }
    const exported = random.pick([name, `${name}2`, "'a name'", 'default', ...g.style.names]);
    if (this.#exportedNames.has(exported)) {
      return statement;
    }
    this.#exportedNames.add(exported);
    if (exported !== name) {
      g.mark('renamed export');
    }
    this.#exports.push(`export { ${exported === name ? name : `${name} as ${exported}`} };`);
    return statement;
  }

  #exportFromScript(statement, binding) {
    const { name } = binding;
    const exported = this.random.pick([name, `${name}2`]);
    if (!this.#exportedNames.has(exported)) {
      this.#exportedNames.add(exported);
      this.#exports.push(`${this.random.pick(['', 'module.'])}exports.${exported} = ${name};`);
    }
    return statement;
  }

  #sections(scope) {
    const count = this.random.between(1, 3);
    return Array.from({ length: count }, (_, index) =>
      writeSection(this, scope, { isLate: index > 0 && index === count - 1 }),
    );
  }

  /** Submits everything: first what makes no worker import the program, then the rest. */
  #drive(scope, sections) {
    const { g } = this;
    const calls = sections.map(({ call, isLate }) => (isLate ? code`await $.checkpoint(); ${call}` : call));
    const body = new Block([...calls]);
    const isModule = g.style.format === 'module';
    scope.pass({ name: 'drive', scope });
    return isModule
      ? code`export async function drive($, pool) ${body}`
      : code`exports.drive = async function ($, pool) ${body};`;
  }

  #before() {
    const { g, random } = this;
    const parts = [];
    if (random.chance(0.03)) {
      g.mark('byte order mark');
      parts.push('\ufeff');
    }
    if (parts.length === 0 && random.chance(0.04)) {
      g.mark('hashbang');
      parts.push('#!/usr/bin/env node\n');
    }
    if (g.style.format === 'commonjs' && this.isStrictScript) {
      parts.push("'use strict';\n");
    }
    return parts.join('');
  }

  #layout(random) {
    const { g } = this;
    const end = this.isOneLine ? '' : random.weighted(ENDS).end;
    g.mark(end === '' ? 'one line' : `line end ${JSON.stringify(end)}`);
    const semicolons = random.chance(0.8);
    if (!semicolons) {
      g.mark('no semicolons');
    }
    return { end, semicolons, comments: random.pick([0, 0.03, 0.15]), indent: random.pick(['', '  ', '\t']) };
  }
}

const ENDS = [
  { end: '\n', weight: 85 },
  { end: '\r\n', weight: 12 },
  { end: '\r', weight: 3 },
];

function leading(node) {
  return typeof node === 'string' ? node : leading(node.parts.find((part) => part !== '') ?? '');
}
