//! What is declared again, and may have no value yet where the function is sent: there, using it is an error.

use crate::needs::{Local, Module, Needs, Placement};
use crate::plan::KeptDeclaration;
use crate::symbols::Declared;
use oxc_ast::AstKind;
use oxc_ast::ast::VariableDeclarationKind;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::GetSpan;

/// Variables that the function itself, or what comes along of the functions around it, uses.
pub fn declared(needs: &Needs) -> Vec<KeptDeclaration> {
    let of_functions = needs
        .locals
        .iter()
        .filter(|(_, local)| matches!(local, Local::Class(_) | Local::Declarator(_)));
    let of_module = needs
        .module
        .iter()
        .filter(|(_, module)| matches!(module, Module::Class | Module::Declared));
    let of_functions = of_functions.map(|(symbol, _)| (*symbol, false));
    let of_module = of_module.map(|(symbol, _)| (*symbol, true));
    let found = of_functions.chain(of_module).filter_map(|(symbol, of_module)| {
        let uses = needs.uses.get(&symbol).filter(|uses| uses.read_by_function)?;
        may_be_early(needs, symbol).then(|| KeptDeclaration {
            name: needs.parsed.name(symbol).to_owned(),
            of_module,
            position: needs.parsed.position_of(uses.first),
        })
    });
    found.collect()
}

/// Whether the function may be sent before a variable has its value.
fn may_be_early(needs: &Needs, symbol: SymbolId) -> bool {
    let parsed = needs.parsed;
    if matches!(needs.placement, Placement::Module(own) | Placement::Local(own) if own == symbol) {
        return false;
    }
    let Some(declaration) = declaration(needs, symbol) else {
        return false;
    };
    if parsed.kind(declaration).span().end > needs.target.start {
        return true;
    }
    // A function declaration may be called before the line in front of it has run.
    let scope = parsed.scoping().get_node_id(parsed.scoping().symbol_scope_id(symbol));
    let around = std::iter::once(needs.target.node).chain(parsed.nodes().ancestor_ids(needs.target.node));
    around
        .take_while(|node| *node != scope)
        .any(|node| matches!(parsed.kind(node), AstKind::Function(function) if function.is_declaration()))
}

/// The one declaration of a variable that cannot be read before it.
fn declaration(needs: &Needs, symbol: SymbolId) -> Option<NodeId> {
    let parsed = needs.parsed;
    match Declared::of(parsed, symbol) {
        Declared::Class(node) => Some(node),
        Declared::Variable(declarators) => {
            let node = *declarators.first()?;
            let (_, declaration) = parsed.declarator(node)?;
            (declaration.kind != VariableDeclarationKind::Var).then_some(node)
        }
        _ => None,
    }
}
