/**
 * Whether what arrives is what structuredClone makes, but for the exceptions (`exceptions.ts`).
 */

import type { Resizable } from './arbitrary.js';

/** Why not; undefined when it is so. */
export function difference(sent: unknown, received: unknown): string | undefined {
  return new Comparison(sent).run(received);
}

class Comparison {
  readonly #sent: unknown;
  readonly #cloned: unknown;
  /** From what was sent to what arrives, and back. */
  readonly #pairs = new Map<unknown, unknown>();
  readonly #back = new Map<unknown, unknown>();
  readonly #seenBy = new Map<ArrayBufferLike, number>();
  readonly #views: (readonly [cloned: ArrayBufferView, received: ArrayBufferView])[] = [];
  readonly #memories: (readonly [cloned: Resizable, received: Resizable])[] = [];

  constructor(sent: unknown) {
    this.#sent = sent;
    this.#cloned = structuredClone(sent);
  }

  run(received: unknown): string | undefined {
    this.#countViews(this.#sent, new Set());
    return this.#compare(this.#sent, this.#cloned, received, '') ?? this.#compareResized();
  }

  #countViews(sent: unknown, met: Set<unknown>): void {
    if (typeof sent !== 'object' || sent === null || met.has(sent)) {
      return;
    }
    met.add(sent);
    if (ArrayBuffer.isView(sent) || sent instanceof ArrayBuffer) {
      const memory = ArrayBuffer.isView(sent) ? sent.buffer : sent;
      if (!Buffer.isBuffer(sent)) {
        this.#seenBy.set(memory, (this.#seenBy.get(memory) ?? 0) + 1);
      }
      return;
    }
    for (const member of sent instanceof Error ? Object.values(membersOfError(sent)) : membersOf(sent)) {
      this.#countViews(member, met);
    }
  }

  #compare(sent: unknown, cloned: unknown, received: unknown, path: string): string | undefined {
    if (typeof sent !== 'object' || sent === null) {
      return Object.is(cloned, received) ? undefined : `${path}: ${String(cloned)} became ${String(received)}`;
    }
    if (this.#pairs.has(sent) || this.#back.has(received)) {
      return this.#pairs.get(sent) === received && this.#back.get(received) === sent
        ? undefined
        : `${path}: another object than before`;
    }
    this.#pairs.set(sent, received);
    this.#back.set(received, sent);
    if (typeof received !== 'object' || received === null || received === sent) {
      return `${path}: no copy`;
    }
    if (Buffer.isBuffer(sent)) {
      return Buffer.isBuffer(received) && received.equals(sent) ? undefined : `${path}: another Buffer`;
    }
    if (sent instanceof Error) {
      return this.#compareErrors(sent, received, path);
    }
    if (Object.getPrototypeOf(cloned) !== Object.getPrototypeOf(received)) {
      return `${path}: another class`;
    }
    if (ArrayBuffer.isView(sent)) {
      return this.#compareViews(sent, cloned as ArrayBufferView, received as ArrayBufferView, path);
    }
    if (cloned instanceof ArrayBuffer) {
      this.#memories.push([cloned as Resizable, received as Resizable]);
    }
    return this.#compareAll(membersOf(sent), membersOf(cloned as object), membersOf(received), path);
  }

  #compareAll(
    sent: readonly unknown[],
    cloned: readonly unknown[],
    received: readonly unknown[],
    path: string,
  ): string | undefined {
    if (cloned.length !== received.length) {
      return `${path}: ${cloned.length} members became ${received.length}`;
    }
    for (const [index, member] of cloned.entries()) {
      const found = this.#compare(sent[index], member, received[index], `${path}/${index}`);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }

  #compareErrors(sent: Error, received: object, path: string): string | undefined {
    if (Object.getPrototypeOf(sent) !== Object.getPrototypeOf(received)) {
      return `${path}: an error of another class`;
    }
    const [mine, yours] = [membersOfError(sent), membersOfError(received as Error)];
    if (Object.keys(mine).join() !== Object.keys(yours).join()) {
      return `${path}: an error with other properties`;
    }
    for (const [key, value] of Object.entries(mine)) {
      // Within an error, there is no clone to compare with.
      const cloned = typeof value === 'object' && value !== null ? structuredClone(value) : value;
      const found = this.#compare(value, cloned, yours[key], `${path}/${key}`);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }

  #compareViews(
    sent: ArrayBufferView,
    cloned: ArrayBufferView,
    received: ArrayBufferView,
    path: string,
  ): string | undefined {
    if (cloned.byteLength !== received.byteLength) {
      return `${path}: ${cloned.byteLength} bytes became ${received.byteLength}`;
    }
    const isLone = this.#seenBy.get(sent.buffer) === 1 && !(sent.buffer as Resizable).resizable;
    if (isLone) {
      const bytes = [cloned, received].map((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength));
      const isSame = received.byteOffset === 0 && received.buffer.byteLength === received.byteLength;
      return isSame && bytes[0]?.equals(bytes[1] as Buffer) ? undefined : `${path}: more or less than the view`;
    }
    if (cloned.byteOffset !== received.byteOffset) {
      return `${path}: the view is at another place`;
    }
    this.#views.push([cloned, received]);
    return this.#compare(sent.buffer, cloned.buffer, received.buffer, `${path}/buffer`);
  }

  /** Views that track the length of their memory show it when that is resized. */
  #compareResized(): string | undefined {
    for (const [cloned, received] of this.#memories) {
      if (cloned.resizable !== received.resizable || cloned.maxByteLength !== received.maxByteLength) {
        return 'memory that is resized in another way';
      }
      if (cloned.resizable) {
        cloned.resize(cloned.maxByteLength);
        received.resize(received.maxByteLength);
      }
    }
    return this.#views.every(([cloned, received]) => cloned.byteLength === received.byteLength)
      ? undefined
      : 'a view that tracks, or does not';
  }
}

function membersOfError(error: Error): Record<string, unknown> {
  const { name, message, stack } = error;
  const own = Object.getOwnPropertyNames(error).filter((key) => !['name', 'message', 'stack'].includes(key));
  const rest = own.sort().map((key) => [key, (error as unknown as Record<string, unknown>)[key]] as const);
  return { name, message, stack, ...Object.fromEntries(rest) };
}

/** All that an object is made of, in its order. */
function membersOf(value: object): unknown[] {
  if (value instanceof Map) {
    return [...value].flat();
  }
  if (value instanceof Set) {
    return [...value];
  }
  if (value instanceof RegExp) {
    return [value.source, value.flags, value.lastIndex];
  }
  if (value instanceof ArrayBuffer) {
    return [...new Uint8Array(value)];
  }
  if (ArrayBuffer.isView(value)) {
    return [value.buffer];
  }
  const isBoxed = [Date, Number, String, Boolean, BigInt].some((constructor) => value instanceof constructor);
  if (isBoxed) {
    return [(value as Date).valueOf()];
  }
  const more = Array.isArray(value) ? [value.length] : [];
  return [...more, ...Object.entries(value).flat()];
}
