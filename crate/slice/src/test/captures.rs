use super::{answered, body, names, parses, plan, plan_in};
use crate::{Answer, CaptureKind, Format, Language, QuestionKind};

#[test]
fn a_local_variable_is_a_parameter_of_the_factory() {
    let plan = plan("function f() { const k = { v: 1 }; submit(«(x) => x + k.v»); }");
    assert_eq!(names(&plan), ["k"]);
    assert_eq!(plan.captures[0].kind, CaptureKind::Local);
    assert_eq!(plan.captures[0].properties, Some(vec!["v".to_owned()]));
    assert!(
        plan.code.contains("__nogil_factory=(k,__nogil_later)=>{")
            && plan.code.contains("{[k]=__nogil_values;});const __nogil_task=(0,"),
        "{}",
        plan.code
    );
}

#[test]
fn a_property_that_is_assigned_makes_the_whole_value_needed() {
    let plan = plan("function f(k) { submit(«() => { k.a; k.b = 1; }»); }");
    assert_eq!(plan.captures[0].properties, None);
}

#[test]
fn a_const_is_constant_and_a_loop_variable_is_not() {
    let constant = plan("for (const i of list) submit(«() => i»);");
    assert!(constant.captures[0].constant);
    let changing = plan("for (let i = 0; i < 3; i++) submit(«() => i»);");
    assert!(!changing.captures[0].constant);
}

#[test]
fn a_var_in_a_loop_is_not_constant() {
    let plan = plan("function f() { for (const a of b) { var x = g(a); submit(«() => x»); } }");
    assert!(!plan.captures[0].constant);
}

#[test]
fn a_parameter_that_is_never_assigned_is_constant() {
    let plan = plan("function f(callback) { submit(«() => callback()»); }");
    assert!(plan.captures[0].constant);
}

#[test]
fn local_functions_come_along_with_what_they_need() {
    let plan = plan(
        "function f(k) { const even = (n) => n === 0 || odd(n - 1); function odd(n) { return k && even(n - 1); } submit(«() => even(1)»); }",
    );
    assert_eq!(names(&plan), ["k"]);
    assert!(plan.code.contains("even = (n) =>"), "{}", plan.code);
    assert!(plan.code.contains("function odd(n)"), "{}", plan.code);
}

#[test]
fn a_function_that_a_compiler_names_comes_along_with_its_name() {
    for helper in [
        "var __name = (target, value) => define(target, 'name', { value });",
        "var n=(e,t)=>d(e,\"name\",{value:t,configurable:!0});",
    ] {
        let name = if helper.contains("__name") { "__name" } else { "n" };
        let text = format!(
            "{helper} function f() {{ const even = /* @__PURE__ */ {name}((n) => n === 0 || odd(n - 1), \"even\"); function odd(n) {{ return even(n - 1); }} submit(«() => even(1)»); }}"
        );
        let plan = plan(&text);
        assert_eq!(names(&plan), [""; 0]);
        assert!(plan.code.contains("even = /* @__PURE__ */ "), "{}", plan.code);
    }
    let sent = plan("var __name = (f) => f; const task = __name(«() => 1», \"task\");");
    assert!(sent.code.contains("return task"), "{}", sent.code);
}

#[test]
fn a_local_function_that_is_reassigned_is_captured() {
    let plan = plan("function f() { let g = () => 1; g = () => 2; submit(«() => g()»); }");
    assert_eq!(names(&plan), ["g"]);
    assert!(!plan.captures[0].constant);
}

#[test]
fn a_local_class_is_captured_where_it_can_be_read() {
    let text = "function f() { class L { m() { return 1; } } submit(«() => new L()»); }";
    let read = plan(text);
    assert_eq!(names(&read), ["L"]);
    assert!(read.captures[0].constant && read.captures[0].makes_instances);
    let unread = answered(text, &[("L", Answer::Declare)]);
    assert_eq!(names(&unread), [""; 0]);
    assert!(unread.code.contains("class L { m()"), "{}", unread.code);
}

#[test]
fn a_local_function_is_captured_if_it_makes_instances() {
    let uses = ["new P(1)", "(o) => o instanceof P", "P.prototype.m"];
    for code in uses {
        let text = format!("function f() {{ function P(x) {{ this.x = x; }} submit(«() => {code}»); }}");
        assert_eq!(names(&plan(&text)), ["P"], "{code}");
    }
    assert_eq!(
        names(&plan("function f() { function P() {} submit(«() => P()»); }")),
        [""; 0]
    );
    let expression = plan("function f() { const P = function () {}; submit(«() => new P()»); }");
    assert_eq!(names(&expression), ["P"]);
}

#[test]
fn what_a_class_extends_is_asked_of_the_class() {
    let plan = plan("function mixin(B) { return «class extends B { m() { return 1; } }»; }");
    assert_eq!(plan.captures[0].kind, CaptureKind::Superclass);
    assert!(plan.captures[0].early && plan.makes_instances);
}

