//! Where the ledger and the configuration live on this platform.

use std::path::PathBuf;

use anyhow::Context as _;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};

fn strategy() -> anyhow::Result<impl AppStrategy> {
    choose_app_strategy(AppStrategyArgs {
        top_level_domain: "cn".into(),
        author: "tuogou".into(),
        app_name: "tuogou".into(),
    })
    .context("找不到用户目录，请用 --ledger 指定台账的位置")
}

/// `tuogou/ledger.db` in the platform's data folder.
pub fn default_ledger() -> anyhow::Result<PathBuf> {
    Ok(strategy()?.in_data_dir("ledger.db"))
}

/// `tuogou/config.toml` in the platform's configuration folder.
pub fn config_file() -> anyhow::Result<PathBuf> {
    Ok(strategy()?.in_config_dir("config.toml"))
}
