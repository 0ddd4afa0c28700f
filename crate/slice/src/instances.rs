//! What makes instances: classes, and functions that the script uses as classes.

use crate::functions::Function;
use crate::needs::{Placement, own_name};
use crate::parsed::Parsed;
use oxc_ast::AstKind;
use oxc_ast::ast::Expression;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::GetSpan;
use oxc_syntax::operator::BinaryOperator;

impl Parsed<'_> {
    /// Whether a function makes instances.
    pub fn makes_instances(&self, target: &Function) -> bool {
        if matches!(self.kind(target.node), AstKind::Class(_)) {
            return true;
        }
        let placed = match Placement::of(self, target) {
            Placement::Module(symbol) | Placement::Local(symbol) => Some(symbol),
            Placement::Expression => None,
        };
        let own = own_name(self, target).and_then(|name| name.symbol_id.get());
        self.can_construct(target.node) && [placed, own].into_iter().flatten().any(|it| self.is_used_as_class(it))
    }

    /// Whether `new` can call a function.
    pub fn can_construct(&self, function: NodeId) -> bool {
        matches!(self.kind(function), AstKind::Function(function) if !function.r#async && !function.generator)
    }

    /// Whether the script makes instances by a variable, or asks whether something is one.
    pub fn is_used_as_class(&self, symbol: SymbolId) -> bool {
        self.references(symbol).any(|reference| {
            let node = reference.node_id();
            let span = self.kind(node).span();
            match self.kind(self.parent(node)) {
                AstKind::NewExpression(made) => made.callee.span() == span,
                AstKind::BinaryExpression(binary) => {
                    binary.operator == BinaryOperator::Instanceof && binary.right.span() == span
                }
                AstKind::StaticMemberExpression(member) => {
                    member.property.name == "prototype" && member.object.span() == span
                }
                AstKind::Class(class) => class
                    .heritage
                    .as_ref()
                    .is_some_and(|heritage| heritage.expression.span() == span),
                _ => false,
            }
        })
    }

    /// The variable that a class extends, if nothing else is done with it.
    pub fn superclass(&self, class: NodeId) -> Option<SymbolId> {
        let AstKind::Class(class) = self.kind(class) else {
            return None;
        };
        let Expression::Identifier(name) = &class.heritage.as_ref()?.expression else {
            return None;
        };
        self.scoping().get_reference(name.reference_id.get()?).symbol_id()
    }
}
