//! Types, taken out of a text: blanks take their place, so that every position holds.

use crate::emit::text::{Edit, apply, push_blanks};
use crate::functions::behind_space;
use crate::parsed::{Nodes, Parsed};
use crate::positions::lines_in;
use oxc_ast::AstKind;
use oxc_ast::ast::{MethodDefinitionType, PropertyDefinitionType, PropertyKey};
use oxc_semantic::NodeId;
use oxc_span::{GetSpan, Span};

/// The text of a node without its types.
pub fn erased(parsed: &Parsed, span: Span, nodes: Nodes) -> String {
    let mut edits = Vec::new();
    blanks(parsed, nodes, &mut edits);
    apply(parsed, span, edits)
}

/// The blanks for all types below some nodes.
pub fn blanks(parsed: &Parsed, nodes: Nodes, edits: &mut Vec<Edit>) {
    if !parsed.has_types() {
        return;
    }
    for index in nodes {
        let node = NodeId::from_usize(index);
        let mut eraser = Eraser { parsed, edits };
        eraser.node(parsed.kind(node));
    }
}

/// Words in front of a class member that are types' alone.
const MODIFIERS: [&str; 7] = [
    "public",
    "private",
    "protected",
    "readonly",
    "abstract",
    "override",
    "declare",
];

struct Eraser<'e, 'p, 'a> {
    parsed: &'p Parsed<'a>,
    edits: &'e mut Vec<Edit>,
}

