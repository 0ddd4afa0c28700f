use super::{answered, code, header, names, parses, plan};
use crate::{Answer, CaptureKind, QuestionKind};
use crate::{Format, Language, Script};

#[test]
fn nothing_of_the_file_runs_but_what_is_referred_to() {
    let plan = plan(
        "import { a } from 'a';\nimport { b } from 'b';\nmain();\nfunction g() { return a; }\nsubmit(«() => g()»);\nconst unused = start();",
    );
    assert!(plan.code.contains("const {a}=await import('a');"), "{}", plan.code);
    for left_out in ["main", "start", "unused", "import('b')", "submit"] {
        assert!(!plan.code.contains(left_out), "{}", plan.code);
    }
}

#[test]
fn a_literal_is_written_down_again_without_a_question() {
    let text = "const K = -1n + `a${1}`, L = \"x\";\nsubmit(() => K + L);";
    let script = Script::new(text, Format::Module, Language::Js).unwrap();
    let place = u32::try_from(text.find("() =>").unwrap()).unwrap();
    let plan = script.plan(place, &[]);
    assert_eq!(plan.questions, []);
    assert!(
        plan.code.contains("const K = -1n + `a${1}`, L = \"x\";"),
        "{}",
        plan.code
    );
}

#[test]
fn other_variables_of_the_module_are_asked_for_once() {
    let text = "const A = [1];\nsubmit(() => A + A + B);";
    let script = Script::new(text, Format::Module, Language::Js).unwrap();
    let plan = script.plan(u32::try_from(text.find("() =>").unwrap()).unwrap(), &[]);
    let asked: Vec<_> = plan
        .questions
        .iter()
        .map(|question| (question.name.as_str(), question.kind))
        .collect();
    assert_eq!(asked, [("A", QuestionKind::Module), ("B", QuestionKind::Free)]);
}

#[test]
fn values_are_taken_by_their_position() {
    let plan = answered(
        "const A = [1], B = {};\nsubmit(«() => A.length + B.x»);",
        &[("A", Answer::Value), ("B", Answer::Value)],
    );
    assert!(header(&plan).contains("let [A,B]=__nogil.values;"), "{}", plan.code);
    assert_eq!(plan.values[1].properties, Some(vec!["x".to_owned()]));
}

#[test]
fn a_const_that_is_made_again_is_made_once_in_each_worker() {
    let plan = plan("const db = open();\nsubmit(«() => db»);");
    assert!(
        plan.code.contains("const db=__nogil.shared(\"db\",()=>("),
        "{}",
        plan.code
    );
}

#[test]
fn a_const_that_awaits_is_made_later() {
    let plan = plan("const db = await open();\nsubmit(«() => db»);");
    assert!(plan.asynchronous);
    assert!(
        plan.code
            .contains("const db=await __nogil.sharedLater(\"db\",async()=>("),
        "{}",
        plan.code
    );
}

#[test]
fn a_const_that_is_taken_apart_is_made_once_as_a_whole() {
    let plan = plan("const { a, b: [c] } = open();\nsubmit(«() => c»);");
    assert!(
        plan.code.contains("{ a, b: [c] }=__nogil.shared(\"a,c\",()=>("),
        "{}",
        plan.code
    );
    parses(&plan);
}

#[test]
fn what_a_kept_declaration_also_declares_is_no_value() {
    let plan = answered(
        "const { a, b } = open();\nsubmit(«() => a + b»);",
        &[("a", Answer::Declare), ("b", Answer::Value)],
    );
    assert_eq!(plan.values, []);
    parses(&plan);
}

#[test]
fn imports_and_requires_are_done_again_by_each_slice() {
    let plan =
        plan("const os = await import('node:os');\nconst sep = require('path').sep;\nsubmit(«() => [os, sep]»);");
    assert!(
        plan.code.contains("const os = await import('node:os');"),
        "{}",
        plan.code
    );
    assert!(plan.code.contains("const sep = require('path').sep;"), "{}", plan.code);
}

