use crate::{Format, Language, Position, Script};

fn script(text: &str) -> Script {
    Script::new(text, Format::Module, Language::Js).expect("the text parses")
}

fn at(line: u32, column: u32) -> Position {
    Position { line, column }
}

#[test]
fn of_equal_functions_the_one_at_the_position_is_found() {
    let script = script("a(() => 1);\nb(() => 1);");
    assert_eq!(script.find("() => 1", at(0, 2)), 2);
    assert_eq!(script.find("() => 1", at(1, 2)), 14);
    assert_eq!(script.find("() => 1", at(1, 0)), -1);
    assert_eq!(script.find("() => 2", at(1, 2)), -1);
    assert_eq!(script.find("() => 1", at(9, 0)), -1);
}

#[test]
fn a_function_is_found_by_any_position_in_it() {
    let script = script("function f(a) { return a; }");
    assert_eq!(script.find("function f(a) { return a; }", at(0, 10)), 0);
}

#[test]
fn places_are_counted_in_units_of_utf_16() {
    let script = script("const a = '𝒳é'; /* ü */ submit(() => 1);");
    assert_eq!(script.find("() => 1", at(0, 32)), 32);
}

#[test]
fn places_in_long_texts_with_other_characters_hold() {
    let line = "const ü = '𝒳é';\n";
    let text: String = (0..500)
        .map(|number| line.replace('ü', &format!("ü{number}")))
        .collect::<String>()
        + "f(() => ü1);";
    let script = script(&text);
    let place = script.find("() => ü1", at(500, 2));
    let before: String = String::from_utf16_lossy(
        &text
            .encode_utf16()
            .take(usize::try_from(place).unwrap())
            .collect::<Vec<_>>(),
    );
    assert!(before.ends_with("\nf("));
    assert_eq!(script.plan(u32::try_from(place).unwrap(), &[]).refusal, None);
}

#[test]
fn an_argument_is_found_where_v8_reports_the_call() {
    let script = script(
        "await pool.submit((x) => x, 1);\nsubmit((x) => x);\n(await get()).run(1, (x) => x);\ntable['run']((x) => x);\nnew Task((x) => x);",
    );
    let found = |line, column, argument| script.find_argument("(x) => x", at(line, column), argument);
    assert_eq!(found(0, 11, 0), 18);
    assert_eq!(found(0, 11, 1), -1);
    assert_eq!(found(1, 0, 0), 39);
    assert_eq!(found(2, 14, 1), 71);
    assert_eq!(found(3, 12, 0), 95);
    assert_eq!(found(4, 0, 0), 115);
    assert_eq!(found(0, 3, 0), -1);
}

#[test]
fn the_only_function_of_a_text_may_be_of_any_kind() {
    for text in [
        "(x) => x",
        "async x => x",
        "function anonymous(a,b\n) {\nreturn a + b\n}",
        "class A { m() {} }",
        "async *run(x) { yield x }",
        "['a' + b](x) { return x }",
        "#m(x) { return x }",
        "get x() { return 1 }",
        "x => { /* } */ }",
    ] {
        let script = Script::new(text, Format::Expression, Language::Js).expect(text);
        assert!(script.find_only(text) >= 0, "{text}");
    }
}

#[test]
fn what_is_no_function_is_no_expression() {
    for text in [
        "1 + 1",
        "f(() => 1)",
        "function () { [native code] }",
        "",
        "x => x) + (1",
    ] {
        assert!(Script::new(text, Format::Expression, Language::Js).is_err(), "{text}");
    }
}

#[test]
fn positions_of_an_expression_are_those_of_its_text() {
    let text = "(x) => x + nope";
    let script = Script::new(text, Format::Expression, Language::Js).unwrap();
    let place = script.find_only(text);
    assert_eq!(place, 0);
    let answers = [("nope".to_owned(), crate::Answer::Missing)];
    assert_eq!(script.plan(0, &answers).refusal.unwrap().position, at(0, 11));
}
