//! What a variable is: how it is declared, who assigns it.

use crate::initializer::Initializer;
use crate::needs::Kept;
use crate::parsed::{Parsed, is_inside};
use oxc_ast::AstKind;
use oxc_ast::ast::{BindingPattern, VariableDeclaration, VariableDeclarationKind, VariableDeclarator};
use oxc_semantic::{NodeId, Reference, SymbolId};
use oxc_span::GetSpan;

/// How a variable is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// By this specifier of an import.
    Import(NodeId),
    /// By function declarations, usually one.
    Functions(Vec<NodeId>),
    /// The name that a function expression has in itself.
    FunctionName(NodeId),
    Class(NodeId),
    /// By declarators, usually one.
    Variable(Vec<NodeId>),
    /// By syntax of TypeScript that makes a value.
    Typed(&'static str),
    /// A parameter, or what a `catch` gets, or the name that a class has in itself.
    Other,
}

impl Declared {
    pub fn of(parsed: &Parsed, symbol: SymbolId) -> Self {
        let nodes: Vec<NodeId> = parsed.scoping().symbol_declarations(symbol).collect();
        let of_kind = |wanted: fn(AstKind) -> bool| -> Vec<NodeId> {
            let found = nodes.iter().copied().filter(|node| wanted(parsed.kind(*node)));
            found.collect()
        };
        if let Some(import) = of_kind(is_import).first() {
            return Self::Import(*import);
        }
        if !of_kind(|kind| matches!(kind, AstKind::TSEnumDeclaration(_))).is_empty() {
            return Self::Typed("an enum");
        }
        if !of_kind(|kind| matches!(kind, AstKind::TSImportEqualsDeclaration(_))).is_empty() {
            return Self::Typed("import =");
        }
        let declarators = of_kind(|kind| matches!(kind, AstKind::VariableDeclarator(_)));
        let functions = of_kind(|kind| matches!(kind, AstKind::Function(function) if function.body.is_some()));
        let classes = of_kind(|kind| matches!(kind, AstKind::Class(_)));
        let namespaces = of_kind(|kind| matches!(kind, AstKind::TSNamespaceDeclaration(_)));
        if !namespaces.is_empty() && (functions.len() + classes.len() + declarators.len()) == 0 {
            return Self::Typed("a namespace");
        }
        let has_initializer =
            |node: &NodeId| matches!(parsed.kind(*node), AstKind::VariableDeclarator(it) if it.init.is_some());
        match (functions.as_slice(), classes.as_slice(), declarators.as_slice()) {
            ([function], [], []) if is_expression(parsed, *function) => Self::FunctionName(*function),
            ([_, ..], [], variables) if !variables.iter().any(has_initializer) => Self::Functions(functions),
            ([], [class], []) if is_declaration(parsed, *class) => Self::Class(*class),
            ([], [], [_, ..]) if declarators.len() + of_kind(is_type).len() == nodes.len() => {
                Self::Variable(declarators)
            }
            _ => Self::Other,
        }
    }
}

fn is_import(kind: AstKind) -> bool {
    matches!(
        kind,
        AstKind::ImportSpecifier(_) | AstKind::ImportDefaultSpecifier(_) | AstKind::ImportNamespaceSpecifier(_)
    )
}

fn is_type(kind: AstKind) -> bool {
    matches!(
        kind,
        AstKind::TSInterfaceDeclaration(_) | AstKind::TSTypeAliasDeclaration(_) | AstKind::TSNamespaceDeclaration(_)
    )
}

fn is_expression(parsed: &Parsed, function: NodeId) -> bool {
    matches!(parsed.kind(function), AstKind::Function(function) if function.is_expression())
}

fn is_declaration(parsed: &Parsed, class: NodeId) -> bool {
    matches!(parsed.kind(class), AstKind::Class(class) if class.is_declaration())
}

impl<'a> Parsed<'a> {
    pub fn name(&self, symbol: SymbolId) -> &str {
        self.scoping().symbol_name(symbol)
    }

    pub fn references(&self, symbol: SymbolId) -> impl Iterator<Item = &Reference> {
        self.scoping().get_resolved_references(symbol)
    }

    /// A declarator, with the declaration that it is part of.
    pub fn declarator(&self, node: NodeId) -> Option<(&'a VariableDeclarator<'a>, &'a VariableDeclaration<'a>)> {
        let AstKind::VariableDeclarator(declarator) = self.kind(node) else {
            return None;
        };
        let AstKind::VariableDeclaration(declaration) = self.kind(self.parent(node)) else {
            return None;
        };
        Some((declarator, declaration))
    }

    /// The one declarator of a variable that is never assigned after it was made.
    pub fn only_declarator(&self, symbol: SymbolId, declared: &Declared) -> Option<NodeId> {
        match declared {
            Declared::Variable(declarators) if declarators.len() == 1 && !self.is_reassigned(symbol) => {
                declarators.first().copied()
            }
            _ => None,
        }
    }

    pub fn initializer(&self, declarator: NodeId) -> Initializer {
        self.declarator(declarator)
            .map_or(Initializer::Nothing, |(declarator, _)| {
                Initializer::of(self, declarator)
            })
    }

