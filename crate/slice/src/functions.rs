//! All functions, classes and methods of a script: what may be sent.

use crate::parsed::Parsed;
use oxc_ast::AstKind;
use oxc_ast::ast::{ClassType, FunctionType, MethodDefinition, MethodDefinitionKind, PropertyKind};
use oxc_semantic::NodeId;
use oxc_span::{GetSpan, Span};

/// What kind of function it is, as far as it matters how it is written down again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    Declaration,
    /// A function expression or an arrow function.
    Expression,
    Method,
    Accessor,
    ClassDeclaration,
    ClassExpression,
}

/// A function, class or method in its script.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    pub kind: FunctionKind,
    /// The function or class itself; of a method, without its key.
    pub node: NodeId,
    /// The node of the literal or of the class body that holds a method; otherwise `node`.
    pub holder: NodeId,
    /// Where the holder begins: the function's place.
    pub start: u32,
    /// Where its text begins, as `toString()` has it: a method's is without `static`.
    pub text_start: u32,
    pub end: u32,
}

impl Function {
    pub fn text_span(&self) -> Span {
        Span::new(self.text_start, self.end)
    }
}

/// Lists the functions of a script by where they begin.
pub fn functions(parsed: &Parsed) -> Vec<Function> {
    let mut found: Vec<Function> = parsed
        .nodes()
        .iter()
        .filter_map(|node| function(parsed, node.id(), node.kind()))
        .collect();
    found.sort_by_key(|function| function.start);
    found
}

fn function(parsed: &Parsed, node: NodeId, kind: AstKind) -> Option<Function> {
    match kind {
        AstKind::Function(function) => {
            let kind = match function.r#type {
                FunctionType::FunctionDeclaration => FunctionKind::Declaration,
                FunctionType::FunctionExpression => FunctionKind::Expression,
                FunctionType::TSDeclareFunction | FunctionType::TSEmptyBodyFunctionExpression => return None,
            };
            function.body.as_ref()?;
            let parent = parsed.parent(node);
            match parsed.kind(parent) {
                AstKind::MethodDefinition(method) => of_class(parsed, parent, node, method),
                AstKind::ObjectProperty(property)
                    if (property.method || property.kind != PropertyKind::Init)
                        && property.value.span() == function.span =>
                {
                    let kind = if property.method {
                        FunctionKind::Method
                    } else {
                        FunctionKind::Accessor
                    };
                    Some(held(kind, node, parent, property.span, property.span.start))
                }
                _ => Some(held(kind, node, node, function.span, function.span.start)),
            }
        }
        AstKind::ArrowFunctionExpression(arrow) => {
            Some(held(FunctionKind::Expression, node, node, arrow.span, arrow.span.start))
        }
        AstKind::Class(class) if !class.declare => {
            let kind = match class.r#type {
                ClassType::ClassDeclaration => FunctionKind::ClassDeclaration,
                ClassType::ClassExpression => FunctionKind::ClassExpression,
            };
            Some(held(kind, node, node, class.span, class.span.start))
        }
        _ => None,
    }
}

fn held(kind: FunctionKind, node: NodeId, holder: NodeId, span: Span, text_start: u32) -> Function {
    Function {
        kind,
        node,
        holder,
        start: span.start,
        text_start,
        end: span.end,
    }
}

fn of_class(parsed: &Parsed, holder: NodeId, node: NodeId, method: &MethodDefinition) -> Option<Function> {
    let kind = match method.kind {
        // The function of a constructor is its class.
        MethodDefinitionKind::Constructor => return None,
        MethodDefinitionKind::Method => FunctionKind::Method,
        MethodDefinitionKind::Get | MethodDefinitionKind::Set => FunctionKind::Accessor,
    };
    Some(held(kind, node, holder, method.span, behind_modifiers(parsed, method)))
}

/// Words in front of a method that `toString()` leaves out.
const MODIFIERS: [&str; 6] = ["static", "public", "private", "protected", "override", "abstract"];

/// Where a method's own text begins.
fn behind_modifiers(parsed: &Parsed, method: &MethodDefinition) -> u32 {
    let key = method.key.span().start;
    let decorated = method.decorators.last().map(|decorator| decorator.span.end);
    let mut start = behind_space(parsed.text(), decorated.unwrap_or(method.span.start), key);
    while let Some(word) = MODIFIERS
        .iter()
        .find(|word| is_word(&parsed.text()[start as usize..key as usize], word))
    {
        start = behind_space(
            parsed.text(),
            start + u32::try_from(word.len()).unwrap_or_default(),
            key,
        );
    }
    start
}

fn is_word(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '$'))
}

/// Where something begins behind white space and comments.
pub fn behind_space(text: &str, start: u32, end: u32) -> u32 {
    let mut rest = &text[start as usize..end as usize];
    loop {
        let trimmed = rest.trim_start_matches(|next: char| next.is_whitespace() || next == '\u{FEFF}');
        let skipped = if let Some(comment) = trimmed.strip_prefix("/*") {
            comment.find("*/").map_or("", |at| &comment[at + 2..])
        } else if trimmed.starts_with("//") {
            trimmed
                .find(['\n', '\r', '\u{2028}', '\u{2029}'])
                .map_or("", |at| &trimmed[at..])
        } else {
            trimmed
        };
        if skipped.len() == rest.len() {
            return end - u32::try_from(rest.len()).unwrap_or_default();
        }
        rest = skipped;
    }
}
