//! Writes reports in the format that was asked for.

use std::io::Write;

use super::common::FormatArg;
use crate::report::render::{csv, json, markdown, text};
use crate::report::table::Report;

/// How lists are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    Table,
    Json,
    Csv,
    Markdown,
}

impl From<Option<FormatArg>> for OutputFormat {
    fn from(asked: Option<FormatArg>) -> Self {
        match asked {
            Some(FormatArg::Json) => Self::Json,
            Some(FormatArg::Csv) => Self::Csv,
            Some(FormatArg::Md) => Self::Markdown,
            // What only files can be is no way to write a list.
            None | Some(FormatArg::Table | FormatArg::Docx | FormatArg::Xlsx) => Self::Table,
        }
    }
}

/// Writes a report as a list.
pub fn write_report<R>(
    out: &mut dyn Write,
    format: OutputFormat,
    report: &Report<'_, R>,
) -> anyhow::Result<()> {
    match format {
        OutputFormat::Table => text::write(out, report)?,
        OutputFormat::Json => json::write(out, report)?,
        OutputFormat::Csv => csv::write(out, report)?,
        OutputFormat::Markdown => markdown::write(out, report)?,
    }
    Ok(())
}

/// Writes what was recorded: the only row of a report for programs, a sentence for people.
pub fn write_recorded<R>(
    out: &mut dyn Write,
    format: OutputFormat,
    report: &Report<'_, R>,
    sentence: &str,
) -> anyhow::Result<()> {
    match format {
        OutputFormat::Table => writeln!(out, "{sentence}")?,
        OutputFormat::Json => json::write_only(out, report)?,
        OutputFormat::Csv => csv::write(out, report)?,
        OutputFormat::Markdown => markdown::write(out, report)?,
    }
    Ok(())
}
