//! One parsed script, and what is asked of its tree everywhere.
//!
//! Nodes are numbered in the order in which they begin, so a subtree is a range of numbers: whatever looks at all of
//! a subtree is a loop, and no deep nesting can overflow it.

use crate::configure::Unit;
use crate::functions::{Function, functions};
use crate::lazy::Lazy;
use crate::positions::{Position, Positions};
use crate::script::{Format, Language};
use oxc_ast::AstKind;
use oxc_ast::ast::{Program, Statement};
use oxc_semantic::{AstNodes, NodeId, Scoping, Semantic, SymbolId};
use oxc_span::{GetSpan, Span};
use std::cell::OnceCell;
use std::ops::Range;

/// Numbers of nodes that follow one another: a subtree.
pub type Nodes = Range<usize>;

/// Whether a node is one of some nodes.
pub fn is_inside(node: NodeId, nodes: &Nodes) -> bool {
    nodes.contains(&node.index())
}

/// A script's tree, with its scopes.
pub struct Parsed<'a> {
    pub program: &'a Program<'a>,
    pub semantic: Semantic<'a>,
    pub positions: Positions,
    pub format: Format,
    pub language: Language,
    /// How many bytes of the text were put in front of what was given.
    pub shift: u32,
    /// All functions, classes and methods, by where they begin.
    pub functions: Vec<Function>,
    /// For each node the number behind its subtree.
    ends: Vec<u32>,
    /// Statements that only set something of others, see [`crate::configure`].
    pub units: OnceCell<Vec<Unit>>,
    /// Modules that are run by a function.
    pub lazy: OnceCell<Lazy>,
}

impl<'a> Parsed<'a> {
    pub fn new(
        program: &'a Program<'a>,
        semantic: Semantic<'a>,
        positions: Positions,
        format: Format,
        language: Language,
        shift: u32,
    ) -> Self {
        let ends = ends(semantic.nodes());
        let mut parsed = Self {
            program,
            semantic,
            positions,
            format,
            language,
            shift,
            functions: Vec::new(),
            ends,
            units: OnceCell::new(),
            lazy: OnceCell::new(),
        };
        parsed.functions = functions(&parsed);
        parsed
    }

    pub fn text(&self) -> &'a str {
        self.program.source_text
    }

    pub fn nodes(&self) -> &AstNodes<'a> {
        self.semantic.nodes()
    }

    pub fn scoping(&self) -> &Scoping {
        self.semantic.scoping()
    }

    pub fn kind(&self, node: NodeId) -> AstKind<'a> {
        self.nodes().kind(node)
    }

    pub fn parent(&self, node: NodeId) -> NodeId {
        self.nodes().parent_id(node)
    }

    pub fn slice(&self, span: Span) -> &'a str {
        &self.text()[span.start as usize..span.end as usize]
    }

    /// A node and all below it.
    pub fn subtree(&self, node: NodeId) -> Nodes {
        node.index()..self.ends[node.index()] as usize
    }

    /// The UTF-16 offset of a byte, in the text that was given.
    pub fn place_of(&self, byte: u32) -> u32 {
        self.positions.unit_of(self.text(), byte).saturating_sub(self.shift)
    }

    /// Where a byte is in the text that was given.
    pub fn position_of(&self, byte: u32) -> Position {
        let mut position = self.positions.position_of(self.text(), byte);
        if position.line == 0 {
            position.column = position.column.saturating_sub(self.shift);
        }
        position
    }

    /// The byte at a position in the text that was given.
    pub fn byte_at(&self, mut position: Position) -> Option<u32> {
        if position.line == 0 {
            position.column = position.column.checked_add(self.shift)?;
        }
        self.positions.byte_at(self.text(), position)
    }

    /// The statement of the script's top level that contains a byte.
    pub fn statement_at(&self, byte: u32) -> Option<&'a Statement<'a>> {
        let index = self
            .program
            .body
            .partition_point(|statement| statement.span().end <= byte);
        let statement = self.program.body.get(index)?;
        (statement.span().start <= byte).then_some(statement)
    }

    /// The function, arrow function or other body around a node that its code runs in; none at the top level.
    pub fn function_around(&self, node: NodeId) -> Option<NodeId> {
        self.body_around(node, true)
    }

    /// Whose `this` a node's `this` is: the closest body that is no arrow function; none at the top level.
    pub fn owner_of_this(&self, node: NodeId) -> Option<NodeId> {
        self.body_around(node, false)
    }

    fn body_around(&self, node: NodeId, arrows: bool) -> Option<NodeId> {
        let mut child = node;
        for parent in self.nodes().ancestor_ids(node) {
            let found = match self.kind(parent) {
                AstKind::Function(_) | AstKind::StaticBlock(_) => true,
                AstKind::ArrowFunctionExpression(_) => arrows,
                // The value of a field runs like a method of its own; its key does not.
                AstKind::PropertyDefinition(field) => {
                    let value = field.value.as_ref();
                    value.is_some_and(|value| value.span() == self.kind(child).span())
                }
                AstKind::AccessorProperty(field) => {
                    let value = field.value.as_ref();
                    value.is_some_and(|value| value.span() == self.kind(child).span())
                }
                _ => false,
            };
            if found {
                return Some(parent);
            }
            child = parent;
        }
        None
    }

    /// Whether a node's code runs when the subtree is evaluated, and not in a function of it that is called later.
    pub fn is_early(&self, node: NodeId, nodes: &Nodes) -> bool {
        let mut around = self.function_around(node);
        while let Some(body) = around.filter(|body| is_inside(*body, nodes)) {
            let runs_at_once = match self.kind(body) {
                AstKind::StaticBlock(_) => true,
                AstKind::PropertyDefinition(field) => field.r#static,
                AstKind::AccessorProperty(field) => field.r#static,
                _ => false,
            };
            if !runs_at_once {
                return false;
            }
            around = self.function_around(body);
        }
        true
    }

    /// Whether a variable is declared at the top level of the script.
    pub fn is_of_module(&self, symbol: SymbolId) -> bool {
        self.scoping().symbol_scope_id(symbol) == self.scoping().root_scope_id()
    }

    /// Whether a variable belongs to a scope that is made by a node of the range.
    pub fn is_declared_inside(&self, symbol: SymbolId, range: &Nodes) -> bool {
        let scope = self.scoping().symbol_scope_id(symbol);
        is_inside(self.scoping().get_node_id(scope), range)
    }

    pub fn has_types(&self) -> bool {
        matches!(self.language, Language::Ts | Language::Tsx)
    }

    /// Whether the whole script is strict.
    pub fn is_strict(&self) -> bool {
        self.format == Format::Module || self.program.has_use_strict_directive()
    }
}

fn ends(nodes: &AstNodes) -> Vec<u32> {
    let mut ends: Vec<u32> = (1..=u32::try_from(nodes.len()).unwrap_or(u32::MAX)).collect();
    for index in (1..nodes.len()).rev() {
        let parent = nodes.parent_id(NodeId::from_usize(index)).index();
        ends[parent] = ends[parent].max(ends[index]);
    }
    ends
}
