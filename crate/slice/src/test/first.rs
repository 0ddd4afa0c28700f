use crate::{Format, Language, Position, Script};

#[test]
fn smoke() {
    let text = "import { readFileSync } from 'node:fs';\nconst K = 42, TABLE = [1,2];\nfunction fact(n) { return n <= 1 ? K : n * fact(n - 1) + readFileSync; }\nmain();\n";
    let script = Script::new(text, Format::Module, Language::Js).unwrap();
    let place = script.find("function fact(n) { return n <= 1 ? K : n * fact(n - 1) + readFileSync; }", Position { line: 2, column: 13 });
    let plan = script.plan(u32::try_from(place).unwrap(), &[]);
    println!("{plan:#?}\n{}", plan.code);
    panic!();
}
