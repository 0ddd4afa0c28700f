// The only file here that has to run on any Node: old syntax, no imports.

/** undefined where this Node is good enough, otherwise the sentence that says what is missing. */
export function missingNode(version) {
  const [major, minor] = version.split('.').map(Number);
  // require() of an ES module works without a flag from these versions on; the package's engines say the same.
  const enough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return enough ? undefined : `nogil needs Node.js 20.19 or later, or 22.12 or later; this is ${version}`;
}
