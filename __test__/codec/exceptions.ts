/**
 * Where what arrives is not what structuredClone makes. This is the table of docs/values.md: a spec compares them.
 */

/** What travels in another way, or does not, and what structuredClone makes of it. */
export interface Exception {
  value: string;
  arrives: string;
  structuredClone: string;
}

export const exceptions: readonly Exception[] = [
  {
    value: 'a Buffer',
    arrives: 'a Buffer with its bytes, which shares them with nothing',
    structuredClone: 'a Uint8Array, with all of its pool',
  },
  {
    value: 'a view whose ArrayBuffer nothing else in the message sees',
    arrives: 'the view, with an ArrayBuffer of just its bytes',
    structuredClone: 'the view, with all of its ArrayBuffer',
  },
  {
    value: 'an error, a DOMException',
    arrives: 'whole: class, name, message, stack, own properties, `cause`, `errors`',
    structuredClone: 'one of seven classes with message, stack and `cause`',
  },
  {
    value: 'an instance of a class',
    arrives: 'an instance of the class, or it is refused',
    structuredClone: 'a plain object',
  },
  {
    value: 'an instance of a class that extends Map, Array or Error',
    arrives: 'an instance of the class, made by `[rebuild]`, or it is refused (an error arrives)',
    structuredClone: 'a Map, an array, an Error',
  },
  { value: 'a function, a class', arrives: 'as docs/functions.md says', structuredClone: 'it is refused' },
  {
    value: 'a symbol of `Symbol.for`, or of the language',
    arrives: 'the same symbol',
    structuredClone: 'it is refused',
  },
  {
    value: 'an executor or a Future of nogil',
    arrives: 'a handle on the same one',
    structuredClone: 'it is refused',
  },
  {
    value: 'an object that every thread has, such as `Math`',
    arrives: "the other thread's own",
    structuredClone: 'an empty object',
  },
  {
    value: 'a Proxy of a plain object or of an array',
    arrives: 'a plain object or an array, as its traps say',
    structuredClone: 'it is refused',
  },
  {
    value: 'a SharedArrayBuffer, a Blob, a key and the like',
    arrives: 'the same, between the thread that made a pool and its workers; elsewhere it is refused',
    structuredClone: 'itself, or a handle on it',
  },
  {
    value: 'what is beyond the limits',
    arrives: 'it is refused',
    structuredClone: 'a copy, as long as stack and memory last',
  },
];
