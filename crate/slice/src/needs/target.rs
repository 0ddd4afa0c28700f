//! Where the function itself is declared: that decides how it is named, and who makes it.

use crate::functions::{Function, FunctionKind};
use crate::initializer::named_function;
use crate::needs::{Meaning, Needs, Stop, Zone};
use crate::parsed::Parsed;
use crate::refuse::Offence;
use crate::symbols::Declared;
use oxc_ast::AstKind;
use oxc_ast::ast::{BindingIdentifier, BindingPattern, PropertyKey};
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::{GetSpan, Span};

/// How a function is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// By this variable of the module: it is made with it.
    Module(SymbolId),
    /// By this variable of a function around it.
    Local(SymbolId),
    /// Not by a variable that always has this function.
    Expression,
}

impl Placement {
    pub fn of(parsed: &Parsed, target: &Function) -> Self {
        let Some(symbol) = declared_symbol(parsed, target) else {
            return Self::Expression;
        };
        if parsed.is_of_module(symbol) {
            Self::Module(symbol)
        } else {
            Self::Local(symbol)
        }
    }
}

/// The variable that always has this function or class.
fn declared_symbol(parsed: &Parsed, target: &Function) -> Option<SymbolId> {
    match target.kind {
        FunctionKind::Declaration | FunctionKind::ClassDeclaration => {
            let symbol = own_name(parsed, target)?.symbol_id.get()?;
            let alone = match Declared::of(parsed, symbol) {
                // It may be another one by the time that it is sent.
                Declared::Functions(functions) => functions.len() == 1 && !parsed.is_written(symbol),
                Declared::Class(_) => true,
                _ => false,
            };
            (alone && !parsed.is_reassigned(symbol)).then_some(symbol)
        }
        FunctionKind::Expression | FunctionKind::ClassExpression => {
            let (node, value) = value_of(parsed, target);
            let (declarator, _) = parsed.declarator(node)?;
            let BindingPattern::BindingIdentifier(name) = &declarator.id else {
                return None;
            };
            let symbol = name.symbol_id.get()?;
            if target.kind == FunctionKind::Expression && parsed.is_written(symbol) {
                return None;
            }
            let whole = declarator.init.as_ref().is_some_and(|init| init.span() == value);
            let only = parsed.only_declarator(symbol, &Declared::of(parsed, symbol)) == Some(node);
            let at_top = !parsed.is_of_module(symbol) || parsed.is_at_top(node);
            (whole && only && at_top).then_some(symbol)
        }
        FunctionKind::Method | FunctionKind::Accessor => None,
    }
}

/// What a function is the value of, and the whole value: it may have been given its name by a compiler's helper.
fn value_of(parsed: &Parsed, target: &Function) -> (NodeId, Span) {
    let span = parsed.kind(target.node).span();
    let parent = parsed.parent(target.node);
    match parsed.kind(parent) {
        AstKind::CallExpression(call)
            if named_function(parsed, call).is_some_and(|function| function.span() == span) =>
        {
            (parsed.parent(parent), call.span)
        }
        _ => (parent, span),
    }
}

/// The name that a function or class has in its own text.
pub fn own_name<'a>(parsed: &Parsed<'a>, target: &Function) -> Option<&'a BindingIdentifier<'a>> {
    match parsed.kind(target.node) {
        AstKind::Function(function) => function.id.as_ref(),
        AstKind::Class(class) => class.id.as_ref(),
        _ => None,
    }
}

impl Needs<'_, '_> {
    /// Begins with the function itself.
    pub(super) fn begin(&mut self) -> Result<(), Stop> {
        let is_dynamic = self
            .parsed
            .nodes()
            .ancestor_kinds(self.target.node)
            .any(|kind| matches!(kind, AstKind::WithStatement(_)));
        if is_dynamic {
            return Err(self.refuse(&Offence::With, self.target.start));
        }
        match self.placement {
            Placement::Module(symbol) => self.need_of_module(symbol, self.target.start),
            Placement::Local(symbol) => {
                // It stands in the factory by its name, whether it uses that or not.
                self.agree(self.parsed.name(symbol), Meaning::Variable(symbol), Zone::Target)?;
                self.need_local(symbol);
                Ok(())
            }
            Placement::Expression => {
                self.keep(self.parsed.subtree(self.target.node), Zone::Target);
                Ok(())
            }
        }
    }

    /// The variable that has the function, as the code calls it.
    pub fn target_name(&self) -> Option<&str> {
        match self.placement {
            Placement::Module(symbol) | Placement::Local(symbol) => Some(self.parsed.name(symbol)),
            Placement::Expression => None,
        }
    }
}

/// The name that an anonymous function gets from what it is assigned to, in an object literal.
pub fn property_name<'a>(parsed: &Parsed<'a>, target: &Function) -> Option<&'a str> {
    let AstKind::ObjectProperty(property) = parsed.kind(parsed.parent(target.node)) else {
        return None;
    };
    let span = parsed.kind(target.node).span();
    let anonymous = own_name(parsed, target).is_none() && property.value.span() == span;
    let PropertyKey::StaticIdentifier(name) = &property.key else {
        return None;
    };
    let name = name.name.as_str();
    (anonymous && !property.computed && !property.method)
        .then_some(name)
        .filter(|name| is_plain(name))
}

fn is_plain(name: &str) -> bool {
    let identifier = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$');
    identifier && name != "__proto__"
}
