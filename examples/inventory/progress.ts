import cliProgress from 'cli-progress';

/**
 * A progress bar on the terminal of the standard error stream; where that is no terminal, nothing is drawn.
 *
 * One bar serves all passes, so that its end is the end of the work.
 */
export class Progress {
  readonly #bar = new cliProgress.SingleBar({
    format: '[{bar}] {percentage}% | {pass} | {done}/{files} files',
    barsize: 30,
    hideCursor: true,
    // The bar's own handling of signals would end the bar but let the program go on.
    gracefulExit: false,
  });
  readonly #passes: number;
  #passesDone = -1;
  #pass = '';
  #files = 0;
  #done = 0;

  /** A bar for so many passes, which appears when the first begins. */
  constructor(passes: number) {
    this.#passes = passes;
  }

  /** The first or next pass begins, over so many files. */
  begin(pass: string, files: number): void {
    this.#passesDone += 1;
    this.#pass = pass;
    this.#files = files;
    this.#done = 0;
    if (this.#passesDone === 0) {
      this.#bar.start(this.#passes, 0, this.#words());
    }
    this.#draw();
  }

  /** So many more files are done in this pass. */
  readonly add = (files: number): void => {
    this.#done += files;
    this.#draw();
  };

  /** Ends the bar with a newline and shows the cursor again; does nothing the second time. */
  readonly stop = (): void => {
    this.#bar.stop();
  };

  #draw(): void {
    const share = this.#files === 0 ? 1 : this.#done / this.#files;
    this.#bar.update(this.#passesDone + share, this.#words());
  }

  #words(): { pass: string; done: number; files: number } {
    return { pass: this.#pass, done: this.#done, files: this.#files };
  }
}
