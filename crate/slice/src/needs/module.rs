//! Variables of the module: how they are made again.

use crate::needs::{Needs, Stop, When, Zone};
use crate::plan::{Answer, QuestionKind};
use crate::refuse::Offence;
use crate::symbols::Declared;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::GetSpan;

/// How a variable of the module is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// By an import.
    Import,
    /// By its function declarations.
    Function,
    Class,
    /// By its declarators.
    Declared,
    /// Its value is copied once.
    Value,
    /// It is reassigned by the program: its value goes with each submit.
    Live,
    /// It waits for an answer.
    Asked,
}

impl Needs<'_, '_> {
    pub(super) fn need_of_module(&mut self, symbol: SymbolId, start: u32) -> Result<(), Stop> {
        if self.module.contains_key(&symbol) {
            return Ok(());
        }
        // First, because what it needs may need it too.
        self.module.insert(symbol, Module::Asked);
        let declared = Declared::of(self.parsed, symbol);
        let module = match &declared {
            Declared::Import(_) => Module::Import,
            Declared::Functions(functions) => {
                for function in functions {
                    self.keep(self.parsed.subtree(*function), Zone::Module);
                }
                Module::Function
            }
            Declared::Class(class) => {
                self.keep(self.parsed.subtree(*class), Zone::Module);
                Module::Class
            }
            Declared::Variable(declarators) => self.need_variable(symbol, &declared, declarators),
            Declared::Typed(what) => return Err(self.refuse(&Offence::Syntax(what), start)),
            Declared::FunctionName(_) | Declared::Other => {
                return Err(self.refuse(&Offence::Unreadable(self.parsed.name(symbol)), start));
            }
        };
        self.module.insert(symbol, module);
        Ok(())
    }

    fn need_variable(&mut self, symbol: SymbolId, declared: &Declared, declarators: &[NodeId]) -> Module {
        let only = self.parsed.only_declarator(symbol, declared);
        let lazy = self.parsed.lazy_assignment(symbol).filter(|_| only.is_some());
        let repeatable = only.is_some_and(|declarator| {
            let initializer = self.parsed.lazy_initializer(symbol);
            initializer
                .unwrap_or_else(|| self.parsed.initializer(declarator))
                .is_repeatable()
        });
        // In a block of the top level that also holds the function, only the value is certain.
        let apart = declarators.iter().all(|declarator| self.stands_apart(*declarator))
            && lazy.is_none_or(|assignment| {
                let holds_target = assignment.span.start <= self.target.start && self.target.end <= assignment.span.end;
                self.parsed.stands_alone(assignment) && (repeatable || !holds_target)
            });
        if repeatable && apart {
            self.declare(symbol, declarators);
            return Module::Declared;
        }
        if repeatable {
            return Module::Live;
        }
        let Some(answer) = self.ask(self.parsed.name(symbol), QuestionKind::Module) else {
            return Module::Asked;
        };
        match answer {
            Answer::Value => Module::Value,
            Answer::Capture => Module::Live,
            _ if !apart => Module::Live,
            _ => {
                self.declare(symbol, declarators);
                Module::Declared
            }
        }
    }

    /// Whether a declarator can be kept without running the function's surroundings.
    fn stands_apart(&self, declarator: NodeId) -> bool {
        let start = self.parsed.kind(declarator).span().start;
        let statement = self.parsed.statement_at(start).map(GetSpan::span);
        self.parsed.is_at_top(declarator)
            || statement.is_some_and(|span| self.target.end <= span.start || span.end <= self.target.start)
    }

    fn declare(&mut self, symbol: SymbolId, declarators: &[NodeId]) {
        if let Some(assignment) = self.parsed.lazy_assignment(symbol) {
            let node = assignment.node_id.get();
            self.assignments.insert(node, symbol);
            self.keep(self.parsed.subtree(node), Zone::Module);
        }
        for declarator in declarators {
            if self.parsed.is_at_top(*declarator) {
                if self.declarators.insert(*declarator) {
                    self.keep(self.parsed.subtree(*declarator), Zone::Module);
                    self.declare_others(*declarator);
                }
                continue;
            }
            let start = self.parsed.kind(*declarator).span().start;
            let number = self
                .parsed
                .program
                .body
                .partition_point(|statement| statement.span().end <= start);
            if let Some(nodes) = self.parsed.statement_nodes(number)
                && self.statements.insert(number)
            {
                for node in nodes.clone().map(NodeId::from_usize) {
                    self.declare_others(node);
                }
                self.keep(nodes, Zone::Module);
            }
        }
    }

    /// What a declarator also declares needs no other declaration.
    fn declare_others(&mut self, declarator: NodeId) {
        for symbol in self.parsed.declared_by(declarator) {
            if self.parsed.is_of_module(symbol) {
                self.module.insert(symbol, Module::Declared);
            }
        }
    }

    /// Decides between a value that is copied once, which code of the top level has at once, and one that goes with each
    /// submit.
    pub(super) fn settle_values(&mut self) {
        let parsed = self.parsed;
        for free in self.free.values_mut() {
            if free.answer == Some(Answer::Capture) && free.uses.by_module == When::AtOnce {
                free.answer = Some(Answer::Value);
            }
        }
        let kept = &self.kept;
        for (symbol, module) in &mut self.module {
            let is_early = self.uses.get(symbol).is_some_and(|uses| uses.by_module == When::AtOnce);
            let changes = parsed.is_reassigned(*symbol) && !parsed.is_assigned_later(*symbol, kept);
            match module {
                Module::Value if changes && !is_early => *module = Module::Live,
                Module::Live if is_early || parsed.is_assigned_later(*symbol, kept) => *module = Module::Value,
                _ => {}
            }
        }
    }

    pub(super) fn refuse_unreadable_of_module(&self) -> Result<(), Stop> {
        for (symbol, module) in &self.module {
            let name = self.parsed.name(*symbol);
            let unreadable = self.answers.get(name) == Some(&Answer::Unreadable);
            if *module == Module::Declared && unreadable && self.is_assigned_elsewhere(*symbol) {
                let start = self.uses.get(symbol).map_or(self.target.start, |uses| uses.first);
                return Err(self.refuse(&Offence::UnreadableChanging(name), start));
            }
        }
        Ok(())
    }

    /// Whether code that is not kept assigns a variable.
    fn is_assigned_elsewhere(&self, symbol: SymbolId) -> bool {
        self.parsed.is_reassigned(symbol)
            && self.parsed.references(symbol).any(|reference| {
                let node = reference.node_id();
                reference.is_write() && !self.kept.contains(node)
            })
    }
}
