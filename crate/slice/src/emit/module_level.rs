//! What is kept of the script's top level, as pieces.

use crate::configure::units;
use crate::emit::layout::Piece;
use crate::emit::push;
use crate::emit::sharing::{is_made_once, is_shared, shared_name};
use crate::emit::text::{Edit, push_blanks, render};
use crate::initializer::{Initializer, untyped};
use crate::needs::{Module, Needs};
use crate::parsed::{Parsed, is_inside};
use crate::plan::Shared;
use crate::symbols::{Declared, only_name};
use oxc_ast::AstKind;
use oxc_ast::ast::{VariableDeclarationKind, VariableDeclarator};
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::{GetSpan, Span};

/// The pieces, and what is shared among them.
pub struct Kept {
    pub pieces: Vec<Piece>,
    /// Literals on the function's line, which stand anywhere: they leave the function its column.
    pub literals: String,
    /// Functions that are made once in each worker, which are declared where they stand: the others get the first one.
    pub functions: String,
    pub shared: Vec<Shared>,
}

/// Everything of the top level that is kept, but for imports.
pub fn pieces(needs: &Needs) -> Kept {
    let mut kept = Kept {
        pieces: Vec::new(),
        literals: String::new(),
        functions: String::new(),
        shared: Vec::new(),
    };
    for (symbol, module) in &needs.module {
        match (module, Declared::of(needs.parsed, *symbol)) {
            (Module::Function, Declared::Functions(functions)) => {
                kept.pieces
                    .extend(functions.iter().map(|node| plain(needs.parsed, *node)));
                if is_shared(needs, *symbol) {
                    let name = needs.parsed.name(*symbol);
                    let shared_name = shared_name(needs, *symbol, None);
                    push(
                        &mut kept.functions,
                        format_args!("{name}=__nogil.shared(\"{shared_name}\",()=>{name});"),
                    );
                    kept.share(needs, *symbol, None);
                }
            }
            (Module::Class, Declared::Class(node)) => kept.class(needs, *symbol, node),
            _ => {}
        }
    }
    let mut last = None;
    for declarator in &needs.declarators {
        last = kept.declarator(needs, *declarator, last);
    }
    for (node, symbol) in &needs.assignments {
        kept.assignment(needs, *node, *symbol);
    }
    for number in &needs.statements {
        kept.statement(needs, *number);
    }
    for number in &needs.units {
        kept.unit(needs, *number);
    }
    kept
}

/// A node as it is.
pub fn plain(parsed: &Parsed, node: NodeId) -> Piece {
    let span = parsed.kind(node).span();
    Piece {
        start: span.start,
        end: span.end,
        text: render(parsed, span, parsed.subtree(node), Vec::new()),
        ..Piece::default()
    }
}

impl Kept {
    fn class(&mut self, needs: &Needs, symbol: SymbolId, node: NodeId) {
        let parsed = needs.parsed;
        let name = parsed.name(symbol);
        let piece = plain(parsed, node);
        let keyword = if parsed.is_written(symbol) { "let" } else { "const" };
        let (open, close) = shared(&shared_name(needs, symbol, None), awaits(parsed, node));
        self.share(needs, symbol, Some(node));
        self.pieces.push(Piece {
            before: format!("{keyword} {name}={open}"),
            after: format!("{close};"),
            ..piece
        });
    }

    /// All slices share what a variable has.
    fn share(&mut self, needs: &Needs, symbol: SymbolId, made: Option<NodeId>) {
        let parsed = needs.parsed;
        let superclass = made.and_then(|node| parsed.superclass(node));
        self.shared.push(Shared {
            name: parsed.name(symbol).to_owned(),
            superclass: superclass.map(|symbol| parsed.name(symbol).to_owned()),
        });
    }

