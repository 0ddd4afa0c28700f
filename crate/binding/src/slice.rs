//! The texts of functions, as JavaScript asks about them.

use napi::bindgen_prelude::*;
use napi_derive::napi;
use nogil_slice as slice;
use nogil_slice::Position;

/// A script that was parsed once, and is asked about its functions. Lines and columns are counted from 0, columns and
/// places in units of UTF-16.
#[napi]
pub struct Script {
    /// Until it is let go.
    script: Option<slice::Script>,
}

/// What is known of a name that a plan asked for.
#[napi(object)]
pub struct NameAnswer {
    /// The name.
    pub name: String,
    /// `value`, `declare`, `capture`, `global`, `missing` or `unreadable`.
    pub answer: String,
}

/// A name that something must be known of.
#[napi(object)]
pub struct NameQuestion {
    /// The name.
    pub name: String,
    /// `module`, `local`, `class`, `free` or `global`.
    pub kind: String,
}

/// Why a function cannot be sent.
#[napi(object)]
pub struct SliceRefusal {
    /// `ERR_TASK_...`
    pub code: String,
    /// What follows "Cannot send 'name' to a worker: it ".
    pub reason: String,
    /// What to do.
    pub hint: String,
    /// Where the offending name is.
    pub line: u32,
    /// Where the offending name is.
    pub column: u32,
}

/// A parameter of the factory.
#[napi(object, use_nullable = true)]
pub struct SliceCapture {
    /// The variable's name.
    pub name: String,
    /// `local`, `superclass`, `live`, `free` or `global`.
    pub kind: String,
    /// Whether it is never assigned after it was made.
    pub constant: bool,
    /// Whether the factory needs it to make the function, and not only the function when it is called.
    pub early: bool,
    /// Whether the script uses it as a class.
    pub makes_instances: bool,
    /// Where it is used first.
    pub line: u32,
    /// Where it is used first.
    pub column: u32,
    /// The properties that are read of it, if nothing else is done with it.
    pub properties: Option<Vec<String>>,
}

/// A variable whose value is copied once.
#[napi(object, use_nullable = true)]
pub struct SliceValue {
    /// The variable's name.
    pub name: String,
    /// Where it is used first.
    pub line: u32,
    /// Where it is used first.
    pub column: u32,
    /// The properties that are read of it, if nothing else is done with it.
    pub properties: Option<Vec<String>>,
}

/// A variable of the module that is made once in each worker, for all slices of the script.
#[napi(object, use_nullable = true)]
pub struct SliceShared {
    /// Its name.
    pub name: String,
    /// What it extends, if it is a class.
    pub superclass: Option<String>,
}

/// A variable that is declared again, and that the program may not have reached yet.
#[napi(object)]
pub struct SliceDeclaration {
    /// The variable's name.
    pub name: String,
    /// Whether it belongs to the module, and not to a function around.
    pub of_module: bool,
    /// Where it is used first.
    pub line: u32,
    /// Where it is used first.
    pub column: u32,
}

/// A module variable that the kept code assigns.
#[napi(object)]
pub struct SliceWarning {
    /// The variable's name.
    pub name: String,
    /// Where it is assigned.
    pub line: u32,
    /// Where it is assigned.
    pub column: u32,
}

/// A statement that was left out, although it mentions something that was kept.
#[napi(object)]
pub struct SliceDropped {
    /// What it mentions.
    pub name: String,
    /// Its line.
    pub line: u32,
}

/// How a function is made again.
#[napi(object, use_nullable = true)]
pub struct SlicePlan {
    /// Not empty: answer them all, and ask again.
    pub questions: Vec<NameQuestion>,
    /// Why it cannot be sent.
    pub refusal: Option<SliceRefusal>,
    /// The export of the module that is the function itself.
    pub exported: Option<String>,
    /// A function body that gives the factory.
    pub code: String,
    /// How much longer the code's first line is, in front.
    pub first_line_shift: u32,
    /// Whether the code gives a promise of the factory.
    pub asynchronous: bool,
    /// The factory's parameters: first those that are early.
    pub captures: Vec<SliceCapture>,
    /// What is copied once.
    pub values: Vec<SliceValue>,
    /// What all slices of the script share.
    pub shared: Vec<SliceShared>,
    /// What the function uses and is declared again, where the text does not tell that it has a value already.
    pub declared: Vec<SliceDeclaration>,
    /// The private names of the class, if it is one.
    pub private_names: Vec<String>,
    /// Whether it makes instances: a class, or a function that the script uses so.
    pub makes_instances: bool,
    /// Module variables that it assigns.
    pub warnings: Vec<SliceWarning>,
    /// Statements that were left out.
    pub dropped: Vec<SliceDropped>,
}

#[napi]
#[expect(
    clippy::needless_pass_by_value,
    reason = "a JavaScript string becomes a String of its own"
)]
impl Script {
    /// Parses a text. Throws if it does not parse.
    #[napi(constructor, catch_unwind)]
    pub fn new(text: String, format: String, language: String) -> Result<Self> {
        let script = slice::Script::new(&text, self::format(&format)?, self::language(&language)?)
            .map_err(|error| Error::from_reason(format!("the script does not parse: {error}")))?;
        Ok(Self { script: Some(script) })
    }

    /// Lets its memory go, which V8 knows nothing of and so is in no hurry to collect: nothing is asked any more.
    #[napi(catch_unwind)]
    pub fn free(&mut self) {
        self.script = None;
    }

    fn script(&self) -> Result<&slice::Script> {
        self.script
            .as_ref()
            .ok_or_else(|| Error::from_reason("the script was let go"))
    }

