use super::{answered, names, parses, plan, plan_in};
use crate::{Answer, Format, Language};

/// Which of some pieces the code of a plan has.
fn kept<'t>(text: &str, pieces: &[&'t str]) -> Vec<&'t str> {
    let plan = plan(text);
    assert_eq!(plan.refusal, None);
    parses(&plan);
    pieces
        .iter()
        .copied()
        .filter(|piece| plan.code.contains(piece))
        .collect()
}

#[test]
fn properties_of_a_kept_function_come_along() {
    let text = "function F() {}\nF.prototype.x = 1;\nF.unit = 2;\nObject.assign(F, { y: 3 });\nG.z = 4;\nrun(F);\nsubmit(«() => new F()»);\nfunction G() {}";
    let pieces = [
        "F.prototype.x = 1",
        "F.unit = 2",
        "Object.assign(F, { y: 3 })",
        "G.z",
        "run(F)",
    ];
    assert_eq!(kept(text, &pieces), &pieces[..3]);
}

#[test]
fn of_a_list_only_the_parts_that_set_something_come_along() {
    let text = "function A(){}A.prototype.x=1,main(),A.y=2;submit(«()=>new A»);";
    assert_eq!(
        kept(text, &["A.prototype.x=1", "main()", "A.y=2"]),
        ["A.prototype.x=1", "A.y=2"]
    );
}

#[test]
fn what_sets_something_shared_runs_once() {
    let plan = plan("class P {}\nP.unit = 1;\nsubmit(«() => P.unit»);");
    assert!(plan.code.contains("__nogil.once(11,\"P\")&&("), "{}", plan.code);
}

#[test]
fn a_typescript_enum_is_a_variable_with_a_function_called_at_once() {
    let text = "var Color;\n(function (Color) {\n  Color[Color['Red'] = 0] = 'Red';\n})(Color || (Color = {}));\nsubmit(«() => Color.Red»);";
    assert_eq!(kept(text, &["var Color;", "(Color || (Color = {}))"]).len(), 2);
    // It never changes afterwards: its value is copied once.
    let copied = answered(text, &[("Color", Answer::Value)]);
    assert_eq!(copied.captures, []);
    assert_eq!(copied.values.len(), 1);
}

#[test]
fn an_exported_typescript_enum_comes_along_too() {
    let text = "var Color;\n(function (Color) { Color.a = 1; })(Color || (exports.Color = Color = {}));\nsubmit(«() => Color.a»);";
    let plan = plan_in(Format::CommonJs, Language::Js, text, &[]);
    assert!(plan.code.contains("exports.Color = Color = {}"), "{}", plan.code);
}

#[test]
fn decorators_as_typescript_writes_them_come_along() {
    let text = "var __decorate = (d, c) => c;\nlet Foo = class Foo { m() {} };\n__decorate([d], Foo.prototype, 'm', null);\nFoo = __decorate([d], Foo);\nfunction d() {}\nsubmit(«() => new Foo()»);";
    let pieces = ["Foo.prototype, 'm'", "Foo = __decorate([d], Foo)", "function d() {}"];
    assert_eq!(kept(text, &pieces), pieces);
}

#[test]
fn what_esbuild_writes_beside_a_function_comes_along() {
    let text = "var __defProp = Object.defineProperty;\nvar __name = (target, value) => __defProp(target, 'name', { value });\nfunction z() {}\n__name(z, 'task');\nvar ns = {};\n__export(ns, { z: () => z });\nfunction __export(a, b) {}\nsubmit(«() => ns.z()»);";
    let pieces = [
        "__name(z, 'task')",
        "__export(ns, { z: () => z })",
        "__defProp = ",
        "__defProp=__nogil.shared",
    ];
    assert_eq!(
        kept(text, &pieces),
        [
            "__name(z, 'task')",
            "__export(ns, { z: () => z })",
            "__defProp=__nogil.shared"
        ]
    );
}

#[test]
fn the_minified_helper_that_names_functions_comes_along() {
    let text = "var d=Object.defineProperty;var a=(e,t)=>d(e,\"name\",{value:t,configurable:!0});function z(){}a(z,\"task\");b(z,\"other\");function b(){}submit(«()=>z»);";
    assert_eq!(kept(text, &["a(z,\"task\")", "b(z"]), ["a(z,\"task\")"]);
}

