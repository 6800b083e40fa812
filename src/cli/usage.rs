//! Says in one Chinese line what is wrong with the arguments; clap has no translations.

use std::io::Write as _;
use std::num::ParseIntError;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Error, ValueEnum as _};

use crate::text::cells::visible;

use super::common::{FormatArg, Formats, LISTS, TELLS};
use super::{Cli, Command};

/// Prints help and version as asked for, or one line about a mistake (exit code 2).
pub fn report(error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = error
                .render()
                .to_string()
                .replace("[OPTIONS]", s!("[选项]", "[options]"));
            // Nobody is left to tell when standard output is closed.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("tuogou: {}", visible(&sentence(error)));
            ExitCode::from(2)
        }
    }
}

/// A format that the command cannot write is a mistake in its use.
pub fn check_format(cli: &Cli) -> Result<(), Error> {
    let Some(format) = cli.global.format else {
        return Ok(());
    };
    let (name, known): Formats = match &cli.command {
        Some(Command::Ledger(command)) => command.command().formats(),
        Some(Command::Demo(_)) => ("demo", &[]),
        #[cfg(feature = "server")]
        Some(Command::Server(_)) => ("server", &[]),
        Some(
            Command::Restore(_)
            | Command::Verify(_)
            | Command::Recover(_)
            | Command::Paths
            | Command::Doctor,
        ) => LISTS,
        _ => TELLS,
    };
    if known.contains(&format) {
        return Ok(());
    }
    if known.is_empty() {
        let mut error = Error::new(ErrorKind::ArgumentConflict);
        for (kind, text) in [
            (ContextKind::InvalidArg, "--format"),
            (ContextKind::PriorArg, name),
        ] {
            error.insert(kind, ContextValue::String(text.into()));
        }
        return Err(error);
    }
    let name = |format: &FormatArg| {
        let value = format.to_possible_value();
        value.map(|value| value.get_name().to_owned())
    };
    let known: Vec<String> = known.iter().filter_map(name).collect();
    let name = name(&format);
    let mut error = Error::new(ErrorKind::InvalidValue);
    let mut say = |kind, value| error.insert(kind, value);
    say(
        ContextKind::InvalidArg,
        ContextValue::String("--format".into()),
    );
    say(
        ContextKind::InvalidValue,
        ContextValue::String(name.unwrap_or_default()),
    );
    say(ContextKind::ValidValue, ContextValue::Strings(known));
    Err(error)
}

/// How the command is called, as clap puts it.
fn usage_line(usage: &str) -> String {
    let line = usage.lines().next().unwrap_or_default();
    let call = line.split_once(": ").map_or(line, |(_, call)| call);
    t!(
        "用法：{}",
        "usage: {}",
        call.replace("[OPTIONS]", s!("[选项]", "[options]"))
    )
}

fn sentence(error: &Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(s!("、", ", ")),
        _ => String::new(),
    };
    // What is nearest comes last.
    let nearest = |kind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => {
            let nearest = texts.iter().rev().map(String::as_str);
            nearest.collect::<Vec<_>>().join(s!("、", ", "))
        }
        _ => text(kind),
    };
    let argument = text(ContextKind::InvalidArg);
    let hint = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage_line(&usage.to_string()),
        _ => s!("用 tuogou --help 查看用法", "see tuogou --help").to_owned(),
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let near = nearest(ContextKind::SuggestedArg);
            if near.is_empty() {
                t!(
                    "不认识的参数 {argument}，{hint}",
                    "Unknown argument {argument}; {hint}"
                )
            } else {
                t!(
                    "不认识的参数 {argument}，是否想写 {near}",
                    "Unknown argument {argument}; did you mean {near}"
                )
            }
        }
        ErrorKind::MissingSubcommand => {
            let called = text(ContextKind::InvalidSubcommand);
            let valid = text(ContextKind::ValidSubcommand);
            t!(
                "{called} 后面缺少命令，可用 {valid}",
                "{called} needs a command: {valid}"
            )
        }
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            let near = nearest(ContextKind::SuggestedSubcommand);
            if near.is_empty() {
                t!("没有命令 {name}，{hint}", "No command {name}; {hint}")
            } else {
                t!(
                    "没有命令 {name}，是否想写 {near}",
                    "No command {name}; did you mean {near}"
                )
            }
        }
        ErrorKind::InvalidValue => {
            let value = text(ContextKind::InvalidValue);
            let valid = text(ContextKind::ValidValue);
            if value.is_empty() {
                t!(
                    "{argument} 后面缺少值，{hint}",
                    "{argument} needs a value; {hint}"
                )
            } else {
                t!(
                    "{argument} 的值 {value} 无效，可用 {valid}",
                    "{argument} cannot be {value}; it can be {valid}"
                )
            }
        }
        ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue);
            match std::error::Error::source(error) {
                Some(cause) if cause.is::<ParseIntError>() => {
                    t!(
                        "{argument} 有误：{value} 不是整数",
                        "{argument} is wrong: {value} is not a whole number"
                    )
                }
                Some(cause) => {
                    // What clap itself says of a number that is too large.
                    let cause = cause
                        .to_string()
                        .replace(" is not in ", s!(" 不在范围 ", " is not in "));
                    t!("{argument} 有误：{cause}", "{argument} is wrong: {cause}")
                }
                None => t!("{argument} 有误：{value}", "{argument} is wrong: {value}"),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            t!("缺少 {argument}，{hint}", "Missing {argument}; {hint}")
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            t!(
                "{argument} 不能与 {other} 同用",
                "{argument} cannot stand beside {other}"
            )
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            t!(
                "{argument} 的值太多或太少，{hint}",
                "{argument} has too many or too few values; {hint}"
            )
        }
        ErrorKind::InvalidUtf8 => t!(
            "参数不是有效的 UTF-8 文字，{hint}",
            "An argument is not valid UTF-8; {hint}"
        ),
        _ => t!("参数有误，{hint}", "Wrong arguments; {hint}"),
    }
}
