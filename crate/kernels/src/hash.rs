//! Hashing and checksums, piece by piece.

/// A hash function, or a checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// BLAKE3 with its default output of 32 bytes.
    Blake3,
    /// The CRC of zlib, gzip, PNG and Ethernet.
    Crc32,
}

/// What a hash function gives.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Digest {
    /// Bytes: 32 for BLAKE3.
    Bytes([u8; 32]),
    /// A checksum.
    Number(u32),
}

impl Algorithm {
    /// The digest of bytes that are all there.
    #[must_use]
    pub fn digest(self, bytes: &[u8]) -> Digest {
        match self {
            Self::Blake3 => Digest::Bytes(blake3::hash(bytes).into()),
            Self::Crc32 => Digest::Number(crc32fast::hash(bytes)),
        }
    }
}

/// A hash in progress.
#[derive(Debug)]
pub enum Hasher {
    #[doc(hidden)]
    Blake3(Box<blake3::Hasher>),
    #[doc(hidden)]
    Crc32(crc32fast::Hasher),
}

impl Hasher {
    /// Begins a hash.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Blake3 => Self::Blake3(Box::new(blake3::Hasher::new())),
            Algorithm::Crc32 => Self::Crc32(crc32fast::Hasher::new()),
        }
    }

    /// Adds bytes; how they are cut into pieces makes no difference.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Blake3(state) => {
                state.update(bytes);
            }
            Self::Crc32(state) => state.update(bytes),
        }
    }

    /// The digest of all bytes so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Self::Blake3(state) => Digest::Bytes(state.finalize().into()),
            Self::Crc32(state) => Digest::Number(state.clone().finalize()),
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn digest(algorithm: Algorithm, pieces: &[&[u8]]) -> Digest {
        let mut hasher = Hasher::new(algorithm);
        for piece in pieces {
            hasher.update(piece);
        }
        hasher.digest()
    }

    #[test]
    fn digests_are_the_published_ones() {
        let Digest::Bytes(bytes) = digest(Algorithm::Blake3, &[]) else {
            panic!("BLAKE3 gives bytes");
        };
        assert_eq!(bytes[..4], [0xaf, 0x13, 0x49, 0xb9]);
        assert_eq!(digest(Algorithm::Crc32, &[b"123456789"]), Digest::Number(0xcbf4_3926));
    }

    #[test]
    fn pieces_make_no_difference() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|index| (index % 251) as u8).collect();
        for algorithm in [Algorithm::Blake3, Algorithm::Crc32] {
            let whole = algorithm.digest(&bytes);
            assert_eq!(digest(algorithm, &[&bytes]), whole);
            assert_eq!(digest(algorithm, &[&bytes[..65_537], &bytes[65_537..]]), whole);
        }
    }
}
