//! Variables of the functions around: they come along, or their values are captured.

use crate::configure::units_in_scope;
use crate::functions::FunctionKind;
use crate::initializer::{Initializer, untyped};
use crate::needs::{Needs, Placement, Zone};
use crate::parsed::is_inside;
use crate::plan::{Answer, QuestionKind};
use crate::symbols::Declared;
use oxc_ast::AstKind;
use oxc_ast::ast::{Expression, VariableDeclarationKind};
use oxc_semantic::{NodeId, ScopeId, SymbolId};
use oxc_span::GetSpan;
use std::rc::Rc;

/// How a variable of a function around comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// A function declaration, or a function expression for the name that it has in itself.
    Function(NodeId),
    Class(NodeId),
    Declarator(NodeId),
    /// Its value is read at each submit.
    Captured,
}

impl Needs<'_, '_> {
    pub(super) fn need_local(&mut self, symbol: SymbolId) {
        if self.locals.contains_key(&symbol) {
            return;
        }
        let local = if self.captured.contains(&symbol) {
            Local::Captured
        } else {
            self.comes_along(symbol)
        };
        self.locals.insert(symbol, local);
        match local {
            Local::Function(node) | Local::Class(node) => self.keep(self.parsed.subtree(node), Zone::Local(symbol)),
            Local::Declarator(node) => {
                self.keep(self.parsed.subtree(node), Zone::Local(symbol));
                for other in self.parsed.declared_by(node) {
                    self.locals.insert(other, local);
                }
            }
            Local::Captured => {}
        }
    }

    fn comes_along(&mut self, symbol: SymbolId) -> Local {
        let parsed = self.parsed;
        if parsed.is_reassigned(symbol) {
            return Local::Captured;
        }
        let declared = Declared::of(parsed, symbol);
        match &declared {
            Declared::Functions(functions) => match functions.as_slice() {
                [function] if self.is_one(symbol, *function) => Local::Captured,
                [function] => Local::Function(*function),
                _ => Local::Captured,
            },
            Declared::FunctionName(function) => Local::Function(*function),
            Declared::Class(class) if self.is_one(symbol, *class) => Local::Captured,
            Declared::Class(class) => Local::Class(*class),
            Declared::Variable(_) => match parsed.only_declarator(symbol, &declared) {
                Some(declarator) if self.is_repeated(declarator) && self.is_one(symbol, declarator) => Local::Captured,
                Some(declarator) if self.is_repeated(declarator) => Local::Declarator(declarator),
                Some(declarator) if self.is_cache(symbol, declarator) => {
                    match self.ask(parsed.name(symbol), QuestionKind::Local) {
                        Some(Answer::Declare) => Local::Declarator(declarator),
                        _ => Local::Captured,
                    }
                }
                _ => Local::Captured,
            },
            _ => Local::Captured,
        }
    }

    /// Whether a variable has a class, or a function that the script uses as one, which is the same one wherever it goes.
    fn is_one(&mut self, symbol: SymbolId, made: NodeId) -> bool {
        let parsed = self.parsed;
        let value = match parsed.declarator(made) {
            Some((declarator, _)) => declarator.init.as_ref().map_or(made, |init| untyped(init).node_id()),
            None => made,
        };
        let is_class = matches!(parsed.kind(value), AstKind::Class(_))
            || (parsed.can_construct(value) && parsed.is_used_as_class(symbol));
        if !is_class || self.placement == Placement::Local(symbol) {
            return false;
        }
        let extended = parsed.superclass(self.target.node) == Some(symbol);
        extended || self.ask(parsed.name(symbol), QuestionKind::Class) != Some(Answer::Declare)
    }

    /// Whether a variable begins as an empty object, and one function alone that comes along uses it, such as a
    /// bundler's cache of modules.
    fn is_cache(&self, symbol: SymbolId, declarator: NodeId) -> bool {
        let parsed = self.parsed;
        let is_empty = parsed.declarator(declarator).is_some_and(|(declarator, _)| {
            matches!(&declarator.init, Some(Expression::ObjectExpression(object)) if object.properties.is_empty())
        });
        let scope = parsed.scoping().symbol_scope_id(symbol);
        let mut users = parsed
            .references(symbol)
            .map(|reference| self.function_in(scope, reference.node_id()));
        let Some(Some(user)) = users.next() else {
            return false;
        };
        is_empty
            && users.all(|other| other == Some(user))
            && self.locals.values().any(|local| *local == Local::Function(user))
    }

    /// The function of a scope, or of a block in it, that a node stands in.
    fn function_in(&self, scope: ScopeId, node: NodeId) -> Option<NodeId> {
        let parsed = self.parsed;
        let outer = parsed.scoping().get_node_id(scope);
        let mut around = parsed.nodes().ancestor_ids(node).take_while(|node| *node != outer);
        let mut found = None;
        for node in &mut around {
            if matches!(
                parsed.kind(node),
                AstKind::Function(_) | AstKind::ArrowFunctionExpression(_)
            ) {
                found = Some(node);
            }
        }
        found
    }

    /// Keeps the statements that set something of functions and classes which come along; whether there were more.
    pub(super) fn keep_units_of_locals(&mut self) -> bool {
        let parsed = self.parsed;
        let mut more = false;
        let locals: Vec<SymbolId> = self
            .locals
            .iter()
            .filter(|(_, local)| match local {
                Local::Function(_) | Local::Class(_) => true,
                Local::Declarator(node) => {
                    matches!(parsed.initializer(*node), Initializer::Function | Initializer::Class)
                }
                Local::Captured => false,
            })
            .map(|(symbol, _)| *symbol)
            .collect();
        for symbol in locals {
            let scope = parsed.scoping().symbol_scope_id(symbol);
            let units = self
                .units_of_scopes
                .entry(scope)
                .or_insert_with(|| units_in_scope(parsed, scope).into());
            for unit in Rc::clone(units).iter() {
                let nodes = parsed.subtree(unit.node);
                let is_later = unit.span.start > self.target.end && self.placement != Placement::Local(symbol);
                let calls = is_inside(self.target.node, &nodes) && !unit.only_stores;
                if unit.assigns || is_later || calls || !unit.targets.contains(&symbol) {
                    continue;
                }
                if self.units_of_locals.insert(unit.node) {
                    self.keep(nodes, Zone::Local(symbol));
                    more = true;
                }
            }
        }
        more
    }

    fn is_repeated(&self, declarator: NodeId) -> bool {
        let Some((found, declaration)) = self.parsed.declarator(declarator) else {
            return false;
        };
        match Initializer::of(self.parsed, found) {
            // It has its value if its line came before the function was made.
            Initializer::Literal => {
                declaration.kind == VariableDeclarationKind::Const
                    && found.span.end <= self.target.start
                    && self.target.kind != FunctionKind::Declaration
                    && matches!(self.placement, Placement::Expression | Placement::Local(_))
            }
            initializer => {
                initializer.is_repeatable() && found.init.as_ref().is_some_and(|init| !init.span().is_empty())
            }
        }
    }
}
