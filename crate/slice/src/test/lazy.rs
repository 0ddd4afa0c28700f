use super::{answered, body, code, names, parses, plan};
use crate::Answer;

const HELPER: &str = "var __esm = (fn, res) => function __init() {\n  return fn && (res = (0, fn[Object.keys(fn)[0]])(fn = 0)), res;\n};\n";
const MODULE: &str = "var factor, scaled, fact, Shape, table, local;\nvar init_library = __esm({\n  \"library.js\"() {\n    start();\n    factor = 10;\n    scaled = (v) => v * factor;\n    fact = (n) => n && fact(n - 1);\n    Shape = class {};\n    table = make();\n    { let k = 1; local = () => k; }\n  }\n});\ninit_library();\n";

fn bundle(rest: &str) -> String {
    format!("{HELPER}{MODULE}{rest}")
}

#[test]
fn a_variable_of_a_module_that_a_function_runs_is_declared_by_its_assignment() {
    let plan = plan(&bundle("submit(«() => scaled(1) + fact(2)»);"));
    parses(&plan);
    let code = code(&plan);
    assert!(code.contains("(scaled = (v) => v * factor);"), "{code}");
    assert!(code.contains("(factor = 10);"), "{code}");
    assert!(code.contains("(fact = (n) => n && fact(n - 1));"), "{code}");
    assert!(!code.contains("start()") && !code.contains("init_library"), "{code}");
    assert_eq!((names(&plan), plan.warnings.len()), (vec![], 0));
}

#[test]
fn a_class_of_such_a_module_is_shared_and_registered() {
    let plan = plan(&bundle("class Box extends Shape {}\nsubmit(«() => new Box()»);"));
    parses(&plan);
    assert!(
        plan.code.contains("Shape=__nogil.shared(\"Shape\",()=>{const Shape="),
        "{}",
        plan.code
    );
    assert!(plan.shared.iter().any(|shared| shared.name == "Shape"));
}

#[test]
fn what_else_such_a_module_has_is_asked_for() {
    let text = bundle("submit(«() => table»);");
    let copied = answered(&text, &[("table", Answer::Value)]);
    assert_eq!((copied.values.len(), copied.captures.len()), (1, 0));
    let declared = answered(&text, &[("table", Answer::Declare)]);
    assert!(
        code(&declared).contains("table=__nogil.shared(\"table\",()=>(make()));"),
        "{}",
        declared.code
    );
    assert_eq!(names(&plan(&bundle("submit(«() => local()»);"))), ["local"]);
}

#[test]
fn a_module_that_the_function_runs_itself_belongs_to_its_slice() {
    let rest = "var ns = {};\n__export(ns, { scaled: () => scaled, Shape: () => Shape });\nfunction __export() {}\nsubmit(«() => (init_library(), ns)»);";
    let plan = plan(&bundle(rest));
    parses(&plan);
    let code = body(&plan);
    assert!(
        !code.contains("shared(\"init_library\"") && !code.contains("shared(\"ns\""),
        "{code}"
    );
    assert!(code.contains("start();"), "{code}");
    assert_eq!(code.matches("class {}").count(), 1, "{code}");
    assert_eq!(plan.dropped, []);
}

#[test]
fn a_function_of_such_a_module_is_sent_itself() {
    let plan = plan(&format!(
        "{HELPER}{}",
        MODULE.replace("(n) => n && fact(n - 1)", "«(n) => n && fact(n - 1)»")
    ));
    parses(&plan);
    assert!(names(&plan).is_empty(), "{}", plan.code);
    assert!(!plan.code.contains("start()"), "{}", plan.code);
}

#[test]
fn the_minified_output_is_understood() {
    let text = "var d=Object.defineProperty;var k=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(o){throw n=[o],o}};var S=(e,t)=>{for(var n in t)d(e,n,{get:t[n],enumerable:!0})};var b={};S(b,{Shape:()=>u,scaled:()=>l});var l,u,c=k(()=>{\"use strict\";l=e=>e*10,u=class{m(){}}});c();submit(«()=>(c(),b.scaled(l(1)),u)»);";
    let plan = plan(text);
    parses(&plan);
    for piece in ["(l=e=>e*10);", "u=__nogil.shared(\"u\",()=>{const u=", "S(b,{Shape"] {
        assert!(plan.code.contains(piece), "{}", plan.code);
    }
}
