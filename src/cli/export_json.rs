//! `tuogou export json`: the whole ledger in a file from which it can be restored.

use std::io::Write;

use super::Desk;
use super::common::FileArgs;
use super::export::single;
use crate::app::archive::{self, ArchiveContent};
use crate::app::output::{self, OutputFile};
use crate::words;

/// Writes the whole ledger as an archive.
pub fn run(desk: &mut Desk, args: &FileArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let path = single(args, &archive::file_name(&desk.ledger, desk.as_of))?;
    output::check_free([&path], args.force)?;
    let exported = archive::export(&mut desk.session, &mut desk.ledger)?;
    let file = OutputFile {
        path,
        bytes: exported.bytes,
    };
    output::write(&file, args.force)?;
    writeln!(out, "{}", file.path.display())?;
    write_content(&exported.content, out)
}

/// What the file holds, to be compared with what was restored from it.
pub fn write_content(content: &ArchiveContent, out: &mut dyn Write) -> anyhow::Result<()> {
    let ArchiveContent {
        associations,
        entries,
        code,
    } = content;
    writeln!(
        out,
        "{}",
        t!(
            "协会 {associations} 个，操作记录 {entries} 条",
            "{associations} associations, {entries} entries"
        )
    )?;
    writeln!(out, "{}", words::store::code(code))?;
    Ok(())
}
