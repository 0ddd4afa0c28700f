//! Values that native tasks return, as `src/codec/decode.ts` reads them.

/// The tag of a Buffer in `src/codec/tags.ts`.
const BUFFER: u64 = 12;

/// Bytes as a Buffer: tag and length, then the bytes, padded with zeros.
pub fn buffer(bytes: &[u8]) -> Vec<u64> {
    let mut words = vec![BUFFER | (bytes.len() as u64) << 32];
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        words.push(u64::from_le_bytes(word));
    }
    words
}
