//! In debug mode: who holds which lock and who waits for which, so that a wait that would never end is found before it
//! begins, and an order in which locks are taken that may lead to one.
//!
//! A lock is known by its number, who holds it or waits for it by its flow. Both are told by JavaScript, which knows the
//! places in the program.

use crate::objects::ObjectNumber;
use crate::primitive::{Mutex, shared};
use crate::sync::ThreadNumber;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The number of a flow of the process: a thread, or an asynchronous flow of one.
pub type Flow = u64;

shared!(
    GRAPH: LockGraph = LockGraph {
        state: Mutex::new(State {
            holds: BTreeMap::new(),
            waits: BTreeMap::new(),
            orders: BTreeMap::new(),
        }),
    }
);

/// The graph of the process.
#[must_use]
pub fn lock_graph() -> &'static LockGraph {
    &GRAPH
}

/// Somebody, somewhere in the program.
#[derive(Clone, Debug)]
pub struct Party {
    /// By this it is known.
    pub flow: Flow,
    /// The thread that it belongs to.
    pub thread: ThreadNumber,
    /// What it is called.
    pub name: Arc<str>,
    /// Where it holds, or waits.
    pub place: Arc<str>,
    /// Its whole thread waits with it.
    pub blocks: bool,
}

impl Party {
    /// Whether `holder` cannot go on while this one waits.
    fn stops(&self, holder: &Self) -> bool {
        holder.flow == self.flow || self.blocks && holder.thread == self.thread
    }
}

/// A lock, and what it is called.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its number.
    pub number: ObjectNumber,
    /// Its class.
    pub class: Arc<str>,
}

/// A wait that would never end, in words: a line for each who waits.
#[derive(Debug, PartialEq, Eq)]
pub struct Cycle(pub String);

#[derive(Debug)]
struct State {
    holds: BTreeMap<ObjectNumber, (Named, Party)>,
    waits: BTreeMap<Flow, (Named, Party)>,
    /// For two locks, where the second was taken by one that held the first.
    orders: BTreeMap<(ObjectNumber, ObjectNumber), (Party, Party)>,
}

/// See the module.
#[derive(Debug)]
pub struct LockGraph {
    state: Mutex<State>,
}

impl LockGraph {
    /// Somebody begins to wait for a lock, without an end.
    ///
    /// # Errors
    /// [`Cycle`]: the wait would never end, and has not begun.
    pub fn wait(&self, lock: &Named, party: &Party) -> Result<(), Cycle> {
        let mut state = self.state.lock();
        if let Some(cycle) = state.cycle(lock, party) {
            return Err(cycle);
        }
        state.waits.insert(party.flow, (lock.clone(), party.clone()));
        Ok(())
    }

    /// Its wait is over, in any way.
    pub fn end_wait(&self, flow: Flow) {
        self.state.lock().waits.remove(&flow);
    }

    /// Somebody has the lock. Says, once for two locks, where they were taken in the other order.
    pub fn take(&self, lock: &Named, party: &Party) -> Option<String> {
        let mut state = self.state.lock();
        let held: Vec<_> = state
            .holds
            .values()
            .filter(|(held, holder)| holder.flow == party.flow && held.number != lock.number)
            .cloned()
            .collect();
        let mut inversion = None;
        for (first, holder) in held {
            let order = (first.number, lock.number);
            if state.orders.contains_key(&order) {
                continue;
            }
            state.orders.insert(order, (holder.clone(), party.clone()));
            if let Some((one, other)) = state.orders.get(&(lock.number, first.number)) {
                inversion = Some(format!(
                    "{} takes {first} (at {}) and then {lock} (at {}); {} has taken {lock} (at {}) and then {first} (at {})",
                    party.name, holder.place, party.place, other.name, one.place, other.place
                ));
            }
        }
        state.holds.insert(lock.number, (lock.clone(), party.clone()));
        inversion
    }

    /// Nobody has the lock any more.
    pub fn release(&self, lock: ObjectNumber) {
        self.state.lock().holds.remove(&lock);
    }