impl Eraser<'_, '_, '_> {
    fn node(&mut self, kind: AstKind) {
        match kind {
            AstKind::TSTypeAnnotation(it) => self.annotation(it.span),
            AstKind::TSTypeParameterDeclaration(_)
            | AstKind::TSTypeParameterInstantiation(_)
            | AstKind::TSInterfaceDeclaration(_)
            | AstKind::TSTypeAliasDeclaration(_)
            | AstKind::TSIndexSignature(_)
            | AstKind::TSGlobalDeclaration(_)
            | AstKind::TSExternalModuleDeclaration(_) => self.blank(kind.span()),
            AstKind::TSThisParameter(it) => self.this_parameter(it.span),
            AstKind::TSAsExpression(it) => self.suffix(it.type_annotation.span(), it.span, "as"),
            AstKind::TSSatisfiesExpression(it) => self.suffix(it.type_annotation.span(), it.span, "satisfies"),
            AstKind::TSNonNullExpression(it) => self.blank(Span::new(it.span.end - 1, it.span.end)),
            AstKind::TSTypeAssertion(it) => {
                let types = it.type_annotation.span().end;
                self.blank(Span::new(it.span.start, self.behind(types, it.span.end, '>')));
            }
            AstKind::ArrowFunctionExpression(it) => {
                if let Some(types) = &it.return_type {
                    self.broken_return_type(it.params.span.end, types.span);
                }
            }
            AstKind::VariableDeclaration(it) if it.declare => self.blank(it.span),
            AstKind::VariableDeclarator(it) if it.definite => self.mark(it.id.span().end, it.span.end, '!'),
            AstKind::Function(it) if it.declare || it.is_typescript_syntax() => self.blank(it.span),
            AstKind::FormalParameter(it) if it.optional => self.mark(it.pattern.span().end, it.span.end, '?'),
            AstKind::Class(it) if it.declare => self.blank(it.span),
            AstKind::Class(it) => {
                if it.r#abstract {
                    self.words(it.span.start, it.body.span.start, &["abstract"]);
                }
                if let (Some(first), Some(last)) = (it.implements.first(), it.implements.last()) {
                    let before = &self.parsed.text()[it.span.start as usize..first.span.start as usize];
                    let keyword = before.rfind("implements").map_or(0, narrow);
                    self.blank(Span::new(it.span.start + keyword, last.span.end));
                }
            }
            AstKind::MethodDefinition(it) => {
                let is_signature = it.r#type == MethodDefinitionType::TSAbstractMethodDefinition;
                self.member(it.span, &it.key, it.value.span.start, it.optional, false);
                if is_signature || it.value.body.is_none() {
                    self.blank(it.span);
                }
            }
            AstKind::PropertyDefinition(it) => {
                if it.declare || it.r#type == PropertyDefinitionType::TSAbstractPropertyDefinition {
                    self.blank(it.span);
                } else {
                    self.member(it.span, &it.key, it.span.end, it.optional, it.definite);
                }
            }
            AstKind::AccessorProperty(it) => self.member(it.span, &it.key, it.span.end, false, it.definite),
            _ => {}
        }
    }

    fn blank(&mut self, span: Span) {
        self.edits.push(Edit::blank(span));
    }

    /// With the colon, wherever the tree puts it.
    fn annotation(&mut self, span: Span) {
        let text = self.parsed.text();
        let before = text[..span.start as usize].trim_end();
        let start = if text[span.start as usize..].starts_with(':') || !before.ends_with(':') {
            span.start
        } else {
            narrow(before.len() - 1)
        };
        self.blank(Span::new(start, span.end));
    }

    /// No line may end between an arrow function's parameters and its arrow: their parenthesis moves behind the types.
    fn broken_return_type(&mut self, parameters: u32, types: Span) {
        if lines_in(self.parsed.slice(Span::new(parameters, types.end))) > 0 {
            let mut moved = String::new();
            push_blanks(&mut moved, self.parsed.slice(Span::new(types.start, types.end - 1)));
            moved.push(')');
            self.blank(Span::new(parameters - 1, parameters));
            self.edits.push(Edit::replace(types, &moved));
        }
    }

    /// `this: T` is a parameter for the compiler alone, with its comma.
    fn this_parameter(&mut self, span: Span) {
        let text = self.parsed.text();
        let next = behind_space(text, span.end, narrow(text.len()));
        let comma = text[next as usize..].starts_with(',');
        self.blank(Span::new(span.start, if comma { next + 1 } else { span.end }));
    }

    /// ` as T` behind an expression. Where the next line would go on with the expression, a semicolon ends it.
    fn suffix(&mut self, types: Span, whole: Span, keyword: &str) {
        let text = self.parsed.text();
        let before = text[whole.start as usize..types.start as usize].rfind(keyword);
        let Some(start) = before.map(|at| whole.start + narrow(at)) else {
            return;
        };
        self.blank(Span::new(start, whole.end));
        let rest = &text[whole.end as usize..];
        let next = behind_space(text, whole.end, narrow(text.len()));
        let goes_on = text[next as usize..].starts_with(['(', '[', '`']);
        if goes_on && rest[..(next - whole.end) as usize].contains('\n') {
            self.edits.push(Edit::replace(Span::new(start, start + 1), ";"));
        }
    }

    fn member(&mut self, span: Span, key: &PropertyKey, end: u32, optional: bool, definite: bool) {
        self.words(span.start, key.span().start, &MODIFIERS);
        if optional {
            self.mark(key.span().end, end, '?');
        }
        if definite {
            self.mark(key.span().end, end, '!');
        }
    }

    /// Blanks the first such mark.
    fn mark(&mut self, start: u32, end: u32, mark: char) {
        let text = &self.parsed.text()[start as usize..end.max(start) as usize];
        let at = text
            .find(mark)
            .map(|at| start + narrow(at))
            .or_else(|| self.parsed.text()[start as usize..].starts_with(mark).then_some(start));
        if let Some(at) = at {
            self.blank(Span::new(at, at + 1));
        }
    }

    fn words(&mut self, start: u32, end: u32, words: &[&str]) {
        let text = &self.parsed.text()[start as usize..end as usize];
        let mut at = 0;
        for word in text.split(|next: char| !next.is_ascii_alphanumeric() && next != '_' && next != '$') {
            if words.contains(&word) {
                let from = start + narrow(at);
                self.blank(Span::new(from, from + narrow(word.len())));
            }
            at += word.len() + 1;
        }
    }

    fn behind(&self, start: u32, end: u32, mark: char) -> u32 {
        let text = &self.parsed.text()[start as usize..end as usize];
        text.find(mark).map_or(end, |at| start + narrow(at) + 1)
    }
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
