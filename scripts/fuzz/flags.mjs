/** Whether statements of a program ran in this thread that should not have. Runs in a worker. */
export function takeRan() {
  const ran = globalThis.__fuzzRan !== undefined;
  delete globalThis.__fuzzRan;
  return ran;
}
