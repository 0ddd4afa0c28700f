//! The text of what is kept, with a few places changed.

use crate::erase::blanks;
use crate::parsed::{Nodes, Parsed};
use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::Span;

/// `import.meta` in a slice.
pub const META: &str = "__nogil_meta";

/// A place in the text that is written otherwise.
#[derive(Clone, Debug)]
pub struct Edit {
    span: Span,
    /// None: blanks, with the same line ends.
    text: Option<String>,
}

impl Edit {
    pub fn blank(span: Span) -> Self {
        Self { span, text: None }
    }

    pub fn replace(span: Span, text: &str) -> Self {
        Self {
            span,
            text: Some(text.to_owned()),
        }
    }
}

/// A piece of the text as it is sent: without types, and with another name for `import.meta`.
pub fn render(parsed: &Parsed, span: Span, nodes: Nodes, mut edits: Vec<Edit>) -> String {
    for index in nodes.clone() {
        if let AstKind::ImportMeta(meta) = parsed.kind(NodeId::from_usize(index)) {
            edits.push(Edit::replace(meta.span, META));
        }
    }
    blanks(parsed, nodes, &mut edits);
    apply(parsed, span, edits)
}

/// A piece of the text with these edits, as far as they lie in it. Of two that overlap, the outer one counts; of two
/// that begin together, the one that writes something.
pub fn apply(parsed: &Parsed, span: Span, mut edits: Vec<Edit>) -> String {
    edits.retain(|edit| span.start <= edit.span.start && edit.span.end <= span.end);
    edits.sort_by_key(|edit| (edit.span.start, edit.text.is_none(), std::cmp::Reverse(edit.span.end)));
    let mut out = String::with_capacity(span.size() as usize);
    let mut at = span.start;
    for edit in edits {
        if edit.span.end <= at {
            continue;
        }
        let start = edit.span.start.max(at);
        out.push_str(parsed.slice(Span::new(at, start)));
        match edit.text {
            Some(text) => out.push_str(&text),
            None => push_blanks(&mut out, parsed.slice(Span::new(start, edit.span.end))),
        }
        at = edit.span.end;
    }
    out.push_str(parsed.slice(Span::new(at, span.end)));
    out
}

/// As many blanks as a text has units of UTF-16, with its line ends.
pub fn push_blanks(out: &mut String, text: &str) {
    for next in text.chars() {
        match next {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(next),
            next => out.extend(std::iter::repeat_n(' ', next.len_utf16())),
        }
    }
}
