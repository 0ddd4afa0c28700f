//! The functions that were submitted, by number.
//!
//! What is said of a function (an export of a module, the text of a slice) is bytes here, which the submitter wrote and
//! the worker reads. The same bytes have the same number in every isolate, so a worker that knows the number has the
//! function.
//!
//! A function is kept by the threads that may still send it. Once none does, it stays until every thread has read what
//! had been delivered to it by then: a result that names it may be among that.

use crate::leaving::Leaving;
use crate::primitive::{RwLock, shared};
use std::collections::BTreeMap;
use std::sync::Arc;

shared!(
    FUNCTIONS: Functions = Functions {
        tables: RwLock::new(Tables {
            next: 0,
            entries: BTreeMap::new(),
            ids: BTreeMap::new(),
            leaving: Leaving::new(),
            given_back: 0,
        }),
    }
);

/// The functions of all isolates.
#[must_use]
pub fn functions() -> &'static Functions {
    &FUNCTIONS
}

/// A function's number, the same in every isolate.
pub type FunctionId = u32;

/// What a worker needs to have the function.
pub type FunctionSpec = Arc<[u8]>;

/// Why a thread keeps a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It was sent here, and sent on.
    SentOn,
    /// It is of this thread.
    Made,
}

#[derive(Debug)]
struct Entry {
    spec: FunctionSpec,
    made: usize,
    sent_on: usize,
    /// The number of the last group of [`Tables::leaving`] that it was in.
    group: u64,
}

impl Entry {
    fn holders(&mut self, part: Part) -> &mut usize {
        match part {
            Part::SentOn => &mut self.sent_on,
            Part::Made => &mut self.made,
        }
    }
}

#[derive(Debug)]
struct Tables {
    next: FunctionId,
    entries: BTreeMap<FunctionId, Entry>,
    ids: BTreeMap<FunctionSpec, FunctionId>,
    leaving: Leaving<FunctionId>,
    /// So often the last of those who made a function has given it back.
    given_back: u64,
}

impl Tables {
    fn register(&mut self, spec: &[u8], part: Part) -> FunctionId {
        if let Some(&id) = self.ids.get(spec) {
            if let Some(entry) = self.entries.get_mut(&id) {
                *entry.holders(part) += 1;
            }
            return id;
        }
        let id = self.next;
        // After four thousand million functions the process has other troubles than this panic.
        self.next = id.checked_add(1).expect("numbers are left");
        let spec = FunctionSpec::from(spec);
        self.ids.insert(Arc::clone(&spec), id);
        let mut entry = Entry {
            spec,
            made: 0,
            sent_on: 0,
            group: 0,
        };
        *entry.holders(part) += 1;
        self.entries.insert(id, entry);
        id
    }

    fn give_back(&mut self, parts: impl Iterator<Item = (FunctionId, Part, usize)>) {
        let group = self.leaving.next_group();
        let mut ids = Vec::new();
        for (id, part, times) in parts {
            let Some(entry) = self.entries.get_mut(&id) else {
                continue;
            };
            *entry.holders(part) -= times;
            self.given_back += u64::from(part == Part::Made && entry.made == 0);
            if entry.made + entry.sent_on == 0 {
                entry.group = group;
                ids.push(id);
            }
        }
        self.leaving.add(ids);
        self.let_leave();
    }

    /// Forgets those of which nobody can read any more.
    fn let_leave(&mut self) {
        while let Some((group, ids)) = self.leaving.take_read() {
            for id in ids {
                self.forget(id, group);
            }
        }
    }

    /// Unless it was registered since. It may have been given back again then: with a later group.
    fn forget(&mut self, id: FunctionId, group: u64) {
        let is_gone = |entry: &&Entry| entry.made + entry.sent_on == 0 && entry.group == group;
        if let Some(spec) = self
            .entries
            .get(&id)
            .filter(is_gone)
            .map(|entry| Arc::clone(&entry.spec))
        {
            self.entries.remove(&id);
            self.ids.remove(&spec);
        }
    }
}

/// See [`functions`].
#[derive(Debug)]
pub struct Functions {
    tables: RwLock<Tables>,
}

impl Functions {
    /// What is said of the function of a number, unless it was forgotten.
    #[must_use]
    pub fn spec(&self, id: FunctionId) -> Option<FunctionSpec> {
        self.tables.read().entries.get(&id).map(|entry| Arc::clone(&entry.spec))
    }

    /// Whether a thread that has made the function may still send it.
    #[must_use]
    pub fn is_kept(&self, id: FunctionId) -> bool {
        self.tables.read().entries.get(&id).is_some_and(|entry| entry.made > 0)
    }

    /// How often [`Functions::is_kept`] has ceased to be true, of whichever function.
    #[must_use]
    pub fn given_back(&self) -> u64 {
        self.tables.read().given_back
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        let mut tables = self.tables.write();
        tables.let_leave();
        tables.entries.len()
    }
}

/// The functions that one thread keeps. They are given back when it ends.
#[derive(Debug, Default)]
pub struct KeptFunctions {
    /// How often each was registered.
    times: BTreeMap<(FunctionId, Part), usize>,
}

