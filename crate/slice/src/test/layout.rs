use super::{answered, body, keeps_place, parses, plan};
use crate::Answer;

#[test]
fn everything_kept_stays_at_its_line_and_column() {
    let text = "import { sep } from 'node:path';\n\nmain();\nconst table = make({\n  a: sep,\n});\n  const one = 1, two = (x) => one + x;\nfunction make(x) { return x; }\nclass P {\n  m() { return table; }\n}\n  P.x = 'assigned';\n/* 𝒳 */ submit(«() => { throw new P(two()); }»);\n";
    let plan = plan(text);
    parses(&plan);
    for piece in [
        "make({",
        "a: sep",
        "one = 1",
        "two = (x)",
        "function make",
        "class P",
        "m() {",
        "P.x = 'assigned'",
        "() => { throw",
    ] {
        assert!(keeps_place(&plan, text, piece), "{piece}:\n{}", plan.code);
    }
}

#[test]
fn on_the_first_line_only_the_header_moves_columns() {
    let text = "import { sep } from 'node:path'; submit(«() => sep»);";
    let plan = plan(text);
    assert!(keeps_place(&plan, text, "() => sep"), "{}", plan.code);
}

#[test]
fn a_literal_on_the_function_s_line_does_not_move_it() {
    let local = "(() => { const text = 'x'; return submit(«() => text»); })();";
    assert!(keeps_place(&plan(local), local, "() => text"), "{}", plan(local).code);
    assert!(plan(local).code.contains("const text = 'x';"), "{}", plan(local).code);
    let of_module = "f();\nconst text = 'x', other = 1; submit(«() => text + other»);";
    assert!(
        keeps_place(&plan(of_module), of_module, "() => text"),
        "{}",
        plan(of_module).code
    );
    parses(&plan(of_module));
}

#[test]
fn in_a_minified_text_removed_code_makes_room() {
    let text =
        "const a=1,b=()=>2+a;main(),other(function(){return 'something long enough to leave room'});submit(«()=>b()»);";
    let plan = plan(text);
    assert!(keeps_place(&plan, text, "()=>b()"), "{}", plan.code);
}

#[test]
fn a_function_in_a_kept_declaration_keeps_its_place_and_the_declaration_follows() {
    let text = "function main() {\n  const local = {};\n  return submit(«(x) => main(x)»);\n}\nconst other = main;\n";
    let plan = plan(text);
    assert!(keeps_place(&plan, text, "(x) => main(x)"), "{}", plan.code);
    assert!(
        body(&plan).contains("return __nogil_task};function main() {"),
        "{}",
        plan.code
    );
    parses(&plan);
}

#[test]
fn import_meta_has_another_name() {
    let plan = plan("submit(«() => import.meta.url»);");
    assert!(plan.code.contains("() => __nogil_meta.url"), "{}", plan.code);
}

#[test]
fn line_ends_of_every_kind_count() {
    let text = "main();\r\nconst a = make();\rconst b = 1;\u{2028}function make() {}\nsubmit(«() => a + b»);";
    let plan = answered(text, &[("a", Answer::Declare)]);
    let lines = crate::positions::lines_in(&body(&plan)[..body(&plan).find("() => a + b").unwrap()]);
    assert_eq!(lines, 4, "{}", plan.code);
}

#[test]
fn code_behind_a_hashbang_parses() {
    let plan = plan("#!/usr/bin/env node\nfunction g() {}\nsubmit(«() => g()»);");
    parses(&plan);
    assert!(!plan.code.contains("#!"), "{}", plan.code);
}

#[test]
fn a_using_declaration_is_made_once_and_not_disposed_of() {
    let plan = plan("using lock = acquire();\nsubmit(«() => lock»);");
    assert!(
        plan.code.contains("const lock=__nogil.shared(\"lock\",()=>("),
        "{}",
        plan.code
    );
}
