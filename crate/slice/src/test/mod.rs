//! One behaviour each, on texts as programs have them.
//!
//! In a text, the function that is sent stands between `«` and `»`.

mod captures;
mod commonjs;
mod configure;
mod finding;
mod layout;
mod lazy;
mod methods;
mod module_variables;
mod parsing;
mod refusals;
mod typescript;

use crate::positions::Positions;
use crate::{Answer, Format, Language, Plan, Script};

/// A text without its marks, and the function between them.
fn marked(text: &str) -> (String, String) {
    let (_, rest) = text.split_once('«').expect("a text has «");
    let (function, _) = rest.split_once('»').expect("a text has »");
    (text.replace(['«', '»'], ""), function.to_owned())
}

/// The plan of the function between the marks. What is not answered is a global or made again.
fn plan_in(format: Format, language: Language, text: &str, answers: &[(&str, Answer)]) -> Plan {
    let (whole, function) = marked(text);
    let script = Script::new(&whole, format, language).expect("the text parses");
    let byte = u32::try_from(text.find('«').unwrap_or_default()).expect("texts are short");
    let position = Positions::new(&whole).position_of(&whole, byte);
    let place = u32::try_from(script.find(&function, position)).expect("the function is found");
    let mut answers: Vec<(String, Answer)> = answers
        .iter()
        .map(|(name, answer)| ((*name).to_owned(), *answer))
        .collect();
    for _ in 0..10 {
        let plan = script.plan(place, &answers);
        if plan.questions.is_empty() {
            return plan;
        }
        answers.extend(plan.questions.into_iter().map(|question| {
            let answer = match question.kind {
                crate::QuestionKind::Module | crate::QuestionKind::Local => Answer::Declare,
                crate::QuestionKind::Class => Answer::Capture,
                crate::QuestionKind::Free | crate::QuestionKind::Global => Answer::Global,
            };
            (question.name, answer)
        }));
    }
    panic!("the questions never end");
}

fn plan(text: &str) -> Plan {
    plan_in(Format::Module, Language::Js, text, &[])
}

fn answered(text: &str, answers: &[(&str, Answer)]) -> Plan {
    plan_in(Format::Module, Language::Js, text, answers)
}

/// The code without the white space that keeps positions.
fn code(plan: &Plan) -> String {
    assert_eq!(plan.refusal, None);
    let mut code = String::new();
    for piece in plan.code.lines().flat_map(|line| line.split("  ")) {
        let piece = piece.trim_start_matches(' ');
        if code.ends_with(char::is_alphabetic) && piece.starts_with(char::is_alphabetic) {
            code.push(' ');
        }
        code.push_str(piece);
    }
    code
}

/// The code without its header.
fn body(plan: &Plan) -> String {
    assert_eq!(plan.refusal, None);
    let units: Vec<u16> = plan.code.encode_utf16().skip(plan.first_line_shift as usize).collect();
    String::from_utf16_lossy(&units)
}

fn header(plan: &Plan) -> String {
    let units: Vec<u16> = plan.code.encode_utf16().take(plan.first_line_shift as usize).collect();
    String::from_utf16_lossy(&units)
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.captures.iter().map(|capture| capture.name.as_str()).collect()
}

/// Whether a piece of the text stands where it stood.
fn keeps_place(plan: &Plan, text: &str, piece: &str) -> bool {
    let (whole, ..) = marked(text);
    let place = |text: &str| {
        let before = &text[..text.find(piece).expect("the piece is there")];
        let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
        (before.matches('\n').count(), line.encode_utf16().count())
    };
    place(&body(plan)) == place(&whole)
}

fn refusal(text: &str) -> (&'static str, String) {
    let refusal = plan(text).refusal.expect("it is refused");
    (refusal.code, refusal.reason)
}

/// A plan's code must parse wherever it is run.
fn parses(plan: &Plan) {
    let wrapped = format!("async function run() {{{}}}", plan.code);
    Script::new(&wrapped, Format::CommonJs, Language::Js).expect("the code parses");
}
