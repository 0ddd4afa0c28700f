//! Values that native tasks return, as `src/codec/decode.ts` reads them.

use nogil_core::words_of;

/// The tag of a Buffer in `src/codec/tags.ts`.
const BUFFER: u64 = 12;

/// Bytes as a Buffer: tag and length, then the bytes.
pub fn buffer(bytes: &[u8]) -> Vec<u64> {
    std::iter::once(BUFFER | (bytes.len() as u64) << 32)
        .chain(words_of(bytes))
        .collect()
}
