//! Writes down what is kept: a function body that gives the factory.
//!
//! Each piece of the text stays at its line and column. What is written around it goes in front of the line ends that
//! separate it from the piece before, or into the header, which the caller takes off the first line's columns.

mod early;
mod factory;
mod imports;
mod layout;
mod module_level;
pub mod report;
mod sharing;
pub mod text;

use crate::needs::{Module, Needs, When};
use crate::plan::{Answer, Capture, CaptureKind, Plan};
use crate::positions::units_in;
use layout::{Layout, Piece};
use std::fmt::Write;

/// Sets the slice's variables from the factory's parameters.
const SETTER: &str = "__nogil_set";

/// The factory's last parameter: an object that gets a function to set the captured values anew.
const LATER: &str = "__nogil_later";

/// A parameter of the factory that is first assigned to a variable of the slice.
struct Assigned {
    parameter: String,
    variable: String,
}

/// The plan for what is needed, with what is known of the function in any case.
pub fn plan(needs: &Needs, known: Plan) -> Plan {
    let parsed = needs.parsed;
    let kept = module_level::pieces(needs);
    let body = factory::body(needs);
    let (captures, assigned) = captures(needs);
    let values = report::values(needs);
    let imports = imports::imports(needs) + &body.imports;
    let asynchronous = needs.awaits || !imports.is_empty();

    let mut layout = Layout::new();
    layout.header = header(needs, asynchronous, &imports);
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
        push(
            &mut layout.header,
            format_args!("let [{}]=__nogil.values;", names.join(",")),
        );
    }
    if !assigned.is_empty() {
        layout.header.push_str(&setter(&assigned));
    }
    layout.header.push_str(&kept.functions);
    layout.header.push_str(&kept.literals);
    let factory = Factory {
        parameters: captures
            .iter()
            .map(|(parameter, _)| parameter.as_str())
            .collect::<Vec<_>>()
            .join(","),
        assigned: &assigned,
        literals: &body.literals,
        result: &body.result,
        strict: is_stricter(needs),
    };
    let mut pieces = behind_factory(kept.pieces, &body.pieces);
    let returned = if body.pieces.is_empty() {
        factory.whole()
    } else {
        pieces.extend(factory.around(body.pieces));
        "__nogil_factory".to_owned()
    };
    layout.write(parsed, pieces);
    let first_line_shift = units_in(&layout.header);
    Plan {
        code: format!("{}{}\nreturn {returned}}})()", layout.header, layout.body),
        first_line_shift,
        asynchronous,
        captures: captures.into_iter().map(|(_, capture)| capture).collect(),
        values,
        shared: kept.shared,
        declared: early::declared(needs),
        warnings: report::warnings(needs),
        dropped: report::dropped(needs),
        ..known
    }
}

/// The variables of the slice that the factory sets. What comes along in the factory may have the same names, so they
/// are set out here.
fn setter(assigned: &[Assigned]) -> String {
    let variables: Vec<&str> = assigned.iter().map(|assigned| assigned.variable.as_str()).collect();
    let setters: Vec<String> = variables
        .iter()
        .map(|variable| format!("[\"{variable}\"]:(__nogil_value)=>{{{variable}=__nogil_value}}"))
        .collect();
    format!(
        "let {};const {SETTER}=__nogil.live({{{}}});",
        variables.join(","),
        setters.join(",")
    )
}

fn parameters_of(assigned: &[Assigned]) -> String {
    let parameters: Vec<&str> = assigned.iter().map(|assigned| assigned.parameter.as_str()).collect();
    parameters.join(",")
}

fn push(text: &mut String, more: std::fmt::Arguments) {
    // Writing to a String never fails.
    let _ = text.write_fmt(more);
}

fn header(needs: &Needs, asynchronous: bool, imports: &str) -> String {
    let strict = if needs.parsed.is_strict() { "'use strict';" } else { "" };
    let arrow = if asynchronous { "async()=>" } else { "()=>" };
    format!("{strict}return ({arrow}{{{imports}")
}

