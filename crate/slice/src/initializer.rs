//! What a variable is made of, as far as it decides how it is made again.

use crate::configure::gives_name;
use crate::parsed::Parsed;
use oxc_ast::ast::{Argument, CallExpression, ChainElement, Expression, VariableDeclarator};
use oxc_span::{GetSpan, Span};
use oxc_syntax::operator::UnaryOperator;

/// The kinds of initialisers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initializer {
    /// There is none.
    Nothing,
    /// A primitive value that is written down: it is written down again.
    Literal,
    /// A function expression, which may be given its name by a compiler's helper: it comes along.
    Function,
    /// A class expression: it comes along.
    Class,
    /// `require('x')` or `await import('x')`, or a part of it: it is done again.
    Imported,
    /// Anything else: made again only if its value cannot be copied.
    Other,
}

impl Initializer {
    pub fn of(parsed: &Parsed, declarator: &VariableDeclarator) -> Self {
        match &declarator.init {
            None => Self::Nothing,
            Some(init) => Self::of_expression(parsed, init),
        }
    }

    pub fn of_expression(parsed: &Parsed, init: &Expression) -> Self {
        match untyped(init) {
            Expression::CallExpression(call) if named_function(parsed, call).is_some() => Self::Function,
            Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_) => Self::Function,
            Expression::ClassExpression(_) => Self::Class,
            init if is_literal(init) => Self::Literal,
            init if is_imported(init) => Self::Imported,
            _ => Self::Other,
        }
    }

    /// Whether it can be written down again without asking what its value is.
    pub fn is_repeatable(self) -> bool {
        matches!(self, Self::Literal | Self::Function | Self::Class | Self::Imported)
    }
}

/// The function of `__name((n) => ..., "even")`, as esbuild writes it.
pub fn named_function<'e, 'a>(parsed: &Parsed, call: &'e CallExpression<'a>) -> Option<&'e Expression<'a>> {
    let Expression::Identifier(callee) = &call.callee else {
        return None;
    };
    let [function, Argument::StringLiteral(_)] = call.arguments.as_slice() else {
        return None;
    };
    let function = untyped(function.as_expression()?);
    let is_function = matches!(
        function,
        Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_)
    );
    (is_function && (callee.name == "__name" || gives_name(parsed, callee))).then_some(function)
}

/// An expression without the types around it.
pub fn untyped<'e, 'a>(mut expression: &'e Expression<'a>) -> &'e Expression<'a> {
    loop {
        expression = match expression {
            Expression::TSAsExpression(typed) => &typed.expression,
            Expression::TSSatisfiesExpression(typed) => &typed.expression,
            Expression::TSTypeAssertion(typed) => &typed.expression,
            Expression::TSNonNullExpression(typed) => &typed.expression,
            Expression::TSInstantiationExpression(typed) => &typed.expression,
            Expression::ParenthesizedExpression(inner) => &inner.expression,
            _ => return expression,
        };
    }
}

/// Whether an expression is made of primitive literals alone.
fn is_literal(expression: &Expression) -> bool {
    let mut rest = vec![expression];
    while let Some(expression) = rest.pop() {
        match untyped(expression) {
            Expression::BooleanLiteral(_)
            | Expression::NullLiteral(_)
            | Expression::NumericLiteral(_)
            | Expression::BigIntLiteral(_)
            | Expression::StringLiteral(_) => {}
            Expression::TemplateLiteral(template) => rest.extend(&template.expressions),
            Expression::UnaryExpression(unary) if unary.operator != UnaryOperator::Delete => rest.push(&unary.argument),
            Expression::BinaryExpression(binary) => rest.extend([&binary.left, &binary.right]),
            Expression::Identifier(name) if name.name == "undefined" => {}
            _ => return false,
        }
    }
    true
}

/// Whether an expression is a module, or something that is read from one.
fn is_imported(init: &Expression) -> bool {
    let module = module_of(init);
    is_awaited_import(module)
        || is_require(module)
        || matches!(module, Expression::CallExpression(call) if wraps_require(call))
}

/// What the members are read of: the `a` of `a.b.c`.
fn module_of<'e, 'a>(mut expression: &'e Expression<'a>) -> &'e Expression<'a> {
    loop {
        expression = match untyped(expression) {
            Expression::StaticMemberExpression(member) => &member.object,
            Expression::ComputedMemberExpression(member) if is_literal(&member.expression) => &member.object,
            Expression::ChainExpression(chain) => match &chain.expression {
                ChainElement::StaticMemberExpression(member) => &member.object,
                _ => return expression,
            },
            other => return other,
        };
    }
}

fn is_require(expression: &Expression) -> bool {
    let Expression::CallExpression(call) = expression else {
        return false;
    };
    let Expression::Identifier(callee) = &call.callee else {
        return false;
    };
    callee.name == "require" && matches!(call.arguments.as_slice(), [Argument::StringLiteral(_)])
}

/// `__importStar(require('x'))`, as TypeScript and esbuild write imports.
fn wraps_require(call: &CallExpression) -> bool {
    let first = call.arguments.first().and_then(Argument::as_expression);
    first.is_some_and(|first| is_require(untyped(first)))
}

fn is_awaited_import(expression: &Expression) -> bool {
    let Expression::AwaitExpression(waits) = expression else {
        return false;
    };
    matches!(untyped(&waits.argument), Expression::ImportExpression(import)
        if matches!(import.source, Expression::StringLiteral(_)))
}

/// Where an initialiser awaits the import of a module, with the `await`.
pub fn awaited_import(declarator: &VariableDeclarator) -> Option<Span> {
    let module = module_of(declarator.init.as_ref()?);
    is_awaited_import(module).then(|| module.span())
}
