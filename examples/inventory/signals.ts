// By custom, a program that a signal ended exits with 128 plus the signal's number.
const EXIT_CODES: ReadonlyMap<NodeJS.Signals, number> = new Map([
  ['SIGINT', 130],
  ['SIGTERM', 143],
]);

/** Leaves at once on Ctrl-C or SIGTERM, after `restore` has put the terminal back as it was. */
export function leaveOnSignals(restore: () => void): void {
  for (const [signal, exitCode] of EXIT_CODES) {
    process.once(signal, () => {
      restore();
      // No waiting for what is under way: the threads end with the process.
      process.exit(exitCode);
    });
  }
}
