//! Fills in templates. What is filled in is escaped for where it stands: for Markdown in letters,
//! for HTML in pages. A template comes from an office: it can reach nothing but what it is
//! given, and a loop without end stops.

use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, escape_formatter,
    value::Serde,
};
use serde::Serialize;

use super::bounds;
use crate::text::{cells, markdown};

/// Instructions that a letter may take: enough for a long table, and an end for a loop.
pub const LETTER: u64 = 300_000;
/// The same for a page, which has a cell for each unit and milestone.
pub const PAGE: u64 = 5_000_000;
/// Cells of a line of a template that are shown of what is wrong in it.
const QUOTED: usize = 60;
/// Ending of the names of templates that give HTML.
const HTML: &str = ".html";

/// A template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("模板第 {line} 行有误：{problem}", "template line {line}: {problem}"))]
pub struct TemplateError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl TemplateError {
    /// What the engine says of a template, with the words that it is about.
    fn told(error: &Error, template: &str) -> Self {
        let problem = match error.kind() {
            ErrorKind::UndefinedError => s!("用了没有的名称", "a name that is not there"),
            ErrorKind::SyntaxError => s!("写法不对", "not well written"),
            ErrorKind::UnknownFunction => s!("没有这个函数", "no such function"),
            ErrorKind::UnknownFilter => s!("没有这个过滤器", "no such filter"),
            ErrorKind::UnknownTest => s!("没有这个判断", "no such test"),
            ErrorKind::UnknownMethod => s!("没有这个方法", "no such method"),
            ErrorKind::TemplateNotFound => {
                s!("不能引用别的模板", "other templates cannot be included")
            }
            ErrorKind::MissingArgument => s!("少写了参数", "an argument is missing"),
            ErrorKind::TooManyArguments => s!("多写了参数", "an argument too many"),
            ErrorKind::InvalidOperation => s!("不能这样用", "cannot be used like this"),
            ErrorKind::OutOfFuel => s!("循环太多", "too many loops"),
            _ => s!("不能执行", "cannot be run"),
        };
        let line = error.line().unwrap_or(1);
        // The engine has its own words in English alone, and none for a name that is not there.
        let own = error.detail().filter(|detail| !detail.is_ascii());
        let there = template.lines().nth(line - 1).unwrap_or_default();
        let there = cells::visible(there.trim());
        let there = cells::cut(&there, QUOTED, "…");
        let detail = own.unwrap_or(&there);
        Self {
            line,
            problem: t!("{problem}：{detail}", "{problem}: {detail}"),
        }
    }
}

/// An engine that knows no templates and no names of its own, for so many instructions.
///
/// # Panics
/// Never: the signs of the syntax are the usual ones.
pub fn engine<'a>(fuel: u64) -> Environment<'a> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(fuel));
    // A line that holds nothing but a block leaves no empty line behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    engine.set_syntax(syntax.build().expect("the usual signs with other spaces"));
    engine.set_auto_escape_callback(|name| {
        if name.contains(HTML) {
            AutoEscape::Html
        } else {
            AutoEscape::Custom("markdown".into())
        }
    });
    engine.set_formatter(|out, state, value| {
        if matches!(state.auto_escape(), AutoEscape::Html) {
            return escape_formatter(out, state, value);
        }
        let written = match value.as_str() {
            Some(text) if value.is_safe() => out.write_str(text),
            Some(text) => out.write_str(&markdown::escape(text)),
            None if value.is_none() => Ok(()),
            None => out.write_str(&markdown::escape(&value.to_string())),
        };
        written.map_err(Error::from)
    });
    engine
}

/// Fills in a template with the facts it may speak of.
pub fn render(
    engine: &Environment<'_>,
    name: &str,
    template: &str,
    facts: &impl Serialize,
) -> Result<String, TemplateError> {
    bounds::check(template)?;
    let facts = Value::from(Serde(facts));
    let filled = engine.render_named_str(name, template, facts);
    filled.map_err(|error| TemplateError::told(&error, template))
}

/// Looks at a template without filling it in: how it is written, and whether every name that it
/// uses anywhere is one of the facts.
pub fn check(
    engine: &Environment<'_>,
    name: &str,
    template: &str,
    facts: &impl Serialize,
) -> Result<(), TemplateError> {
    bounds::check(template)?;
    let compiled = engine.template_from_named_str(name, template);
    let compiled = compiled.map_err(|error| TemplateError::told(&error, template))?;
    let facts = Value::from(Serde(facts));
    let mut known: BTreeSet<String> = engine.globals().map(|(name, _)| name.to_owned()).collect();
    if let Ok(names) = facts.try_iter() {
        known.extend(names.map(|name| name.to_string()));
    }
    let used = compiled.undeclared_variables(false);
    let unknown = used.into_iter().filter(|name| !known.contains(name));
    let first = unknown.map(|name| (line_of(template, &name), name)).min();
    match first {
        None => Ok(()),
        Some((line, name)) => Err(TemplateError {
            line,
            problem: t!("用了没有的名称 {name}", "no name {name}"),
        }),
    }
}

/// The first line in which a name stands as a word inside of a tag.
fn line_of(template: &str, name: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(at) = template[from..].find(name) {
        let start = from + at;
        let end = start + name.len();
        let before = template[..start].chars().next_back();
        let after = template[end..].chars().next();
        let word = !before.is_some_and(|c| part(c) || c == '.') && !after.is_some_and(part);
        let opened = template[..start]
            .rfind("{{")
            .max(template[..start].rfind("{%"));
        let closed = template[..start]
            .rfind("}}")
            .max(template[..start].rfind("%}"));
        if word && opened > closed {
            return crate::text::line_number(template, start);
        }
        from = end;
    }
    1
}
