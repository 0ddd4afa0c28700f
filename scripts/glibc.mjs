// node scripts/glibc.mjs FILE [--at-most 2.17]
// Prints the newest glibc version that a Linux program or library asks for: on an older one it does not load. Read
// straight from the file, so that it works for every architecture and needs no binutils.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PlainError } from './command.mjs';

const SECTION_GNU_VERNEED = 0x6ffffffe;

function parseElf(bytes) {
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) {
    throw new PlainError('this is no ELF file');
  }
  // Class 2 is 64 bits, data 1 is little-endian: all the platforms that nogil is built for.
  if (bytes[4] !== 2 || bytes[5] !== 1) {
    throw new PlainError('only 64-bit little-endian ELF files can be read');
  }
  const offset = Number(bytes.readBigUInt64LE(0x28));
  const entrySize = bytes.readUInt16LE(0x3a);
  const count = bytes.readUInt16LE(0x3c);
  return Array.from({ length: count }, (_, index) => {
    const start = offset + index * entrySize;
    return {
      type: bytes.readUInt32LE(start + 4),
      offset: Number(bytes.readBigUInt64LE(start + 0x18)),
      // For the section of versions: the section that holds its strings, and the number of libraries in it.
      link: bytes.readUInt32LE(start + 0x28),
      info: bytes.readUInt32LE(start + 0x2c),
    };
  });
}

function textAt(bytes, start) {
  return bytes.toString('latin1', start, bytes.indexOf(0, start));
}

/** Every version that the file needs of every library, like `GLIBC_2.17`. */
export function neededVersions(bytes) {
  const sections = parseElf(bytes);
  const needs = sections.find((section) => section.type === SECTION_GNU_VERNEED);
  if (needs === undefined) {
    return [];
  }
  const strings = sections[needs.link].offset;
  const names = [];
  let library = needs.offset;
  // Two nested lists: the libraries, and for each its versions. Every entry holds the distance to the next.
  for (let index = 0; index < needs.info; index += 1) {
    const count = bytes.readUInt16LE(library + 2);
    let version = library + bytes.readUInt32LE(library + 8);
    for (let inner = 0; inner < count; inner += 1) {
      names.push(textAt(bytes, strings + bytes.readUInt32LE(version + 8)));
      version += bytes.readUInt32LE(version + 12);
    }
    library += bytes.readUInt32LE(library + 12);
  }
  return names;
}

/** Below zero where the first version is the older one; the parts are numbers: 2.9 is older than 2.17. */
export function compareVersions(left, right) {
  const [first, second] = [left, right].map((version) => version.split('.').map(Number));
  const different = Array.from({ length: Math.max(first.length, second.length) }, (_, index) => index).find(
    (index) => (first[index] ?? 0) !== (second[index] ?? 0),
  );
  return different === undefined ? 0 : (first[different] ?? 0) - (second[different] ?? 0);
}

/** The newest glibc version that the file needs, or undefined where it needs none (musl, or not linked to libc). */
export function newestGlibc(file) {
  const versions = neededVersions(readFileSync(file))
    .map((name) => /^GLIBC_([\d.]+)$/.exec(name)?.[1])
    .filter((version) => version !== undefined);
  return versions.sort(compareVersions).at(-1);
}

function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'at-most': { type: 'string' } } });
  const [file] = positionals;
  if (file === undefined) {
    throw new PlainError('usage: node scripts/glibc.mjs FILE [--at-most VERSION]');
  }
  const newest = newestGlibc(file);
  const limit = values['at-most'];
  console.log(newest === undefined ? `${file} needs no glibc` : `${file} needs glibc ${newest}`);
  if (newest !== undefined && limit !== undefined && compareVersions(newest, limit) > 0) {
    throw new PlainError(`that is more than ${limit}: it would not load on older systems`);
  }
}

// Other scripts import the functions; only as a program does this file do something by itself.
if (process.argv[1] === import.meta.filename) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  }
}
