/**
 * What goes beside a message, to words and back, within a graph: a message has the place of such an object, and the views
 * of its memory.
 *
 * @module
 */

import { types } from 'node:util';
import { Serializer } from 'node:v8';
import { DecodeError } from '../errors.js';
import type { Area } from './area.js';
import { carriedBy, type Place, type Takes } from './carried.js';
import { makeView, readViewOver } from './collections.js';
import type { GraphReader } from './graph-reader.js';
import type { GraphWriter } from './graph-writer.js';
import { nameOf } from './instances.js';
import { begin } from './plain-writer.js';
import * as tag from './tags.js';
import { NeedsFunctions } from './travellers.js';
import { unsendable } from './unsendable.js';
import { isLengthTracking, isResizable, lengthOf, viewClasses, viewClassOf } from './views.js';

const ONLY_OWNER = 'Only the thread that made a pool and the workers of that pool hand such objects to each other.';

/** Writes an object that has its number: its place, or a view of one. */
export function writeCarried(writer: GraphWriter, value: object, takes: Takes | undefined): void {
  if (ArrayBuffer.isView(value)) {
    writeCarriedView(writer, value);
    return;
  }
  const carrier = takes?.();
  if (carrier === undefined) {
    unsendable(`${nameOf(value)}, and cannot go this way. ${ONLY_OWNER}`);
  }
  writePlace(writer.area, carrier.carry(value));
}

/** Writes the place of an object. */
export function writePlace(area: Area, { number, index }: Place): void {
  area.reserve(2);
  begin(area, tag.CARRIED, index);
  area.f64[area.position] = number;
  area.position += 1;
}

/** A Buffer's number among the classes of views over memory that is carried. */
const BUFFER = 255;

/** Writes a view, which has its number, over memory that is shared or transferred. */
export function writeCarriedView(writer: GraphWriter, view: ArrayBufferView): void {
  const { area } = writer;
  area.reserve(3);
  begin(area, tag.CARRIED_VIEW, Buffer.isBuffer(view) ? BUFFER : viewClassOf(view));
  area.f64[area.position] = view.byteOffset;
  area.f64[area.position + 1] = growsWithMemory(view) ? -1 : lengthOf(view);
  area.position += 2;
  writer.write(view.buffer);
}

function growsWithMemory(view: ArrayBufferView): boolean {
  const { buffer } = view;
  if ((buffer as { growable?: boolean }).growable === true) {
    return isSharedTracking(view);
  }
  return isResizable(buffer) && isLengthTracking(view, buffer);
}

/** Writes a view without its memory. */
class ViewSerializer extends Serializer {
  _getSharedArrayBufferId(): number {
    return 0;
  }
}

const LENGTH_TRACKING = 1;

/** Shared memory never shrinks, so it cannot be tried: nothing but the flags that V8's serializer writes tell. */
function isSharedTracking(view: ArrayBufferView): boolean {
  const serializer = new ViewSerializer();
  const engine = serializer as unknown as { _setTreatArrayBufferViewsAsHostObjects(on: boolean): void };
  engine._setTreatArrayBufferViewsAsHostObjects(false);
  serializer.writeValue(view);
  return ((serializer.releaseBuffer().at(-1) as number) & LENGTH_TRACKING) !== 0;
}

/** What has come beside one message. */
export class Arrivals {
  readonly #parcels = new Set<number>();

  /**
   * Reads the place of an object, and gives the object.
   *
   * @throws NeedsFunctions when it must be fetched first.
   */
  read(reader: GraphReader, index: number): object {
    const { area } = reader;
    const number = area.f64[area.position + 1] as number;
    area.position += 2;
    const carried = carriedBy(number);
    if (carried === null) {
      throw new DecodeError('a message names an object that cannot come here');
    }
    if (index < 0) {
      return reader.add(carried.find(number));
    }
    const parcel = carried.open(number);
    if (parcel === undefined) {
      throw new NeedsFunctions(reader.functions(), number);
    }
    this.#parcels.add(number);
    const object = parcel[index];
    if (object === undefined) {
      throw new DecodeError(`there is no object ${index} beside a message`);
    }
    return reader.add(object);
  }

  /** The message was read, or cannot be. */
  forget(): void {
    for (const parcel of this.#parcels) {
      carriedBy(parcel)?.forget(parcel);
    }
  }
}

/** Reads a view of a class of that number. */
export function readCarriedView(reader: GraphReader, kind: number): ArrayBufferView {
  const make = kind === BUFFER ? makeBuffer : viewClasses[kind] && makeView;
  return readViewOver(reader, kind, make, types.isAnyArrayBuffer);
}

function makeBuffer(_kind: number, memory: ArrayBuffer, offset: number, length: number): Buffer {
  return Buffer.from(memory, offset, length);
}
