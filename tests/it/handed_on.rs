//! The archive that is handed on, made of the program of the tests: everything is in it, its sums are
//! right, and what is in it runs.

use std::path::Path;

use assert_cmd::Command;

#[test]
fn the_archive_is_whole_and_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("temporary folder");
    let made = Command::new(root.join(".ci/dist"))
        .env("BINARY", env!("CARGO_BIN_EXE_tuogou"))
        .env("DIST", folder.path())
        .assert()
        .success();
    let said = String::from_utf8_lossy(&made.get_output().stdout).into_owned();
    let archive = said.trim().to_owned();
    let fresh = folder.path().join("fresh");
    std::fs::create_dir(&fresh).expect("a folder");
    let runs = |program: &str, args: &[&str], there: &Path| {
        Command::new(program)
            .args(args)
            .current_dir(there)
            .assert()
            .success();
    };
    let sum = format!("{archive}.sha256");
    runs("sha256sum", &["--check", "--quiet", &sum], folder.path());
    runs("tar", &["-xzf", &archive], &fresh);
    let unpacked = fresh.read_dir().expect("a folder").flatten().next();
    let unpacked = unpacked.expect("the archive is one folder").path();
    runs(
        "sha256sum",
        &["--check", "--quiet", "SHA256SUMS"],
        &unpacked,
    );
    let sums = std::fs::read_to_string(unpacked.join("SHA256SUMS")).expect("read");
    for part in [
        "./README.md",
        "./README.zh-CN.md",
        "./CHANGELOG.md",
        "./LICENSE-MIT",
        "./LICENSE-APACHE",
        "./docs/keys.md",
        "./docs/overview.svg",
        "./docs/schema/list.json",
        "./completions/tuogou.bash",
        "./completions/_tuogou",
        "./completions/tuogou.fish",
        "./completions/tuogou.ps1",
        "./man/tuogou.1",
        "./man/tuogou-export-letter.1",
    ] {
        assert!(
            sums.lines().any(|line| line.ends_with(part)),
            "{part} is not in\n{sums}"
        );
    }
    let program = unpacked.join("tuogou");
    let listed = Command::new(&program)
        .env_clear()
        .env("HOME", &fresh)
        .args(["stats", "--as-of", "2020-07-20"])
        .assert()
        .success();
    let listed = String::from_utf8_lossy(&listed.get_output().stdout).into_owned();
    assert!(listed.contains("150"), "{listed}");
}

#[test]
fn what_the_package_says_of_itself_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("read");
    let manifest: toml::Table = toml::from_str(&manifest).expect("TOML");
    let package = &manifest["package"];
    assert_eq!(package["license"].as_str(), Some("MIT OR Apache-2.0"));
    let included = package["include"].as_array().expect("a list");
    for pattern in included {
        let pattern = pattern.as_str().expect("text").trim_start_matches('/');
        let (start, _) = pattern.split_once('*').unwrap_or((pattern, ""));
        let (folder, start) = start.rsplit_once('/').unwrap_or(("", start));
        let entries = root.join(folder).read_dir().expect("a folder").flatten();
        let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        assert!(
            names.any(|name| name.starts_with(start)),
            "{pattern} is nowhere"
        );
    }
    // Every version that was handed on has its day.
    let changes = std::fs::read_to_string(root.join("CHANGELOG.md")).expect("read");
    let versions = changes.lines().filter_map(|line| line.strip_prefix("## "));
    let mut versions = versions.skip_while(|version| *version == "Unreleased");
    for version in &mut versions {
        let day = version
            .split_once(" - ")
            .map(|(_, day)| day.parse::<chrono::NaiveDate>());
        assert!(day.is_some_and(|day| day.is_ok()), "{version} has no day");
    }
}