    /// Whether a declaration is a statement of the script's top level, or exported there.
    pub fn is_at_top(&self, declarator: NodeId) -> bool {
        let declaration = self.parent(declarator);
        let parent = self.parent(declaration);
        matches!(self.kind(parent), AstKind::Program(_) | AstKind::ExportDeclaration(_))
    }

    /// Whether anything assigns a variable, be it to complete it.
    pub fn is_written(&self, symbol: SymbolId) -> bool {
        self.references(symbol).any(Reference::is_write)
    }

    /// Whether anything assigns a variable after it was made.
    pub fn is_reassigned(&self, symbol: SymbolId) -> bool {
        self.references(symbol)
            .any(|reference| reference.is_write() && !self.completes(symbol, reference))
    }

    /// Whether kept code assigns a variable, in a function that may run later.
    pub fn is_assigned_later(&self, symbol: SymbolId, kept: &Kept) -> bool {
        self.references(symbol).any(|reference| {
            let node = reference.node_id();
            kept.contains(node)
                && reference.is_write()
                && !self.completes(symbol, reference)
                && self.function_around(node).is_some()
        })
    }

    /// Whether it is a function that nobody but itself assigns, and only another function: what it was made for is done
    /// once, as in `function f() { const made = make(); return (f = () => made)(); }`.
    pub fn replaces_itself(&self, symbol: SymbolId) -> bool {
        let Declared::Functions(functions) = Declared::of(self, symbol) else {
            return false;
        };
        let &[function] = functions.as_slice() else {
            return false;
        };
        let own = self.subtree(function);
        let mut writes = self.references(symbol).filter(|reference| reference.is_write());
        writes.all(|write| {
            let is_function = match self.kind(self.parent(write.node_id())) {
                AstKind::AssignmentExpression(it) => it.operator.is_assign() && it.right.is_function(),
                _ => false,
            };
            is_function && is_inside(write.node_id(), &own)
        })
    }

    /// Whether an assignment is the last part of making a variable, at the top level: its statement also reads it, as in
    /// `(function (Color) {...})(Color || (Color = {}))` and `Point = __decorate([...], Point)`.
    fn completes(&self, symbol: SymbolId, write: &Reference) -> bool {
        let node = write.node_id();
        if self.is_lazy_assignment(symbol, self.parent(node)) {
            return true;
        }
        let AstKind::AssignmentExpression(assignment) = self.kind(self.parent(node)) else {
            return false;
        };
        if !assignment.operator.is_assign() || self.function_around(node).is_some() {
            return false;
        }
        let Some(statement) = self.statement_at(self.kind(node).span().start) else {
            return false;
        };
        let span = statement.span();
        let is_read = self.references(symbol).any(|reference| {
            let at = self.kind(reference.node_id()).span();
            reference.is_read() && span.start <= at.start && at.end <= span.end
        });
        is_read && matches!(statement, oxc_ast::ast::Statement::ExpressionStatement(_))
    }

    /// Whether a captured variable keeps the value that it has once the function is there.
    pub fn is_constant(&self, symbol: SymbolId, function: u32) -> bool {
        let scope = self.scoping().symbol_scope_id(symbol);
        if self.is_written(symbol) || self.scoping().scope_flags(scope).contains_direct_eval() {
            return false;
        }
        let mut declarations = self.scoping().symbol_declarations(symbol);
        let (Some(node), None) = (declarations.next(), declarations.next()) else {
            return false;
        };
        match self.declarator(node) {
            // A `var` has a value before its line, another one after it, and in a loop one after the other.
            Some((declarator, declaration)) if declaration.kind == VariableDeclarationKind::Var => {
                declarator.span.end <= function && !self.is_in_loop(node)
            }
            _ => true,
        }
    }

    fn is_in_loop(&self, node: NodeId) -> bool {
        for parent in self.nodes().ancestor_kinds(node) {
            match parent {
                AstKind::Function(_) | AstKind::ArrowFunctionExpression(_) | AstKind::StaticBlock(_) => return false,
                AstKind::ForStatement(_)
                | AstKind::ForInStatement(_)
                | AstKind::ForOfStatement(_)
                | AstKind::WhileStatement(_)
                | AstKind::DoWhileStatement(_)
                | AstKind::LabeledStatement(_)
                | AstKind::SwitchStatement(_) => return true,
                _ => {}
            }
        }
        false
    }

    /// The variables that a declarator declares.
    pub fn declared_by(&self, declarator: NodeId) -> Vec<SymbolId> {
        let Some((found, _)) = self.declarator(declarator) else {
            return Vec::new();
        };
        let pattern = found.id.span();
        let nodes = self.subtree(declarator);
        let names = nodes.filter_map(|node| match self.kind(NodeId::from_usize(node)) {
            AstKind::BindingIdentifier(name) if pattern.start <= name.span.start && name.span.end <= pattern.end => {
                name.symbol_id.get()
            }
            _ => None,
        });
        names
            .filter(|symbol| {
                self.scoping()
                    .symbol_declarations(*symbol)
                    .any(|node| node == declarator)
            })
            .collect()
    }
}

/// The name that a declarator gives its value; none if it takes the value apart.
pub fn only_name<'e>(declarator: &'e VariableDeclarator) -> Option<&'e str> {
    match &declarator.id {
        BindingPattern::BindingIdentifier(name) => Some(name.name.as_str()),
        _ => None,
    }
}
