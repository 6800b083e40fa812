//! Says in one Chinese line what is wrong with the arguments; clap has no translations.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

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
            eprintln!("tuogou: {}", sentence(error));
            ExitCode::from(2)
        }
    }
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
