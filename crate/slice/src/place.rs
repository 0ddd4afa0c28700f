//! Finding a function in its script.

use crate::erase::erased;
use crate::functions::{Function, behind_space};
use crate::parsed::Parsed;
use crate::positions::Position;
use oxc_ast::AstKind;
use oxc_ast::ast::{Argument, CallExpression, Expression, NewExpression};
use oxc_span::{GetSpan, Span};

/// No function is there.
const NOWHERE: i32 = -1;

pub fn find(parsed: &Parsed, function_text: &str, position: Position) -> i32 {
    let Some(byte) = parsed.byte_at(position) else {
        return NOWHERE;
    };
    let around = parsed
        .functions
        .iter()
        .take_while(|function| function.start <= byte)
        .filter(|function| byte <= function.end && has_text(parsed, function, function_text));
    place(parsed, around.min_by_key(|function| function.end - function.start))
}

pub fn find_only(parsed: &Parsed, function_text: &str) -> i32 {
    let text = function_text.trim();
    place(
        parsed,
        parsed
            .functions
            .iter()
            .find(|function| has_text(parsed, function, text)),
    )
}

pub fn find_argument(parsed: &Parsed, function_text: &str, position: Position, argument: u32) -> i32 {
    let Some(byte) = parsed.byte_at(position) else {
        return NOWHERE;
    };
    let found = parsed.nodes().iter().find_map(|node| match node.kind() {
        AstKind::CallExpression(call)
            if call.span.start <= byte && byte < call.span.end && calls_at(parsed, call, byte) =>
        {
            literal(parsed, &call.arguments, argument, function_text)
        }
        AstKind::NewExpression(call) if call.span.start <= byte && byte < call.span.end && makes_at(call, byte) => {
            literal(parsed, &call.arguments, argument, function_text)
        }
        _ => None,
    });
    place(parsed, found)
}

/// The function whose place this is.
pub fn function_at<'p>(parsed: &'p Parsed, place: u32) -> Option<&'p Function> {
    let byte = parsed
        .positions
        .byte_of(parsed.text(), place.checked_add(parsed.shift)?)?;
    let found = parsed
        .functions
        .binary_search_by_key(&byte, |function| function.start)
        .ok()?;
    parsed.functions.get(found)
}

fn place(parsed: &Parsed, found: Option<&Function>) -> i32 {
    let place = found.map(|function| parsed.place_of(function.start));
    place.map_or(NOWHERE, |place| i32::try_from(place).unwrap_or(NOWHERE))
}

fn has_text(parsed: &Parsed, function: &Function, text: &str) -> bool {
    let span = function.text_span();
    span.size() as usize == text.len() && parsed.slice(span) == text
        // A runtime that strips types puts as many spaces in their place.
        || parsed.has_types() && erased(parsed, span, parsed.subtree(function.holder)) == text
}

/// Whether V8 reports a call at this byte: the name that is called or, where no name is, the parenthesis.
fn calls_at(parsed: &Parsed, call: &CallExpression, byte: u32) -> bool {
    let named = match &call.callee {
        Expression::Identifier(name) => Some(name.span.start),
        Expression::StaticMemberExpression(member) => Some(member.property.span.start),
        Expression::PrivateFieldExpression(member) => Some(member.field.span.start),
        _ => None,
    };
    let callee = call
        .type_arguments
        .as_ref()
        .map_or(call.callee.span().end, |types| types.span.end);
    named == Some(byte)
        || call.span.start == byte
        || parenthesis(parsed, Span::new(callee, call.span.end)) == Some(byte)
}

fn makes_at(call: &NewExpression, byte: u32) -> bool {
    call.span.start == byte || call.callee.span().start == byte
}

/// Where the arguments of a call begin, whose callee may have been in parentheses of its own.
fn parenthesis(parsed: &Parsed, span: Span) -> Option<u32> {
    let mut at = span.start;
    while at < span.end {
        at = behind_space(parsed.text(), at, span.end);
        match parsed.text().as_bytes().get(at as usize)? {
            b'(' => return Some(at),
            b')' | b'?' | b'.' => at += 1,
            _ => return None,
        }
    }
    None
}

fn literal<'p>(parsed: &'p Parsed, arguments: &[Argument], argument: u32, text: &str) -> Option<&'p Function> {
    let span = arguments.get(argument as usize)?.span();
    let found = parsed
        .functions
        .binary_search_by_key(&span.start, |function| function.start)
        .ok()?;
    let function = parsed.functions.get(found)?;
    (function.end == span.end && has_text(parsed, function, text)).then_some(function)
}
