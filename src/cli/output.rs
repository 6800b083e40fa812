//! Standard output, and reports on it in the format that was asked for.

use std::io::{self, BufWriter, ErrorKind, Stdout, Write};

use anyhow::bail;

use super::common::FormatArg;
use crate::report::render::{csv, json, markdown, text};
use crate::report::table::Report;
use crate::text::cells::visible;
use crate::text::fault;

/// What a command answers on standard output.
///
/// Nothing of it is let out before the command has come to its end, so that what does not get
/// through does not stop a command half-way; what only lists writes at once, because lists are long.
#[derive(Debug)]
pub struct Answer {
    out: BufWriter<Stdout>,
    held: Option<Vec<u8>>,
    failed: Option<io::Error>,
    /// It is for people: nothing that a terminal would take for an order goes through, whatever
    /// file it comes from. Programs get what is there.
    guarded: bool,
    /// What was recorded need not be said.
    quiet: bool,
    /// The command has recorded something.
    pub recorded: bool,
}

impl Answer {
    /// Holds everything until the command has come to its end.
    pub fn new(guarded: bool, quiet: bool) -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            held: Some(Vec::new()),
            failed: None,
            guarded,
            quiet: quiet && guarded,
            recorded: false,
        }
    }

    /// The command only lists: what it writes goes out at once.
    pub fn let_out(&mut self) {
        self.held = None;
    }

    /// Lets out what is held, and tells what the command came to from what became of its answer.
    pub fn finish(mut self, result: anyhow::Result<()>) -> anyhow::Result<()> {
        let held = self.held.take();
        let done = held.is_some();
        let held = held.filter(|_| !(self.quiet && self.recorded));
        // What is held has been guarded already; what fails is remembered.
        let _ = self.take(&held.unwrap_or_default());
        let _ = self.flush();
        let Some(error) = self.failed.take_if(|_| result.is_ok() || !done) else {
            return result;
        };
        // Whoever reads has read enough.
        if error.kind() == ErrorKind::BrokenPipe {
            return Ok(());
        }
        let why = fault::io(&error);
        match (self.recorded, done) {
            (true, _) => bail!(both!(
                "已记录，但无法写出结果：{why}",
                "Recorded, but the answer could not be written: {why}"
            )),
            (false, true) => bail!(both!(
                "已办完，但无法写出结果：{why}",
                "Done, but the answer could not be written: {why}"
            )),
            (false, false) => bail!(both!(
                "无法写出结果：{why}",
                "The answer could not be written: {why}"
            )),
        }
    }

    /// Takes what is written on, without what must not reach a terminal. What is written is a
    /// whole text each time.
    fn guarded(&mut self, bytes: &[u8]) -> io::Result<()> {
        for line in String::from_utf8_lossy(bytes).split_inclusive('\n') {
            let (line, end) = match line.strip_suffix('\n') {
                Some(line) => (line, "\n"),
                None => (line, ""),
            };
            self.take(visible(line).as_bytes())?;
            self.take(end.as_bytes())?;
        }
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(held) = &mut self.held {
            held.extend_from_slice(bytes);
            return Ok(());
        }
        let result = self.out.write_all(bytes);
        self.noted(result)
    }

    fn noted<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Answer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.guarded {
            self.guarded(bytes)?;
        } else {
            self.take(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_some() {
            return Ok(());
        }
        let result = self.out.flush();
        self.noted(result)
    }
}

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
        OutputFormat::Json => json::write_list(out, report)?,
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