    /// Writes a declarator; its declaration, if the next one may be written behind it.
    fn declarator(&mut self, needs: &Needs, node: NodeId, last: Option<NodeId>) -> Option<NodeId> {
        let parsed = needs.parsed;
        let (declarator, declaration) = parsed.declarator(node)?;
        let keyword = match declaration.kind {
            VariableDeclarationKind::Var => "var",
            VariableDeclarationKind::Let => "let",
            _ => "const",
        };
        if is_made_once(needs, node) {
            self.made_once(needs, node, declarator, keyword);
            return None;
        }
        if let Some(literal) = literal_beside_target(needs, node, declarator) {
            push(&mut self.literals, format_args!("{keyword} {literal};"));
            return None;
        }
        let whole = declaration.node_id.get();
        // What contains the function is written elsewhere.
        let moves = is_inside(needs.target.node, &parsed.subtree(whole));
        let follows = last == Some(whole) && !moves;
        // The first declarator of a declaration keeps the keyword where it is.
        let first = declaration.declarations.first();
        let is_first = first.is_some_and(|first| first.span == declarator.span) && !is_disposed(declaration.kind);
        let start = if is_first {
            declaration.span.start
        } else {
            declarator.span.start
        };
        let span = Span::new(start, declarator.span.end);
        if follows && let Some(piece) = self.pieces.last_mut() {
            piece.after.clear();
        }
        self.pieces.push(Piece {
            start,
            end: span.end,
            behind: None,
            before: match (is_first, follows) {
                (true, _) => String::new(),
                (false, true) => ",".to_owned(),
                (false, false) => format!("{keyword} "),
            },
            text: render(parsed, span, parsed.subtree(node), done_elsewhere(needs, node)),
            after: ";".to_owned(),
        });
        Some(whole)
    }

    fn made_once(&mut self, needs: &Needs, node: NodeId, declarator: &VariableDeclarator, keyword: &str) {
        let parsed = needs.parsed;
        let Some(init) = declarator.init.as_ref() else {
            return;
        };
        let nodes = parsed.subtree(node);
        let span = init.span();
        let text = render(parsed, span, nodes.clone(), Vec::new());
        let piece = |before: String, after: String| Piece {
            start: span.start,
            end: span.end,
            behind: None,
            before,
            text,
            after,
        };
        let awaits = awaits(parsed, node);
        let symbols = parsed.declared_by(node);
        let only = symbols.first().filter(|_| only_name(declarator).is_some());
        let mut shared_by = symbols
            .iter()
            .map(|symbol| parsed.name(*symbol))
            .collect::<Vec<_>>()
            .join(",");
        if let Some(symbol) = only {
            self.share(needs, *symbol, Some(untyped(init).node_id()));
            shared_by = shared_name(needs, *symbol, None);
        }
        match (only_name(declarator), Initializer::of(parsed, declarator)) {
            (Some(name), Initializer::Class | Initializer::Function) => {
                let open = if awaits {
                    "await __nogil.sharedLater"
                } else {
                    "__nogil.shared"
                };
                let maker = if awaits { "async()=>" } else { "()=>" };
                // It gets its name from the variable that it is assigned to.
                self.pieces.push(piece(
                    format!("{keyword} {name}={open}(\"{shared_by}\",{maker}{{const {name}="),
                    format!(";return {name}}});"),
                ));
            }
            (Some(name), _) => {
                let (open, close) = shared(&shared_by, awaits);
                self.pieces
                    .push(piece(format!("{keyword} {name}={open}("), format!("){close};")));
            }
            (None, _) => {
                let (open, close) = shared(&shared_by, awaits);
                let pattern = Span::new(declarator.span.start, declarator.id.span().end);
                self.pieces.push(Piece {
                    start: pattern.start,
                    end: pattern.end,
                    before: format!("{keyword} "),
                    text: render(parsed, pattern, nodes.clone(), Vec::new()),
                    after: "=".to_owned(),
                    behind: None,
                });
                self.pieces.push(piece(format!("{open}("), format!("){close};")));
            }
        }
    }

    /// Writes the assignment that gives a declared variable its value.
    fn assignment(&mut self, needs: &Needs, node: NodeId, symbol: SymbolId) {
        let parsed = needs.parsed;
        let AstKind::AssignmentExpression(assignment) = parsed.kind(node) else {
            return;
        };
        let name = parsed.name(symbol);
        let whole = assignment.span;
        let value = assignment.right.span();
        let (span, before, after) = match Initializer::of_expression(parsed, &assignment.right) {
            _ if parsed.is_reassigned(symbol) => (whole, "(".to_owned(), ");".to_owned()),
            Initializer::Class => {
                self.share(needs, symbol, Some(untyped(&assignment.right).node_id()));
                (
                    value,
                    format!("{name}=__nogil.shared(\"{name}\",()=>{{const {name}="),
                    format!(";return {name}}});"),
                )
            }
            Initializer::Other => {
                self.share(needs, symbol, None);
                (
                    value,
                    format!("{name}=__nogil.shared(\"{name}\",()=>("),
                    "));".to_owned(),
                )
            }
            _ => (whole, "(".to_owned(), ");".to_owned()),
        };
        self.pieces.push(Piece {
            start: span.start,
            end: span.end,
            before,
            text: render(parsed, span, parsed.subtree(node), Vec::new()),
            after,
            behind: None,
        });
    }

