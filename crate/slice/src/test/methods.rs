use super::{code, parses, plan, refusal};

/// The code of a method of an object, as far as its task goes.
fn task(text: &str) -> String {
    let plan = plan(text);
    assert_eq!(plan.refusal, None);
    parses(&plan);
    let code = code(&plan);
    let start = code.find("__nogil_task=").expect("there is a task");
    let end = code.find("return __nogil_task").expect("it is returned");
    code[start + "__nogil_task=".len()..end].to_owned()
}

#[test]
fn a_method_is_taken_out_of_an_object() {
    assert_eq!(
        task("const o = { «run(x) { return x; }» };"),
        "({run(x) { return x; }})[\"run\"];"
    );
    assert_eq!(
        task("const o = { «async *'a b'() {}» };"),
        "({async *'a b'() {}})['a b'];"
    );
    assert_eq!(task("const o = { «12() {}» };"), "({12() {}})[12];");
}

#[test]
fn a_computed_key_is_not_computed_again() {
    assert_eq!(task("const o = { «[make() + 1]() {}» };"), "({[\"\"]() {}})[\"\"];");
    assert_eq!(task("const o = { «[k]() {}» };"), "({[\"\"]() {}})[\"\"];");
    assert_eq!(task("const o = { «['k']() {}» };"), "({['k']() {}})['k'];");
}

#[test]
fn a_static_method_is_found_by_its_text_without_static() {
    let text = "class C { static async run(x) { return x; } }";
    let script = crate::Script::new(text, crate::Format::Module, crate::Language::Js).unwrap();
    let place = script.find("async run(x) { return x; }", crate::Position { line: 0, column: 26 });
    assert_eq!(place, 10);
}

#[test]
fn a_private_method_keeps_its_name() {
    assert_eq!(
        task("class C { «#m(x) { return x; }» }"),
        "({[\"#m\"](x) { return x; }})[\"#m\"];"
    );
}

#[test]
fn a_function_in_an_object_keeps_the_name_that_it_gets_there() {
    assert_eq!(task("const o = { run: «(x) => x» };"), "({\"run\":(x) => x})[\"run\"];");
    assert_eq!(
        task("const o = { run: «function named() {}» };"),
        "(0,function named() {});"
    );
}

#[test]
fn a_function_in_a_variable_keeps_the_name_that_it_gets_there() {
    let plan = plan("function f() { const run = «(x) => x»; submit(run); }");
    assert!(
        code(&plan).contains("=()=>{const run = (x) => x;return run}"),
        "{}",
        plan.code
    );
}

#[test]
fn an_anonymous_function_stays_anonymous() {
    assert_eq!(task("submit(«() => 1»);"), "(0,() => 1);");
}

#[test]
fn getters_and_setters_are_refused() {
    assert_eq!(refusal("const o = { «get g() { return 1; }» };").0, "ERR_TASK_ACCESSOR");
    assert_eq!(refusal("class C { «set g(x) {}» }").0, "ERR_TASK_ACCESSOR");
}
