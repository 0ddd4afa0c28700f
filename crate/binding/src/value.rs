//! Values that native tasks return, as `src/codec/decode.ts` reads them.

use nogil_core::words_of;

/// The tag of a Buffer in `src/codec/tags.ts`.
const BUFFER: u64 = 12;

/// The tags of numbers there.
const INTEGER: u64 = 4;
const DOUBLE: u64 = 5;

/// A number: a tag with it, or a tag before it.
pub fn number(number: u32) -> Vec<u64> {
    if i32::try_from(number).is_ok() {
        vec![INTEGER | u64::from(number) << 32]
    } else {
        vec![DOUBLE, f64::from(number).to_bits()]
    }
}

/// Bytes as a Buffer: tag and length, then the bytes.
pub fn buffer(bytes: &[u8]) -> Vec<u64> {
    std::iter::once(BUFFER | (bytes.len() as u64) << 32)
        .chain(words_of(bytes))
        .collect()
}
