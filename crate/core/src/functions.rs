//! The functions that were submitted, by number.
//!
//! What is said of a function (an export of a module, the text of a slice) is bytes here, which the submitter wrote and
//! the worker reads. The same bytes have the same number in every isolate, so a worker that knows the number has the
//! function.

use crate::primitive::{RwLock, shared};
use std::collections::BTreeMap;
use std::sync::Arc;

shared!(
    FUNCTIONS: Functions = Functions {
        tables: RwLock::new(Tables {
            next: 0,
            entries: BTreeMap::new(),
            ids: BTreeMap::new(),
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

#[derive(Debug)]
struct Entry {
    spec: FunctionSpec,
    /// How often it was registered, less how often it was forgotten.
    holders: usize,
}

#[derive(Debug)]
struct Tables {
    next: FunctionId,
    entries: BTreeMap<FunctionId, Entry>,
    ids: BTreeMap<FunctionSpec, FunctionId>,
}

/// See [`functions`].
#[derive(Debug)]
pub struct Functions {
    tables: RwLock<Tables>,
}

impl Functions {
    /// The number of a function: the same for the same bytes, until all who registered it have forgotten it.
    pub fn register(&self, spec: &[u8]) -> FunctionId {
        let mut tables = self.tables.write();
        if let Some(&id) = tables.ids.get(spec) {
            if let Some(entry) = tables.entries.get_mut(&id) {
                entry.holders += 1;
            }
            return id;
        }
        let id = tables.next;
        // After four thousand million functions the process has other troubles than this panic.
        tables.next = id.checked_add(1).expect("numbers are left");
        let spec = FunctionSpec::from(spec);
        tables.ids.insert(Arc::clone(&spec), id);
        tables.entries.insert(id, Entry { spec, holders: 1 });
        id
    }

    /// What is said of the function of a number, unless it was forgotten.
    #[must_use]
    pub fn spec(&self, id: FunctionId) -> Option<FunctionSpec> {
        self.tables.read().entries.get(&id).map(|entry| Arc::clone(&entry.spec))
    }

    /// One of those who registered it will not submit it any more. Its number is not used again.
    pub fn forget(&self, id: FunctionId) {
        let mut tables = self.tables.write();
        let Some(entry) = tables.entries.get_mut(&id) else {
            return;
        };
        entry.holders -= 1;
        if entry.holders == 0 {
            let spec = Arc::clone(&entry.spec);
            tables.entries.remove(&id);
            tables.ids.remove(&spec);
        }
    }
}

#[cfg(all(test, not(nogil_loom)))]
mod test {
    use super::*;

    #[test]
    fn a_function_has_one_number() {
        let (add, double) = (functions().register(b"add"), functions().register(b"double"));
        assert_ne!(add, double);
        assert_eq!(functions().register(b"add"), add);
        assert_eq!(functions().spec(double).as_deref(), Some(&b"double"[..]));
        assert_eq!(functions().spec(u32::MAX), None);
    }

    #[test]
    fn a_number_that_was_forgotten_is_not_used_again() {
        let id = functions().register(b"forgotten");
        assert_eq!(functions().register(b"forgotten"), id);
        functions().forget(id);
        assert!(functions().spec(id).is_some(), "somebody else has it");
        functions().forget(id);
        assert_eq!(functions().spec(id), None);
        functions().forget(id);
        assert_ne!(functions().register(b"forgotten"), id);
    }
}
