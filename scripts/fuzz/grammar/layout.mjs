// How a program is set: in lines or in one line, with semicolons or without, with comments in between.
import { Block, Code, Members } from './code.mjs';

/** What a line may not begin with where the one before it has no semicolon. */
const CONTINUES = /^[([`+\-/*.,?]/;

/** Comments that a search for text, braces or lines trips over. */
const COMMENTS = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it looks like code on purpose
  'function value() { return `${1}` }',
  '} { ( [ " \' `',
  '😀 𝒙 größe 变量',
  "import x from 'nowhere'",
  'submit((x) => x, 1)',
  'line\u2028separator',
];

/**
 * @typedef {object} Layout
 * @property {'\n' | '\r\n' | '\r' | ''} end the end of a line; nothing where all is one line
 * @property {boolean} semicolons
 * @property {number} comments how likely one stands before a statement
 * @property {string} indent
 */

/**
 * @param {readonly (Code | string)[]} statements
 * @param {Layout} layout
 * @param {import('./random.mjs').Random} random
 */
export function render(statements, layout, random) {
  return new Renderer(layout, random).program(statements);
}

class Renderer {
  #layout;
  #random;

  constructor(layout, random) {
    this.#layout = layout;
    this.#random = random;
  }

  program(statements) {
    const { end } = this.#layout;
    const text = this.#statements(statements, 0).join(end);
    // The grammar writes \n, within templates too.
    return end === '' ? text : `${text}\n`.replaceAll('\n', end);
  }

  #text(node, level) {
    if (node instanceof Code) {
      return node.parts.map((part) => this.#text(part, level)).join('');
    }
    if (node instanceof Block) {
      return this.#braces(this.#statements(node.statements, level + 1), level, '');
    }
    if (node instanceof Members) {
      const elements = node.elements.map((element) => this.#text(element, level + 1));
      return this.#braces(elements, level, node.separator);
    }
    return node;
  }

  #braces(items, level, separator) {
    const { end, indent } = this.#layout;
    if (items.length === 0) {
      return '{}';
    }
    if (end === '') {
      return `{${items.join(separator)}}`;
    }
    const lines = items.map((item) => `${indent.repeat(level + 1)}${item}`);
    return `{\n${lines.join(`${separator}\n`)}\n${indent.repeat(level)}}`;
  }

  #statements(statements, level) {
    const texts = statements.map((statement) => this.#text(statement, level)).filter((text) => text !== '');
    const { semicolons, end } = this.#layout;
    const separate = semicolons || end === '' ? texts : texts.map(withoutSemicolon);
    return separate.map((text) => `${this.#comment()}${text}`);
  }

  #comment() {
    if (!this.#random.chance(this.#layout.comments)) {
      return '';
    }
    const text = this.#random.pick(COMMENTS);
    const fitsLine = this.#layout.end !== '' && !text.includes('\u2028');
    return fitsLine && this.#random.chance(0.5) ? `// ${text}\n` : `/* ${text} */ `;
  }
}

function withoutSemicolon(text, index, texts) {
  const stripped = text.endsWith(';') && text !== ';' ? text.slice(0, -1) : text;
  // A directive stays one only where nothing but a line end follows; the first statement has nothing before it.
  const needsOne = index > 0 && CONTINUES.test(text) && texts[index - 1].endsWith(';');
  return needsOne ? `;${stripped}` : stripped;
}
