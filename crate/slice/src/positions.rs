//! Where something is: oxc counts bytes of UTF-8, JavaScript counts units of UTF-16.

/// A line and a column as V8 counts them, both from 0; the column in units of UTF-16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The line, from 0.
    pub line: u32,
    /// The column in units of UTF-16, from 0.
    pub column: u32,
}

/// One entry of the table for each so many bytes: a conversion reads at most as many.
const STRIDE: usize = 1024;

/// What converts between bytes, units and lines of one text.
pub struct Positions {
    /// Byte offsets of the beginnings of lines.
    lines: Vec<u32>,
    /// For each `STRIDE` bytes the units before them; empty for a text that is ASCII alone.
    units: Vec<u32>,
}

impl Positions {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        let mut units = Vec::new();
        let ascii = text.is_ascii();
        let mut count = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if !ascii {
                if at % STRIDE == 0 {
                    units.push(count);
                }
                count += units_begun_by(*byte);
            }
            if let Some(length) = line_end(bytes, at) {
                lines.push(narrow(at + length));
            }
        }
        Self { lines, units }
    }

    /// The unit that begins at a byte.
    pub fn unit_of(&self, text: &str, byte: u32) -> u32 {
        let byte = (byte as usize).min(text.len());
        if self.units.is_empty() {
            return narrow(byte);
        }
        let entry = (byte / STRIDE).min(self.units.len() - 1);
        let counted = text.as_bytes()[entry * STRIDE..byte]
            .iter()
            .map(|byte| units_begun_by(*byte));
        self.units[entry] + counted.sum::<u32>()
    }

    /// The byte at which a unit begins; none behind the text.
    pub fn byte_of(&self, text: &str, unit: u32) -> Option<u32> {
        if self.units.is_empty() {
            return (unit as usize <= text.len()).then_some(unit);
        }
        let entry = self.units.partition_point(|units| *units <= unit).saturating_sub(1);
        let mut count = self.units[entry];
        for (at, byte) in text.as_bytes().iter().enumerate().skip(entry * STRIDE) {
            let begun = units_begun_by(*byte);
            if begun > 0 && count >= unit {
                return Some(narrow(at));
            }
            count += begun;
        }
        (count >= unit).then(|| narrow(text.len()))
    }

    /// The line and the column of a byte.
    pub fn position_of(&self, text: &str, byte: u32) -> Position {
        let line = self.lines.partition_point(|start| *start <= byte) - 1;
        let start = self.unit_of(text, self.lines[line]);
        Position {
            line: narrow(line),
            column: self.unit_of(text, byte) - start,
        }
    }

    /// The byte at a line and a column; none outside the text.
    pub fn byte_at(&self, text: &str, position: Position) -> Option<u32> {
        let start = *self.lines.get(position.line as usize)?;
        let unit = self.unit_of(text, start).checked_add(position.column)?;
        self.byte_of(text, unit)
    }
}

/// How many units of UTF-16 the character has that this byte of UTF-8 begins: none if it is a later byte of one.
fn units_begun_by(byte: u8) -> u32 {
    match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    }
}

/// How many bytes end a line here, as ECMAScript sees lines.
fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        b'\n' => Some(1),
        b'\r' => (bytes.get(at + 1) != Some(&b'\n')).then_some(1),
        0xE2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0xA8 | 0xA9)) => Some(3),
        _ => None,
    }
}

/// How many lines end in a piece of text.
pub fn lines_in(text: &str) -> usize {
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(|at| line_end(bytes, *at).is_some()).count()
}

/// How many units of UTF-16 a piece of text has.
pub fn units_in(text: &str) -> u32 {
    text.bytes().map(units_begun_by).sum()
}

/// Texts are shorter than 4 GiB: longer ones are refused before.
fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