#[test]
fn what_is_used_when_a_function_is_made_comes_first() {
    let early = |body: &str| -> Vec<bool> {
        let text = format!("function f(a, b) {{ return «class extends b {{ {body} }}»; }}");
        plan(&text).captures.iter().map(|capture| capture.early).collect()
    };
    assert_eq!(early("m() { return a; } x = a;"), [true, false]);
    assert_eq!(early("static x = a;"), [true, true]);
    assert_eq!(early("static { this.x = a; }"), [true, true]);
    assert_eq!(early("[a]() {}"), [true, true]);
    // What is called may use anything.
    assert_eq!(early("m() { return a; } static x = (() => 1)();"), [true, true]);
    assert_eq!(
        early("m() { return a; } static { Object.assign(this, {}); }"),
        [true, false]
    );
}

#[test]
fn a_literal_that_was_set_before_the_function_is_no_capture() {
    assert_eq!(
        names(&plan("function f() { const n = 5; submit(«() => n»); }")),
        [""; 0]
    );
    assert_eq!(names(&plan("function f() { submit(«() => n»); const n = 5; }")), ["n"]);
    assert_eq!(names(&plan("function f() { let n = 5; submit(«() => n»); }")), ["n"]);
}

#[test]
fn what_may_have_no_value_yet_is_told() {
    let declared = |text: &str| -> Vec<(String, bool)> {
        let declared = plan(text).declared.into_iter();
        declared.map(|declared| (declared.name, declared.of_module)).collect()
    };
    let none: [(String, bool); 0] = [];
    assert_eq!(
        declared("function f() { submit(«() => new L() + g()»); class L {} const g = () => new M(); class M {} }"),
        [("g".to_owned(), false),]
    );
    assert_eq!(declared("submit(«() => K»); const K = 1;"), [("K".to_owned(), true)]);
    assert_eq!(
        declared("go(); class K {} function go() { submit(«() => K»); }"),
        [("K".to_owned(), true)]
    );
    assert_eq!(declared("class K {} const go = () => { submit(«() => K»); };"), none);
    assert_eq!(
        declared("function f() { const n = 5; submit(«() => n + later()»); function later() {} }"),
        none
    );
    assert_eq!(declared("const self = «() => self»;"), none);
    assert_eq!(
        declared("submit(«() => later()»); function later() { return K; } class K {}"),
        none
    );
}

#[test]
fn a_local_import_is_done_again_outside_the_factory() {
    let plan = plan("async function f() { const { cpus } = await import('node:os'); submit(«() => cpus()»); }");
    assert!(plan.asynchronous);
    assert_eq!(names(&plan), [""; 0]);
    assert!(
        plan.code.contains("const __nogil_import38=await import('node:os');"),
        "{}",
        plan.code
    );
    assert!(plan.code.contains("{ cpus } = __nogil_import38;"), "{}", plan.code);
}

#[test]
fn a_helper_to_which_a_name_means_something_else_is_captured() {
    let plan = plan("function f(x) { const helper = () => x; return (x) => submit(«() => helper() + x»); }");
    assert_eq!(names(&plan), ["helper", "x"]);
}

#[test]
fn a_helper_to_which_the_function_s_own_name_means_something_else_is_captured() {
    let plan = plan(
        "function go() { let c = [1]; class r { static { this.n = c.length; } } { const c = «function (x = 0) { return x + r.n; }»; submit(c); } }",
    );
    assert_eq!(names(&plan), ["r"]);
}

#[test]
fn a_helper_to_which_a_name_is_of_the_module_is_captured_too() {
    let plan =
        plan("const x = {}; function f() { const helper = () => x; return (x) => submit(«() => helper() + x»); }");
    assert_eq!(names(&plan), ["helper", "x"]);
}

#[test]
fn the_name_that_a_function_expression_has_in_itself_comes_along() {
    let plan = plan("const run = function fact(n) { return submit(«() => fact(n - 1)»); };");
    assert_eq!(names(&plan), ["n"]);
    assert!(plan.code.contains("const fact="), "{}", plan.code);
    parses(&plan);
}

#[test]
fn a_helper_that_stands_behind_the_function_is_there_when_it_runs() {
    let plan = plan("function f() { submit(«() => later()»); const later = () => 1; }");
    let code = body(&plan);
    assert!(
        code.find("later()").unwrap() < code.find("later = () => 1;return __nogil_task").unwrap(),
        "{code}"
    );
}

#[test]
fn a_default_value_sees_what_is_outside_and_not_what_is_in_the_body() {
    let plan = plan("function f(x) { submit(«(a = x) => { var x = 1; return a + x; }»); }");
    assert_eq!(names(&plan), ["x"]);
}

#[test]
fn shadowed_names_are_not_captured() {
    let plan = plan(
        "function f(a, b, c, d, e) { submit(«function g(a, [b], { c, ...d }) { try { e; } catch (e) { return e; } label: for (const f of a) continue label; }»); }",
    );
    assert_eq!(names(&plan), ["e"]);
}

