import { threadId } from 'node:worker_threads';

/** The numbers of lines, words and characters of a text. */
export interface Counts {
  readonly lines: number;
  readonly words: number;
  readonly characters: number;
}

/** The counts of one file, with the thread that made them: 0 is the main thread. */
export interface CountsOfThread extends Counts {
  readonly thread: number;
}

const TAB = 0x09;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

// In UTF-8, every byte of a character but its first is one of these.
const FIRST_CONTINUATION = 0b1000_0000;
const LAST_CONTINUATION = 0b1011_1111;

/**
 * Counts the lines, words and characters of the UTF-8 text in `bytes`, as `wc -lwm` does.
 *
 * A line is a newline character, a word is a run of bytes that are not ASCII white space, and a character is a Unicode
 * code point. In bytes that are not UTF-8 text, every byte that could begin a code point is counted as a character.
 */
export function count(bytes: Uint8Array): CountsOfThread {
  let lines = 0;
  let words = 0;
  let continuations = 0;
  let inWord = false;
  // A plain index, a length that is read once, and the most frequent bytes first: each makes the loop much faster.
  const { length } = bytes;
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[index] as number;
    if (byte > SPACE) {
      if (byte >= FIRST_CONTINUATION && byte <= LAST_CONTINUATION) {
        continuations += 1;
      }
      if (!inWord) {
        words += 1;
        inWord = true;
      }
    } else if (byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN)) {
      inWord = false;
      if (byte === NEWLINE) {
        lines += 1;
      }
    } else if (!inWord) {
      words += 1;
      inWord = true;
    }
  }
  return { lines, words, characters: length - continuations, thread: threadId };
}