#[test]
fn a_function_called_at_once_comes_along_only_if_it_does_no_more() {
    let text = "function f() {}\n(() => { f.a = 1; })();\n(() => { f.b = 1; start(); })();\n!function () { f.c = 1; }();\nsubmit(«() => f»);";
    assert_eq!(kept(text, &["f.a = 1", "start", "f.c = 1"]), ["f.a = 1", "f.c = 1"]);
}

#[test]
fn a_statement_that_submits_the_function_does_not_come_along() {
    let text = "const state = make();\nstate.result = submit(«() => state»);\nfunction make() {}";
    assert_eq!(kept(text, &["state.result", "submit"]), [""; 0]);
}

#[test]
fn a_statement_that_stores_the_function_comes_along() {
    let text = "function F() {}\nF.prototype.clone = «function () { return new F(); }»;";
    assert_eq!(
        kept(text, &["F.prototype.clone = function"]),
        ["F.prototype.clone = function"]
    );
}

#[test]
fn a_loader_that_a_bundler_writes_comes_along_with_an_empty_cache() {
    let text = "(() => { var modules = { a(m, e, r) { r.d(e); } };\nconst cache = {};\nfunction load(id) { const m = cache[id]; if (m) return m.e;\nconst n = cache[id] = { e: {} }; modules[id](n, n.e, load); return n.e; }\nload.d = (e) => load.o(e), load.o = () => 1;\nload('a');\nsubmit(«() => load('a')»); load.later = 1; })();";
    let plan = plan(text);
    parses(&plan);
    let captured: Vec<_> = plan.captures.iter().map(|capture| capture.name.as_str()).collect();
    assert_eq!(captured, ["modules"]);
    for piece in ["cache = {}", "load.d = (e) => load.o(e));", "(load.o = () => 1);"] {
        assert!(plan.code.contains(piece), "{}", plan.code);
    }
    assert!(!plan.code.contains("load.later"), "{}", plan.code);
    let copied = answered(text, &[("cache", Answer::Value)]);
    let captured: Vec<_> = copied.captures.iter().map(|capture| capture.name.as_str()).collect();
    assert_eq!(captured, ["modules", "cache"]);
}

#[test]
fn an_empty_object_that_others_use_too_is_captured() {
    let text = "(() => { const registry = {}; function get(k) { return registry[k]; } registry.x = f; submit(«() => get('x')»); })();";
    assert_eq!(plan(text).captures.len(), 1);
}

#[test]
fn a_statement_that_awaits_does_not_come_along() {
    let text = "function f() {}\nf.x = await start();\nsubmit(«() => f»);";
    assert_eq!(kept(text, &["start"]), [""; 0]);
}

#[test]
fn statements_that_set_something_of_a_local_function_come_along() {
    let sent = [
        "function f(n) { «function memo() { return memo.cache; }» memo.cache = new Map([n]); submit(memo); }",
        "function f(n) { const memo = «() => memo.cache»; memo.cache = new Map([n]); submit(memo); }",
        "function f(n) { function memo() {} memo.cache = new Map([n]); submit(«() => memo()»); }",
        "function f(n) { const memo = () => 1; memo.cache = new Map([n]); submit(«() => memo()»); }",
    ];
    for text in sent {
        let plan = plan(text);
        assert_eq!(names(&plan), ["n"], "{text}");
        assert!(plan.code.contains("memo.cache = new Map([n])"), "{}", plan.code);
    }
}

#[test]
fn an_assignment_that_completes_what_is_shared_gives_the_same_to_all_slices() {
    let decorated = plan("let S = class {};\nS = wrap([1], S);\nsubmit(«() => new S()»);");
    assert!(
        decorated.code.contains("let S=__nogil.shared(\"S#\","),
        "{}",
        decorated.code
    );
    assert!(
        decorated.code.contains("S=__nogil.shared(\"S\",()=>("),
        "{}",
        decorated.code
    );
    let declared = plan("class P {}\nP = wrap(P);\nsubmit(«() => new P()»);");
    assert!(
        declared.code.contains("let P=__nogil.shared(\"P#\","),
        "{}",
        declared.code
    );
}

#[test]
fn what_node_inherits_comes_along() {
    let text = "function A() {}\nfunction B() {}\nutil.inherits(B, A);\nsubmit(«() => new B()»);";
    assert_eq!(kept(text, &["util.inherits(B, A)"]), ["util.inherits(B, A)"]);
}

#[test]
fn a_function_that_its_variable_has_no_more_is_sent_itself() {
    let text = "let f = «(x) => x * 2»;\nf = wrap(f);\nsubmit(f);";
    let plan = plan(text);
    assert!(plan.code.contains("const __nogil_task="), "{}", plan.code);
}
