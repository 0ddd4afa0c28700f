//! A name that the kept code uses: whose is it?

use crate::cjs;
use crate::needs::{Free, Local, Meaning, Needs, Stop, Use, Zone};
use crate::parsed::Nodes;
use crate::plan::{Answer, QuestionKind};
use crate::refuse::Offence;
use crate::script::Format;
use oxc_ast::ast::Ident;
use oxc_ast::ast::IdentifierReference;
use oxc_semantic::{NodeId, SymbolFlags, SymbolId};

/// Names that every runtime has, and that mean the same whatever is around them.
const CERTAIN: [&str; 4] = ["undefined", "NaN", "Infinity", "globalThis"];

impl Needs<'_, '_> {
    pub(super) fn reference(
        &mut self,
        node: NodeId,
        name: &IdentifierReference,
        nodes: &Nodes,
        zone: Zone,
    ) -> Result<(), Stop> {
        let Some(reference) = name.reference_id.get() else {
            return Ok(());
        };
        let reference = self.parsed.scoping().get_reference(reference);
        // Types are no uses.
        if !reference.is_value() || reference.flags().is_value_as_type() {
            return Ok(());
        }
        let written = reference.is_write();
        match reference.symbol_id() {
            Some(symbol) if !self.is_ambient(symbol) => self.variable(symbol, node, written, nodes, zone),
            _ if name.name == "arguments" => self.arguments(node, name.span.start, nodes),
            _ => self.free(name.name.as_str(), node, written, nodes, zone),
        }
    }

    /// Declared for TypeScript alone.
    fn is_ambient(&self, symbol: SymbolId) -> bool {
        self.parsed
            .scoping()
            .symbol_flags(symbol)
            .contains(SymbolFlags::Ambient)
    }

    fn variable(
        &mut self,
        symbol: SymbolId,
        node: NodeId,
        written: bool,
        nodes: &Nodes,
        zone: Zone,
    ) -> Result<(), Stop> {
        let parsed = self.parsed;
        let of_module = parsed.is_of_module(symbol);
        if !of_module && (parsed.is_declared_inside(symbol, nodes) || cjs::is_of_wrapper(parsed, symbol)) {
            return Ok(());
        }
        let start = oxc_span::GetSpan::span(&parsed.kind(node)).start;
        let by_function = zone != Zone::Module || self.is_of_target(node);
        let uses = self.uses.entry(symbol).or_insert_with(|| Use::new(start));
        uses.add(parsed, node, written, zone);
        uses.read_by_function |= by_function;
        uses.early |= zone != Zone::Module && parsed.is_early(node, nodes);
        self.agree(parsed.name(symbol), Meaning::Variable(symbol), zone)?;
        if of_module {
            return self.need_of_module(symbol, start);
        }
        if zone == Zone::Module {
            return Err(self.refuse(&Offence::Unreadable(parsed.name(symbol)), start));
        }
        self.need_local(symbol);
        if self.locals.get(&symbol) == Some(&Local::Captured) {
            if let Zone::Local(owner) = zone
                && !self.is_seen(symbol)
            {
                return Err(Stop::Conflict(owner));
            }
            if written {
                return Err(self.refuse(&Offence::Assigns(parsed.name(symbol)), start));
            }
        }
        Ok(())
    }

    /// Whether the function would mean this variable by its name: its value is looked up in the function's own scopes.
    fn is_seen(&self, symbol: SymbolId) -> bool {
        let scoping = self.parsed.scoping();
        let scope = self.parsed.nodes().get_node(self.target.holder).scope_id();
        scoping
            .scope_ancestors(scope)
            .find_map(|scope| scoping.get_binding(scope, Ident::from(self.parsed.name(symbol))))
            == Some(symbol)
    }

    /// All code in the factory must mean the same by a name.
    pub(super) fn agree(&mut self, name: &str, meaning: Meaning, zone: Zone) -> Result<(), Stop> {
        if zone == Zone::Module {
            return Ok(());
        }
        let known = *self.meanings.entry(name.to_owned()).or_insert(meaning);
        match zone {
            Zone::Local(symbol) if known != meaning => Err(Stop::Conflict(symbol)),
            _ => Ok(()),
        }
    }

    fn arguments(&self, node: NodeId, start: u32, nodes: &Nodes) -> Result<(), Stop> {
        let at_top = self.parsed.owner_of_this(node).is_none();
        if at_top && self.parsed.format != Format::CommonJs {
            return Ok(());
        }
        self.outer_value(node, "arguments", start, nodes)
    }

    fn free(&mut self, name: &str, node: NodeId, written: bool, nodes: &Nodes, zone: Zone) -> Result<(), Stop> {
        if CERTAIN.contains(&name) {
            return Ok(());
        }
        self.agree(name, Meaning::Free, zone)?;
        if self.parsed.format == Format::CommonJs && cjs::is_given(name) {
            self.exports_read(name, node);
            return Ok(());
        }
        let start = oxc_span::GetSpan::span(&self.parsed.kind(node)).start;
        if !self.free.contains_key(name) {
            let hidden = self.is_hidden(name);
            let kind = if hidden {
                QuestionKind::Global
            } else {
                QuestionKind::Free
            };
            let answer = self.ask(name, kind);
            let uses = Use::new(start);
            self.free.insert(name.to_owned(), Free { uses, answer, hidden });
        }
        let parsed = self.parsed;
        let of_target = self.is_of_target(node);
        let Some(free) = self.free.get_mut(name) else {
            return Ok(());
        };
        free.uses.add(parsed, node, written, zone);
        free.uses.early |= zone != Zone::Module && parsed.is_early(node, nodes);
        free.uses.read_by_function |= !written && (of_target || zone != Zone::Module);
        if written && free.answer == Some(Answer::Capture) {
            return Err(self.refuse(&Offence::Assigns(name), start));
        }
        Ok(())
    }

    /// Whether the function sees a variable of the functions around it by a name that other code means something else
    /// by.
    fn is_hidden(&self, name: &str) -> bool {
        let scoping = self.parsed.scoping();
        let scope = self.parsed.nodes().get_node(self.target.holder).scope_id();
        scoping
            .scope_ancestors(scope)
            .any(|scope| scoping.get_binding(scope, Ident::from(name)).is_some())
    }

    /// Keeps the statements that set what is read of `exports` or `module`.
    fn exports_read(&mut self, name: &str, node: NodeId) {
        if name != "exports" && name != "module" {
            return;
        }
        let wanted = cjs::read_of(self.parsed, name, node);
        for statement in cjs::setters(self.parsed, &wanted, self.target.node) {
            if self.statements.insert(statement.number) {
                self.keep(statement.nodes, Zone::Module);
            }
        }
    }

    /// Refuses names that nothing is known of, and variables whose value would be another one.
    pub(super) fn refuse_unreadable(&self) -> Result<(), Stop> {
        for (name, free) in &self.free {
            // Code that other functions have may never run: there, it fails where it would fail here.
            if !free.uses.read_by_function || free.uses.looked_for {
                continue;
            }
            match free.answer {
                Some(Answer::Missing) => return Err(self.refuse(&Offence::NotGlobal(name), free.uses.first)),
                Some(Answer::Unreadable) => {
                    return Err(self.refuse(&Offence::UnreadableAround(name), free.uses.first));
                }
                _ => {}
            }
        }
        self.refuse_unreadable_of_module()
    }
}
