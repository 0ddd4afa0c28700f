//! How a variable is used by the kept code.

use crate::needs::Zone;
use crate::parsed::Parsed;
use oxc_ast::AstKind;
use oxc_ast::ast::UnaryOperator;
use oxc_semantic::NodeId;
use oxc_span::GetSpan;

/// When code of the top level uses a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    Never,
    /// In a function.
    Later,
    /// Before the factory gets any values.
    AtOnce,
}

/// How the kept code uses a variable.
#[derive(Clone, Debug)]
pub struct Use {
    /// Where it is used first.
    pub first: u32,
    /// The properties that are read of it; none if something else is done with it.
    pub properties: Option<Vec<String>>,
    /// Where it is assigned first.
    pub written: Option<u32>,
    /// Whether the code looks whether it is there, by `typeof`.
    pub looked_for: bool,
    /// Whether the function itself, or what comes along of the functions around it, reads it.
    pub read_by_function: bool,
    /// When code of the top level uses it.
    pub by_module: When,
    /// Whether it is used when the function is made, and not only when it is called.
    pub early: bool,
}

impl Use {
    pub fn new(first: u32) -> Self {
        Self {
            first,
            properties: Some(Vec::new()),
            written: None,
            looked_for: false,
            read_by_function: false,
            by_module: When::Never,
            early: false,
        }
    }

    /// Takes one more use into account.
    pub fn add(&mut self, parsed: &Parsed, node: NodeId, written: bool, zone: Zone) {
        let start = parsed.kind(node).span().start;
        self.first = self.first.min(start);
        if written {
            self.written = Some(self.written.map_or(start, |first| first.min(start)));
        }
        match property_read(parsed, node).filter(|_| !written) {
            Some(name) => {
                if let Some(properties) = &mut self.properties
                    && !properties.iter().any(|known| known == name)
                {
                    properties.push(name.to_owned());
                }
            }
            None => self.properties = None,
        }
        self.looked_for |= is_operand_of_typeof(parsed, node);
        if zone == Zone::Module {
            let is_in_function = parsed.function_around(node).is_some();
            self.by_module = self
                .by_module
                .max(if is_in_function { When::Later } else { When::AtOnce });
        }
    }
}

/// The property that is read of a variable here, if nothing else is done with it.
fn property_read<'a>(parsed: &Parsed<'a>, node: NodeId) -> Option<&'a str> {
    let parent = parsed.parent(node);
    let AstKind::StaticMemberExpression(member) = parsed.kind(parent) else {
        return None;
    };
    let mut around = parsed.parent(parent);
    if matches!(parsed.kind(around), AstKind::ChainExpression(_)) {
        around = parsed.parent(around);
    }
    let changes = match parsed.kind(around) {
        AstKind::AssignmentExpression(assignment) => assignment.left.span() == member.span,
        AstKind::UnaryExpression(unary) => unary.operator == UnaryOperator::Delete,
        AstKind::ForInStatement(statement) => statement.left.span() == member.span,
        AstKind::ForOfStatement(statement) => statement.left.span() == member.span,
        AstKind::UpdateExpression(_)
        | AstKind::ArrayAssignmentTarget(_)
        | AstKind::AssignmentTargetRest(_)
        | AstKind::AssignmentTargetPropertyProperty(_) => true,
        AstKind::AssignmentTargetWithDefault(target) => target.binding.span() == member.span,
        _ => false,
    };
    (!changes && member.object.span() == parsed.kind(node).span()).then_some(member.property.name.as_str())
}

fn is_operand_of_typeof(parsed: &Parsed, node: NodeId) -> bool {
    matches!(parsed.kind(parsed.parent(node)), AstKind::UnaryExpression(unary) if unary.operator == UnaryOperator::Typeof)
}
