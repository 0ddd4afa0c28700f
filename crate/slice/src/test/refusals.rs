use super::{answered, plan, plan_in, refusal};
use crate::{Answer, Format, Language, Position};

#[test]
fn assigning_a_captured_variable_is_refused_where_it_is_done() {
    let refusal = plan("function f() { let n = 0;\n submit(«() => { n++; }»); }")
        .refusal
        .unwrap();
    assert_eq!(refusal.code, "ERR_TASK_ASSIGN");
    assert_eq!(refusal.reason, "assigns to `n`, a variable of the function around it");
    assert_eq!(refusal.position, Position { line: 1, column: 16 });
    assert!(
        refusal
            .hint
            .starts_with("The worker would change only its own copy of `n`.")
    );
}

#[test]
fn a_helper_that_assigns_a_captured_variable_is_refused_too() {
    let text = "function f() { let n = 0; const bump = () => n++; submit(«() => bump()»); }";
    assert_eq!(refusal(text).0, "ERR_TASK_ASSIGN");
}

#[test]
fn destructuring_into_a_captured_variable_is_an_assignment() {
    assert_eq!(
        refusal("function f() { let n = 0; submit(«(x) => { [n] = x; }»); }").0,
        "ERR_TASK_ASSIGN"
    );
    assert_eq!(
        refusal("function f() { let n = 0; submit(«(x) => { for (n of x); }»); }").0,
        "ERR_TASK_ASSIGN"
    );
}

#[test]
fn this_of_the_function_around_is_refused_and_an_own_one_is_not() {
    let (code, reason) = refusal("function f() { submit(«() => this.x»); }");
    assert_eq!(code, "ERR_TASK_THIS");
    assert_eq!(
        reason,
        "is an arrow function which uses `this` of the function around it"
    );
    assert_eq!(refusal("class C { run = «() => this.x»; }").0, "ERR_TASK_THIS");
    assert_eq!(
        refusal("function f() { const g = () => this; submit(«() => g()»); }").0,
        "ERR_TASK_THIS"
    );
    assert_eq!(plan("submit(«function () { return () => this; }»);").refusal, None);
    assert_eq!(
        plan("submit(«() => class { x = this; static { this.y; } }»);").refusal,
        None
    );
    assert_eq!(plan("submit(«() => this»);").refusal, None);
}

#[test]
fn this_of_a_commonjs_module_is_refused() {
    let plan = plan_in(Format::CommonJs, Language::Js, "submit(«() => this.x»);", &[]);
    assert_eq!(plan.refusal.unwrap().code, "ERR_TASK_THIS");
}

#[test]
fn arguments_and_new_target_of_the_function_around_are_refused() {
    assert_eq!(
        refusal("function f() { submit(«() => arguments[0]»); }"),
        ("ERR_TASK_THIS", "uses `arguments` of the function around it".to_owned())
    );
    assert_eq!(
        refusal("function f() { submit(«() => new.target»); }").0,
        "ERR_TASK_THIS"
    );
    assert_eq!(plan("submit(«function () { return () => arguments; }»);").refusal, None);
}

#[test]
fn super_is_refused_unless_its_class_is_inside() {
    assert_eq!(
        refusal("const o = { «f() { return super.f(); }» };"),
        ("ERR_TASK_SUPER", "is a method which uses `super`".to_owned())
    );
    assert_eq!(
        refusal("class C extends D { f() { submit(«() => super.f()»); } }").0,
        "ERR_TASK_SUPER"
    );
    assert_eq!(
        plan("submit(«(D) => class extends D { f() { super.f(); } }»);").refusal,
        None
    );
}

#[test]
fn private_names_are_refused_unless_their_class_is_inside() {
    let (code, reason) = refusal("class C { #p = 1; go() { submit(«(o) => o.#p»); } }");
    assert_eq!(code, "ERR_TASK_PRIVATE");
    assert_eq!(
        reason,
        "uses the private name #p of a class it is not part of once sent"
    );
    assert_eq!(
        refusal("class C { #p = 1; go() { submit(«(o) => #p in o»); } }").0,
        "ERR_TASK_PRIVATE"
    );
    assert_eq!(
        plan("submit(«() => class { #p; m() { return this.#p; } }»);").refusal,
        None
    );
}

#[test]
fn direct_eval_is_refused_and_indirect_eval_is_not() {
    assert_eq!(refusal("submit(«(x) => eval(x)»);").0, "ERR_TASK_SOURCE");
    assert_eq!(plan("submit(«(x) => (0, eval)(x)»);").refusal, None);
}

#[test]
fn with_is_refused_around_the_function_and_in_it() {
    for text in ["with (o) { submit(«() => x»); }", "submit(«(o) => { with (o) x; }»);"] {
        let plan = plan_in(Format::Script, Language::Js, text, &[]);
        assert_eq!(plan.refusal.unwrap().code, "ERR_TASK_SOURCE", "{text}");
    }
}

#[test]
fn a_name_of_which_nothing_is_known_is_refused() {
    let refusal = answered("submit(«() => nope + 1»);", &[("nope", Answer::Missing)])
        .refusal
        .unwrap();
    assert_eq!(refusal.code, "ERR_TASK_CAPTURE");
    assert_eq!(refusal.reason, "uses `nope`, which is not a global");
    assert_eq!(
        refusal.hint,
        "Pass it as an argument: submit((nope, ...rest) => ..., nope), or import or define it inside the function."
    );
}

#[test]
fn a_name_that_may_be_a_variable_which_cannot_be_read_is_refused_as_such() {
    let refusal = answered("submit(«() => around + 1»);", &[("around", Answer::Unreadable)])
        .refusal
        .unwrap();
    assert_eq!(refusal.code, "ERR_TASK_CAPTURE");
    assert_eq!(
        refusal.reason,
        "uses `around`, a variable of its module or of a function around it, and this runtime cannot read it"
    );
}

#[test]
fn a_missing_name_is_fine_where_it_is_only_looked_for_or_made() {
    assert_eq!(
        answered("submit(«() => typeof nope»);", &[("nope", Answer::Missing)]).refusal,
        None
    );
    assert_eq!(
        answered("submit(«() => { nope = 1; }»);", &[("nope", Answer::Missing)]).refusal,
        None
    );
}

#[test]
fn a_place_without_a_function_is_refused() {
    let script = crate::Script::new("const a = () => 1;", Format::Module, Language::Js).unwrap();
    assert_eq!(script.plan(3, &[]).refusal.unwrap().code, "ERR_TASK_SOURCE");
    assert_eq!(script.plan(u32::MAX, &[]).refusal.unwrap().code, "ERR_TASK_SOURCE");
}

#[test]
fn a_missing_name_is_fine_behind_a_look_for_it_and_in_other_functions() {
    let guarded = "submit(«() => typeof window === 'object' && window.x»);";
    assert_eq!(answered(guarded, &[("window", Answer::Missing)]).refusal, None);
    let other = "function helper() { return window.x; }\nsubmit(«(x) => x || helper()»);";
    assert_eq!(answered(other, &[("window", Answer::Missing)]).refusal, None);
    let own = "«function work() { return window.x; }»";
    assert!(answered(own, &[("window", Answer::Missing)]).refusal.is_some());
}