impl KeptFunctions {
    /// The number of a function, which is kept from now on: the same for the same bytes, as long as anybody keeps it.
    pub fn register(&mut self, spec: &[u8], part: Part) -> FunctionId {
        let id = functions().tables.write().register(spec, part);
        *self.times.entry((id, part)).or_default() += 1;
        id
    }

    /// Keeps a function that is there, as one that was sent on.
    pub fn keep(&mut self, id: FunctionId) {
        if let Some(entry) = functions().tables.write().entries.get_mut(&id) {
            entry.sent_on += 1;
            *self.times.entry((id, Part::SentOn)).or_default() += 1;
        }
    }

    /// For each of these the thread has one reason less to keep it. Their numbers are not used again.
    pub fn give_back(&mut self, ids: &[FunctionId]) {
        let parts = ids.iter().filter_map(|&id| Some((id, self.take_one(id)?, 1)));
        functions().tables.write().give_back(parts);
    }

    fn take_one(&mut self, id: FunctionId) -> Option<Part> {
        let part = [Part::SentOn, Part::Made]
            .into_iter()
            .find(|&part| self.times.contains_key(&(id, part)))?;
        let times = self.times.get_mut(&(id, part))?;
        *times -= 1;
        if *times == 0 {
            self.times.remove(&(id, part));
        }
        Some(part)
    }
}

impl Drop for KeptFunctions {
    fn drop(&mut self) {
        let times = std::mem::take(&mut self.times);
        if !times.is_empty() {
            let parts = times.into_iter().map(|((id, part), times)| (id, part, times));
            functions().tables.write().give_back(parts);
        }
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;
    use crate::port::test::Count;
    use crate::registry::ports;

    #[test]
    fn a_function_has_one_number() {
        let mut kept = KeptFunctions::default();
        let (add, double) = (kept.register(b"add", Part::Made), kept.register(b"double", Part::Made));
        assert_ne!(add, double);
        assert_eq!(KeptFunctions::default().register(b"add", Part::Made), add);
        assert_eq!(functions().spec(double).as_deref(), Some(&b"double"[..]));
        assert_eq!(functions().spec(u32::MAX), None);
    }

    #[test]
    fn a_number_that_was_forgotten_is_not_used_again() {
        let (mut one, mut other) = (KeptFunctions::default(), KeptFunctions::default());
        let id = one.register(b"forgotten", Part::Made);
        assert_eq!(other.register(b"forgotten", Part::Made), id);
        one.give_back(&[id]);
        one.give_back(&[id]);
        assert!(functions().spec(id).is_some(), "somebody else has it");
        other.give_back(&[id]);
        wait_until_forgotten(id);
        assert_ne!(one.register(b"forgotten", Part::Made), id);
    }

    #[test]
    fn a_thread_that_ends_gives_its_functions_back() {
        let mut kept = KeptFunctions::default();
        let id = kept.register(b"of a thread", Part::Made);
        kept.register(b"of a thread", Part::Made);
        drop(kept);
        wait_until_forgotten(id);
    }

    #[test]
    fn what_a_result_may_name_is_not_forgotten_before_it_was_read() {
        let port = ports().open(Box::new(Arc::new(Count::default())));
        let mut kept = KeptFunctions::default();
        let id = kept.register(b"named", Part::Made);
        port.deliver(&[1], &[]).expect("open");
        kept.give_back(&[id]);
        functions().count();
        assert!(functions().spec(id).is_some(), "the result is in the inbox");
        let mut words = Vec::new();
        assert!(port.collect(&mut words));
        functions().count();
        assert!(
            functions().spec(id).is_some(),
            "the result was collected, and may not have been read"
        );
        words.clear();
        port.deliver(&[2], &[]).expect("open");
        assert!(port.collect(&mut words), "who collects again has read it");
        wait_until_forgotten(id);
        ports().close(port.id());
    }

    #[test]
    fn what_was_given_back_twice_is_forgotten_the_second_time() {
        let port = ports().open(Box::new(Arc::new(Count::default())));
        let mut kept = KeptFunctions::default();
        let id = kept.register(b"twice", Part::Made);
        port.deliver(&[1], &[]).expect("open");
        kept.give_back(&[id]);
        assert_eq!(kept.register(b"twice", Part::SentOn), id, "it has not gone yet");
        let mut words = Vec::new();
        assert!(port.collect(&mut words));
        port.deliver(&[2], &[]).expect("open");
        kept.give_back(&[id]);
        words.clear();
        assert!(port.collect(&mut words));
        functions().count();
        assert!(functions().spec(id).is_some(), "the second result may name it");
        words.clear();
        assert!(!port.collect(&mut words));
        wait_until_forgotten(id);
        ports().close(port.id());
    }

    #[test]
    fn what_was_only_sent_on_is_not_kept_by_who_made_it() {
        let (mut maker, mut other) = (KeptFunctions::default(), KeptFunctions::default());
        let id = maker.register(b"sent on", Part::Made);
        assert_eq!(other.register(b"sent on", Part::SentOn), id);
        assert!(functions().is_kept(id));
        maker.give_back(&[id]);
        assert!(!functions().is_kept(id));
        assert!(functions().given_back() > 0);
        assert!(functions().spec(id).is_some());
    }

    /// Other tests have ports that they read in their own time.
    fn wait_until_forgotten(id: FunctionId) {
        while functions().spec(id).is_some() {
            functions().count();
            std::thread::yield_now();
        }
    }
}
