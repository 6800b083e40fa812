//! Where the ledger and the configuration live on this platform.

use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

/// This account has no home folder.
#[derive(Debug, thiserror::Error)]
#[error("找不到用户目录")]
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
}
