/**
 * The place and the scopes of a function, for the price of one.
 *
 * @module
 */

import { locationIn, type Place, placeAt } from './place.js';
import { type Scope, scopesIn } from './scopes.js';
import { reading } from './session.js';

/** A function's place, and the variables around it. */
export interface Closure {
  readonly place: Place;
  /** Undefined where the place was enough. */
  readonly scopes: readonly Scope[] | undefined;
}

/** As `placeOf` and `scopesOf` together, at two thirds of their price; without the scopes where the place is enough. */
export function closureOf(fn: object, isEnough: (place: Place) => boolean = () => false): Closure | null | undefined {
  return reading((reader) => {
    const internals = reader.internals(fn);
    const location = locationIn(internals);
    const place = location && placeAt(location);
    return place && { place, scopes: isEnough(place) ? undefined : scopesIn(reader, internals) };
  });
}