#[test]
fn names_of_an_unknown_surrounding_are_captured_as_they_are_answered() {
    let plan = answered(
        "submit(«() => z + y.a»);",
        &[("z", Answer::Capture), ("y", Answer::Value)],
    );
    assert_eq!(names(&plan), ["z"]);
    assert_eq!(plan.captures[0].kind, CaptureKind::Free);
    assert_eq!(plan.values[0].name, "y");
    assert_eq!(plan.values[0].properties, Some(vec!["a".to_owned()]));
}

#[test]
fn a_captured_name_that_code_of_the_top_level_uses_is_a_variable_of_the_slice() {
    let plan = answered(
        "function g() { return z; }\nsubmit(«() => g()»);",
        &[("z", Answer::Capture)],
    );
    assert!(plan.code.contains("let z;"), "{}", plan.code);
    assert!(
        plan.code
            .contains("(__nogil_free0,__nogil_later)=>{__nogil_set(__nogil_free0);"),
        "{}",
        plan.code
    );
}

#[test]
fn a_local_hides_no_variable_of_the_slice_from_the_captured_value() {
    let plan = answered(
        "let m = 1; const set = (v) => { m = v; };\nconst uses = (x) => m + x;\nfunction go() { const m = 10; submit(«(x) => uses(x) + m»); }",
        &[("m", Answer::Value)],
    );
    let (before, factory) = plan
        .code
        .split_once("const __nogil_factory=")
        .expect("there is a factory");
    assert!(
        before.contains("let m;const __nogil_set=__nogil.live({[\"m\"]:(__nogil_value)=>{m=__nogil_value}});"),
        "{before}"
    );
    assert!(
        factory.starts_with("(__nogil_live0,__nogil_later)=>{__nogil_set(__nogil_live0);"),
        "{factory}"
    );
    assert!(factory.contains("m = 10"), "{factory}");
}

#[test]
fn a_name_of_other_code_is_not_looked_for_among_the_variables_of_the_function() {
    let text = "function largest(x) { return Math.max(x, 1) + name(z); }\nfunction go() { let Math = 1; submit(«(x) => largest(x)»); }";
    let (whole, function) = super::marked(text);
    let script = crate::Script::new(&whole, crate::Format::Module, crate::Language::Js).expect("it parses");
    let place = script.find(&function, crate::Position { line: 1, column: 40 });
    let mut questions = script.plan(u32::try_from(place).expect("it is found"), &[]).questions;
    questions.sort_by(|a, b| a.name.cmp(&b.name));
    let kinds: Vec<_> = questions
        .iter()
        .map(|question| (question.name.as_str(), question.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("Math", QuestionKind::Global),
            ("name", QuestionKind::Free),
            ("z", QuestionKind::Free)
        ]
    );
    let captured = answered(text, &[("Math", Answer::Capture)]);
    assert_eq!(captured.captures[0].kind, CaptureKind::Global);
}

#[test]
fn a_function_in_a_block_is_no_variable_of_the_function_around_if_another_is_in_the_way() {
    let text = "const t = [1, 2];\nfunction f(x) { if (t[0] > 5) { { function t() {} t(); } const t = []; } return t[1] + x; }\nsubmit(«(x) => f(x)»);";
    let plan = plan_in(Format::CommonJs, Language::Js, text, &[("t", Answer::Value)]);
    assert_eq!(plan.values[0].name, "t");
    let hoisted = text.replace("const t = []; ", "");
    assert_eq!(
        plan_in(Format::CommonJs, Language::Js, &hoisted, &[("t", Answer::Value)]).values,
        []
    );
}

#[test]
fn what_is_nested_in_a_class_is_captured_by_value() {
    let plan = plan("const A = class B { static f() { return submit(«() => B»); } };");
    assert_eq!(names(&plan), ["B"]);
}

#[test]
fn a_var_of_a_block_around_the_function_is_read_at_each_submit() {
    let plan = answered(
        "if (a) { var conf = make(); submit(«() => conf»); }",
        &[("conf", Answer::Declare)],
    );
    assert_eq!(names(&plan), ["conf"]);
    assert!(!plan.code.contains("submit("), "{}", plan.code);
}

#[test]
fn what_uses_a_variable_that_is_hidden_from_the_function_is_captured_itself() {
    let plan = plan(
        "function f() { const count = [1, 2]; const run = () => count.length; \
         { let count = 9; const keep = () => count++; submit(«(x) => run() + x»); } }",
    );
    assert_eq!(names(&plan), ["run"]);
}

#[test]
fn a_default_value_sees_no_variable_of_the_body() {
    let plan = plan(
        "function f(n, m) { submit(«(a = n, b = () => m) => { var n = 1; function m() {} return a + b() + n; }»); }",
    );
    assert_eq!(names(&plan), ["n", "m"]);
    let free = plan_in(
        Format::CommonJs,
        Language::Js,
        "exports.k = 8; submit(«function (b = exports.k) { var exports = 1; return exports + b; }»);",
        &[],
    );
    assert!(free.code.contains("exports.k = 8"), "{}", free.code);
}
