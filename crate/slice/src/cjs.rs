//! CommonJS: what Node's wrapper gives, and the statements that fill `exports`.

use crate::parsed::{Nodes, Parsed, is_inside};
use oxc_ast::AstKind;
use oxc_ast::ast::{Argument, AssignmentExpression, AssignmentTarget, Expression, Statement};
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::GetSpan;

/// The names of Node's wrapper, which the slice gets anew.
const GIVEN: [&str; 5] = ["require", "module", "exports", "__filename", "__dirname"];
/// Those of them that mean the same in another thread. `exports` is what a program has filled, and is captured.
const SAME_ANYWHERE: [&str; 3] = ["require", "__filename", "__dirname"];

pub fn is_given(name: &str) -> bool {
    GIVEN.contains(&name)
}

/// Whether a variable is a parameter of a wrapper like Node's, as test runners write it into the text.
pub fn is_of_wrapper(parsed: &Parsed, symbol: SymbolId) -> bool {
    if !SAME_ANYWHERE.contains(&parsed.name(symbol)) {
        return false;
    }
    let declaration = parsed.scoping().symbol_declaration(symbol);
    if !matches!(parsed.kind(declaration), AstKind::FormalParameter(_)) {
        return false;
    }
    let AstKind::FormalParameters(parameters) = parsed.kind(parsed.parent(declaration)) else {
        return false;
    };
    let names = parameters
        .items
        .iter()
        .filter_map(|item| item.pattern.get_identifier_name());
    let given = names.filter(|name| is_given(name.as_str())).count();
    let function = parsed.parent(parsed.parent(declaration));
    given >= 3 && parsed.function_around(function).is_none()
}

/// What is read of `exports`.
pub enum Read {
    Name(String),
    Everything,
}

/// A statement of the top level.
pub struct Setter {
    pub number: usize,
    pub nodes: Nodes,
}

/// What is read where `exports` or `module` is named.
pub fn read_of(parsed: &Parsed, name: &str, node: NodeId) -> Read {
    let mut member = parsed.parent(node);
    if name == "module" {
        match parsed.kind(member) {
            AstKind::StaticMemberExpression(it) if it.property.name == "exports" => member = parsed.parent(member),
            _ => return Read::Everything,
        }
    }
    match parsed.kind(member) {
        AstKind::StaticMemberExpression(it) => Read::Name(it.property.name.to_string()),
        _ => Read::Everything,
    }
}

/// The statements that set what is read. One that also calls for the function itself is not among them.
pub fn setters(parsed: &Parsed, wanted: &Read, target: NodeId) -> Vec<Setter> {
    let mut found = Vec::new();
    for (number, statement) in parsed.program.body.iter().enumerate() {
        let Statement::ExpressionStatement(statement) = statement else {
            continue;
        };
        if !sets(&statement.expression, wanted) {
            continue;
        }
        let nodes = parsed.subtree(statement.node_id.get());
        if !is_inside(target, &nodes) || only_stores(&statement.expression) {
            found.push(Setter { number, nodes });
        }
    }
    found
}

/// Whether an assignment does no more than store a function, a class or an object of them.
pub fn only_stores(expression: &Expression) -> bool {
    let mut expression = expression;
    while let Expression::AssignmentExpression(assignment) = expression {
        expression = &assignment.right;
    }
    matches!(
        expression,
        Expression::FunctionExpression(_)
            | Expression::ArrowFunctionExpression(_)
            | Expression::ClassExpression(_)
            | Expression::ObjectExpression(_)
    )
}

fn sets(expression: &Expression, wanted: &Read) -> bool {
    let mut rest = vec![expression];
    while let Some(expression) = rest.pop() {
        match expression {
            Expression::AssignmentExpression(assignment) => {
                if is_wanted(assignment, wanted) {
                    return true;
                }
                rest.push(&assignment.right);
            }
            Expression::SequenceExpression(sequence) => rest.extend(&sequence.expressions),
            Expression::CallExpression(call) => {
                let mut arguments = call.arguments.iter().filter_map(Argument::as_expression);
                let (first, second) = (arguments.next(), arguments.next());
                let defines = first.is_some_and(is_exports)
                    && matches!((second, wanted), (Some(Expression::StringLiteral(name)), Read::Name(wanted)) if name.value == wanted.as_str());
                // `__exportStar(require('./x'), exports)`
                let copies = second.is_some_and(is_exports)
                    && matches!(
                        call.callee,
                        Expression::Identifier(_)
                            | Expression::SequenceExpression(_)
                            | Expression::StaticMemberExpression(_)
                    );
                if defines || copies {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

fn is_wanted(assignment: &AssignmentExpression, wanted: &Read) -> bool {
    let AssignmentTarget::StaticMemberExpression(member) = &assignment.left else {
        return false;
    };
    // `module.exports = ...` sets everything.
    if matches!(&member.object, Expression::Identifier(object) if object.name == "module" && member.property.name == "exports")
    {
        return true;
    }
    is_exports(&member.object)
        && match wanted {
            Read::Name(name) => member.property.name == name.as_str(),
            Read::Everything => true,
        }
}

fn is_exports(expression: &Expression) -> bool {
    match expression {
        Expression::Identifier(name) => name.name == "exports",
        Expression::StaticMemberExpression(member) => {
            member.property.name == "exports"
                && matches!(&member.object, Expression::Identifier(object) if object.name == "module")
        }
        _ => false,
    }
}

impl Parsed<'_> {
    /// The nodes of a statement of the top level.
    pub fn statement_nodes(&self, number: usize) -> Option<Nodes> {
        let span = self.program.body.get(number)?.span();
        // The statements' own nodes are the children of the program.
        let root = self.program.node_id.get();
        let mut node = root.index() + 1;
        while node < self.nodes().len() {
            let id = NodeId::from_usize(node);
            let nodes = self.subtree(id);
            let found = self.kind(id).span();
            if found.start >= span.start && found.end <= span.end && !matches!(self.kind(id), AstKind::Directive(_)) {
                return Some(nodes);
            }
            node = nodes.end;
        }
        None
    }
}
