//! What a queue holds, and who waits for it: all that its mutex guards.

use crate::queue::Order;
use crate::queue::items::Turn;
use crate::queue::items::{Entry, Items};
use crate::queue::key::Incomparable;
use crate::sync::{Gift, Item, Place, WaitList, deliver, deliver_all};
use std::sync::Arc;

/// See the module.
#[derive(Debug)]
pub struct State {
    pub(super) items: Items,
    pub(super) getters: WaitList,
    pub(super) putters: WaitList,
    pub(super) joiners: WaitList,
    /// Items that were put and are not said to be done.
    pub(super) unfinished: u64,
    /// So many items at most; 0 is no limit.
    pub(super) most: usize,
    pub(super) shut: bool,
    /// It was shut, and its items were dropped: so is what comes back.
    pub(super) drops_items: bool,
}

/// Putters whose waits are over, as an item was taken.
#[derive(Debug, Default)]
pub struct Refilled {
    /// Its item has moved in.
    pub(super) putter: Option<Arc<Place>>,
    /// Theirs cannot be compared with those that are there.
    pub(super) refused: Vec<Arc<Place>>,
}

impl Refilled {
    pub(super) fn deliver(self) {
        if let Some(putter) = self.putter {
            deliver(&putter);
        }
        if !self.refused.is_empty() {
            deliver_all(self.refused);
        }
    }
}

impl State {
    pub(super) fn new(order: Order, most: usize) -> Self {
        Self {
            items: Items::new(order),
            getters: WaitList::new(),
            putters: WaitList::new(),
            joiners: WaitList::new(),
            unfinished: 0,
            most,
            shut: false,
            drops_items: false,
        }
    }

    /// Gives the getter that has it now, if one has waited.
    pub(super) fn put(&mut self, item: Item) -> Result<Option<Arc<Place>>, Incomparable> {
        self.items.compare(&item)?;
        Ok(self.put_anyhow(item))
    }

    pub(super) fn put_anyhow(&mut self, item: Item) -> Option<Arc<Place>> {
        self.unfinished += 1;
        let turn = self.items.next_turn();
        self.hand_on(Gift::Item(item), turn)
    }

    /// The item goes to the first getter that waits, which is given then, or where its turn is.
    pub(super) fn hand_on(&mut self, gift: Gift, turn: Turn) -> Option<Arc<Place>> {
        match self.getters.grant_at(gift, turn) {
            Ok(getter) => Some(getter),
            Err(gift) => {
                self.keep(gift, turn);
                None
            }
        }
    }

    pub(super) fn keep(&mut self, gift: Gift, turn: Turn) {
        if let Gift::Item(item) = gift {
            self.items.push(Entry { item, turn });
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.most == 0 || self.items.len() < self.most
    }

    /// An item was taken. If that makes room, which it does not where too many had come back, the item of the first
    /// putter moves in. What it is compared with has come since: one whose item cannot be is told, and the next one's
    /// moves in.
    pub(super) fn refill(&mut self) -> Refilled {
        let mut refilled = Refilled::default();
        if !self.has_room() {
            return refilled;
        }
        while let Some(putter) = self.putters.pop() {
            let Gift::Item(item) = putter.take_gift() else {
                continue;
            };
            if self.items.compare(&item).is_err() {
                if putter.grant_with(Gift::Incomparable).is_ok() {
                    refilled.refused.push(putter);
                }
            } else if putter.grant() {
                self.unfinished += 1;
                let turn = self.items.next_turn();
                self.items.push(Entry { item, turn });
                refilled.putter = Some(putter);
                break;
            }
        }
        refilled
    }

    /// Those who wait for all to be done, if all is.
    pub(super) fn done(&mut self) -> Vec<Arc<Place>> {
        if self.unfinished == 0 {
            self.joiners.grant_all()
        } else {
            Vec::new()
        }
    }
}
