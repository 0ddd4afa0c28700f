//! Variables of the functions around: they come along, or their values are captured.

use crate::functions::FunctionKind;
use crate::initializer::Initializer;
use crate::needs::{Needs, Placement, Zone};
use crate::symbols::Declared;
use oxc_ast::ast::VariableDeclarationKind;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::GetSpan;

/// How a variable of a function around comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// A function declaration, or a function expression for the name that it has in itself.
    Function(NodeId),
    Class(NodeId),
    Declarator(NodeId),
    /// Its value is read at each submit.
    Captured,
}

impl Needs<'_, '_> {
    pub(super) fn need_local(&mut self, symbol: SymbolId) {
        if self.locals.contains_key(&symbol) {
            return;
        }
        let local = if self.captured.contains(&symbol) {
            Local::Captured
        } else {
            self.comes_along(symbol)
        };
        self.locals.insert(symbol, local);
        match local {
            Local::Function(node) | Local::Class(node) => self.keep(self.parsed.subtree(node), Zone::Local(symbol)),
            Local::Declarator(node) => {
                self.keep(self.parsed.subtree(node), Zone::Local(symbol));
                for other in self.parsed.declared_by(node) {
                    self.locals.insert(other, local);
                }
            }
            Local::Captured => {}
        }
    }

    fn comes_along(&self, symbol: SymbolId) -> Local {
        let parsed = self.parsed;
        if parsed.is_reassigned(symbol) {
            return Local::Captured;
        }
        let declared = Declared::of(parsed, symbol);
        match &declared {
            Declared::Functions(functions) => match functions.as_slice() {
                [function] => Local::Function(*function),
                _ => Local::Captured,
            },
            Declared::FunctionName(function) => Local::Function(*function),
            Declared::Class(class) => Local::Class(*class),
            Declared::Variable(_) => match parsed.only_declarator(symbol, &declared) {
                Some(declarator) if self.is_repeated(declarator) => Local::Declarator(declarator),
                _ => Local::Captured,
            },
            _ => Local::Captured,
        }
    }

    fn is_repeated(&self, declarator: NodeId) -> bool {
        let Some((found, declaration)) = self.parsed.declarator(declarator) else {
            return false;
        };
        match Initializer::of(self.parsed, found) {
            // It has its value if its line came before the function was made.
            Initializer::Literal => {
                declaration.kind == VariableDeclarationKind::Const
                    && found.span.end <= self.target.start
                    && self.target.kind != FunctionKind::Declaration
                    && matches!(self.placement, Placement::Expression | Placement::Local(_))
            }
            initializer => {
                initializer.is_repeatable() && found.init.as_ref().is_some_and(|init| !init.span().is_empty())
            }
        }
    }
}
