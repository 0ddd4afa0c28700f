/**
 * What the slices of one script share in a thread.
 *
 * @module
 */

/** Sets variables of a slice, by name. */
export type Setters = Record<string, (value: unknown) => void>;

interface Entry {
  readonly value: unknown;
  /** Statements that have set something of it, by place. */
  readonly ran: Set<number>;
  /** Of the slices whose variables it uses: those that have made it, or set something of it. */
  readonly setters: Set<Setters>;
}

/** A script that runs again and again, as in a watch mode, has other values each time: those of the last runs are kept. */
const MOST_RUNS = 4;

/** The constants, functions and classes that one slice makes for all. */
export class ScriptState {
  /** By name, then by version. */
  readonly #entries = new Map<string, Map<string, Entry>>();
  /** Statements that have set something of what has no name alone. */
  readonly #ran = new Set<number>();
  #live: ReadonlySet<Setters> = new Set();
  /** So many slices are waiting for what they import. */
  loading = 0;

  /** What there is under a name. */
  get(name: string, version: string): unknown {
    return this.#entries.get(name)?.get(version)?.value;
  }

  /** The same; if there is nothing, what `make` gives. */
  share(name: string, version: string, setters: Setters | undefined, make: () => unknown): unknown {
    const known = this.#entries.get(name)?.get(version);
    if (known !== undefined) {
      return known.value;
    }
    const value = make();
    const versions = this.#entries.get(name) ?? new Map<string, Entry>();
    const oldest = versions.size < MOST_RUNS ? undefined : versions.keys().next().value;
    if (oldest !== undefined) {
      versions.delete(oldest);
    }
    versions.set(version, { value, ran: new Set(), setters: new Set(setters === undefined ? [] : [setters]) });
    this.#entries.set(name, versions);
    this.#collectLive();
    return value;
  }

  /** It could not be made. */
  drop(name: string, version: string): void {
    this.#entries.get(name)?.delete(version);
    this.#collectLive();
  }

  /** True once for each version: for a statement that sets something of it. */
  once(place: number, name: string, version: string, setters: Setters | undefined): boolean {
    const entry = this.#entries.get(name)?.get(version);
    const ran = entry?.ran ?? this.#ran;
    if (ran.has(place)) {
      return false;
    }
    ran.add(place);
    if (entry !== undefined && setters !== undefined) {
      entry.setters.add(setters);
      this.#collectLive();
    }
    return true;
  }

  /** Sets variables that change, in a slice and where they are used by what is shared. */
  setLive(own: Setters, names: readonly string[], values: readonly unknown[]): void {
    for (const setters of this.#live.has(own) ? this.#live : [own, ...this.#live]) {
      for (const [index, name] of names.entries()) {
        if (Object.hasOwn(setters, name)) {
          setters[name]?.(values[index]);
        }
      }
    }
  }

  #collectLive(): void {
    const live = new Set<Setters>();
    for (const versions of this.#entries.values()) {
      for (const { setters } of versions.values()) {
        for (const each of setters) {
          live.add(each);
        }
      }
    }
    this.#live = live;
  }
}
