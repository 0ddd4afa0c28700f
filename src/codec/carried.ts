/**
 * What only the engine can hand over to another thread: shared memory, keys, compiled WebAssembly, Blobs, and what is
 * transferred. A message has only the place of such an object; the object goes beside it, over a MessagePort.
 *
 * @module
 */

/** Where the other end finds an object. */
export interface Place {
  /** The object's number, or that of the parcel that it is in: those of workers are less than 0. */
  readonly number: number;
  /** Its index in the parcel; -1 for an object that was sent alone, and is kept at the other end. */
  readonly index: number;
}

/** Takes the objects of one message. It may be asked about an object again, and gives the same place. */
export interface Carrier {
  /** The place of an object that is transferred; undefined for all others. */
  transferred(value: object): Place | undefined;
  /** Takes an object that the engine copies, or shares. */
  carry(value: object): Place;
}

/** Gives who takes the objects of the message that is being written; undefined where nobody can. */
export type Takes = () => Carrier | undefined;

/** So many parcels of a worker have numbers of their own, until they come again. */
const PARCELS_OF_WORKER = 2 ** 20;

/** The number of a parcel of the worker of that lane. */
export function parcelOfWorker(lane: number, index: number): number {
  return -(lane * PARCELS_OF_WORKER) - (index % PARCELS_OF_WORKER);
}

/** The lane of the worker that has given a parcel its number. */
export function laneOfParcel(parcel: number): number {
  return Math.floor(-parcel / PARCELS_OF_WORKER);
}

/** The other end. */
export interface Carried {
  /** The object of that number. */
  find(number: number): object;
  /** The objects of a parcel, which is kept until `forget`; undefined when it has to be fetched. */
  open(parcel: number): readonly object[] | undefined;
  /** Has a parcel sent. */
  fetch(parcel: number): Promise<void>;
  /** The parcel was read, or cannot be. */
  forget(parcel: number): void;
}

/** From the thread that made the pool of this one, and from the workers that this one has started. */
let fromOwner: Carried | null = null;
let fromWorkers: Carried | null = null;

/** Where this worker finds what its owner sends. */
export function setFromOwner(carried: Carried): void {
  fromOwner = carried;
}

/** Where this thread finds what its workers send. */
export function setFromWorkers(carried: Carried): void {
  fromWorkers = carried;
}

/** Where what has this number is found; null where this thread exchanges no such objects. */
export function carriedBy(number: number): Carried | null {
  return number < 0 ? fromWorkers : fromOwner;
}
