/**
 * What the engine has beside plain objects, to words and back, within a graph.
 *
 * @module
 */

import { types } from 'node:util';
import type { Area } from './area.js';
import { begin } from './plain-writer.js';
import { encodeString } from './strings.js';
import * as tag from './tags.js';
import { inside } from './unsendable.js';

/** Writes a Map, a Set, a Date, a RegExp or a boxed primitive. */
export function writeSpecial(area: Area, value: object, write: (member: unknown) => void): void {
  if (types.isMap(value)) {
    writeMap(area, [...Map.prototype.entries.call(value)], write);
  } else if (types.isSet(value)) {
    writeSet(area, [...Set.prototype.values.call(value)], write);
  } else if (types.isDate(value)) {
    area.reserve(2);
    begin(area, tag.DATE, 0);
    area.f64[area.position] = Date.prototype.getTime.call(value);
    area.position += 1;
  } else if (types.isRegExp(value)) {
    begin(area, tag.REGEXP, 0);
    encodeString(area, value.source);
    encodeString(area, value.flags);
  } else {
    begin(area, tag.BOXED, 0);
    write(value.valueOf());
  }
}

function writeMap(area: Area, entries: readonly [unknown, unknown][], write: (member: unknown) => void): void {
  begin(area, tag.MAP, entries.length);
  let path = '';
  try {
    for (const [key, entry] of entries) {
      path = ' (a key of a Map)';
      write(key);
      path = ' (a value of a Map)';
      write(entry);
    }
  } catch (error) {
    throw inside(error, path);
  }
}

function writeSet(area: Area, entries: readonly unknown[], write: (member: unknown) => void): void {
  begin(area, tag.SET, entries.length);
  try {
    for (const entry of entries) {
      write(entry);
    }
  } catch (error) {
    throw inside(error, ' (in a Set)');
  }
}
