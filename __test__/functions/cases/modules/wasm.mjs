const bytes = new Uint8Array(
  [
    [0, 97, 115, 109, 1, 0, 0, 0],
    [1, 5, 1, 96, 0, 1, 127],
    [3, 2, 1, 0],
    [7, 5, 1, 1, 102, 0, 0],
    [10, 6, 1, 4, 0, 65, 7, 11],
  ].flat(),
);
const { instance } = await WebAssembly.instantiate(bytes);

/** An export of WebAssembly that returns 7. */
export const seven = instance.exports.f;