/// Whether the function's surroundings are strict, and the script as a whole is not.
fn is_stricter(needs: &Needs) -> bool {
    let parsed = needs.parsed;
    let scope = parsed.nodes().get_node(needs.target.holder).scope_id();
    !parsed.is_strict() && parsed.scoping().scope_flags(scope).is_strict_mode()
}

/// The factory's parameters, and those of them that are variables of the whole slice.
fn captures(needs: &Needs) -> (Vec<(String, Capture)>, Vec<Assigned>) {
    let mut captures = Vec::new();
    let mut assigned = Vec::new();
    for symbol in report::captured_locals(needs) {
        let capture = report::capture(needs, symbol, report::kind_of_local(needs, symbol));
        captures.push((capture.name.clone(), capture));
    }
    let live = needs.module.iter().filter(|(_, module)| **module == Module::Live);
    for (number, (symbol, _)) in live.enumerate() {
        let capture = report::capture(needs, *symbol, CaptureKind::Live);
        let parameter = format!("__nogil_live{number}");
        assigned.push(Assigned {
            parameter: parameter.clone(),
            variable: capture.name.clone(),
        });
        captures.push((parameter, capture));
    }
    let free = needs
        .free
        .iter()
        .filter(|(_, free)| free.answer == Some(Answer::Capture));
    for (number, (name, free)) in free.enumerate() {
        let capture = report::free_capture(needs, name, free);
        // Code of the top level does not see the factory's parameters.
        let by_module = free.uses.by_module != When::Never;
        let parameter = if by_module {
            format!("__nogil_free{number}")
        } else {
            name.clone()
        };
        if by_module {
            assigned.push(Assigned {
                parameter: parameter.clone(),
                variable: name.clone(),
            });
        }
        captures.push((parameter, capture));
    }
    captures.sort_by_key(|(_, capture)| !capture.early);
    (captures, assigned)
}

/// Puts pieces of the top level that contain the function behind all that stands in the factory.
fn behind_factory(mut pieces: Vec<Piece>, body: &[Piece]) -> Vec<Piece> {
    let start = body.iter().map(|piece| piece.start).min();
    let end = body.iter().map(|piece| piece.end).max();
    if let (Some(start), Some(end)) = (start, end) {
        for piece in &mut pieces {
            let contains = piece.start <= start && end <= piece.end;
            piece.behind = contains.then_some(end);
        }
    }
    pieces
}

/// How the factory is written.
struct Factory<'n> {
    parameters: String,
    assigned: &'n [Assigned],
    literals: &'n str,
    result: &'n str,
    strict: bool,
}

impl Factory<'_> {
    fn opening(&self) -> String {
        if self.parameters.is_empty() {
            let strict = if self.strict { "'use strict';" } else { "" };
            return format!("()=>{{{strict}{}", self.literals);
        }
        let parameters = &self.parameters;
        let mut code = format!("({parameters},{LATER})=>{{");
        if self.strict {
            code.push_str("'use strict';");
        }
        let mut set = String::new();
        if !self.assigned.is_empty() {
            set = format!("{SETTER}({});", parameters_of(self.assigned));
            code.push_str(&set);
        }
        push(
            &mut code,
            format_args!("{LATER}&&({LATER}.set=(__nogil_values)=>{{[{parameters}]=__nogil_values;{set}}});"),
        );
        code.push_str(self.literals);
        code
    }

    /// Nothing stands in it.
    fn whole(&self) -> String {
        format!("{}return {}}}", self.opening(), self.result)
    }

    /// Around pieces, which follow one another.
    fn around(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        if let Some(first) = pieces.first_mut() {
            first.before = format!("const __nogil_factory={}{}", self.opening(), first.before);
        }
        if let Some(last) = pieces.last_mut() {
            push(&mut last.after, format_args!("return {}}};", self.result));
        }
        pieces
    }
}
