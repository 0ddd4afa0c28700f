//! The factory: takes the captured values, and gives the function.

use crate::emit::layout::{Piece, sort};
use crate::emit::module_level::plain;
use crate::emit::push;
use crate::emit::text::{Edit, render};
use crate::functions::FunctionKind;
use crate::initializer::{Initializer, awaited_import};
use crate::needs::{Local, Needs, Placement, property_name};
use crate::parsed::Parsed;
use crate::positions::lines_in;
use oxc_ast::AstKind;
use oxc_ast::ast::PropertyKey;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::{GetSpan, Span};
use std::collections::BTreeSet;

/// The function under a name of its own, if no variable has it.
const TASK: &str = "__nogil_task";

/// What stands in the factory, and what has to stand before it.
pub struct Body {
    pub pieces: Vec<Piece>,
    /// Modules that are imported by declarations which come along.
    pub imports: String,
    /// Literals, which stand anywhere: they leave the function its column.
    pub literals: String,
    /// The variable that has the function.
    pub result: String,
}

/// What stands in the factory.
pub fn body(needs: &Needs) -> Body {
    let mut body = Body {
        pieces: Vec::new(),
        imports: String::new(),
        literals: String::new(),
        result: needs.target_name().unwrap_or(TASK).to_owned(),
    };
    let mut declarators = BTreeSet::new();
    for (symbol, local) in &needs.locals {
        match local {
            Local::Function(node) => body.function(needs, *symbol, *node),
            Local::Class(node) => body.class(needs, *symbol, *node),
            Local::Declarator(node) if declarators.insert(*node) => body.declarator(needs, *node),
            Local::Declarator(_) | Local::Captured => {}
        }
    }
    for node in &needs.units_of_locals {
        let piece = Piece {
            before: "(".to_owned(),
            after: ");".to_owned(),
            ..plain(needs.parsed, *node)
        };
        body.pieces.push(piece);
    }
    if needs.placement == Placement::Expression {
        body.target(needs);
    }
    if needs.placement == Placement::Expression {
        let target = needs.target.text_span();
        for piece in &mut body.pieces {
            let contains = piece.start < target.start && target.end <= piece.end;
            piece.behind = contains.then_some(target.end);
        }
    }
    sort(&mut body.pieces);
    body
}

impl Body {
    fn add(&mut self, span: Span, piece: Piece) {
        self.pieces.push(Piece {
            start: span.start,
            end: span.end,
            ..piece
        });
    }

    fn function(&mut self, needs: &Needs, symbol: SymbolId, node: NodeId) {
        let parsed = needs.parsed;
        let piece = plain(parsed, node);
        let is_declaration = matches!(parsed.kind(node), AstKind::Function(function) if function.is_declaration());
        let piece = if is_declaration {
            piece
        } else {
            Piece {
                before: format!("const {}=", parsed.name(symbol)),
                after: ";".to_owned(),
                ..piece
            }
        };
        self.add(parsed.kind(node).span(), piece);
    }

    fn class(&mut self, needs: &Needs, symbol: SymbolId, node: NodeId) {
        let parsed = needs.parsed;
        let span = parsed.kind(node).span();
        let name = parsed.name(symbol);
        self.add(
            span,
            Piece {
                before: format!("const {name}="),
                after: ";".to_owned(),
                ..plain(parsed, node)
            },
        );
    }

    fn declarator(&mut self, needs: &Needs, node: NodeId) {
        let parsed = needs.parsed;
        let Some((declarator, _)) = parsed.declarator(node) else {
            return;
        };
        let mut edits = Vec::new();
        if let Some(import) = awaited_import(declarator) {
            let name = format!("__nogil_import{}", parsed.place_of(import.start));
            push(
                &mut self.imports,
                format_args!("const {name}={};", parsed.slice(import)),
            );
            edits.push(Edit::replace(import, &name));
        }
        let text = render(parsed, declarator.span, parsed.subtree(node), edits);
        if Initializer::of(parsed, declarator) == Initializer::Literal && lines_in(&text) == 0 {
            push(&mut self.literals, format_args!("const {text};"));
            return;
        }
        self.add(
            declarator.span,
            Piece {
                before: "const ".to_owned(),
                text,
                after: ";".to_owned(),
                ..Piece::default()
            },
        );
    }

    fn target(&mut self, needs: &Needs) {
        let (parsed, target) = (needs.parsed, needs.target);
        let span = target.text_span();
        let nodes = parsed.subtree(target.holder);
        let (before, text, after) = match target.kind {
            FunctionKind::Method | FunctionKind::Accessor => {
                let (edits, key) = method_key(parsed, target.holder);
                let text = render(parsed, span, nodes, edits);
                ("({".to_owned(), text, format!("}})[{key}]"))
            }
            _ => {
                let text = render(parsed, span, nodes, Vec::new());
                match property_name(parsed, target) {
                    Some(name) => (format!("({{\"{name}\":"), text, format!("}})[\"{name}\"]")),
                    // Behind a comma, a function gets no name of the variable.
                    None => ("(0,".to_owned(), text, ")".to_owned()),
                }
            }
        };
        let piece = Piece {
            before: format!("const {TASK}={before}"),
            text,
            after: format!("{after};"),
            ..Piece::default()
        };
        self.add(span, piece);
    }
}

/// How a method is written into an object literal, and under which key it is found there.
fn method_key(parsed: &Parsed, holder: NodeId) -> (Vec<Edit>, String) {
    let (key, computed) = match parsed.kind(holder) {
        AstKind::ObjectProperty(property) => (&property.key, property.computed),
        AstKind::MethodDefinition(method) => (&method.key, method.computed),
        _ => return (Vec::new(), String::new()),
    };
    let span = key.span();
    match key {
        PropertyKey::StaticIdentifier(name) => (Vec::new(), quoted(name.name.as_str())),
        PropertyKey::PrivateIdentifier(name) => {
            let name = quoted(&format!("#{}", name.name));
            (vec![Edit::replace(span, &format!("[{name}]"))], name)
        }
        PropertyKey::StringLiteral(_) | PropertyKey::NumericLiteral(_) | PropertyKey::BigIntLiteral(_) if !computed => {
            let digits = parsed.slice(span).trim_end_matches('n');
            (Vec::new(), digits.to_owned())
        }
        PropertyKey::StringLiteral(_) => (Vec::new(), parsed.slice(span).to_owned()),
        // The key is not made again: what it is made of may not be there.
        _ => {
            let mut blanks = String::new();
            crate::emit::text::push_blanks(&mut blanks, parsed.slice(span));
            let text = format!("\"\"{}", blanks.get(2..).unwrap_or_default());
            (vec![Edit::replace(span, &text)], "\"\"".to_owned())
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
