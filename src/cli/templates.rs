//! `tuogou templates`: the templates of letters and pages, to be edited and looked over.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::export_letter::made;
use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::export::{ExportFiles, Writing, read_template};
use crate::exchange::letter::{LetterTemplate, LetterWriter};
use crate::report;
use crate::report::templates::CheckedTemplate;

/// What can be done with templates.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum TemplatesCommand {
    /// 把全部模板写到目录，供本单位修改
    /// ¦ Write all templates to a folder, to be edited
    Export(ExportArgs),
    /// 检查改过的模板，指出第几行有误
    /// ¦ Check edited templates, naming wrong lines
    Check(CheckTemplateArgs),
}

/// Arguments of `templates export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 目录，不存在时新建
    /// ¦ Folder, made if it is not there
    #[arg(value_name = "目录")]
    pub folder: PathBuf,
    /// 覆盖已有的文件
    /// ¦ Overwrite existing files
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `templates check`.
#[derive(Debug, Args)]
pub struct CheckTemplateArgs {
    /// 模板文件或目录，文件名同 templates export 写出的
    /// ¦ Template or folder, named as templates export names them
    #[arg(value_name = "文件")]
    pub path: PathBuf,
}

impl Run for TemplatesCommand {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Export(args) => export(desk, args, out),
            Self::Check(args) => check(desk, args, out),
        }
    }
}

fn export(desk: &Desk, args: &ExportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let templates = &desk.ledger.round().templates;
    let files = LetterTemplate::ALL.into_iter().map(|template| {
        let text = templates[template.file()].clone();
        (template.file().to_owned(), text.into_bytes())
    });
    let files = ExportFiles::ready(files.collect());
    let mut writing = Writing::new(files, |name| args.folder.join(name), args.force)?;
    while writing.step(&desk.ledger) {
        if let Some(path) = writing.newest() {
            let word = LetterTemplate::ALL[writing.done() - 1].shown();
            writeln!(out, "{}  {word}", path.display())?;
        }
    }
    writeln!(
        out,
        "{}",
        t!(
            "共写出 {} 个文件；改好后用 tuogou templates check 检查，导出时加 --template 使用",
            "{} files written; when corrected, check them with tuogou templates check and use them with --template",
            writing.written()
        )
    )?;
    writing.finish()
}

fn check(desk: &Desk, args: &CheckTemplateArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let files = files(&args.path)?;
    let entries = desk.session.entries()?;
    let writer = LetterWriter::new(&desk.ledger, &entries, desk.as_of, made(desk));
    let mut checked = Vec::new();
    for path in &files {
        let text = read_template(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let template = LetterTemplate::of_file(&name);
        let error = template.and_then(|template| writer.check(template, &text).err());
        checked.push(CheckedTemplate {
            file: path.display().to_string(),
            template: template.map(LetterTemplate::shown),
            line: error.as_ref().map(|error| error.line),
            problem: match (template, error) {
                (None, _) => Some(t!(
                    "不知道是哪种文书，文件名请用 {}",
                    "Unknown kind of letter; name the file {}",
                    LetterTemplate::ALL
                        .map(LetterTemplate::file)
                        .join(s!("、", ", "))
                )),
                (Some(_), error) => error.map(|error| error.problem),
            },
        });
    }
    let report = report::templates::report(&desk.ledger, checked, desk.as_of);
    write_report(out, desk.format(), &report)?;
    let wrong = report
        .rows
        .iter()
        .filter(|one| one.problem.is_some())
        .count();
    if wrong > 0 {
        out.flush()?;
        anyhow::bail!(both!(
            "{wrong} 个模板有误，请改正后再用",
            "{wrong} templates have faults; correct them first"
        ));
    }
    if desk.format() == OutputFormat::Table {
        writeln!(
            out,
            "{}",
            t!(
                "{} 个模板都可以用",
                "All {} templates can be used",
                report.rows.len()
            )
        )?;
    }
    Ok(())
}

/// The file itself, or the templates in a folder in the order of their names.
fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = || {
        t!(
            "无法读取目录 {}",
            "Cannot read the folder {}",
            path.display()
        )
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "j2") {
            found.push(path);
        }
    }
    found.sort();
    anyhow::ensure!(
        !found.is_empty(),
        both!(
            "目录 {} 中没有模板（*.j2），可用 tuogou templates export 写出",
            "No templates (*.j2) in {}; write them with tuogou templates export",
            path.display()
        )
    );
    Ok(found)
}
