//! What it takes to make a function again: questions first, then a plan, or a refusal.

use crate::emit::{self, report};
use crate::exports::exported;
use crate::functions::FunctionKind;
use crate::needs::Needs;
use crate::parsed::Parsed;
use crate::place::function_at;
use crate::positions::Position;
use crate::refuse::{Offence, Refusal};
use std::collections::HashMap;

/// What is known of a name that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Plain data, which is copied once.
    Value,
    /// Make it again by its declaration.
    Declare,
    /// Found in the scopes of the function: read at each submit.
    Capture,
    /// A builtin global.
    Global,
    /// Nothing is known of it.
    Missing,
    /// This runtime cannot read it.
    Unreadable,
}

/// Of what kind a name is that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// A variable of the module.
    Module,
    /// A variable of a function around, which begins as an empty object and is used by one function alone that comes
    /// along: a cache. Plain data (`Value`) is captured; anything else is made again (`Declare`).
    Local,
    /// A class of a function around, or a function there that makes instances: captured, so that it stays the one that it
    /// is. Where it cannot be read, it is made again (`Declare`).
    Class,
    /// Declared nowhere in the script.
    Free,
    /// The same, but the function sees a variable of its own by that name, and only other code means this one.
    Global,
}

/// A name that something must be known of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The name.
    pub name: String,
    /// Its kind.
    pub kind: QuestionKind,
}

/// Of what kind a captured variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureKind {
    /// Of a function around it.
    Local,
    /// What a class extends: the variable may be gone.
    Superclass,
    /// Of the module, and reassigned.
    Live,
    /// Declared nowhere in the script.
    Free,
    /// The same, but the function sees a variable of its own by that name.
    Global,
}

/// A parameter of the factory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The variable's name.
    pub name: String,
    /// Its kind.
    pub kind: CaptureKind,
    /// Whether it is never assigned after it was made.
    pub constant: bool,
    /// Whether the factory needs it to make the function, and not only the function when it is called.
    pub early: bool,
    /// Whether the script uses it as a class.
    pub makes_instances: bool,
    /// Where it is used first.
    pub position: Position,
    /// The properties that are read of it, if nothing else is done with it.
    pub properties: Option<Vec<String>>,
}

/// A variable whose value is copied once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The variable's name.
    pub name: String,
    /// Where it is used first.
    pub position: Position,
    /// The properties that are read of it, if nothing else is done with it.
    pub properties: Option<Vec<String>>,
}

/// A variable of the module that is made once in each worker, for all slices of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Its name.
    pub name: String,
    /// What it extends, if it is a class.
    pub superclass: Option<String>,
}

/// A variable that is declared again, and that the program may not have reached yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDeclaration {
    /// The variable's name.
    pub name: String,
    /// Whether it belongs to the module, and not to a function around.
    pub of_module: bool,
    /// Where it is used first.
    pub position: Position,
}

/// A module variable that the kept code assigns: each worker has its own copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The variable's name.
    pub name: String,
    /// Where it is assigned.
    pub position: Position,
}

/// A statement that was left out, although it mentions something that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// What it mentions.
    pub name: String,
    /// Its line, from 0.
    pub line: u32,
}

/// How a function is made again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Not empty: answer them all, and ask again.
    pub questions: Vec<Question>,
    /// Why it cannot be sent.
    pub refusal: Option<Refusal>,
    /// The export of the module that is the function itself.
    pub exported: Option<String>,
    /// A function body that gives the factory.
    pub code: String,
    /// How much longer the code's first line is, in front.
    pub first_line_shift: u32,
    /// Whether the code gives a promise of the factory.
    pub asynchronous: bool,
    /// The factory's parameters: first those that are early.
    pub captures: Vec<Capture>,
    /// What is copied once.
    pub values: Vec<Value>,
    /// What all slices of the script share, and where it is a function or a class: is the same one for all.
    pub shared: Vec<Shared>,
    /// What the function uses and is declared again, where the text does not tell that it has a value already.
    pub declared: Vec<KeptDeclaration>,
    /// The private names of the class, if it is one.
    pub private_names: Vec<String>,
    /// Whether it makes instances: a class, or a function that the script uses so.
    pub makes_instances: bool,
    /// Module variables that it assigns.
    pub warnings: Vec<Warning>,
    /// Statements that were left out.
    pub dropped: Vec<Dropped>,
}

impl Plan {
    fn refused(refusal: Refusal) -> Self {
        Self {
            refusal: Some(refusal),
            ..Self::default()
        }
    }
}

/// Plans the function at a place.
pub fn plan(parsed: &Parsed, place: u32, answers: &HashMap<&str, Answer>) -> Plan {
    let Some(target) = function_at(parsed, place) else {
        return Plan::refused(Offence::Source.at(Position::default()));
    };
    if target.kind == FunctionKind::Accessor {
        return Plan::refused(Offence::Accessor.at(parsed.position_of(target.start)));
    }
    // An export is found by its name, whatever its text needs.
    let known = Plan {
        exported: exported(parsed, target),
        private_names: report::private_names(parsed, target),
        makes_instances: parsed.makes_instances(target),
        ..Plan::default()
    };
    let needs = match Needs::of(parsed, target, answers) {
        Ok(needs) => needs,
        Err(refusal) => {
            return Plan {
                refusal: Some(refusal),
                ..known
            };
        }
    };
    if !needs.questions.is_empty() {
        return Plan {
            questions: needs.questions,
            ..known
        };
    }
    emit::plan(&needs, known)
}