    /// The place of the smallest function that has this text and contains the position; -1 if there is none.
    #[napi(catch_unwind)]
    pub fn find(&self, function_text: String, line: u32, column: u32) -> Result<i32> {
        Ok(self.script()?.find(&function_text, Position { line, column }))
    }

    /// The place of the only function of the format `expression`; -1 if there is none.
    #[napi(catch_unwind)]
    pub fn find_only(&self, function_text: String) -> Result<i32> {
        Ok(self.script()?.find_only(&function_text))
    }

    /// The place of the function literal with this text that is an argument of the call at a position; -1 if there is
    /// none.
    #[napi(catch_unwind)]
    pub fn find_argument(&self, function_text: String, line: u32, column: u32, argument: u32) -> Result<i32> {
        Ok(self
            .script()?
            .find_argument(&function_text, Position { line, column }, argument))
    }

    /// What it takes to make the function at a place again.
    #[napi(catch_unwind)]
    pub fn plan(&self, place: u32, answers: Vec<NameAnswer>) -> Result<SlicePlan> {
        let answers = answers
            .into_iter()
            .map(|NameAnswer { name, answer }| Ok((name, self::answer(&answer)?)))
            .collect::<Result<Vec<_>>>()?;
        Ok(plan(self.script()?.plan(place, &answers)))
    }
}

fn unknown(what: &str, given: &str) -> Error {
    Error::new(Status::InvalidArg, format!("no such {what}: {given}"))
}

fn format(name: &str) -> Result<slice::Format> {
    match name {
        "module" => Ok(slice::Format::Module),
        "commonjs" => Ok(slice::Format::CommonJs),
        "script" => Ok(slice::Format::Script),
        "expression" => Ok(slice::Format::Expression),
        _ => Err(unknown("format", name)),
    }
}

fn language(name: &str) -> Result<slice::Language> {
    match name {
        "js" => Ok(slice::Language::Js),
        "jsx" => Ok(slice::Language::Jsx),
        "ts" => Ok(slice::Language::Ts),
        "tsx" => Ok(slice::Language::Tsx),
        _ => Err(unknown("language", name)),
    }
}

fn answer(name: &str) -> Result<slice::Answer> {
    match name {
        "value" => Ok(slice::Answer::Value),
        "declare" => Ok(slice::Answer::Declare),
        "capture" => Ok(slice::Answer::Capture),
        "global" => Ok(slice::Answer::Global),
        "missing" => Ok(slice::Answer::Missing),
        "unreadable" => Ok(slice::Answer::Unreadable),
        _ => Err(unknown("answer", name)),
    }
}

fn plan(plan: slice::Plan) -> SlicePlan {
    SlicePlan {
        questions: plan.questions.into_iter().map(question).collect(),
        refusal: plan.refusal.map(refusal),
        exported: plan.exported,
        code: plan.code,
        first_line_shift: plan.first_line_shift,
        asynchronous: plan.asynchronous,
        captures: plan.captures.into_iter().map(capture).collect(),
        values: plan.values.into_iter().map(value).collect(),
        shared: plan.shared.into_iter().map(shared).collect(),
        declared: plan.declared.into_iter().map(declaration).collect(),
        private_names: plan.private_names,
        makes_instances: plan.makes_instances,
        warnings: plan.warnings.into_iter().map(warning).collect(),
        dropped: plan.dropped.into_iter().map(dropped).collect(),
    }
}

fn question(question: slice::Question) -> NameQuestion {
    let kind = match question.kind {
        slice::QuestionKind::Module => "module",
        slice::QuestionKind::Local => "local",
        slice::QuestionKind::Class => "class",
        slice::QuestionKind::Free => "free",
        slice::QuestionKind::Global => "global",
    };
    NameQuestion {
        name: question.name,
        kind: kind.to_owned(),
    }
}

fn refusal(refusal: slice::Refusal) -> SliceRefusal {
    SliceRefusal {
        code: refusal.code.to_owned(),
        reason: refusal.reason,
        hint: refusal.hint,
        line: refusal.position.line,
        column: refusal.position.column,
    }
}

fn capture(capture: slice::Capture) -> SliceCapture {
    let kind = match capture.kind {
        slice::CaptureKind::Local => "local",
        slice::CaptureKind::Superclass => "superclass",
        slice::CaptureKind::Live => "live",
        slice::CaptureKind::Free => "free",
        slice::CaptureKind::Global => "global",
    };
    SliceCapture {
        name: capture.name,
        kind: kind.to_owned(),
        constant: capture.constant,
        early: capture.early,
        makes_instances: capture.makes_instances,
        line: capture.position.line,
        column: capture.position.column,
        properties: capture.properties,
    }
}

fn value(value: slice::Value) -> SliceValue {
    SliceValue {
        name: value.name,
        line: value.position.line,
        column: value.position.column,
        properties: value.properties,
    }
}

fn shared(shared: slice::Shared) -> SliceShared {
    SliceShared {
        name: shared.name,
        superclass: shared.superclass,
    }
}

fn declaration(declaration: slice::KeptDeclaration) -> SliceDeclaration {
    SliceDeclaration {
        name: declaration.name,
        of_module: declaration.of_module,
        line: declaration.position.line,
        column: declaration.position.column,
    }
}

fn warning(warning: slice::Warning) -> SliceWarning {
    SliceWarning {
        name: warning.name,
        line: warning.position.line,
        column: warning.position.column,
    }
}

fn dropped(dropped: slice::Dropped) -> SliceDropped {
    SliceDropped {
        name: dropped.name,
        line: dropped.line,
    }
}
