//! Evidence that is a file: recorded are its name and the beginning of its hash, so that somebody can say later
//! whether a file in the office's folder is the one that was looked at. The file itself stays where it is.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::input;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::report::evidence::{EvidenceRow, EvidenceState};
use crate::text::fault;
use crate::text::hex::hex;
use crate::text::lang::Both;

/// What stands between the name of a file and its hash.
const MARK: &str = " sha256:";
/// Signs of the hash that are recorded: enough against a slip and a swap, and few enough to be read out.
const SIGNS: usize = 16;

/// A file as evidence: `合同1号.pdf sha256:0f343b0931126a20`.
pub fn of_file(path: &Path) -> Result<String, Both> {
    let name = path.file_name().map(|name| name.to_string_lossy());
    let hash = input::ordinary(path).and_then(|()| hash(path));
    let hash = hash.map_err(|error| {
        let path = path.display();
        both!(
            "{path} 读不了：{}",
            "{path} cannot be read: {}",
            fault::io(&error)
        )
    })?;
    Ok(format!("{}{MARK}{hash}", name.unwrap_or_default()))
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 1 << 16];
    loop {
        match file.read(&mut bytes)? {
            0 => break,
            read => hash.update(&bytes[..read]),
        }
    }
    Ok(hex(&hash.finalize()[..SIGNS / 2]))
}

/// Name and hash of a file that a text names as [`of_file`] writes it.
fn named(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.rsplit_once(MARK)?;
    let hash = rest.get(..SIGNS)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_hash = hash.bytes().all(|sign| sign.is_ascii_hexdigit());
    (is_hash && !matches!(name, "" | "." | "..")).then_some((name, hash))
}

/// Every file that is evidence of an item, with what stands under its name in a folder.
pub fn rows(ledger: &Ledger, folder: &Path) -> Vec<EvidenceRow> {
    let found = |name: &str, recorded: &str| match hash(&folder.join(name)) {
        Ok(hash) if hash == recorded => EvidenceState::Same,
        Ok(_) => EvidenceState::Changed,
        Err(_) => EvidenceState::Missing,
    };
    let row = |association: AssocIx, item: ItemIx, text: &str| {
        let (name, hash) = named(text)?;
        Some(EvidenceRow {
            association,
            item,
            file: name.to_owned(),
            state: found(name, hash),
        })
    };
    let mut all = Vec::new();
    for ix in ledger.associations().keys() {
        let records = ledger.records(ix);
        all.extend(records.filter_map(|(item, record)| row(ix, item, &record.evidence)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_with_its_hash_and_found_in_a_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("合同 1号.pdf");
        std::fs::write(&path, "abc").expect("written");
        let text = of_file(&path).expect("it is read");
        assert_eq!(text, "合同 1号.pdf sha256:ba7816bf8f01cfea");
        assert_eq!(named(&text), Some(("合同 1号.pdf", "ba7816bf8f01cfea")));
        assert_eq!(
            named("../x sha256:ba7816bf8f01cfea，另附说明"),
            Some(("x", "ba7816bf8f01cfea"))
        );
        for text in [
            "合同1号",
            "a sha256:",
            "a sha256:ba78",
            ".. sha256:ba7816bf8f01cfea",
            "a sha256:合同合同合同合同合同合同",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
        assert!(of_file(folder.path()).is_err() && of_file(Path::new("/nowhere/a")).is_err());
    }
}
