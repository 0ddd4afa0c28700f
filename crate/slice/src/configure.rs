//! Statements of the top level, or of a function around, that do no more than set something of a variable: they are part of how it is made.
//!
//! `F.prototype.x = ...`, `Object.assign(F, ...)`, what compilers write (`__name(f, "f")`, `__decorate(...)`, an enum's
//! `(function (Color) {...})(Color || (Color = {}))`), and functions called at once that do only such things. Not
//! `addFormats(ajv)`: a call may do anything.

use crate::cjs::only_stores;
use crate::parsed::Parsed;
use oxc_ast::AstKind;
use oxc_ast::ast::{
    Argument, AssignmentExpression, AssignmentTarget, CallExpression, Expression, FunctionBody, IdentifierReference,
    Statement,
};
use oxc_semantic::{NodeId, ReferenceId, ScopeId, SymbolId};
use oxc_span::{GetSpan, Span};

/// One such statement, or one part of such a statement (`A.x = 1, B.y = 2`).
#[derive(Clone, Debug)]
pub struct Unit {
    /// The number of the statement.
    pub statement: usize,
    /// The expression.
    pub node: NodeId,
    pub span: Span,
    /// The variables whose something it sets.
    pub targets: Vec<SymbolId>,
    /// Whether it assigns the variable itself.
    pub assigns: bool,
    /// Whether it does no more than store a function, a class or an object of them.
    pub only_stores: bool,
}

/// Where the variables are declared that statements set something of.
#[derive(Clone, Copy)]
struct At<'p, 'a> {
    parsed: &'p Parsed<'a>,
    scope: ScopeId,
}

/// All such statements of a script.
pub fn units<'p>(parsed: &'p Parsed) -> &'p [Unit] {
    parsed
        .units
        .get_or_init(|| units_among(parsed, parsed.scoping().root_scope_id(), &parsed.program.body))
}

/// All such statements of the function or block whose scope it is.
pub fn units_in_scope(parsed: &Parsed, scope: ScopeId) -> Vec<Unit> {
    match parsed.kind(parsed.scoping().get_node_id(scope)) {
        AstKind::Function(function) => function
            .body
            .as_ref()
            .map_or_else(Vec::new, |body| units_among(parsed, scope, &body.statements)),
        AstKind::ArrowFunctionExpression(arrow) => arrow
            .body
            .as_function_body()
            .map_or_else(Vec::new, |body| units_among(parsed, scope, &body.statements)),
        AstKind::BlockStatement(block) => units_among(parsed, scope, &block.body),
        _ => Vec::new(),
    }
}

fn units_among(parsed: &Parsed, scope: ScopeId, statements: &[Statement]) -> Vec<Unit> {
    let at = At { parsed, scope };
    let mut units = Vec::new();
    for (number, statement) in statements.iter().enumerate() {
        let Statement::ExpressionStatement(statement) = statement else {
            continue;
        };
        match &statement.expression {
            Expression::SequenceExpression(sequence) => {
                let parts = sequence.expressions.iter();
                units.extend(parts.filter_map(|expression| unit(at, number, expression)));
            }
            expression => units.extend(unit(at, number, expression)),
        }
    }
    units
}

fn unit(at: At, statement: usize, expression: &Expression) -> Option<Unit> {
    let (node, targets, assigns) = match expression {
        Expression::AssignmentExpression(assignment) => {
            let (targets, assigns) = assigned(at, assignment)?;
            (assignment.node_id.get(), targets, assigns)
        }
        Expression::CallExpression(call) => (call.node_id.get(), called(at, call)?, false),
        Expression::UnaryExpression(unary) => match &unary.argument {
            Expression::CallExpression(call) => (unary.node_id.get(), called(at, call)?, false),
            _ => return None,
        },
        _ => return None,
    };
    let parsed = at.parsed;
    let function = parsed.function_around(node);
    let awaits = parsed.subtree(node).any(|index| {
        let id = NodeId::from_usize(index);
        matches!(parsed.kind(id), AstKind::AwaitExpression(_)) && parsed.function_around(id) == function
    });
    (!targets.is_empty() && !awaits).then(|| Unit {
        statement,
        node,
        span: expression.span(),
        targets,
        assigns,
        only_stores: only_stores(expression),
    })
}

/// `F.prototype.x = ...`, `Point = __decorate([...], Point)`.
fn assigned(at: At, assignment: &AssignmentExpression) -> Option<(Vec<SymbolId>, bool)> {
    match &assignment.left {
        AssignmentTarget::AssignmentTargetIdentifier(name) => {
            let symbol = symbol_of(at, name.reference_id.get()?)?;
            Some((vec![symbol], true))
        }
        left => {
            let object = left.as_member_expression()?.object();
            Some((vec![root(at, object)?], false))
        }
    }
}

fn called(at: At, call: &CallExpression) -> Option<Vec<SymbolId>> {
    let targets = match &call.callee {
        Expression::FunctionExpression(function) => called_at_once(at, call, function.body.as_deref()),
        Expression::ArrowFunctionExpression(arrow) => called_at_once(at, call, arrow.body.as_function_body()),
        callee if is_builtin_setter(at.parsed, callee) => Some(first_roots(at, call, 1)),
        callee if is_helper(at.parsed, callee) => Some(first_roots(at, call, call.arguments.len())),
        _ => None,
    };
    targets.filter(|targets| !targets.is_empty())
}

