/** A construct that fewer programs have is not tested. */
const LEAST_SHARE = 0.01;
/** From so many programs on, a share says something. */
const ENOUGH_PROGRAMS = 2000;
/** Some programs throw before they submit anything: so few that it does not matter. */
const MOST_INVALID = 0.005;
/** So many failures of a kind are listed. */
const MOST_LISTED = 12;

/** What was found, in figures. */
export class Summary {
  #programs = 0;
  #submitted = 0;
  #constructs = new Map();
  #refusals = new Map();
  /** @type {{ number: number, failure: import('./check.mjs').Failure }[]} */
  #failures = [];
  #began = performance.now();

  constructor(seed) {
    this.seed = seed;
  }

  countConstructs(constructs) {
    for (const construct of constructs) {
      this.#constructs.set(construct, (this.#constructs.get(construct) ?? 0) + 1);
    }
  }

  /** @param {import('./batch.mjs').Checked} result */
  add({ number, failures, refusals, submitted }) {
    this.#programs += 1;
    this.#submitted += submitted;
    for (const code of refusals) {
      this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
    }
    this.#failures.push(...failures.map((failure) => ({ number, failure })));
  }

  /** Failures of different kinds, the worst first: each worth a look. */
  worst(count) {
    const seen = new Set();
    return ['wrong', 'ran', 'refused']
      .flatMap((kind) =>
        this.#of(kind).filter(({ failure }) => {
          const like = `${kind} ${failure.code} ${failure.caseKind}`;
          return seen.has(like) ? false : seen.add(like);
        }),
      )
      .slice(0, count);
  }

  /** @returns {readonly { number: number, failure: import('./check.mjs').Failure }[]} */
  get failures() {
    return this.#failures;
  }

  #of(kind) {
    return this.#failures.filter(({ failure }) => failure.kind === kind);
  }

  get #rare() {
    const isRare = ([, count]) => count < this.#programs * LEAST_SHARE;
    return this.#programs < ENOUGH_PROGRAMS ? [] : [...this.#constructs].filter(isRare).map(([construct]) => construct);
  }

  get isGood() {
    const isRight = this.#failures.every(({ failure }) => failure.kind === 'invalid');
    const isEnough = this.#of('invalid').length <= this.#programs * MOST_INVALID;
    return isRight && isEnough && this.#rare.length === 0 && this.#programs > 0;
  }

  print() {
    this.#printConstructs();
    const refused = [...this.#refusals].sort(([left], [right]) => left.localeCompare(right));
    console.log(`\nrefusals: ${refused.map(([code, count]) => `${code} ${count}`).join(', ') || 'none'}`);
    const titles = {
      wrong: 'WRONG',
      ran: 'statements that ran in a worker',
      refused: 'unexpected refusals',
      invalid: 'programs that do not run inline',
    };
    for (const [kind, title] of Object.entries(titles)) {
      const found = this.#of(kind);
      console.log(`${title}: ${found.length}`);
      for (const { number, failure } of found.slice(0, MOST_LISTED)) {
        const where = failure.caseKind === undefined ? '' : `, ${failure.caseKind}`;
        console.log(`  program ${number}${where}: ${failure.detail.split('\n').slice(0, 3).join(' | ')}`);
      }
    }
    const seconds = (performance.now() - this.#began) / 1000;
    console.log(`${this.#programs} programs, ${this.#submitted} functions, ${seconds.toFixed(0)} s, seed ${this.seed}`);
  }

  #printConstructs() {
    const sorted = [...this.#constructs].sort(([, left], [, right]) => right - left);
    const total = Math.max(1, [...this.#constructs.values()].length && this.#programs);
    console.log('\nconstructs, and in how many of a hundred programs each is:');
    for (const [construct, count] of sorted) {
      console.log(`  ${((100 * count) / total).toFixed(1).padStart(5)}  ${construct}`);
    }
    if (this.#rare.length > 0) {
      console.log(`too rare, in less than one of a hundred: ${this.#rare.join(', ')}`);
    }
  }
}
