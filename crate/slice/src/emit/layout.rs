//! Puts pieces of the text where they were, line and column.

use crate::parsed::Parsed;
use crate::positions::{lines_in, units_in};

/// A piece of the text, and what is written around it.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// Where the text was.
    pub start: u32,
    pub end: u32,
    /// A piece that contains the function stands behind this byte: the function's own place is the one that matters.
    pub behind: Option<u32>,
    /// Written before the lines that separate it from the last piece, so that it moves no column.
    pub before: String,
    pub text: String,
    pub after: String,
}

/// Puts pieces into the order in which they are written.
pub fn sort(pieces: &mut [Piece]) {
    pieces.sort_by_key(|piece| (piece.behind.unwrap_or(piece.start), piece.behind.is_some(), piece.start));
}

/// The text that grows.
pub struct Layout {
    pub header: String,
    pub body: String,
    line: u32,
    column: u32,
}

impl Layout {
    pub fn new() -> Self {
        Self {
            header: String::new(),
            body: String::new(),
            line: 0,
            column: 0,
        }
    }

    /// Writes pieces in their order.
    pub fn write(&mut self, parsed: &Parsed, mut pieces: Vec<Piece>) {
        sort(&mut pieces);
        for piece in pieces {
            self.piece(parsed, &piece);
        }
    }

    fn piece(&mut self, parsed: &Parsed, piece: &Piece) {
        if self.body.is_empty() {
            // The whole header is in front of column 0.
            self.header.push_str(&piece.before);
        } else {
            self.push(&piece.before);
        }
        let at = parsed.position_of(piece.start);
        while self.line < at.line {
            self.push("\n");
        }
        if self.line == at.line && self.column < at.column {
            self.push(&" ".repeat((at.column - self.column) as usize));
        }
        self.push(&piece.text);
        self.push(&piece.after);
    }

    fn push(&mut self, text: &str) {
        let lines = lines_in(text);
        if lines == 0 {
            self.column += units_in(text);
        } else {
            self.line += u32::try_from(lines).unwrap_or_default();
            let last = text.rfind(['\n', '\r', '\u{2028}', '\u{2029}']);
            let rest = last.and_then(|at| text.get(at..)).unwrap_or_default();
            // The line's end is one unit.
            self.column = units_in(rest).saturating_sub(1);
        }
        self.body.push_str(text);
    }
}
