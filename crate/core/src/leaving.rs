//! Numbers that nobody holds any more: they may still stand in what was delivered to some thread, and not read.

use crate::port::Unread;
use crate::registry::ports;
use std::collections::VecDeque;

/// Numbers in the order in which they were given back. Each is let go when every thread has read what had been
/// delivered to it by then.
#[derive(Debug)]
pub struct Leaving<Id> {
    /// The oldest first.
    groups: VecDeque<Group<Id>>,
    /// So many groups have left.
    left: u64,
}

#[derive(Debug)]
struct Group<Id> {
    ids: Vec<Id>,
    unread: Vec<Unread>,
}

impl<Id> Leaving<Id> {
    pub const fn new() -> Self {
        Self {
            groups: VecDeque::new(),
            left: 0,
        }
    }

    /// The number of the group that is added next. What is given back again belongs to its last group.
    pub fn next_group(&self) -> u64 {
        self.left + self.groups.len() as u64
    }

    /// Nobody holds these any more.
    pub fn add(&mut self, ids: Vec<Id>) {
        if !ids.is_empty() {
            let unread = ports().unread();
            self.groups.push_back(Group { ids, unread });
        }
    }

    /// The oldest group, if all was read that may name it, and its number.
    pub fn take_read(&mut self) -> Option<(u64, Vec<Id>)> {
        let first = self.groups.front_mut()?;
        first.unread.retain(|unread| !unread.was_read());
        if !first.unread.is_empty() {
            return None;
        }
        let group = self.left;
        self.left += 1;
        self.groups.pop_front().map(|first| (group, first.ids))
    }
}
