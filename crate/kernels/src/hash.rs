//! Hashing, piece by piece.

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// BLAKE3 with its default output of 32 bytes.
    Blake3,
}

/// A hash in progress.
#[derive(Debug)]
pub struct Hasher {
    state: Box<blake3::Hasher>,
}

impl Hasher {
    /// Begins a hash.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Blake3 => Self {
                state: Box::new(blake3::Hasher::new()),
            },
        }
    }

    /// Adds bytes; how they are cut into pieces makes no difference.
    pub fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
    }

    /// The digest: 32 bytes for BLAKE3.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        self.state.finalize().as_bytes().to_vec()
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn digest(pieces: &[&[u8]]) -> Vec<u8> {
        let mut hasher = Hasher::new(Algorithm::Blake3);
        for piece in pieces {
            hasher.update(piece);
        }
        hasher.digest()
    }

    #[test]
    fn the_digest_of_nothing_is_the_published_one() {
        assert_eq!(digest(&[])[..4], [0xaf, 0x13, 0x49, 0xb9]);
    }

    #[test]
    fn pieces_make_no_difference() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|index| (index % 251) as u8).collect();
        assert_eq!(digest(&[&bytes]), digest(&[&bytes[..65_537], &bytes[65_537..]]));
    }
}
