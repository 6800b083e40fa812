//! Office files as other programs would change them, and what LibreOffice makes of them.

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The file with the text of one part changed.
pub fn edited(bytes: &[u8], part: &str, edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut found = false;
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("a part");
        let name = entry.name().expect("a name").to_string();
        let mut body = Vec::new();
        entry.read_to_end(&mut body).expect("its bytes");
        if name == part {
            found = true;
            body = edit(String::from_utf8(body).expect("text")).into_bytes();
        }
        writer
            .start_file(name, SimpleFileOptions::default())
            .expect("started");
        writer.write_all(&body).expect("written");
    }
    assert!(found, "no part {part}");
    writer.finish().expect("finished").into_inner()
}

/// The document with a text replaced once; it has to be there.
pub fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    edited(bytes, "word/document.xml", |xml| {
        assert!(xml.contains(from), "no {from} in the document");
        xml.replacen(from, to, 1)
    })
}

/// Has LibreOffice convert a file, beside it; `None`, with a printed reason, where there is no
/// LibreOffice.
#[expect(
    clippy::disallowed_methods,
    reason = "a test runs another program to read what ours wrote"
)]
pub fn converted(file: &Path, to: &str) -> Option<PathBuf> {
    let folder = file.parent().expect("a folder");
    // A profile of its own, so that several tests may convert at once.
    let profile = folder.join("profile");
    let done = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .arg(file)
        .output();
    let Ok(output) = done else {
        eprintln!("skipped: no LibreOffice (soffice) here to convert to {to}");
        return None;
    };
    let ending = to.split(':').next().unwrap_or(to);
    let made = file.with_extension(ending);
    assert!(
        output.status.success() && made.exists(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(made)
}
