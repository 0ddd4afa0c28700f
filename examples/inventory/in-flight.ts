/** How much may be under way at once: enough to keep every thread busy, little enough for any machine's memory. */
const MOST_FILES = 32;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Runs `work` over every item, in order, with at most 32 items and 64 MiB under way at once; one item that is larger
 * than that runs alone.
 *
 * Rejects with the first error of `work`.
 */
export async function eachInFlight<Item extends { readonly size: number }>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let bytes = 0;
  for (const item of items) {
    while (running.size > 0 && (running.size >= MOST_FILES || bytes + item.size > MOST_BYTES)) {
      await Promise.race(running);
    }
    bytes += item.size;
    const job = work(item).finally(() => {
      bytes -= item.size;
      running.delete(job);
    });
    running.add(job);
  }
  await Promise.all(running);
}