/// The variable that the first of some arguments is, or is a member of.
fn first_roots(at: At, call: &CallExpression, arguments: usize) -> Vec<SymbolId> {
    let arguments = call
        .arguments
        .iter()
        .take(arguments)
        .filter_map(Argument::as_expression);
    let mut roots = arguments.filter_map(|argument| root(at, argument));
    roots.next().into_iter().collect()
}

/// `Object.assign`, `Object.defineProperty`, `Reflect.set`, ...
pub fn is_builtin_setter(parsed: &Parsed, callee: &Expression) -> bool {
    let Expression::StaticMemberExpression(member) = callee else {
        return false;
    };
    let Expression::Identifier(object) = &member.object else {
        return false;
    };
    let is_global = object
        .reference_id
        .get()
        .is_none_or(|id| parsed.scoping().get_reference(id).symbol_id().is_none());
    is_global && matches!(object.name.as_str(), "Object" | "Reflect")
}

/// A function that a compiler has written: `__decorate`, `_inherits`, `tslib_1.__decorate`, `(0, tslib_1.__decorate)`.
pub fn is_helper(parsed: &Parsed, callee: &Expression) -> bool {
    match callee {
        Expression::Identifier(name) => {
            let symbol = declared_symbol(parsed, name);
            symbol.is_some_and(|symbol| {
                name.name.starts_with('_')
                    || name.name == "inherits"
                    || gives_name(parsed, name)
                    || gives_getters(parsed, symbol)
            })
        }
        // Of Node: `util.inherits(Dog, Animal)`.
        Expression::StaticMemberExpression(member) if member.property.name == "inherits" => true,
        Expression::StaticMemberExpression(member) => member.property.name.starts_with("__"),
        Expression::SequenceExpression(sequence) => {
            matches!(sequence.expressions.last(), Some(Expression::StaticMemberExpression(member))
                if member.property.name.starts_with("__"))
        }
        _ => false,
    }
}

/// esbuild's `__name`, minified: `a=(e,t)=>d(e,"name",{value:t,configurable:!0})`.
pub fn gives_name(parsed: &Parsed, helper: &IdentifierReference) -> bool {
    let Some(symbol) = declared_symbol(parsed, helper) else {
        return false;
    };
    let declaration = parsed.kind(parsed.scoping().symbol_declaration(symbol));
    let text = parsed.slice(declaration.span());
    text.len() < 100 && (text.contains("\"name\",{value:") || text.contains("\"name\", { value:"))
}

/// esbuild's `__export`, minified: `f=(e,t)=>{for(var n in t)d(e,n,{get:t[n],enumerable:!0})}`.
fn gives_getters(parsed: &Parsed, symbol: SymbolId) -> bool {
    let declaration = parsed.kind(parsed.scoping().symbol_declaration(symbol));
    let text = parsed.slice(declaration.span());
    text.len() < 100 && text.contains("{get:") && text.contains(",enumerable:!0}")
}

/// `(() => { F.x = ... })()`, `(function (Color) {...})(Color || (Color = {}))`
fn called_at_once(at: At, call: &CallExpression, body: Option<&FunctionBody>) -> Option<Vec<SymbolId>> {
    if let Some(first) = call.arguments.first().and_then(Argument::as_expression) {
        return Some(merged_into(at, first));
    }
    let mut targets = Vec::new();
    for statement in &body?.statements {
        match statement {
            Statement::ExpressionStatement(statement) => match &statement.expression {
                Expression::AssignmentExpression(assignment) => targets.extend(assigned(at, assignment)?.0),
                Expression::CallExpression(call) if !is_function(&call.callee) => targets.extend(called(at, call)?),
                _ => return None,
            },
            Statement::EmptyStatement(_) => {}
            statement if statement.is_declaration() => {}
            _ => return None,
        }
    }
    Some(targets)
}

fn is_function(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_)
    )
}

/// The variables of `Color || (Color = {})`, `Color = exports.Color || (exports.Color = {})`.
fn merged_into(at: At, argument: &Expression) -> Vec<SymbolId> {
    let node = match argument {
        Expression::LogicalExpression(logical) => logical.node_id.get(),
        Expression::AssignmentExpression(assignment) => assignment.node_id.get(),
        _ => return Vec::new(),
    };
    let names = at
        .parsed
        .subtree(node)
        .filter_map(|index| match at.parsed.kind(NodeId::from_usize(index)) {
            AstKind::IdentifierReference(name) => symbol_of(at, name.reference_id.get()?),
            _ => None,
        });
    names.collect()
}

/// The variable of that scope that an expression is, or is a member of.
fn root(at: At, mut expression: &Expression) -> Option<SymbolId> {
    loop {
        expression = match expression {
            Expression::StaticMemberExpression(member) => &member.object,
            Expression::ComputedMemberExpression(member) => &member.object,
            Expression::Identifier(name) => return symbol_of(at, name.reference_id.get()?),
            _ => return None,
        };
    }
}

fn declared_symbol(parsed: &Parsed, name: &IdentifierReference) -> Option<SymbolId> {
    parsed.scoping().get_reference(name.reference_id.get()?).symbol_id()
}

fn symbol_of(at: At, reference: ReferenceId) -> Option<SymbolId> {
    let symbol = at.parsed.scoping().get_reference(reference).symbol_id()?;
    (at.parsed.scoping().symbol_scope_id(symbol) == at.scope).then_some(symbol)
}
