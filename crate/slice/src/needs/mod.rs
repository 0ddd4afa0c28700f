//! What a function needs: the transitive closure over everything that it refers to.
//!
//! The code that is kept has two zones. What stands at the top level of the script is made once; the function itself,
//! and what comes along of the functions around it, is made anew by the factory for each set of captured values.

mod kept;
mod local;
mod module;
mod reference;
mod target;
mod uses;
mod walk;

pub use kept::Kept;
pub use local::Local;
pub use module::Module;
pub use target::{Placement, own_name, property_name};
pub use uses::{Use, When};

use crate::configure::{Unit, units};
use crate::functions::Function;
use crate::parsed::{Nodes, Parsed, is_inside};
use crate::plan::{Answer, Question, QuestionKind};
use crate::refuse::{Offence, Refusal};
use oxc_semantic::{NodeId, ScopeId, SymbolId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Where kept code is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// At the top level.
    Module,
    /// In the factory: the function itself.
    Target,
    /// In the factory: this declaration of a function around it.
    Local(SymbolId),
}

/// A name that is declared nowhere in the script.
#[derive(Clone, Debug)]
pub struct Free {
    pub uses: Use,
    pub answer: Option<Answer>,
    /// Whether a variable of the functions around the function hides it from the function.
    pub hidden: bool,
}

/// What a name means to the code in the factory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Variable(SymbolId),
    Free,
}

/// Why a walk ends early.
enum Stop {
    Refused(Refusal),
    /// This declaration cannot stand next to the others, because a name means something else there: it is captured.
    Conflict(SymbolId),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What a function needs.
pub struct Needs<'p, 'a> {
    pub parsed: &'p Parsed<'a>,
    pub target: &'p Function,
    pub placement: Placement,
    pub questions: Vec<Question>,
    /// Variables of the module, and how they are made again.
    pub module: BTreeMap<SymbolId, Module>,
    /// Variables of the functions around, and how they come along.
    pub locals: BTreeMap<SymbolId, Local>,
    pub free: BTreeMap<String, Free>,
    /// How variables of either kind are used.
    pub uses: BTreeMap<SymbolId, Use>,
    /// Declarators of the module that are kept.
    pub declarators: BTreeSet<NodeId>,
    /// Assignments that are the initialisers of such declarators, see [`crate::lazy`].
    pub assignments: BTreeMap<NodeId, SymbolId>,
    /// Statements of the top level that are kept as they are, by number.
    pub statements: BTreeSet<usize>,
    /// Statements that set something of what is kept, by their number in [`units`].
    pub units: BTreeSet<usize>,
    /// Statements of the functions around that set something of what comes along.
    pub units_of_locals: BTreeSet<NodeId>,
    /// All nodes that are kept.
    pub kept: Kept,
    /// Whether a call is made when the function is made: it may use whatever is captured.
    pub calls_early: bool,
    /// Whether kept code of the top level awaits.
    pub awaits: bool,
    answers: &'p HashMap<&'p str, Answer>,
    queue: Vec<(Nodes, Zone)>,
    /// Declarations of the functions around that are captured after all.
    captured: HashSet<SymbolId>,
    meanings: HashMap<String, Meaning>,
    units_of_scopes: HashMap<ScopeId, Rc<[Unit]>>,
}

impl<'p, 'a> Needs<'p, 'a> {
    /// Finds out what a function needs, as far as the answers go.
    pub fn of(
        parsed: &'p Parsed<'a>,
        target: &'p Function,
        answers: &'p HashMap<&'p str, Answer>,
    ) -> Result<Self, Refusal> {
        let mut captured = HashSet::new();
        loop {
            let mut needs = Self::new(parsed, target, answers, captured.clone());
            match needs.collect() {
                Ok(()) => return Ok(needs),
                Err(Stop::Refused(refusal)) => return Err(refusal),
                Err(Stop::Conflict(symbol)) => {
                    captured.insert(symbol);
                }
            }
        }
    }

    fn new(
        parsed: &'p Parsed<'a>,
        target: &'p Function,
        answers: &'p HashMap<&'p str, Answer>,
        captured: HashSet<SymbolId>,
    ) -> Self {
        Self {
            parsed,
            target,
            placement: Placement::of(parsed, target),
            questions: Vec::new(),
            module: BTreeMap::new(),
            locals: BTreeMap::new(),
            free: BTreeMap::new(),
            uses: BTreeMap::new(),
            declarators: BTreeSet::new(),
            assignments: BTreeMap::new(),
            statements: BTreeSet::new(),
            units: BTreeSet::new(),
            units_of_locals: BTreeSet::new(),
            kept: Kept::default(),
            calls_early: false,
            awaits: false,
            answers,
            queue: Vec::new(),
            captured,
            meanings: HashMap::new(),
            units_of_scopes: HashMap::new(),
        }
    }

    fn collect(&mut self) -> Result<(), Stop> {
        self.begin()?;
        loop {
            while let Some((nodes, zone)) = self.queue.pop() {
                self.walk(&nodes, zone)?;
            }
            let more = self.keep_units();
            if !self.keep_units_of_locals() && !more {
                break;
            }
        }
        self.finish()
    }

    /// Keeps some nodes, unless they are kept already.
    fn keep(&mut self, nodes: Nodes, zone: Zone) {
        // What stands in a kept piece of the top level is needed once more in the factory.
        if self.kept.add(&nodes) || zone != Zone::Module {
            self.queue.push((nodes, zone));
        }
    }

    /// Keeps the statements that set something of what is kept; whether there were more of them.
    fn keep_units(&mut self) -> bool {
        let parsed = self.parsed;
        let mut more = false;
        for (number, unit) in units(parsed).iter().enumerate() {
            if self.units.contains(&number) || self.statements.contains(&unit.statement) {
                continue;
            }
            let nodes = parsed.subtree(unit.node);
            let holds_target = is_inside(self.target.node, &nodes);
            if holds_target && !unit.only_stores {
                continue;
            }
            if unit.targets.iter().any(|symbol| self.is_set_by(*symbol, unit.assigns)) {
                self.units.insert(number);
                self.keep(nodes, Zone::Module);
                more = true;
            }
        }
        more
    }

    /// Whether a statement that sets something of a variable is part of how it is made.
    fn is_set_by(&self, symbol: SymbolId, assigns: bool) -> bool {
        match self.module.get(&symbol) {
            Some(Module::Declared) => true,
            Some(Module::Function | Module::Class) => !assigns || !self.parsed.is_reassigned(symbol),
            _ => false,
        }
    }

    /// What is known only once everything was looked at.
    fn finish(&mut self) -> Result<(), Stop> {
        if self.questions.is_empty() {
            self.settle_values();
            self.refuse_unreadable()?;
        }
        Ok(())
    }

    /// Asks for a name once; the answer, if it is there already.
    fn ask(&mut self, name: &str, kind: QuestionKind) -> Option<Answer> {
        let answer = self.answers.get(name).copied();
        if answer.is_none() && !self.questions.iter().any(|question| question.name == name) {
            self.questions.push(Question {
                name: name.to_owned(),
                kind,
            });
        }
        answer
    }

    fn refuse(&self, offence: &Offence, byte: u32) -> Stop {
        Stop::Refused(offence.at(self.parsed.position_of(byte)))
    }
}
