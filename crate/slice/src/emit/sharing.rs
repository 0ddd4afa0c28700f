//! What all slices of a script share, and by which name.

use crate::configure::units;
use crate::initializer::Initializer;
use crate::needs::{Module, Needs};
use crate::symbols::Declared;
use oxc_semantic::{NodeId, SymbolId};

/// Whether a variable is made once in each worker, for all slices of the script.
pub fn is_shared(needs: &Needs, symbol: SymbolId) -> bool {
    match needs.module.get(&symbol) {
        Some(Module::Class) => !needs.parsed.is_reassigned(symbol),
        Some(Module::Function) => is_class_by_use(needs, symbol),
        Some(Module::Declared) => {
            let declared = Declared::of(needs.parsed, symbol);
            let declarator = needs.parsed.only_declarator(symbol, &declared);
            declarator.is_some_and(|declarator| is_made_once(needs, declarator))
        }
        _ => false,
    }
}

/// The name that slices share a variable's value by: what is assigned to complete it has the variable's own name, and
/// what it was before has one more.
pub fn shared_name(needs: &Needs, symbol: SymbolId, after: Option<usize>) -> String {
    let units = units(needs.parsed);
    let completes = |number: &&usize| units[**number].assigns && units[**number].targets.contains(&symbol);
    let last = needs.units.iter().rfind(completes).copied();
    let name = needs.parsed.name(symbol);
    match after {
        after if after == last => name.to_owned(),
        None => format!("{name}#"),
        Some(number) => format!("{name}#{number}"),
    }
}

/// Whether a function declaration makes instances.
fn is_class_by_use(needs: &Needs, symbol: SymbolId) -> bool {
    let parsed = needs.parsed;
    let constructs = match Declared::of(parsed, symbol) {
        Declared::Functions(functions) => functions.iter().all(|node| parsed.can_construct(*node)),
        _ => false,
    };
    constructs && !parsed.is_reassigned(symbol) && parsed.is_used_as_class(symbol)
}

/// Whether a declarator's value is made once in each worker.
pub fn is_made_once(needs: &Needs, declarator: NodeId) -> bool {
    let parsed = needs.parsed;
    let symbols = parsed.declared_by(declarator);
    needs.declarators.contains(&declarator)
        && !parsed.is_of_lazy_module(declarator)
        && match parsed.initializer(declarator) {
            Initializer::Other | Initializer::Class => true,
            Initializer::Function => symbols.iter().any(|symbol| parsed.is_used_as_class(*symbol)),
            _ => false,
        }
        && symbols
            .iter()
            .all(|symbol| !parsed.is_reassigned(*symbol) && parsed.scoping().symbol_redeclarations(*symbol).is_empty())
}