#[test]
fn a_variable_that_the_program_reassigns_goes_with_each_submit() {
    let plan = answered(
        "let level = 1;\nfunction set(x) { level = x; }\nsubmit(«() => level»);",
        &[("level", Answer::Value)],
    );
    assert_eq!(plan.captures[0].kind, CaptureKind::Live);
    assert!(plan.code.contains("let level;"), "{}", plan.code);
    assert!(
        plan.code
            .contains("(__nogil_live0,__nogil_later)=>{__nogil_set(__nogil_live0);"),
        "{}",
        plan.code
    );
    assert_eq!(plan.warnings, []);
}

#[test]
fn a_variable_that_the_sent_code_assigns_is_its_own_copy_and_warned_about() {
    let plan = answered("let memo;\nsubmit(«() => memo ??= 17»);", &[("memo", Answer::Value)]);
    assert_eq!(names(&plan), [""; 0]);
    assert_eq!(plan.values[0].name, "memo");
    assert_eq!(plan.warnings[0].name, "memo");
    assert_eq!(
        (plan.warnings[0].position.line, plan.warnings[0].position.column),
        (1, 13)
    );
}

#[test]
fn a_changing_variable_that_cannot_be_read_is_refused() {
    let text = "let level = 1;\nfunction set(x) { level = x; }\nsubmit(«() => level»);";
    let refusal = answered(text, &[("level", Answer::Unreadable)]).refusal.unwrap();
    assert_eq!(refusal.code, "ERR_TASK_CAPTURE");
    assert_eq!(
        refusal.reason,
        "uses `level`, a module variable which changes, and this runtime cannot read its value"
    );
}

#[test]
fn an_unreadable_variable_that_only_the_sent_code_assigns_is_made_again() {
    let plan = answered(
        "let memo = 1;\nsubmit(«() => memo++»);",
        &[("memo", Answer::Unreadable)],
    );
    assert_eq!(plan.refusal, None);
}

#[test]
fn a_class_is_made_once_in_each_worker_and_registered() {
    let plan = plan("class P { #x = 1; }\nclass Q extends P {}\nsubmit(«() => new Q()»);");
    assert!(
        code(&plan).contains("const P=__nogil.shared(\"P\",()=>class P { #x = 1; });"),
        "{}",
        plan.code
    );
    assert_eq!(
        plan.shared
            .iter()
            .map(|shared| (shared.name.as_str(), shared.superclass.as_deref()))
            .collect::<Vec<_>>(),
        [("P", None), ("Q", Some("P"))]
    );
}

#[test]
fn a_class_expression_keeps_the_name_that_it_gets() {
    let plan = plan("const P = class {};\nsubmit(«() => new P()»);");
    assert!(
        code(&plan).contains("const P=__nogil.shared(\"P\",()=>{const P=class {};return P});"),
        "{}",
        plan.code
    );
}

#[test]
fn a_class_can_be_planned_itself() {
    let plan = plan("class P {}\n«class Q extends P { #b; #c() {} get #b2() {} }»");
    assert!(plan.makes_instances);
    assert_eq!(plan.private_names, ["b", "c", "b2"]);
    assert!(plan.code.ends_with("return ()=>{return Q}})()"), "{}", plan.code);
}

#[test]
fn an_export_is_named_if_it_is_always_the_function() {
    for (text, exported) in [
        ("export «function a() {}»", Some("a")),
        ("«function a() {}»\nexport { a as b };", Some("b")),
        ("export default «function () {}»", Some("default")),
        ("export default «() => {}»", Some("default")),
        ("const a = «() => {}»;\nexport default a;", Some("default")),
        ("export const a = «() => {}», b = 1;", Some("a")),
        ("let a = «() => {}»;\na = 1;\nexport { a };", None),
        ("const a = wrap(«() => {}»);\nexport { a };", None),
        ("«function a() {}»", None),
    ] {
        assert_eq!(plan(text).exported.as_deref(), exported, "{text}");
    }
}

