/**
 * What goes beside one message.
 *
 * @module
 */

import type { Carrier, Place } from '../codec/carried.js';
import type { Transferable } from './transferables.js';

/** Objects in the order in which a message has met them. Those that are transferred come first. */
export class Parcel implements Carrier {
  readonly number: number;
  /** What is there, in the places that the message names. */
  readonly objects: object[];
  readonly transfer: readonly Transferable[];
  readonly #places = new Map<object, Place>();

  /** The parcel of that number. */
  constructor(number: number, transfer: readonly Transferable[]) {
    this.number = number;
    this.transfer = transfer;
    this.objects = [...transfer];
    for (const [index, value] of transfer.entries()) {
      this.#places.set(value, { number, index });
    }
  }

  transferred(value: object): Place | undefined {
    const place = this.#places.get(value);
    return place !== undefined && place.index < this.transfer.length ? place : undefined;
  }

  carry(value: object): Place {
    let place = this.#places.get(value);
    if (place === undefined) {
      place = { number: this.number, index: this.objects.push(value) - 1 };
      this.#places.set(value, place);
    }
    return place;
  }
}
