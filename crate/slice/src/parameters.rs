//! Default values of parameters: they see the parameters, and no variable of the body.
//!
//! `(a, b = exports.x) => { var exports = 1; }`: the parser has one scope for both, so that the first `exports` is taken
//! for the second.

use crate::hoisting::resolve_again;
use oxc_ast::AstKind;
use oxc_ast::ast::Ident;
use oxc_semantic::{NodeId, ReferenceId, ScopeId, Semantic, SymbolId};
use oxc_span::{GetSpan, Span};

/// A name in the parameters of a function, which was taken for a variable of its body.
struct Mistaken<'a> {
    reference: ReferenceId,
    name: Ident<'a>,
    symbol: SymbolId,
    function: ScopeId,
}

/// Gives such names to whom they mean.
pub fn repair(semantic: &mut Semantic) {
    let found: Vec<Mistaken> = semantic
        .nodes()
        .iter()
        .filter(|node| matches!(node.kind(), AstKind::FormalParameters(list) if !list.items.is_empty()))
        .flat_map(|node| mistaken(semantic, node.id()))
        .collect();
    for it in found {
        let scoping = semantic.scoping_mut();
        let outer = scoping.scope_parent_id(it.function);
        resolve_again(scoping, it.reference, it.symbol, it.name, outer);
    }
}

fn mistaken<'a>(semantic: &Semantic<'a>, parameters: NodeId) -> Vec<Mistaken<'a>> {
    let (nodes, scoping) = (semantic.nodes(), semantic.scoping());
    let span = nodes.kind(parameters).span();
    let function = nodes.parent_id(parameters);
    let scope = match nodes.kind(function) {
        AstKind::Function(function) => function.scope_id.get(),
        AstKind::ArrowFunctionExpression(arrow) => arrow.scope_id.get(),
        _ => None,
    };
    let Some(scope) = scope else {
        return Vec::new();
    };
    let is_of_body = |symbol: &SymbolId| {
        scoping
            .symbol_declarations(*symbol)
            .all(|node| node != function && !is_within(nodes.kind(node).span(), span))
    };
    let mut found = Vec::new();
    for symbol in scoping.iter_bindings_in(scope).filter(is_of_body) {
        for id in scoping.get_resolved_reference_ids(symbol) {
            let node = scoping.get_reference(*id).node_id();
            if let AstKind::IdentifierReference(name) = nodes.kind(node)
                && is_within(name.span, span)
            {
                found.push(Mistaken {
                    reference: *id,
                    name: name.name,
                    symbol,
                    function: scope,
                });
            }
        }
    }
    found
}

fn is_within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
