// Reading what the two test runners print: each reader is given the lines one by one and knows the counts at the end.
import { stripVTControlCharacters } from 'node:util';

/** cargo prints one `test result:` line for each test program and for each crate's examples in the docs. */
export class CargoCounts {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** A program that does not get to its result line makes cargo itself fail: nothing to find out from the text. */
  isComplete = true;

  read(coloured) {
    const line = stripVTControlCharacters(coloured);
    const result = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/.exec(line);
    if (result !== null) {
      this.passed += Number(result[1]);
      this.failed += Number(result[2]);
      this.skipped += Number(result[3]);
    }
  }
}

/** What the lines of ava's closing block are about, after their number. */
const PASSED = /^(tests? passed|known failures?)$/;
const SKIPPED = /^tests? (skipped|todo)$/;
const FAILED = /^((hooks?|tests?) failed|unhandled rejections?|uncaught exceptions?|tests? remained pending .*)$/;

/**
 * ava's usual report, because it shows the source line and the difference of a failure; the TAP report shows neither
 * line nor stack. The standard output is the report alone (what tests print goes to standard error), and the sums are
 * in the closing block, after the last separator. Only when something failed is the number of passed tests missing
 * there; then the lines with a tick are counted.
 */
export class AvaCounts {
  skipped = 0;
  isComplete = false;
  /** The numbers of the faults whose tests have all passed: titles begin with `fault N: `. */
  get faults() {
    return new Set([...this.#faults].filter((fault) => !this.#failedFaults.has(fault)));
  }

  #faults = new Set();
  #failedFaults = new Set();
  #passed = 0;
  #ticks = 0;
  #failed = 0;
  #crosses = 0;

  get passed() {
    return this.failed > 0 ? this.#ticks : this.#passed;
  }

  /** A test process that crashed is a cross among the lines, but is not in the closing block. */
  get failed() {
    return Math.max(this.#failed, this.#crosses);
  }

  read(coloured) {
    const line = stripVTControlCharacters(coloured);
    if (/^ {2}[─-]$/.test(line)) {
      this.skipped = 0;
      this.isComplete = false;
      this.#passed = 0;
      this.#failed = 0;
    } else if (/^ {2}[✔√] /.test(line)) {
      this.#ticks += 1;
      this.#readFault(line, this.#faults);
    } else if (/^ {2}[✘×] (?!\d+ tests? remaining)/.test(line)) {
      this.#crosses += 1;
      this.#readFault(line, this.#failedFaults);
    } else {
      this.#readClosing(line);
    }
  }

  #readFault(line, faults) {
    const number = /\bfault (\d+): /.exec(line)?.[1];
    if (number !== undefined) {
      faults.add(Number(number));
    }
  }

  #readClosing(line) {
    const [, digits, subject] = /^ {2}(\d+) (.+)$/.exec(line) ?? [];
    if (PASSED.test(subject)) {
      this.#passed += Number(digits);
    } else if (SKIPPED.test(subject)) {
      this.skipped += Number(digits);
    } else if (FAILED.test(subject)) {
      this.#failed += Number(digits);
    } else {
      return;
    }
    this.isComplete = true;
  }
}
