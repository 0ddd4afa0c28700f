// Expressions whose value is a condition, text, a row of numbers, or a record { a, b, c: { d } }.
import { code, Members } from './code.mjs';
import { functionLiteral } from './functions.mjs';
import { number } from './numbers.mjs';

const PATTERNS = ['/\\d+/', '/[/\\]"\'`]/u', '/(?<word>[a-z]+)\\s*/i', '/^x|}{/', '/\\p{L}{2,}/u', '/`[^`]*`|\\/\\//'];
const TEXTS = [
  "'one'",
  '"it\'s"',
  "'}{'",
  "'// no comment'",
  "'/* none */'",
  "'😀 astral'",
  "'größe'",
  '"a\\nb"',
  "'`'",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a string as programs have it
  "'${x}'",
  "'\\u{1F600}'",
  "'line\u2028separator'",
  "''",
];

export function condition(g, scope, depth) {
  const kinds = [
    () => code`${number(g, scope, depth)} ${g.random.pick(['<', '>', '<=', '!==', '==='])} ${number(g, scope, depth)}`,
    () => code`!(${number(g, scope, depth)})`,
    () => code`(${number(g, scope, depth)} > 1 && ${number(g, scope, depth)} < 9)`,
    () => code`'a' in (${record(g, scope, depth)})`,
    () => code`${pattern(g)}.test(${text(g, scope, depth)})`,
  ];
  return g.random.pick(kinds)();
}

export function pattern(g) {
  g.mark('regular expression');
  return g.random.pick(PATTERNS);
}

export function text(g, scope, depth) {
  const known = g.find(scope, 'str');
  if (depth <= 0 || g.random.chance(0.3)) {
    return known !== undefined && g.random.chance(0.7) ? g.use(scope, known) : g.random.pick(TEXTS);
  }
  const kinds = [
    () => code`(${text(g, scope, depth - 1)} + ${text(g, scope, depth - 1)})`,
    () => template(g, scope, depth - 1),
    () => code`(${text(g, scope, depth - 1)}).slice(0, 12)`,
    () => code`typeof ${number(g, scope, depth - 1)}`,
    () => code`[${number(g, scope, depth - 1)}].join('-')`,
    () => replaced(g, scope, depth - 1),
  ];
  return g.random.pick(kinds)();
}

function replaced(g, scope, depth) {
  const { written } = g.inFrame({}, () => code`(m) => m + ${number(g, scope, depth)}`);
  return code`(${text(g, scope, depth)}).replace(${pattern(g)}, ${written})`;
}

function template(g, scope, depth) {
  g.mark('template');
  const between = g.random.pick(['', ' and ', '\n  ', '\\`', '}', '{', '😀', '// ']);
  return code`\`<\${${number(g, scope, depth)}}${between}\${${text(g, scope, depth - 1)}}>\``;
}

export function row(g, scope, depth) {
  const known = g.find(scope, 'nums');
  if (depth <= 0 || g.random.chance(0.3)) {
    return known !== undefined && g.random.chance(0.7)
      ? g.use(scope, known)
      : code`[${number(g, scope, 0)}, ${number(g, scope, 0)}, ${number(g, scope, 0)}]`;
  }
  return g.choose(ROWS, scope, depth - 1) ?? '[3, 1, 2]';
}

const ROWS = [
  {
    construct: 'spread in an array',
    weight: 3,
    write: (g, scope, depth) => code`[...${row(g, scope, depth)}, ${number(g, scope, depth)}].slice(-6)`,
  },
  {
    construct: 'callback',
    weight: 4,
    write: (g, scope, depth) =>
      code`${row(g, scope, depth)}.${g.random.pick(['map', 'flatMap'])}(${functionLiteral(g, scope, { depth, arity: 2, runs: 4 })})`,
  },
  {
    construct: 'callback',
    weight: 2,
    write: (g, scope, depth) =>
      code`${row(g, scope, depth)}.filter(${functionLiteral(g, scope, { depth, arity: 1, runs: 4 })})`,
  },
  {
    construct: 'generator',
    weight: 3,
    write(g, scope, depth) {
      const generator = g.find(scope, 'gen');
      return generator && code`[...${g.use(scope, generator)}(${number(g, scope, depth)})]`;
    },
  },
  {
    construct: 'iterable',
    weight: 2,
    write(g, scope, depth) {
      const iterable = g.find(scope, 'cls', (binding) => binding.shape.isIterable);
      return iterable && code`[...new ${g.use(scope, iterable)}(${number(g, scope, depth)})]`;
    },
  },
  {
    construct: 'global',
    weight: 2,
    write(g, scope, depth) {
      const array = g.global(scope, 'Array');
      return array && code`${array}.from({ length: 3 }, ${functionLiteral(g, scope, { depth, arity: 2, runs: 3 })})`;
    },
  },
];

/** Always of the shape { a, b, c: { d } }. */
export function record(g, scope, depth) {
  const known = g.find(scope, 'rec');
  if (known !== undefined && (depth <= 0 || g.random.chance(0.5))) {
    return g.use(scope, known);
  }
  if (known !== undefined && g.random.chance(0.3)) {
    g.mark('spread in an object');
    return code`({ ...${g.use(scope, known)}, b: ${number(g, scope, depth - 1)} })`;
  }
  return code`(${recordLiteral(g, scope, depth)})`;
}

/** The same as a literal, without parentheses around. */
export function recordLiteral(g, scope, depth) {
  const fields = ['a', 'b'].map((key) => field(g, scope, key, depth - 1));
  const inner = new Members([field(g, scope, 'd', depth - 1)], ',');
  return new Members([...fields, code`c: ${inner}`], ',');
}

/** One field, in one of the ways to write it. */
function field(g, scope, key, depth) {
  const same = g.find(scope, 'num', (binding) => binding.name === key);
  if (same !== undefined && g.random.chance(0.7)) {
    g.mark('shorthand property');
    scope.pass(same);
    g.use(scope, same);
    return key;
  }
  const value = () => number(g, scope, depth);
  if (g.random.chance(0.12)) {
    g.mark('computed key');
    const known = g.find(scope, 'key', (binding) => binding.text === key);
    const computed = known === undefined ? code`'${key}'` : g.use(scope, known);
    return code`[${computed}]: ${value()}`;
  }
  if (g.random.chance(0.1)) {
    g.mark('accessor of an object');
    const { written, frame } = g.inFrame({ ordinary: true }, () => code`get ${key}() { return ${value()}; }`);
    // It is read when the object is copied, or when it is compared.
    if (!frame.tags.has('live')) {
      return written;
    }
  }
  return code`${key}: ${value()}`;
}
