use crate::{Format, Language, Script};

#[test]
fn a_text_that_does_not_parse_says_where() {
    let error = Script::new("const a = 1;\nconst = 2;", Format::Module, Language::Js)
        .err()
        .unwrap();
    assert_eq!(error.position.line, 1);
    assert!(error.to_string().contains("(2:"), "{error}");
}

#[test]
fn each_format_has_its_own_grammar() {
    let parses = |text, format| Script::new(text, format, Language::Js).is_ok();
    assert!(parses("return 1;", Format::CommonJs));
    assert!(!parses("return 1;", Format::Module));
    assert!(parses("await 1; import.meta;", Format::Module));
    assert!(parses("with (a) b;", Format::Script));
    assert!(parses("<!-- a comment\nvar await = 1;", Format::Script));
}

/// Whatever the parser does with it: no overflow, and no panic.
fn survives(text: &str) {
    let outcome = Script::new(text, Format::Script, Language::Js);
    if let Ok(script) = outcome {
        for place in script.places().into_iter().take(2) {
            drop(script.plan(place, &[]));
        }
    }
}

#[test]
fn deeply_nested_texts_are_parsed_or_refused() {
    for depth in [5_000, 100_000] {
        survives(&format!("{}1{}", "(".repeat(depth), ")".repeat(depth)));
        survives(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        survives(&format!("x = {}1", "() => ".repeat(depth)));
        survives(&format!("x = {}1", "!".repeat(depth)));
        survives(&format!("x = {}1", "a ? b : ".repeat(depth)));
        survives(&format!("x = {}1", "a + ".repeat(depth)));
        survives(&format!("x = {}1", "new ".repeat(depth)));
        survives(&format!("if (a) b; {}", "else if (a) b; ".repeat(depth)));
        survives(&format!("x = a{}", ".b()".repeat(depth)));
        survives(&format!("x = a{}", "`${a".repeat(depth)));
        survives(&format!("{}1", "if (a) ".repeat(depth)));
        survives(&format!("{}x", "for(;;)".repeat(depth)));
        survives(&format!("{}x", "while(a)".repeat(depth)));
        survives(&"{".repeat(depth));
    }
}

#[test]
fn a_function_in_five_thousand_parentheses_is_found() {
    let text = format!("submit({}() => 1{});", "(".repeat(5_000), ")".repeat(5_000));
    let script = Script::new(&text, Format::Module, Language::Js).unwrap();
    assert_eq!(script.places(), [5_007]);
    assert_eq!(script.plan(5_007, &[]).refusal, None);
}

#[test]
fn broken_texts_are_errors() {
    for text in [
        "\u{0}",
        "«",
        "'",
        "`${",
        "/*",
        "/a",
        "\\u{",
        "#",
        "@",
        "\u{FEFF}a(",
        "🎉",
    ] {
        survives(text);
        for format in [Format::Module, Format::CommonJs, Format::Expression] {
            drop(Script::new(text, format, Language::Tsx));
        }
    }
}
