use super::{names, parses, plan_in};
use crate::{Answer, Format, Language, Plan};

fn plan(text: &str) -> Plan {
    let plan = plan_in(Format::CommonJs, Language::Js, text, &[]);
    assert_eq!(plan.refusal, None);
    parses(&plan);
    plan
}

#[test]
fn what_is_read_of_exports_is_set_again() {
    let plan = plan(
        "exports.a = exports.b = void 0;\nconst helper = (x) => x;\nexports.helper = helper;\nexports.other = start();\nsubmit(«() => (0, exports.helper)(1)»);",
    );
    assert!(plan.code.contains("exports.helper = helper;"), "{}", plan.code);
    assert!(plan.code.contains("const helper = (x) => x;"), "{}", plan.code);
    assert!(!plan.code.contains("start"), "{}", plan.code);
}

#[test]
fn a_chain_of_exports_is_set_again_for_each_of_its_names() {
    let plan = plan("exports.a = exports.b = 5;\nsubmit(«() => exports.b»);");
    assert!(plan.code.contains("exports.a = exports.b = 5;"), "{}", plan.code);
}

#[test]
fn module_exports_sets_everything() {
    let plan = plan("module.exports = { a: 1 };\nsubmit(«() => module.exports.a»);");
    assert!(plan.code.contains("module.exports = { a: 1 };"), "{}", plan.code);
}

#[test]
fn a_require_is_done_again() {
    let plan = plan(
        "'use strict';\nconst lib_1 = __importDefault(require('./lib'));\nvar __importDefault = (this && this.__importDefault) || function (m) { return m; };\nsubmit(«() => (0, lib_1.f)(1)»);",
    );
    assert!(
        plan.code.contains("const lib_1 = __importDefault(require('./lib'));"),
        "{}",
        plan.code
    );
    assert!(plan.code.starts_with("'use strict';"), "{}", plan.code);
    assert!(!plan.asynchronous);
}

#[test]
fn names_of_the_wrapper_are_not_asked_for() {
    let plan = plan("submit(«() => [require, module, exports, __filename, __dirname]»);");
    assert_eq!(names(&plan), [""; 0]);
}

#[test]
fn a_sloppy_script_stays_sloppy() {
    assert!(plan("submit(«() => 1»);").code.starts_with("return (()=>{"));
}

#[test]
fn a_function_in_strict_surroundings_stays_strict() {
    let plan = plan("(function () { 'use strict'; submit(«function () { return this; }»); })();");
    assert!(
        plan.code.contains("__nogil_factory=()=>{'use strict';"),
        "{}",
        plan.code
    );
}

#[test]
fn in_a_test_runners_wrapper_the_module_is_a_function_and_require_is_still_given() {
    let text = "({\"Object.<anonymous>\":function(module,exports,require,__dirname,__filename,jest){const p = require('path');\nconst K = [1];\nsubmit(«() => p.join(K, __dirname)»);}});";
    let plan = plan_in(Format::Script, Language::Js, text, &[]);
    assert_eq!(names(&plan), ["K"]);
    assert!(plan.code.contains("p = require('path');"), "{}", plan.code);
}

#[test]
fn a_parameter_that_happens_to_be_called_require_is_captured() {
    let text = "function f(require) { submit(«() => require(1)»); }";
    assert_eq!(names(&plan_in(Format::Script, Language::Js, text, &[])), ["require"]);
}

#[test]
fn locals_of_a_bundled_module_are_captures() {
    let text = "var modules = { 1(e, t, r) { const a = r(2); submit(«() => a.run(r)»); } };";
    let plan = plan_in(Format::Script, Language::Js, text, &[("modules", Answer::Declare)]);
    assert_eq!(names(&plan), ["r", "a"]);
}
