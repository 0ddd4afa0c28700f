/**
 * A connection to V8's inspector, in this very thread: each question is answered before `post` returns.
 *
 * @module
 */

import process from 'node:process';

/** How the inspector speaks of a value. */
export interface Remote {
  type: string;
  objectId?: string;
  value?: unknown;
  unserializableValue?: string;
}

/** A value that is given to the inspector: by its id, or a primitive as it was told. */
export type RemoteArgument = Pick<Remote, 'objectId' | 'value' | 'unserializableValue'>;

type Session = import('node:inspector').Session;
type Inspector = typeof import('node:inspector');
type Post = (
  method: string,
  parameters: object | undefined,
  done: (error: Error | null, answer: object) => void,
) => void;

/** Where a value is put for the inspector to find, and where it puts one for us. */
interface Stash {
  value: unknown;
}

/** The property that holds the stash while it is first looked for. */
const STASH = 'nogil.stash';

/**
 * The stash and what disconnects the session belong to Node's own context. A program that runs in a context of `vm`,
 * as tests under Jest do, is collected with it: the session, which Node holds, refers to nothing of it.
 */
const newStash = '{ value: undefined, ends: new FinalizationRegistry((session) => session.disconnect()) }';

/**
 * Ways to one object from both sides: from an expression that is run in Node's own context, and from here. All
 * contexts share Node's modules, so the first serves wherever `process` was left alone; the second needs no global.
 */
const bridges: readonly [expression: string, bridge: (inspector: Inspector) => object][] = [
  ["process.getBuiltinModule('node:inspector').Session.prototype", (inspector) => inspector.Session.prototype],
  [
    '(async function* () {}).constructor.prototype',
    () => Object.getPrototypeOf(process.getBuiltinModule('node:timers/promises').setInterval) as object,
  ],
];

/** The connection. It needs no domain of the inspector enabled, so the program runs as fast as without it. */
export class Connection {
  readonly #session: Session;
  readonly #stash: Stash;
  readonly #stashId: string;

  /** @throws Error when there is no inspector, when it may not be used, or when it answers later. */
  constructor() {
    const inspector = process.getBuiltinModule('node:inspector');
    this.#session = connect(inspector);
    try {
      const [stash, id] = this.#openStash(inspector);
      this.#stash = stash;
      this.#stashId = id;
      stash.ends.register(this, this.#session);
      // Lives as long as the session.
      Object.defineProperty(this.#session, 'ends', { value: stash.ends });
    } catch (error) {
      this.#session.disconnect();
      throw error;
    }
  }

  /** Asks the inspector. @throws Error with its message. */
  post<Answer>(method: string, parameters?: object): Answer {
    let failure: Error | null | undefined;
    let answer: object | undefined;
    (this.#session.post as Post)(method, parameters, (error, result) => {
      failure = error;
      answer = result;
    });
    if (failure !== null) {
      throw new Error(`${method}: ${failure?.message ?? 'the inspector answers later'}`);
    }
    return answer as Answer;
  }

  /** Calls `hear` for each event of that name while `ask` runs. */
  hearing<T>(event: string, hear: (event: { params: object }) => void, ask: () => T): T {
    this.#session.on(event, hear);
    try {
      return ask();
    } finally {
      this.#session.off(event, hear);
    }
  }

  /** The inspector's id of an object. It is held until its group is released. */
  hold(value: object, objectGroup: string): string {
    const before = this.#stash.value;
    this.#stash.value = value;
    try {
      const { result } = this.post<{ result: Remote }>('Runtime.callFunctionOn', {
        objectId: this.#stashId,
        functionDeclaration: 'function(){return this.value}',
        objectGroup,
      });
      return result.objectId as string;
    } finally {
      this.#stash.value = before;
    }
  }

  /** The values that the inspector speaks of. */
  values(remotes: readonly RemoteArgument[]): unknown[] {
    const before = this.#stash.value;
    try {
      this.post('Runtime.callFunctionOn', {
        objectId: this.#stashId,
        functionDeclaration: 'function(...v){this.value=v}',
        arguments: remotes,
      });
      return this.#stash.value as unknown[];
    } finally {
      this.#stash.value = before;
    }
  }

  /** Lets go of all that is held in the group. */
  release(objectGroup: string): void {
    this.post('Runtime.releaseObjectGroup', { objectGroup });
  }

  disconnect(): void {
    this.#session.disconnect();
  }

  #openStash(inspector: Inspector): [stash: Stash & { ends: FinalizationRegistry<Session> }, id: string] {
    let lastFailure: unknown;
    for (const [expression, bridgeOf] of bridges) {
      const bridge = bridgeOf(inspector);
      try {
        const { result } = this.post<{ result: Remote }>('Runtime.evaluate', {
          expression: `${expression}['${STASH}'] = ${newStash}`,
          silent: true,
        });
        const stash = (bridge as { [STASH]?: Stash & { ends: FinalizationRegistry<Session> } })[STASH];
        if (stash !== undefined && result.objectId !== undefined) {
          return [stash, result.objectId];
        }
        lastFailure = new Error('the inspector sees another context');
      } catch (error) {
        lastFailure = error;
      } finally {
        Reflect.deleteProperty(bridge, STASH);
      }
    }
    throw lastFailure;
  }
}

function connect(inspector: Inspector): Session {
  const session = new inspector.Session();
  session.connect();
  return session;
}
