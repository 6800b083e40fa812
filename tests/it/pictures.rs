//! The pictures of the documents are what `docs/pictures.sh` draws today.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;

/// The lines of a picture by their height. The time of day at which something was recorded is that
/// of the drawing, so its digits are left out.
fn lines(svg: &str) -> Vec<String> {
    let mut rows: BTreeMap<u32, String> = BTreeMap::new();
    for line in svg.lines().filter(|line| line.starts_with("<text")) {
        let height = line
            .split("y=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let height = height.and_then(|height| height.parse().ok());
        let sign = line
            .rsplit_once("</text>")
            .and_then(|(rest, _)| rest.rsplit_once('>'));
        let row = rows.entry(height.expect("a height")).or_default();
        row.push_str(sign.expect("a sign").1);
    }
    rows.into_values().map(|row| without_time(&row)).collect()
}

/// `11-2812:34` becomes `00-0000:00`: blanks are not drawn.
fn without_time(row: &str) -> String {
    let mut signs: Vec<char> = row.chars().collect();
    for at in 2..signs.len().saturating_sub(2) {
        let is_time = signs[at] == ':'
            && [at - 2, at - 1, at + 1, at + 2]
                .iter()
                .all(|one| signs[*one].is_ascii_digit());
        if is_time {
            let start = signs[..at - 2]
                .iter()
                .rposition(|c| !c.is_ascii_digit() && *c != '-');
            for sign in &mut signs[start.map_or(0, |start| start + 1)..at + 3] {
                if sign.is_ascii_digit() {
                    *sign = '0';
                }
            }
        }
    }
    signs.into_iter().collect()
}

#[test]
fn the_pictures_are_those_of_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let drawn = tempfile::tempdir().expect("temporary folder");
    let output = Command::new("bash")
        .arg(root.join("docs/pictures.sh"))
        .env("TUOGOU", env!("CARGO_BIN_EXE_tuogou"))
        .env("PICTURES", drawn.path())
        .output()
        .expect("bash");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut seen = 0;
    for entry in root.join("docs").read_dir().expect("a folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "svg") {
            continue;
        }
        let name = entry.file_name();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
        let (now, kept) = (read(&drawn.path().join(&name)), read(&path));
        let name = name.display();
        assert_eq!(
            lines(&kept),
            lines(&now),
            "docs/pictures.sh draws another {name}"
        );
        seen += 1;
    }
    assert!(seen > 8, "{seen}");
}

#[test]
fn the_comparison_of_pictures_can_fail() {
    let drawn = |text: &str| {
        let signs = text.chars().filter(|sign| *sign != ' ');
        let signs = signs.map(|sign| format!("<text x=\"0\" y=\"15\">{sign}</text>\n"));
        lines(&signs.collect::<String>())
    };
    assert_eq!(drawn("张三 11-28 12:51 1/6"), drawn("张三 11-29 08:02 1/6"));
    assert_ne!(drawn("张三 11-28 12:51 1/6"), drawn("张三 11-28 12:51 2/6"));
    assert_ne!(drawn("2020-07-20"), drawn("2020-07-21"));
}
