//! Import declarations as what a function body can do: `const {a}=await import("x");`

use crate::needs::{Module, Needs};
use crate::parsed::Parsed;
use oxc_ast::ast::{
    ImportAttributeKey, ImportDeclaration, ImportDeclarationSpecifier, ImportPhase, ModuleExportName, Statement,
};
use oxc_semantic::SymbolId;

/// The imports that are needed, in the order of the script.
pub fn imports(needs: &Needs) -> String {
    let mut code = String::new();
    for statement in &needs.parsed.program.body {
        if let Statement::ImportDeclaration(import) = statement {
            let is_needed =
                |symbol: Option<SymbolId>| symbol.is_some_and(|it| needs.module.get(&it) == Some(&Module::Import));
            code.push_str(&import_code(needs.parsed, import, is_needed));
        }
    }
    code
}

fn import_code(parsed: &Parsed, import: &ImportDeclaration, is_needed: impl Fn(Option<SymbolId>) -> bool) -> String {
    let mut namespace = None;
    let mut names = Vec::new();
    for specifier in import.specifiers.iter().flatten() {
        if !is_needed(specifier.local().symbol_id.get()) {
            continue;
        }
        let local = specifier.local().name.as_str();
        match specifier {
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => namespace = Some(local),
            ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => names.push(format!("default:{local}")),
            ImportDeclarationSpecifier::ImportSpecifier(specifier) => {
                let imported = match &specifier.imported {
                    ModuleExportName::StringLiteral(name) => parsed.slice(name.span),
                    name => &name.name(),
                };
                names.push(if imported == local {
                    local.to_owned()
                } else {
                    format!("{imported}:{local}")
                });
            }
        }
    }
    if namespace.is_none() && names.is_empty() {
        return String::new();
    }
    let call = call(parsed, import);
    let names = names.join(",");
    match namespace {
        Some(namespace) if names.is_empty() => format!("const {namespace}={call};"),
        Some(namespace) => format!("const {namespace}={call};const {{{names}}}={namespace};"),
        None => format!("const {{{names}}}={call};"),
    }
}

fn call(parsed: &Parsed, import: &ImportDeclaration) -> String {
    let source = parsed.slice(import.source.span);
    let function = match import.phase {
        Some(ImportPhase::Source) => "import.source",
        Some(ImportPhase::Defer) | None => "import",
    };
    let attributes = import
        .with_clause
        .iter()
        .flat_map(|clause| &clause.with_entries)
        .map(|attribute| {
            let key = match &attribute.key {
                ImportAttributeKey::Identifier(key) => key.name.to_string(),
                ImportAttributeKey::StringLiteral(key) => parsed.slice(key.span).to_owned(),
            };
            format!("{key}:{}", parsed.slice(attribute.value.span))
        });
    let attributes: Vec<String> = attributes.collect();
    if attributes.is_empty() {
        format!("await {function}({source})")
    } else {
        format!("await {function}({source},{{with:{{{}}}}})", attributes.join(","))
    }
}
