//! Why a function cannot be sent: every code, reason and hint.

use crate::positions::Position;

/// Why a function cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `ERR_TASK_...`
    pub code: &'static str,
    /// What follows "Cannot send 'name' to a worker: it ".
    pub reason: String,
    /// What to do.
    pub hint: String,
    /// Where the offending name is.
    pub position: Position,
}

/// What a function does that keeps it from being sent.
#[derive(Clone, Debug)]
pub enum Offence<'n> {
    /// A name that nothing is known of.
    NotGlobal(&'n str),
    /// A variable of a function around it, which cannot be read here.
    Unreadable(&'n str),
    /// A variable of whatever is around the text, which cannot be read here.
    UnreadableAround(&'n str),
    /// A variable of the module that changes, and cannot be read here.
    UnreadableChanging(&'n str),
    /// Assigns to a variable that it has only a copy of.
    Assigns(&'n str),
    /// `this` of the function around it.
    OuterThis,
    /// `arguments` or `new.target` of the function around it.
    OuterValue(&'n str),
    /// A method with `super`.
    Super,
    /// An arrow function with `super` of the method around it.
    OuterSuper,
    /// A private name of a class that is not sent with it.
    Private(&'n str),
    /// A getter or setter.
    Accessor,
    /// Direct `eval`.
    Eval,
    /// In a `with`, or with one.
    With,
    /// Syntax that is no JavaScript, and not only types.
    Syntax(&'n str),
    /// There is no such function in the text.
    Source,
}

const MAKE_IT_PLAIN: &str = "Write it as plain JavaScript, or compile it before it runs.";

impl Offence<'_> {
    pub fn at(&self, position: Position) -> Refusal {
        let (code, reason, hint) = self.words();
        Refusal {
            code,
            reason,
            hint,
            position,
        }
    }

    fn words(&self) -> (&'static str, String, String) {
        match self {
            Self::NotGlobal(name) => (
                "ERR_TASK_CAPTURE",
                format!("uses `{name}`, which is not a global"),
                pass_or_define(name),
            ),
            Self::Unreadable(name) => (
                "ERR_TASK_CAPTURE",
                format!("uses `{name}`, a variable of the function around it, and this runtime cannot read it"),
                format!("Pass it as an argument: submit(({name}) => ..., {name})."),
            ),
            Self::UnreadableAround(name) => (
                "ERR_TASK_CAPTURE",
                format!(
                    "uses `{name}`, a variable of its module or of a function around it, and this runtime cannot read it"
                ),
                format!(
                    "Pass it as an argument: submit(({name}, ...rest) => ..., {name}), or export the function from a \
                     module and submit it by tasks(() => import(...))."
                ),
            ),
            Self::UnreadableChanging(name) => (
                "ERR_TASK_CAPTURE",
                format!("uses `{name}`, a module variable which changes, and this runtime cannot read its value"),
                pass_or_define(name),
            ),
            Self::Assigns(name) => (
                "ERR_TASK_ASSIGN",
                format!("assigns to `{name}`, a variable of the function around it"),
                format!("The worker would change only its own copy of `{name}`. Return the value."),
            ),
            Self::OuterThis => (
                "ERR_TASK_THIS",
                "is an arrow function which uses `this` of the function around it".to_owned(),
                "Copy the fields it needs to a const first, or pass them as arguments: submit((x) => ..., this.x)."
                    .to_owned(),
            ),
            Self::OuterValue(name) => (
                "ERR_TASK_THIS",
                format!("uses `{name}` of the function around it"),
                "Pass the values as arguments.".to_owned(),
            ),
            Self::Super => (
                "ERR_TASK_SUPER",
                "is a method which uses `super`".to_owned(),
                "Send a plain function; make the object inside the worker.".to_owned(),
            ),
            Self::OuterSuper => (
                "ERR_TASK_SUPER",
                "uses `super` of the method around it".to_owned(),
                "Send a plain function; make the object inside the worker.".to_owned(),
            ),
            Self::Private(name) => (
                "ERR_TASK_PRIVATE",
                format!("uses the private name #{name} of a class it is not part of once sent"),
                "Move the work into a function which takes what it needs as arguments.".to_owned(),
            ),
            Self::Accessor => (
                "ERR_TASK_ACCESSOR",
                "is a getter or setter".to_owned(),
                "Send a plain function which reads the property.".to_owned(),
            ),
            Self::Eval => (
                "ERR_TASK_SOURCE",
                "calls `eval`, whose code may use any variable around it".to_owned(),
                "Use (0, eval)(code), which sees globals only, or new Function(code).".to_owned(),
            ),
            Self::With => (
                "ERR_TASK_SOURCE",
                "is in, or has, a `with` statement, where no name is certain".to_owned(),
                "Name the object: object.property.".to_owned(),
            ),
            Self::Syntax(what) => (
                "ERR_TASK_SOURCE",
                format!("uses {what}, which is no JavaScript"),
                MAKE_IT_PLAIN.to_owned(),
            ),
            Self::Source => (
                "ERR_TASK_SOURCE",
                "has a source which cannot be parsed on its own".to_owned(),
                "Export it from a module of its own.".to_owned(),
            ),
        }
    }
}

fn pass_or_define(name: &str) -> String {
    format!(
        "Pass it as an argument: submit(({name}, ...rest) => ..., {name}), or import or define it inside the function."
    )
}
