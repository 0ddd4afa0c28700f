//! Finds a function in the text of its script, and the smallest program that makes it again in another thread.
//!
//! It knows texts, places and plans, and nothing of Node. The rules are told in `README.md` next to `src`.

#![forbid(unsafe_code)]

mod cjs;
mod configure;
mod depth;
mod emit;
mod erase;
mod exports;
mod functions;
mod hoisting;
mod initializer;
mod instances;
mod lazy;
mod needs;
mod parameters;
mod parsed;
mod place;
mod plan;
mod positions;
mod refuse;
mod script;
mod symbols;
#[cfg(test)]
mod test;

pub use plan::{
    Answer, Capture, CaptureKind, Dropped, KeptDeclaration, Plan, Question, QuestionKind, Shared, Value, Warning,
};
pub use positions::Position;
pub use refuse::Refusal;
pub use script::{Format, Language, ParseError, Script};
