//! Which export of its module a function is.

use crate::functions::Function;
use crate::needs::Placement;
use crate::parsed::Parsed;
use crate::script::Format;
use oxc_ast::ast::{ExportDefaultDeclarationKind, ModuleExportName, Statement};
use oxc_semantic::SymbolId;
use oxc_span::GetSpan;

/// The name of the export that always is the function itself.
pub fn exported(parsed: &Parsed, target: &Function) -> Option<String> {
    if parsed.format != Format::Module {
        return None;
    }
    match Placement::of(parsed, target) {
        Placement::Module(symbol) => exported_variable(parsed, symbol),
        Placement::Expression => {
            let span = parsed.kind(target.node).span();
            let found = parsed.program.body.iter().any(|statement| {
                matches!(statement, Statement::ExportDefaultDeclaration(export) if export.declaration.span() == span)
            });
            found.then(|| "default".to_owned())
        }
        Placement::Local(_) => None,
    }
}

fn exported_variable(parsed: &Parsed, symbol: SymbolId) -> Option<String> {
    let name = parsed.name(symbol);
    let declaration = parsed.kind(parsed.scoping().symbol_declaration(symbol)).span();
    for statement in &parsed.program.body {
        let span = statement.span();
        let declares = span.start <= declaration.start && declaration.end <= span.end;
        match statement {
            Statement::ExportDeclaration(_) if declares => return Some(name.to_owned()),
            Statement::ExportNamedDeclaration(export) => {
                let found = export
                    .specifiers
                    .iter()
                    .find(|specifier| local_name(&specifier.local) == name);
                if let Some(specifier) = found {
                    return Some(specifier.exported.name().to_string());
                }
            }
            Statement::ExportDefaultDeclaration(export) => {
                let is_it = match &export.declaration {
                    ExportDefaultDeclarationKind::Identifier(local) => local.name == name,
                    _ => declares,
                };
                if is_it {
                    return Some("default".to_owned());
                }
            }
            _ => {}
        }
    }
    None
}

fn local_name<'e>(local: &'e ModuleExportName) -> &'e str {
    match local {
        ModuleExportName::IdentifierReference(local) => local.name.as_str(),
        ModuleExportName::IdentifierName(local) => local.name.as_str(),
        ModuleExportName::StringLiteral(local) => local.value.as_str(),
    }
}
