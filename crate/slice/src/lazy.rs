//! Modules that a bundler runs only when they are first imported: their variables stand at the top level of the bundle,
//! and get their values in a function.
//!
//! `var scaled, Shape; var init_library = __esm({ "library.js"() { scaled = (v) => ...; Shape = class {...}; } });`,
//! and somewhere `init_library();`. Each such assignment is taken for the initialiser of its variable.

use crate::configure::units;
use crate::initializer::{Initializer, untyped};
use crate::parsed::Parsed;
use crate::symbols::Declared;
use oxc_ast::AstKind;
use oxc_ast::ast::{Argument, AssignmentExpression, Expression, ObjectPropertyKind};
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::GetSpan;
use std::collections::{HashMap, HashSet};

/// What a script has of such modules.
#[derive(Debug, Default)]
pub struct Lazy {
    /// The assignment that gives a variable its value.
    assignments: HashMap<SymbolId, NodeId>,
    /// The declarators of the functions that run modules.
    initializers: HashSet<NodeId>,
    /// Objects that are filled with getters of such variables.
    namespaces: HashSet<SymbolId>,
}

impl<'a> Parsed<'a> {
    fn lazy(&self) -> &Lazy {
        self.lazy.get_or_init(|| Lazy::of(self))
    }

    /// The assignment that is the initialiser of a variable.
    pub fn lazy_assignment(&self, symbol: SymbolId) -> Option<&'a AssignmentExpression<'a>> {
        let node = self.lazy().assignments.get(&symbol)?;
        match self.kind(*node) {
            AstKind::AssignmentExpression(assignment) => Some(assignment),
            _ => None,
        }
    }

    /// Whether an assignment is the initialiser of a variable.
    pub fn is_lazy_assignment(&self, symbol: SymbolId, assignment: NodeId) -> bool {
        self.lazy().assignments.get(&symbol) == Some(&assignment)
    }

    /// The variables that a declarator's function gives their values, if it runs a module.
    pub fn run_by(&self, declarator: NodeId) -> Vec<SymbolId> {
        let lazy = self.lazy();
        if !lazy.initializers.contains(&declarator) {
            return Vec::new();
        }
        let nodes = self.subtree(declarator);
        let inside = lazy
            .assignments
            .iter()
            .filter(|(_, node)| nodes.contains(&node.index()));
        inside.map(|(symbol, _)| *symbol).collect()
    }

    /// Whether a declarator's value belongs to one slice, because it gives or reads values of a module that is run
    /// there.
    pub fn is_of_lazy_module(&self, declarator: NodeId) -> bool {
        let lazy = self.lazy();
        lazy.initializers.contains(&declarator)
            || self
                .declared_by(declarator)
                .iter()
                .any(|symbol| lazy.namespaces.contains(symbol))
    }

    /// What a variable is made of, which gets its value in a function.
    pub fn lazy_initializer(&self, symbol: SymbolId) -> Option<Initializer> {
        let assignment = self.lazy_assignment(symbol)?;
        Some(Initializer::of_expression(self, &assignment.right))
    }

    /// Whether an assignment can be done outside of its function.
    pub fn stands_alone(&self, assignment: &AssignmentExpression) -> bool {
        let nodes = self.subtree(assignment.node_id.get());
        let function = self.function_around(assignment.node_id.get());
        !nodes.clone().map(NodeId::from_usize).any(|node| match self.kind(node) {
            AstKind::AwaitExpression(_) => self.function_around(node) == function,
            AstKind::IdentifierReference(name) => {
                let reference = name.reference_id.get().map(|id| self.scoping().get_reference(id));
                reference
                    .and_then(oxc_semantic::Reference::symbol_id)
                    .is_some_and(|symbol| !self.is_of_module(symbol) && !self.is_declared_inside(symbol, &nodes))
            }
            _ => false,
        })
    }
}

