/**
 * Views of memory, by their class.
 *
 * @module
 */

import { typedArrays } from './tags.js';
import { unsendable } from './unsendable.js';

type ViewClass = new (memory: ArrayBuffer, offset: number, length?: number) => ArrayBufferView;

/** Node 20 has no Float16Array. */
const { Float16Array } = globalThis as { Float16Array?: ViewClass };

/** The classes of views that can share an ArrayBuffer in a message. Their order is part of the format. */
export const viewClasses: readonly ViewClass[] = [
  ...(typedArrays as readonly ViewClass[]),
  DataView,
  ...(Float16Array === undefined ? [] : [Float16Array]),
];

const names = viewClasses.map(({ name }) => name);

const typedArrayName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;

/** The place of a view's class in `viewClasses`. */
export function viewClassOf(view: ArrayBufferView): number {
  return names.indexOf(typedArrayName.call(view) ?? 'DataView');
}

/** The length that the class of a view takes: of elements, or of bytes for a DataView. */
export function lengthOf(view: ArrayBufferView): number {
  return (view as Partial<Uint8Array>).length ?? view.byteLength;
}

/**
 * The bytes that a view sees.
 *
 * @throws Unsendable
 */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  try {
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  } catch {
    return unsendable('a view of an ArrayBuffer that is detached, or too short for it.');
  }
}

/** An ArrayBuffer that can be made longer and shorter. */
export interface ResizableMemory extends ArrayBuffer {
  readonly resizable: true;
  readonly maxByteLength: number;
  resize(length: number): void;
}

/** Whether it is one. */
export function isResizable(memory: ArrayBufferLike): memory is ResizableMemory {
  return (memory as Partial<ResizableMemory>).resizable === true;
}

/**
 * Whether a view is as long as its memory, whenever that is resized. The engine does not say, so it is tried.
 *
 * @throws Unsendable for a view of which a part is beyond the end.
 */
export function isLengthTracking(view: ArrayBufferView, memory: ResizableMemory): boolean {
  if (isOutOfBounds(view)) {
    return unsendable('a view of an ArrayBuffer that is too short for it.');
  }
  const { byteLength, maxByteLength } = memory;
  const before = view.byteLength;
  const oneMore = view.byteOffset + before + ((view as Partial<Uint8Array>).BYTES_PER_ELEMENT ?? 1);
  if (oneMore <= byteLength) {
    return false;
  }
  if (oneMore <= maxByteLength) {
    memory.resize(oneMore);
    const isTracking = view.byteLength !== before;
    memory.resize(byteLength);
    return isTracking;
  }
  if (before === 0) {
    // It never sees anything.
    return false;
  }
  const end = view.byteOffset + before - 1;
  const rest = new Uint8Array(memory, end).slice();
  memory.resize(end);
  const isTracking = !isOutOfBounds(view);
  memory.resize(byteLength);
  new Uint8Array(memory, end).set(rest);
  return isTracking;
}

function isOutOfBounds(view: ArrayBufferView): boolean {
  try {
    if (view instanceof DataView) {
      return view.byteLength < 0;
    }
    Uint8Array.prototype.keys.call(view as Uint8Array);
    return false;
  } catch {
    return true;
  }
}
