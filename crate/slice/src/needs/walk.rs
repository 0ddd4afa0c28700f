//! Looks at each node that is kept: what it refers to, and what keeps it from being sent.

use crate::configure::{is_builtin_setter, is_helper};
use crate::functions::FunctionKind;
use crate::needs::{Needs, Stop, Zone};
use crate::parsed::{Nodes, Parsed, is_inside};
use crate::refuse::Offence;
use crate::script::Format;
use oxc_ast::AstKind;
use oxc_ast::ast::{ClassElement, Expression, FormalParameter};
use oxc_semantic::NodeId;
use oxc_span::GetSpan;

impl Needs<'_, '_> {
    pub(super) fn walk(&mut self, nodes: &Nodes, zone: Zone) -> Result<(), Stop> {
        for index in nodes.clone() {
            self.node(NodeId::from_usize(index), nodes, zone)?;
        }
        Ok(())
    }

    fn node(&mut self, node: NodeId, nodes: &Nodes, zone: Zone) -> Result<(), Stop> {
        let kind = self.parsed.kind(node);
        self.calls_early |= zone != Zone::Module && may_call(self.parsed, kind) && self.parsed.is_early(node, nodes);
        match kind {
            AstKind::IdentifierReference(name) => self.reference(node, name, nodes, zone),
            AstKind::ThisExpression(this) => self.this(node, this.span.start, nodes),
            AstKind::NewTarget(target) => self.outer_value(node, "new.target", target.span.start, nodes),
            AstKind::Super(it) => self.super_of(node, it.span.start, nodes),
            AstKind::PrivateIdentifier(name) => self.private(node, name.name.as_str(), name.span.start, nodes),
            AstKind::AwaitExpression(_) => {
                self.awaits |= zone == Zone::Module && self.parsed.function_around(node).is_none();
                Ok(())
            }
            AstKind::ForOfStatement(statement) if statement.r#await => {
                self.awaits |= zone == Zone::Module && self.parsed.function_around(node).is_none();
                Ok(())
            }
            AstKind::CallExpression(call) => match &call.callee {
                Expression::Identifier(callee) if callee.name == "eval" && !call.optional => {
                    Err(self.refuse(&Offence::Eval, call.span.start))
                }
                _ => Ok(()),
            },
            AstKind::WithStatement(statement) => Err(self.refuse(&Offence::With, statement.span.start)),
            _ => match not_javascript(kind) {
                Some(what) => Err(self.refuse(&Offence::Syntax(what), kind.span().start)),
                None => Ok(()),
            },
        }
    }

    fn this(&self, node: NodeId, start: u32, nodes: &Nodes) -> Result<(), Stop> {
        match self.parsed.owner_of_this(node) {
            Some(owner) if !is_inside(owner, nodes) => Err(self.refuse(&Offence::OuterThis, start)),
            // There it is `module.exports`, which the program has filled.
            None if self.parsed.format == Format::CommonJs && self.is_of_target(node) => {
                Err(self.refuse(&Offence::OuterThis, start))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn outer_value(&self, node: NodeId, name: &str, start: u32, nodes: &Nodes) -> Result<(), Stop> {
        match self.parsed.owner_of_this(node) {
            Some(owner) if is_inside(owner, nodes) => Ok(()),
            _ => Err(self.refuse(&Offence::OuterValue(name), start)),
        }
    }

    fn super_of(&self, node: NodeId, start: u32, nodes: &Nodes) -> Result<(), Stop> {
        match self.parsed.owner_of_this(node) {
            Some(owner) if owner == self.target.node && self.target.kind == FunctionKind::Method => {
                Err(self.refuse(&Offence::Super, start))
            }
            Some(owner) if is_inside(owner, nodes) => Ok(()),
            _ => Err(self.refuse(&Offence::OuterSuper, start)),
        }
    }

    fn private(&self, node: NodeId, name: &str, start: u32, nodes: &Nodes) -> Result<(), Stop> {
        let parent = self.parsed.kind(self.parsed.parent(node));
        let refers = matches!(
            parent,
            AstKind::PrivateFieldExpression(_) | AstKind::PrivateInExpression(_)
        );
        let is_known = self.parsed.nodes().ancestor_ids(node).any(|around| {
            let AstKind::Class(class) = self.parsed.kind(around) else {
                return false;
            };
            is_inside(around, nodes) && class.body.body.iter().any(|element| has_private_name(element, name))
        });
        if refers && !is_known {
            return Err(self.refuse(&Offence::Private(name), start));
        }
        Ok(())
    }

    /// Whether a node belongs to the function itself, and not to what comes along.
    pub(super) fn is_of_target(&self, node: NodeId) -> bool {
        is_inside(node, &self.parsed.subtree(self.target.node))
    }
}

fn has_private_name(element: &ClassElement, name: &str) -> bool {
    element
        .property_key()
        .is_some_and(|key| key.is_private_identifier() && key.name().is_some_and(|key| key == name))
}

/// Whether code of the program may run here: not what compilers write around classes.
fn may_call(parsed: &Parsed, kind: AstKind) -> bool {
    match kind {
        AstKind::CallExpression(call) => !is_builtin_setter(parsed, &call.callee) && !is_helper(parsed, &call.callee),
        AstKind::NewExpression(_) | AstKind::TaggedTemplateExpression(_) => true,
        _ => false,
    }
}

/// Syntax that has to be compiled before it runs.
fn not_javascript(kind: AstKind) -> Option<&'static str> {
    match kind {
        AstKind::JSXElement(_) | AstKind::JSXFragment(_) => Some("JSX"),
        AstKind::Decorator(_) => Some("a decorator"),
        AstKind::TSEnumDeclaration(declaration) if !declaration.declare => Some("an enum"),
        AstKind::TSImportEqualsDeclaration(_) => Some("import ="),
        AstKind::FormalParameter(parameter) if is_field(parameter) => Some("a parameter property"),
        _ => None,
    }
}

fn is_field(parameter: &FormalParameter) -> bool {
    parameter.accessibility.is_some() || parameter.readonly || parameter.r#override
}