    /// The thread has ended.
    pub fn end_thread(&self, thread: ThreadNumber) {
        let mut state = self.state.lock();
        state.holds.retain(|_, (_, holder)| holder.thread != thread);
        state.waits.retain(|_, (_, waiter)| waiter.thread != thread);
    }
}

impl State {
    /// From who waits to who holds that, and on to what that one waits for.
    fn cycle(&self, lock: &Named, party: &Party) -> Option<Cycle> {
        let mut text = String::new();
        let (mut lock, mut waiter) = (lock, party);
        // A chain that is longer than there are waits goes round.
        for _ in 0..=self.waits.len() {
            let (_, holder) = self.holds.get(&lock.number)?;
            let _ = write!(
                text,
                "\n  {} waits for {lock} at {}, which {} has taken at {}",
                waiter.name, waiter.place, holder.name, holder.place
            );
            if party.stops(holder) {
                return Some(Cycle(text));
            }
            (lock, waiter) = self.waits.get(&holder.flow).map(|(lock, waiter)| (lock, waiter))?;
        }
        None
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.class, self.number)
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    fn graph() -> LockGraph {
        LockGraph {
            state: Mutex::new(State {
                holds: BTreeMap::new(),
                waits: BTreeMap::new(),
                orders: BTreeMap::new(),
            }),
        }
    }

    fn lock(number: ObjectNumber) -> Named {
        Named {
            number,
            class: "Lock".into(),
        }
    }

    fn party(flow: Flow, place: &str) -> Party {
        Party {
            flow,
            thread: 1,
            name: format!("flow {flow}").into(),
            place: place.into(),
            blocks: false,
        }
    }

    #[test]
    fn a_wait_that_closes_a_circle_is_refused_with_all_places() {
        let graph = graph();
        assert_eq!(graph.take(&lock(1), &party(1, "a:1")), None);
        assert_eq!(graph.take(&lock(2), &party(2, "b:1")), None);
        assert_eq!(graph.wait(&lock(2), &party(1, "a:2")), Ok(()));
        let cycle = graph.wait(&lock(1), &party(2, "b:2")).expect_err("it would never end");
        assert_eq!(
            cycle.0,
            "\n  flow 2 waits for Lock 1 at b:2, which flow 1 has taken at a:1\n  flow 1 waits for Lock 2 at a:2, which flow 2 has taken at b:1"
        );
        graph.release(2);
        assert_eq!(graph.wait(&lock(1), &party(2, "b:2")), Ok(()));
    }

    #[test]
    fn a_wait_for_ones_own_lock_is_refused() {
        let graph = graph();
        assert_eq!(graph.take(&lock(1), &party(1, "a:1")), None);
        assert!(graph.wait(&lock(1), &party(1, "a:2")).is_err());
        assert_eq!(graph.wait(&lock(1), &party(2, "b:1")), Ok(()));
    }

    #[test]
    fn a_blocked_thread_stops_all_of_its_flows() {
        let graph = graph();
        assert_eq!(graph.take(&lock(1), &party(1, "a:1")), None);
        let mut blocked = party(2, "a:2");
        assert_eq!(graph.wait(&lock(1), &blocked), Ok(()));
        graph.end_wait(2);
        blocked.blocks = true;
        assert!(graph.wait(&lock(1), &blocked).is_err());
    }

    #[test]
    fn two_orders_are_told_once() {
        let graph = graph();
        for (flow, first, second) in [(1, 1, 2), (2, 2, 1), (3, 2, 1)] {
            assert_eq!(graph.take(&lock(first), &party(flow, "x:1")), None);
            assert_eq!(graph.take(&lock(second), &party(flow, "x:2")).is_some(), flow == 2);
            graph.release(first);
            graph.release(second);
        }
    }

    #[test]
    fn what_a_thread_held_is_forgotten_with_it() {
        let graph = graph();
        assert_eq!(graph.take(&lock(1), &party(1, "a:1")), None);
        graph.end_thread(1);
        assert_eq!(graph.wait(&lock(1), &party(1, "a:2")), Ok(()));
        graph.end_wait(1);
    }
}
