/**
 * Memory and views of it to words, within a graph.
 *
 * A view travels with the part that it sees. Memory that several views of a message see, or a view and the message
 * itself, travels whole, and once.
 *
 * @module
 */

import { type Area, wordsOf } from './area.js';
import type { GraphWriter } from './graph-writer.js';
import { begin, encodeView } from './plain-writer.js';
import * as tag from './tags.js';
import { unsendable } from './unsendable.js';
import { bytesOf, isLengthTracking, isResizable, lengthOf, viewClassOf } from './views.js';

/** Which memory of a message is written whole: known only when all was written once. */
export class Memories {
  /** A part was written, for a view of it that was alone until then. */
  #parted = new Set<ArrayBufferLike>();
  readonly #shared = new Set<ArrayBufferLike>();
  #sharedBefore = 0;

  /** The message begins, or begins again. */
  begin(): void {
    this.#parted = new Set();
    this.#sharedBefore = this.#shared.size;
  }

  /** Whether the message is as it should be. If not, it is to be written again. */
  end(): boolean {
    return this.#shared.size === this.#sharedBefore;
  }

  /** Whether it is known that several see it. */
  isShared(memory: ArrayBufferLike): boolean {
    return this.#shared.has(memory);
  }

  /** A part of it is written. */
  part(memory: ArrayBufferLike): void {
    this.whole(memory);
    this.#parted.add(memory);
  }

  /** All of it is written. */
  whole(memory: ArrayBufferLike): void {
    if (this.#parted.has(memory)) {
      this.#shared.add(memory);
    }
  }
}

/** Writes a view that has its number. */
export function writeView(writer: GraphWriter, memories: Memories, value: ArrayBufferView): void {
  const { area } = writer;
  if (Buffer.isBuffer(value)) {
    encodeView(area, value);
    return;
  }
  const { buffer } = value;
  const part = bytesOf(value);
  const isWhole =
    part.length === buffer.byteLength || isResizable(buffer) || writer.has(buffer) || memories.isShared(buffer);
  const isTracking = isResizable(buffer) && isLengthTracking(value, buffer);
  area.reserve(3);
  begin(area, tag.VIEW, viewClassOf(value));
  area.f64[area.position] = isWhole ? value.byteOffset : 0;
  area.f64[area.position + 1] = isTracking ? -1 : lengthOf(value);
  area.position += 2;
  if (isWhole) {
    writer.write(buffer);
    return;
  }
  memories.part(buffer);
  // Nobody else refers to it.
  writer.nested(part, () => writeBytes(area, part, -1));
}

/** Writes an ArrayBuffer that has its number. */
export function writeMemory(area: Area, memories: Memories, value: ArrayBuffer): void {
  memories.whole(value);
  const most = isResizable(value) ? value.maxByteLength : -1;
  if (most > area.limits.bytes) {
    unsendable(`an ArrayBuffer that may grow beyond ${area.limits.bytes} bytes. Send a smaller one.`);
  }
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(value);
  } catch {
    unsendable('an ArrayBuffer that is detached.');
  }
  writeBytes(area, bytes, most);
}

function writeBytes(area: Area, bytes: Uint8Array, most: number): void {
  area.reserve(2 + wordsOf(bytes.length));
  begin(area, tag.ARRAY_BUFFER, bytes.length);
  area.f64[area.position] = most;
  area.position += 1;
  area.bytes.set(bytes, area.position << 3);
  area.position += wordsOf(bytes.length);
}
