//! What a plan tells besides its code.

use crate::functions::Function;
use crate::needs::{Free, Local, Module, Needs};
use crate::parsed::{Parsed, is_inside};
use crate::plan::{Answer, Capture, CaptureKind, Dropped, Value, Warning};
use oxc_ast::AstKind;
use oxc_ast::ast::{ClassElement, Statement};
use oxc_semantic::SymbolId;
use oxc_span::GetSpan;

/// How the value of a local variable is found.
pub fn kind_of_local(needs: &Needs, symbol: SymbolId) -> CaptureKind {
    let parsed = needs.parsed;
    let nodes = parsed.subtree(needs.target.node);
    let is_extended = parsed.superclass(needs.target.node) == Some(symbol);
    let mut used = parsed.references(symbol).filter(|it| needs.kept.contains(it.node_id()));
    let once = used.next().is_some_and(|it| is_inside(it.node_id(), &nodes)) && used.next().is_none();
    if is_extended && once {
        CaptureKind::Superclass
    } else {
        CaptureKind::Local
    }
}

/// Local variables whose values are captured, in the order of the factory's parameters.
pub fn captured_locals<'n>(needs: &'n Needs) -> impl Iterator<Item = SymbolId> + 'n {
    let captured = needs.locals.iter().filter(|(_, local)| **local == Local::Captured);
    captured.map(|(symbol, _)| *symbol)
}

pub fn capture(needs: &Needs, symbol: SymbolId, kind: CaptureKind) -> Capture {
    let parsed = needs.parsed;
    let uses = needs.uses.get(&symbol);
    Capture {
        name: parsed.name(symbol).to_owned(),
        kind,
        constant: kind == CaptureKind::Superclass
            || (kind == CaptureKind::Local && parsed.is_constant(symbol, needs.target.start)),
        early: needs.calls_early || uses.is_some_and(|uses| uses.early),
        makes_instances: parsed.is_used_as_class(symbol),
        position: parsed.position_of(uses.map_or(needs.target.start, |uses| uses.first)),
        properties: uses.and_then(|uses| uses.properties.clone()),
    }
}

pub fn free_capture(needs: &Needs, name: &str, free: &Free) -> Capture {
    Capture {
        name: name.to_owned(),
        kind: if free.hidden {
            CaptureKind::Global
        } else {
            CaptureKind::Free
        },
        constant: false,
        early: needs.calls_early || free.uses.early,
        makes_instances: false,
        position: needs.parsed.position_of(free.uses.first),
        properties: free.uses.properties.clone(),
    }
}

/// What is copied once, in the order of `__nogil.values`.
pub fn values(needs: &Needs) -> Vec<Value> {
    let parsed = needs.parsed;
    let of_module = needs.module.iter().filter(|(_, module)| **module == Module::Value);
    let of_module = of_module.map(|(symbol, _)| {
        let uses = needs.uses.get(symbol);
        Value {
            name: parsed.name(*symbol).to_owned(),
            position: parsed.position_of(uses.map_or(needs.target.start, |uses| uses.first)),
            properties: uses.and_then(|uses| uses.properties.clone()),
        }
    });
    let free = needs.free.iter().filter(|(_, free)| free.answer == Some(Answer::Value));
    let free = free.map(|(name, free)| Value {
        name: name.clone(),
        position: parsed.position_of(free.uses.first),
        properties: free.uses.properties.clone(),
    });
    of_module.chain(free).collect()
}

/// The private names of the class that is sent.
pub fn private_names(parsed: &Parsed, target: &Function) -> Vec<String> {
    let AstKind::Class(class) = parsed.kind(target.node) else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    for key in class.body.body.iter().filter_map(ClassElement::property_key) {
        if let Some(name) = key.private_name()
            && !names.contains(&name.to_string())
        {
            names.push(name.to_string());
        }
    }
    names
}

/// Module variables that the kept code assigns.
pub fn warnings(needs: &Needs) -> Vec<Warning> {
    let parsed = needs.parsed;
    let assigned = needs.module.iter().filter(|(symbol, module)| {
        **module != Module::Import
            && parsed.is_assigned_later(**symbol, &needs.kept)
            && !parsed.replaces_itself(**symbol)
    });
    let of_module = assigned.filter_map(|(symbol, _)| {
        Some(Warning {
            name: parsed.name(*symbol).to_owned(),
            position: parsed.position_of(needs.uses.get(symbol)?.written?),
        })
    });
    let free = needs.free.iter().filter_map(|(name, free)| {
        let copied = free.answer == Some(Answer::Value);
        Some(Warning {
            name: name.clone(),
            position: parsed.position_of(free.uses.written.filter(|_| copied)?),
        })
    });
    of_module.chain(free).collect()
}

/// Statements of the top level that do something with a variable that is made again, and were left out.
pub fn dropped(needs: &Needs) -> Vec<Dropped> {
    let parsed = needs.parsed;
    let mut dropped = Vec::new();
    for (symbol, module) in &needs.module {
        let runs_module = parsed
            .scoping()
            .symbol_declarations(*symbol)
            .any(|node| !parsed.run_by(node).is_empty());
        if *module != Module::Declared || runs_module {
            continue;
        }
        for reference in parsed.references(*symbol) {
            let node = reference.node_id();
            let start = parsed.kind(node).span().start;
            let is_kept = needs.kept.contains(node);
            let statement = parsed.statement_at(start);
            let does = matches!(statement, Some(Statement::ExpressionStatement(_)));
            if is_kept || !does || parsed.function_around(node).is_some() {
                continue;
            }
            let found = Dropped {
                name: parsed.name(*symbol).to_owned(),
                line: parsed
                    .position_of(statement.map_or(start, |statement| statement.span().start))
                    .line,
            };
            if !dropped.contains(&found) {
                dropped.push(found);
            }
        }
    }
    dropped
}
