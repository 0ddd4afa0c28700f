//! Deeply nested text: oxc's parser and its visitors call themselves once for each level.
//!
//! So the depth of a text is estimated before it is parsed, generously, and what needs more stack than the thread has
//! left gets a stack of its own. What would need more than `MOST_STACK` is refused.

/// What one level of brackets costs at most, measured with room to spare.
const BYTES_PER_BRACKET: usize = if cfg!(debug_assertions) { 40 << 10 } else { 8 << 10 };
/// What one operator of a chain costs at most.
const BYTES_PER_OPERATOR: usize = if cfg!(debug_assertions) { 12 << 10 } else { 2 << 10 };
/// What parsing costs at any depth.
const BASE: usize = 256 << 10;
/// Virtual memory: only what is used is ever backed.
const MOST_STACK: usize = 512 << 20;

/// How much stack a text may take.
#[derive(Clone, Copy)]
pub struct Depth(usize);

impl Depth {
    /// Estimates the depth of a text: its deepest brackets, its longest chain of operators, all its `else`.
    pub fn of(text: &str) -> Self {
        let mut scan = Scan::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at = scan.step(bytes, at);
        }
        let brackets = scan.deepest * BYTES_PER_BRACKET;
        let operators = (scan.longest_chain + scan.elses) * BYTES_PER_OPERATOR;
        Self(BASE + brackets + operators)
    }

    /// Whether no stack is large enough.
    pub fn is_too_deep(self) -> bool {
        self.0 > MOST_STACK
    }

    /// Runs `work` with enough stack.
    pub fn with_room<T>(self, work: impl FnOnce() -> T) -> T {
        stacker::maybe_grow(self.0, self.0 + BASE, work)
    }
}

#[derive(Default)]
struct Scan {
    open: Vec<u8>,
    deepest: usize,
    chain: usize,
    longest_chain: usize,
    elses: usize,
}

impl Scan {
    /// Looks at what begins at a byte, and returns where the next begins.
    fn step(&mut self, bytes: &[u8], at: usize) -> usize {
        match bytes[at] {
            quote @ (b'"' | b'\'') => return behind_string(bytes, at, quote),
            bracket @ (b'(' | b'[' | b'{') => {
                self.open.push(bracket);
                self.deepest = self.deepest.max(self.open.len());
                self.operator();
            }
            b')' | b']' | b'}' => {
                self.open.pop();
            }
            // The head of a `for` ends no chain.
            b';' if self.open.last() == Some(&b'(') => {}
            b';' | b',' => self.chain = 0,
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'!' | b'~' | b'?' | b':' | b'=' | b'<'
            | b'>' | b'`' => self.operator(),
            b'e' if bytes[at..].starts_with(b"else") => self.elses += 1,
            // Operators and statements that are words: new, typeof, void, await, if, for, in, of, ...
            b' ' | b'\n' if bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase) => self.operator(),
            _ => {}
        }
        at + 1
    }

    fn operator(&mut self) {
        self.chain += 1;
        self.longest_chain = self.longest_chain.max(self.chain);
    }
}

/// A string ends at its quote or, if this is no string, with its line.
fn behind_string(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}
