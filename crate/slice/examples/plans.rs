//! Plans every function of some files, and checks each code: it parses, and every name in it is declared in it, given
//! to it, or was asked for.
//!
//! `cargo run --release -p nogil-slice --example plans -- [--value] file...`

use nogil_slice::{Answer, Format, Language, Plan, QuestionKind, Script};
use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Names that a code gets from whoever runs it, and those that need no question.
const GIVEN: [&str; 14] = [
    "__nogil",
    "__nogil_meta",
    "require",
    "module",
    "exports",
    "__filename",
    "__dirname",
    "undefined",
    "NaN",
    "Infinity",
    "globalThis",
    "arguments",
    "eval",
    "await",
];

fn main() {
    let mut answer = Answer::Declare;
    let mut failures = 0;
    for argument in std::env::args().skip(1) {
        if argument == "--value" {
            answer = Answer::Value;
        } else {
            failures += file(&argument, answer);
        }
    }
    assert_eq!(failures, 0, "some codes were wrong");
}

fn file(path: &str, answer: Answer) -> usize {
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("{path}: not read");
        return 0;
    };
    let language = if path.ends_with("ts") {
        Language::Ts
    } else {
        Language::Js
    };
    let begun = Instant::now();
    let is_module = text
        .lines()
        .any(|line| line.starts_with("import ") || line.starts_with("export "));
    let formats = if is_module {
        [Format::Module, Format::CommonJs]
    } else {
        [Format::CommonJs, Format::Module]
    };
    let Some((script, format)) = formats
        .iter()
        .find_map(|format| Some((Script::new(&text, *format, language).ok()?, *format)))
    else {
        println!("{path}: does not parse");
        return 0;
    };
    let parsing = begun.elapsed();
    let places = script.places();
    let step = places.len().div_ceil(3_000).max(1);
    let (mut refused, mut failed, mut planned) = (BTreeMap::new(), 0, 0);
    let (mut total, mut longest, mut bytes) = (Duration::ZERO, Duration::ZERO, 0);
    for place in places.iter().step_by(step) {
        let begun = Instant::now();
        let (plan, asked) = plan(&script, *place, answer);
        let took = begun.elapsed();
        total += took;
        longest = longest.max(took);
        planned += 1;
        bytes += plan.code.len();
        if let Some(refusal) = &plan.refusal {
            *refused.entry(refusal.code).or_insert(0) += 1;
        } else if let Err(message) = check(&plan, &asked) {
            failed += 1;
            if failed <= 3 {
                println!("{path} at {place}: {message}");
            }
        }
    }
    let mean = total.checked_div(planned).unwrap_or_default();
    println!(
        "{path}: {format:?}, {} KB, parsed in {parsing:.1?}; {planned} plans of {} functions, mean {mean:.1?}, longest {longest:.1?}, {} KB of code each; refused {refused:?}; wrong: {failed}",
        text.len() / 1024,
        places.len(),
        bytes / 1024 / planned.max(1) as usize
    );
    failed
}

fn plan(script: &Script, place: u32, answer: Answer) -> (Plan, BTreeSet<String>) {
    let mut answers = Vec::new();
    loop {
        let plan = script.plan(place, &answers);
        if plan.questions.is_empty() {
            let asked = answers
                .into_iter()
                .filter(|(_, answer)| *answer == Answer::Global)
                .map(|(name, _)| name);
            return (plan, asked.collect());
        }
        answers.extend(plan.questions.into_iter().map(|question| {
            let answer = match question.kind {
                QuestionKind::Module | QuestionKind::Local => answer,
                QuestionKind::Class => Answer::Capture,
                QuestionKind::Free | QuestionKind::Global => Answer::Global,
            };
            (question.name, answer)
        }));
    }
}

fn check(plan: &Plan, asked: &BTreeSet<String>) -> Result<(), String> {
    let code = format!("async function run() {{{}}}", plan.code);
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &code, SourceType::cjs()).parse();
    let semantic = SemanticBuilder::new()
        .with_check_syntax_error(true)
        .with_build_nodes(true)
        .build(&parsed.program);
    let mut errors = parsed.diagnostics.errors().chain(semantic.diagnostics.errors());
    if let Some(error) = errors.next() {
        let at = error.labels.first().map_or(0, |label| label.offset() as usize);
        let (start, end) = (at.saturating_sub(100), (at + 100).min(code.len()));
        return Err(format!(
            "{}: ...{}...",
            error.message,
            code.get(start..end).unwrap_or_default()
        ));
    }
    for name in semantic.semantic.scoping().root_unresolved_references().keys() {
        if !GIVEN.contains(&name.as_str()) && !asked.contains(name.as_str()) {
            return Err(format!("`{name}` is declared nowhere"));
        }
    }
    Ok(())
}
