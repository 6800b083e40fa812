//! Says in one Chinese line what is wrong with the arguments; clap has no translations.

use std::io::Write as _;
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
            let text = error.render().to_string().replace("[OPTIONS]", "[选项]");
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
        Some(Command::Restore(_) | Command::Verify(_) | Command::Recover(_)) => LISTS,
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

fn sentence(error: &Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let hint = "用 tuogou --help 查看用法";
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let near = text(ContextKind::SuggestedArg);
            if near.is_empty() {
                format!("不认识的参数 {argument}，{hint}")
            } else {
                format!("不认识的参数 {argument}，是否想写 {near}")
            }
        }
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            let near = text(ContextKind::SuggestedSubcommand);
            if near.is_empty() {
                format!("没有命令 {name}，{hint}")
            } else {
                format!("没有命令 {name}，是否想写 {near}")
            }
        }
        ErrorKind::InvalidValue => {
            let value = text(ContextKind::InvalidValue);
            let valid = text(ContextKind::ValidValue);
            if value.is_empty() {
                format!("{argument} 后面缺少值，{hint}")
            } else {
                format!("{argument} 的值 {value} 无效，可用 {valid}")
            }
        }
        ErrorKind::ValueValidation => {
            let cause = std::error::Error::source(error).map(ToString::to_string);
            let cause = cause.unwrap_or_else(|| text(ContextKind::InvalidValue));
            format!("{argument} 有误：{cause}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}，{hint}"),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            format!("{argument} 不能与 {other} 同用")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 的值太多或太少，{hint}")
        }
        ErrorKind::InvalidUtf8 => format!("参数不是有效的 UTF-8 文字，{hint}"),
        _ => format!("参数有误，{hint}"),
    }
}