#[test]
fn import_declarations_keep_names_and_attributes() {
    let plan = plan(
        "import d, { 'a-b' as y, z } from './a.json' with { type: 'json' };\nimport e, * as ns from 'ns';\nsubmit(«() => d + y + ns + e»);",
    );
    assert!(
        header(&plan).contains("const {default:d,'a-b':y}=await import('./a.json',{with:{type:'json'}});"),
        "{}",
        plan.code
    );
    assert!(
        header(&plan).contains("const ns=await import('ns');const {default:e}=ns;"),
        "{}",
        plan.code
    );
}

#[test]
fn code_without_imports_is_synchronous() {
    let plan = plan("submit(«async () => { await 1; }»);");
    assert!(!plan.asynchronous);
    assert!(plan.code.starts_with("'use strict';return (()=>{"), "{}", plan.code);
}

#[test]
fn a_statement_left_out_is_reported_if_it_mentions_what_is_kept() {
    let plan = plan("const ajv = make();\naddFormats(ajv);\nfunction g() { ajv.x(); }\nsubmit(«() => ajv»);");
    assert_eq!(plan.dropped.len(), 1);
    assert_eq!((plan.dropped[0].name.as_str(), plan.dropped[0].line), ("ajv", 1));
}

#[test]
fn a_statement_that_is_kept_for_one_of_its_variables_declares_all_of_them() {
    let text = "if (x) { var a = f(), b = g(); }\nsubmit(«() => [a, b]»);";
    let plan = answered(text, &[("a", Answer::Value), ("b", Answer::Declare)]);
    assert_eq!(plan.values, []);
    assert!(plan.code.contains("if (x) { var a = f(), b = g(); }"), "{}", plan.code);
    parses(&plan);
}

#[test]
fn what_code_of_the_top_level_reads_at_once_is_copied() {
    let text = "let Base = make();\nif (x) Base = other();\nclass Box extends Base { m() { return library.y; } }\nclass Other extends library.Shape {}\nsubmit(«() => [Box, Other]»);";
    let plan = answered(text, &[("Base", Answer::Value), ("library", Answer::Capture)]);
    let values: Vec<_> = plan.values.iter().map(|value| value.name.as_str()).collect();
    assert_eq!((values, names(&plan)), (vec!["Base", "library"], vec![]));
}

#[test]
fn an_export_is_known_as_one_before_the_questions_and_in_spite_of_a_refusal() {
    let asked = "const data = make();\nexport class C { #p = data; }\nsubmit(C);";
    let script = Script::new(asked, Format::Module, Language::Js).expect("it parses");
    let place = u32::try_from(asked.find("class").unwrap_or_default()).expect("it is short");
    let plan = script.plan(place, &[]);
    assert_eq!((plan.questions.len(), plan.exported.as_deref()), (1, Some("C")));
    assert_eq!(plan.private_names, ["p"]);
    let refused = super::plan("export default «function () { return eval('1'); }»");
    assert_eq!(refused.refusal.expect("it is refused").code, "ERR_TASK_SOURCE");
    assert_eq!(refused.exported.as_deref(), Some("default"));
}

#[test]
fn a_function_that_replaces_itself_by_another_one_is_not_warned_about() {
    let helper =
        "function wild(e) { var cache = new WeakMap(); return (wild = function (e) { return cache.get(e); })(e); }";
    let plan_of = |more: &str| plan(&format!("{helper}\n{more}\nsubmit(«(e) => wild(e)»);"));
    assert_eq!(plan_of("").warnings, []);
    assert_eq!(plan_of("function reset(f) { wild = f; }").warnings[0].name, "wild");
    let plan = plan("function next() { next = next.count; }\nsubmit(«() => next()»);");
    assert_eq!(plan.warnings[0].name, "next");
}