impl Lazy {
    fn of(parsed: &Parsed) -> Self {
        let mut lazy = Self::default();
        let mut twice = HashSet::new();
        for node in parsed.nodes().iter() {
            let AstKind::VariableDeclarator(declarator) = node.kind() else {
                continue;
            };
            let init = declarator.init.as_ref().map(untyped);
            let Some(Expression::CallExpression(call)) = init.filter(|_| parsed.is_at_top(node.id())) else {
                continue;
            };
            let body = match call.arguments.as_slice() {
                [argument] if runs_once(parsed, &call.callee) => body(argument),
                _ => None,
            };
            if let Some(body) = body {
                lazy.initializers.insert(node.id());
                for (symbol, assignment) in assigned(parsed, body) {
                    if lazy.assignments.insert(symbol, assignment).is_some() {
                        twice.insert(symbol);
                    }
                }
            }
        }
        lazy.assignments.retain(|symbol, _| !twice.contains(symbol));
        lazy.find_namespaces(parsed);
        lazy
    }

    fn find_namespaces(&mut self, parsed: &Parsed) {
        if self.assignments.is_empty() {
            return;
        }
        for unit in units(parsed) {
            let reads = parsed
                .subtree(unit.node)
                .any(|index| match parsed.kind(NodeId::from_usize(index)) {
                    AstKind::IdentifierReference(name) => {
                        let reference = name.reference_id.get().map(|id| parsed.scoping().get_reference(id));
                        reference
                            .and_then(oxc_semantic::Reference::symbol_id)
                            .is_some_and(|symbol| self.assignments.contains_key(&symbol))
                    }
                    _ => false,
                });
            if reads {
                self.namespaces.extend(&unit.targets);
            }
        }
    }
}

/// esbuild's `__esm`, and Rolldown's: `(fn, res) => () => (fn && (res = fn(fn = 0)), res)`.
fn runs_once(parsed: &Parsed, helper: &Expression) -> bool {
    let Expression::Identifier(helper) = helper else {
        return false;
    };
    let reference = helper.reference_id.get().map(|id| parsed.scoping().get_reference(id));
    let Some(symbol) = reference.and_then(oxc_semantic::Reference::symbol_id) else {
        return false;
    };
    let declaration = parsed.kind(parsed.scoping().symbol_declaration(symbol)).span();
    let text: String = parsed.slice(declaration).split_whitespace().collect();
    text.len() < 300 && text.contains("&&(") && text.contains("=0)),")
}

/// The function that is an argument, or the only method of it.
fn body(argument: &Argument) -> Option<NodeId> {
    match untyped(argument.as_expression()?) {
        Expression::FunctionExpression(function) => Some(function.node_id.get()),
        Expression::ArrowFunctionExpression(arrow) => Some(arrow.node_id.get()),
        Expression::ObjectExpression(object) => match object.properties.as_slice() {
            [ObjectPropertyKind::ObjectProperty(property)] => match &property.value {
                Expression::FunctionExpression(function) => Some(function.node_id.get()),
                Expression::ArrowFunctionExpression(arrow) => Some(arrow.node_id.get()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The variables of the top level that a function assigns, and where.
fn assigned(parsed: &Parsed, body: NodeId) -> Vec<(SymbolId, NodeId)> {
    let nodes = parsed.subtree(body).map(NodeId::from_usize);
    let found = nodes.filter_map(|node| {
        let AstKind::IdentifierReference(name) = parsed.kind(node) else {
            return None;
        };
        let reference = parsed.scoping().get_reference(name.reference_id.get()?);
        let symbol = reference.symbol_id()?;
        let parent = parsed.parent(node);
        let AstKind::AssignmentExpression(assignment) = parsed.kind(parent) else {
            return None;
        };
        let assigns = reference.is_write()
            && assignment.operator.is_assign()
            && assignment.left.span() == name.span
            && parsed.function_around(node) == Some(body);
        let empty = match Declared::of(parsed, symbol) {
            Declared::Variable(declarators) => declarators.iter().all(|node| {
                let declarator = parsed.declarator(*node);
                parsed.is_at_top(*node) && declarator.is_some_and(|(declarator, _)| declarator.init.is_none())
            }),
            _ => false,
        };
        (assigns && empty && parsed.is_of_module(symbol)).then_some((symbol, parent))
    });
    found.collect()
}
