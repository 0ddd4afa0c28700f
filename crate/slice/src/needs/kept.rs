//! Which nodes are kept.

use crate::parsed::Nodes;
use oxc_semantic::NodeId;
use std::collections::BTreeMap;

/// Subtrees: of two, one contains the other, or they have nothing in common. Only the outermost are remembered.
#[derive(Debug, Default)]
pub struct Kept(BTreeMap<usize, usize>);

impl Kept {
    pub fn contains(&self, node: NodeId) -> bool {
        let before = self.0.range(..=node.index()).next_back();
        before.is_some_and(|(_, end)| node.index() < *end)
    }

    /// Adds a subtree; whether it was not there yet.
    pub fn add(&mut self, nodes: &Nodes) -> bool {
        if self.contains(NodeId::from_usize(nodes.start)) {
            return false;
        }
        let inner: Vec<usize> = self.0.range(nodes.clone()).map(|(start, _)| *start).collect();
        for start in inner {
            self.0.remove(&start);
        }
        self.0.insert(nodes.start, nodes.end);
        true
    }
}
