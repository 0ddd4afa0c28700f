/**
 * Views of memory, by their class.
 *
 * @module
 */

import { typedArrays } from './tags.js';

type ViewClass = new (memory: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

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
