//! Functions in blocks of sloppy code: which of them are also a `var` of the function around (Annex B.3.3)?
//!
//! `{ { function t() {} } const t = 1; }`: a `var t` would be an early error, so there is none. The scopes that the
//! parser gives have it all the same, and names outside of the block are taken for that function's.

use oxc_ast::AstKind;
use oxc_ast::ast::Ident;
use oxc_semantic::{Reference, ReferenceId, ScopeId, Scoping, Semantic, SymbolFlags, SymbolId};

/// A function that belongs to its block alone.
struct Unhoisted<'a> {
    name: Ident<'a>,
    symbol: SymbolId,
    block: ScopeId,
    hoisted_to: ScopeId,
}

/// Gives such functions back to their blocks, and the names outside of them to whom they mean.
pub fn repair(semantic: &mut Semantic) {
    let found: Vec<Unhoisted> = semantic
        .nodes()
        .iter()
        .filter_map(|node| match node.kind() {
            AstKind::Function(function) if function.is_declaration() => {
                let id = function.id.as_ref()?;
                unhoisted(semantic.scoping(), id.name, id.symbol_id.get()?, node.scope_id())
            }
            _ => None,
        })
        .collect();
    for it in found {
        give_back(semantic.scoping_mut(), &it);
    }
}

fn unhoisted<'a>(scoping: &Scoping, name: Ident<'a>, symbol: SymbolId, block: ScopeId) -> Option<Unhoisted<'a>> {
    let hoisted_to = scoping.symbol_scope_id(symbol);
    if hoisted_to == block {
        return None;
    }
    let mut between = scoping
        .scope_ancestors(block)
        .skip(1)
        .take_while(|scope| *scope != hoisted_to);
    let is_in_the_way = between.any(|scope| {
        let other = scoping.get_binding(scope, name);
        // What a `catch` gets may be declared again by a `var`.
        other.is_some_and(|other| !scoping.symbol_flags(other).contains(SymbolFlags::CatchVariable))
    });
    is_in_the_way.then_some(Unhoisted {
        name,
        symbol,
        block,
        hoisted_to,
    })
}

fn give_back(scoping: &mut Scoping, it: &Unhoisted) {
    scoping.move_binding_by_symbol_id(it.hoisted_to, it.block, it.symbol);
    let references: Vec<ReferenceId> = scoping.get_resolved_reference_ids(it.symbol).to_vec();
    for id in references {
        let scope = scoping.get_reference(id).scope_id();
        if scope != it.block && !scoping.scope_is_descendant_of(scope, it.block) {
            resolve_again(scoping, id, it.symbol, it.name, Some(scope));
        }
    }
}

/// Gives a name that was taken for a variable to the one that it means, seen from a scope.
pub fn resolve_again(scoping: &mut Scoping, id: ReferenceId, taken_for: SymbolId, name: Ident, from: Option<ScopeId>) {
    let reference = scoping.get_reference(id);
    let (node, scope, flags) = (reference.node_id(), reference.scope_id(), reference.flags());
    scoping.delete_resolved_reference(taken_for, id);
    match from.and_then(|from| scoping.find_binding(from, name)) {
        Some(meant) => {
            scoping.get_reference_mut(id).set_symbol_id(meant);
            scoping.add_resolved_reference(meant, id);
        }
        None => *scoping.get_reference_mut(id) = Reference::new(node, scope, flags),
    }
}
