//! Where the ledger and the configuration live on this platform.

use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

/// This account has no home folder.
#[derive(Debug, thiserror::Error)]
#[error("{}", t!("找不到用户目录", "The user's folder cannot be found"))]
pub struct HomelessError;

fn strategy() -> Result<impl AppStrategy, HomelessError> {
    choose_app_strategy(AppStrategyArgs {
        top_level_domain: "cn".into(),
        author: "tuogou".into(),
        app_name: "tuogou".into(),
    })
    .map_err(|_| HomelessError)
}

/// `tuogou/ledger.db` in the platform's data folder.
pub fn default_ledger() -> Result<PathBuf, HomelessError> {
    Ok(strategy()?.in_data_dir("ledger.db"))
}

/// `tuogou/config.toml` in the platform's configuration folder.
pub fn config_file() -> Result<PathBuf, HomelessError> {
    Ok(strategy()?.in_config_dir("config.toml"))
}

/// Where it is written what happened when the program failed.
pub fn crash_file() -> Result<PathBuf, HomelessError> {
    let strategy = strategy()?;
    let state = strategy.in_state_dir("crash.txt");
    Ok(state.unwrap_or_else(|| strategy.in_data_dir("crash.txt")))
}

/// A path as people type it: quotes around it (as some file managers paste it) and `~` for the
/// home folder are understood.
pub fn typed(text: &str) -> PathBuf {
    let text = text.trim();
    let bare = text
        .strip_prefix(['"', '\''])
        .and_then(|rest| rest.strip_suffix(['"', '\'']))
        .unwrap_or(text);
    match (bare.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(bare),
    }
}

/// So many names of a folder are looked at.
const MOST: usize = 2_000;

/// A path that is being typed, completed as far as it is clear, and what its last part could be.
/// Folders end in a slash.
pub fn complete(here: &Path, text: &str) -> (String, Vec<String>) {
    let bare = text.trim_start().trim_start_matches(['"', '\'']);
    let cut = bare
        .rfind(['/', std::path::MAIN_SEPARATOR])
        .map_or(0, |at| at + 1);
    let (folder, begun) = bare.split_at(cut);
    let at = here.join(typed(if folder.is_empty() { "." } else { folder }));
    let entries = std::fs::read_dir(at).into_iter().flatten().flatten();
    let named = entries.take(MOST).filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let fits = name.starts_with(begun) && (!begun.is_empty() || !name.starts_with('.'));
        let slash = if entry.path().is_dir() { "/" } else { "" };
        fits.then(|| format!("{name}{slash}"))
    });
    let mut choices: Vec<String> = named.collect();
    choices.sort_unstable();
    let common = choices.iter().cloned().reduce(|one, other| {
        let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
        same.map(|(c, _)| c).collect()
    });
    (
        format!("{folder}{}", common.as_deref().unwrap_or(begun)),
        choices,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_people_paste_them() {
        for (text, expected) in [
            (" 表格 ", "表格"),
            ("\"/mnt/u盘/表 一\"", "/mnt/u盘/表 一"),
            ("'a b'", "a b"),
            ("\"", "\""),
            ("~x", "~x"),
        ] {
            assert_eq!(typed(text), PathBuf::from(expected), "{text}");
        }
        let home = etcetera::home_dir().expect("a home");
        assert_eq!(typed("~/表"), home.join("表"));
    }

    #[test]
    fn a_path_is_completed_as_far_as_it_is_clear() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::fs::create_dir(folder.path().join("表格甲")).expect("made");
        std::fs::write(folder.path().join("表格乙.docx"), "").expect("written");
        std::fs::write(folder.path().join("名册.csv"), "").expect("written");
        let complete = |text: &str| complete(folder.path(), text);
        assert_eq!(complete("名"), ("名册.csv".into(), vec!["名册.csv".into()]));
        assert_eq!(complete("表").0, "表格");
        assert_eq!(complete("表").1, ["表格乙.docx", "表格甲/"]);
        assert_eq!(complete("无").0, "无");
        assert_eq!(complete("表格甲/").0, "表格甲/");
    }
}