    fn statement(&mut self, needs: &Needs, number: usize) {
        let parsed = needs.parsed;
        let (Some(statement), Some(nodes)) = (parsed.program.body.get(number), parsed.statement_nodes(number)) else {
            return;
        };
        let span = statement.span();
        self.pieces.push(Piece {
            start: span.start,
            end: span.end,
            text: render(parsed, span, nodes, Vec::new()),
            after: ";".to_owned(),
            ..Piece::default()
        });
    }

    fn unit(&mut self, needs: &Needs, number: usize) {
        let parsed = needs.parsed;
        let unit = &units(parsed)[number];
        let shared = unit.targets.iter().find(|symbol| is_shared(needs, **symbol));
        if let Some(symbol) = shared.filter(|_| unit.assigns) {
            // All slices have what it gives.
            let name = parsed.name(*symbol);
            let shared_name = shared_name(needs, *symbol, Some(number));
            self.pieces.push(Piece {
                start: unit.span.start,
                end: unit.span.end,
                before: format!("{name}=__nogil.shared(\"{shared_name}\",()=>("),
                text: render(parsed, unit.span, parsed.subtree(unit.node), Vec::new()),
                after: "));".to_owned(),
                behind: None,
            });
            return;
        }
        let place = parsed.place_of(unit.span.start);
        let text = render(parsed, unit.span, parsed.subtree(unit.node), Vec::new());
        self.pieces.push(Piece {
            start: unit.span.start,
            end: unit.span.end,
            before: match shared {
                Some(symbol) => format!("__nogil.once({place},\"{}\")&&(", parsed.name(*symbol)),
                None => "(".to_owned(),
            },
            text,
            after: ");".to_owned(),
            behind: None,
        });
    }
}

/// A literal that never changes, in front of the function on its line.
fn literal_beside_target(needs: &Needs, node: NodeId, declarator: &VariableDeclarator) -> Option<String> {
    let parsed = needs.parsed;
    let is_beside = declarator.span.end <= needs.target.start
        && parsed.position_of(declarator.span.start).line == parsed.position_of(needs.target.start).line;
    if !is_beside || Initializer::of(parsed, declarator) != Initializer::Literal {
        return None;
    }
    let symbols = parsed.declared_by(node);
    let never_changes = symbols
        .iter()
        .all(|symbol| parsed.only_declarator(*symbol, &Declared::of(parsed, *symbol)) == Some(node));
    never_changes.then(|| render(parsed, declarator.span, parsed.subtree(node), Vec::new()))
}

/// Of a function that runs a module, the assignments that the slice has done before.
fn done_elsewhere(needs: &Needs, declarator: NodeId) -> Vec<Edit> {
    let parsed = needs.parsed;
    let nodes = parsed.subtree(declarator);
    let inside = needs.assignments.keys().filter(|node| is_inside(**node, &nodes));
    let edits = inside.map(|node| {
        let span = parsed.kind(*node).span();
        let mut blanks = String::new();
        push_blanks(&mut blanks, parsed.slice(span));
        Edit::replace(span, &format!("0{}", blanks.get(1..).unwrap_or_default()))
    });
    edits.collect()
}

/// Whether a declaration disposes of its value: not in a slice, where it would be at once.
fn is_disposed(kind: VariableDeclarationKind) -> bool {
    matches!(
        kind,
        VariableDeclarationKind::Using | VariableDeclarationKind::AwaitUsing
    )
}

/// What is written around a value that is made once in each worker.
fn shared(name: &str, awaits: bool) -> (String, &'static str) {
    if awaits {
        (format!("await __nogil.sharedLater(\"{name}\",async()=>"), ")")
    } else {
        (format!("__nogil.shared(\"{name}\",()=>"), ")")
    }
}

/// Whether a node awaits at the top level.
fn awaits(parsed: &Parsed, node: NodeId) -> bool {
    parsed.subtree(node).any(|index| {
        let id = NodeId::from_usize(index);
        matches!(parsed.kind(id), AstKind::AwaitExpression(_)) && parsed.function_around(id).is_none()
    })
}
