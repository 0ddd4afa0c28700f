//! A script that was parsed once and is kept: its text, its tree, its scopes.

use crate::depth::Depth;
use crate::hoisting;
use crate::parameters;
use crate::parsed::Parsed;
use crate::place;
use crate::plan::{self, Answer, Plan};
use crate::positions::{Position, Positions};
use oxc_allocator::Allocator;
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use std::collections::HashMap;
use std::fmt;

/// What kind of text a script is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An ECMAScript module.
    Module,
    /// The body of Node's wrapper: `require`, `module`, `exports`, `__filename` and `__dirname` are its names.
    CommonJs,
    /// A classic script.
    Script,
    /// The text of one function alone, whose surroundings are not known.
    Expression,
}

/// In which language a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// JavaScript.
    Js,
    /// JavaScript with JSX.
    Jsx,
    /// TypeScript.
    Ts,
    /// TypeScript with JSX.
    Tsx,
}

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What the parser says.
    pub message: String,
    /// Where, in the text that was given.
    pub position: Position,
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = (self.position.line + 1, self.position.column + 1);
        write!(formatter, "{} ({line}:{column})", self.message)
    }
}

impl std::error::Error for ParseError {}

/// What a tree borrows.
struct Source {
    allocator: Allocator,
    text: String,
}

self_cell::self_cell!(
    struct Cell {
        owner: Source,
        #[not_covariant]
        dependent: Parsed,
    }
);

/// A script, parsed.
pub struct Script {
    cell: Cell,
}

/// How the text of one function is made a script: in front of it, and behind it.
const WRAPPINGS: [(&str, &str); 3] = [("(", "\n)"), ("({", "\n})"), ("(class{", "\n})")];

impl Script {
    /// Parses a text.
    ///
    /// # Errors
    /// If it does not parse, or is nested too deeply.
    pub fn new(text: &str, format: Format, language: Language) -> Result<Self, ParseError> {
        if format != Format::Expression {
            return Self::parse(text.to_owned(), format, language, 0);
        }
        let mut first = None;
        for (before, behind) in WRAPPINGS {
            let shift = u32::try_from(before.len()).unwrap_or_default();
            match Self::parse(format!("{before}{text}{behind}"), format, language, shift) {
                Ok(script) if script.find_only(text) >= 0 => return Ok(script),
                Ok(_) => {}
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or_else(|| ParseError {
            message: "this is not the text of one function".to_owned(),
            position: Position::default(),
        }))
    }

    fn parse(text: String, format: Format, language: Language, shift: u32) -> Result<Self, ParseError> {
        let depth = Depth::of(&text);
        let refused = |message: &str| ParseError {
            message: message.to_owned(),
            position: Position::default(),
        };
        if text.len() > u32::MAX as usize / 2 {
            return Err(refused("the text is too long"));
        }
        if depth.is_too_deep() {
            return Err(refused("the text is nested too deeply"));
        }
        let source = Source {
            allocator: Allocator::default(),
            text,
        };
        let cell = depth.with_room(|| Cell::try_new(source, |source| parse(source, format, language, shift)))?;
        Ok(Self { cell })
    }

    /// The place of the smallest function, class or method that has this text and contains the position, as a UTF-16
    /// offset; -1 if there is none.
    #[must_use]
    pub fn find(&self, function_text: &str, position: Position) -> i32 {
        self.cell
            .with_dependent(|_, parsed| place::find(parsed, function_text, position))
    }

    /// The place of the only function of [`Format::Expression`]; -1 if there is none.
    #[must_use]
    pub fn find_only(&self, function_text: &str) -> i32 {
        self.cell
            .with_dependent(|_, parsed| place::find_only(parsed, function_text))
    }

    /// The place of the function literal with this text that is an argument of the call at a position, as V8's stack
    /// frames say it; -1 if there is none.
    #[must_use]
    pub fn find_argument(&self, function_text: &str, position: Position, argument: u32) -> i32 {
        self.cell
            .with_dependent(|_, parsed| place::find_argument(parsed, function_text, position, argument))
    }

    /// What it takes to make the function at a place again.
    #[must_use]
    pub fn plan(&self, place: u32, answers: &[(String, Answer)]) -> Plan {
        let answers: HashMap<&str, Answer> = answers.iter().map(|(name, answer)| (name.as_str(), *answer)).collect();
        self.cell
            .with_dependent(|_, parsed| plan::plan(parsed, place, &answers))
    }

    /// The places of all functions, classes and methods.
    #[must_use]
    pub fn places(&self) -> Vec<u32> {
        self.cell.with_dependent(|_, parsed| {
            let places = parsed.functions.iter().map(|function| parsed.place_of(function.start));
            places.collect()
        })
    }
}

fn parse(source: &Source, format: Format, language: Language, shift: u32) -> Result<Parsed<'_>, ParseError> {
    let positions = Positions::new(&source.text);
    let kind = match format {
        Format::Module => SourceType::mjs(),
        Format::CommonJs => SourceType::cjs(),
        Format::Script | Format::Expression => SourceType::script(),
    };
    let kind = kind
        .with_typescript(matches!(language, Language::Ts | Language::Tsx))
        .with_jsx(matches!(language, Language::Jsx | Language::Tsx));
    let options = ParseOptions {
        preserve_parens: false,
        ..ParseOptions::default()
    };
    let parser = Parser::new(&source.allocator, &source.text, kind).with_options(options);
    let parsed = parser.parse();
    let error = parsed.diagnostics.errors().next();
    if parsed.panicked || error.is_some() {
        let message = error.map_or_else(|| "it does not parse".to_owned(), |error| error.message.to_string());
        let label = error.and_then(|error| error.labels.first());
        let byte = label.map_or(0, oxc_span::LabeledSpan::offset);
        let mut position = positions.position_of(&source.text, byte);
        if position.line == 0 {
            position.column = position.column.saturating_sub(shift);
        }
        return Err(ParseError { message, position });
    }
    let program = &*source.allocator.alloc(parsed.program);
    let mut semantic = SemanticBuilder::new().with_build_nodes(true).build(program).semantic;
    hoisting::repair(&mut semantic);
    parameters::repair(&mut semantic);
    Ok(Parsed::new(program, semantic, positions, format, language, shift))
}
