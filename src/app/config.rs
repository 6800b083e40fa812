//! The optional configuration file, and who the user is.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use serde::Deserialize;

use crate::text::fault;

/// `config.toml`. Every key may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Name that is recorded with what this user does.
    pub user: Option<String>,
    /// Draw with ASCII signs only.
    pub ascii: bool,
    /// Leave the mouse to the terminal, for selecting text.
    pub no_mouse: bool,
    /// The colours of the interface.
    pub theme: ThemeName,
    /// So many copies of single days are kept beside the ledger; 0 = none are made.
    pub copies: usize,
    /// Write ledgers that lie on a network share, too.
    pub network_share: bool,
}

/// Which colours the interface has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// Dark or light, as the terminal is.
    Auto,
    Dark,
    Light,
    /// As much contrast as there is.
    Contrast,
    /// For eyes that do not tell red from green.
    BlueOrange,
    /// The terminal's own sixteen colours.
    #[serde(rename = "16")]
    Sixteen,
    /// Without any colour.
    None,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            user: None,
            ascii: false,
            no_mouse: false,
            theme: ThemeName::Auto,
            copies: 14,
            network_share: false,
        }
    }
}

impl Config {
    /// Reads a configuration file; a missing one is an empty one.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(error).with_context(|| format!("无法读取配置 {}", path.display()));
            }
        };
        fault::from_toml(&text).map_err(|fault| {
            let (path, place) = (path.display(), fault.place());
            anyhow!("配置 {path} {place}有误：{}", fault.problem)
        })
    }

    /// Who is at work: `TUOGOU_USER`, else the configured name, else the login.
    pub fn who(&self) -> String {
        std::env::var("TUOGOU_USER")
            .ok()
            .or_else(|| self.user.clone())
            .and_then(|name| {
                crate::text::plain::Plain::typed(&name)
                    .ok()
                    .map(String::from)
            })
            .filter(|name| !name.is_empty())
            .or_else(|| whoami::username().ok())
            .unwrap_or_else(|| "未署名".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "user = \"张三\"\ncolour = 1\n").expect("written");
        let message = Config::read(&path).expect_err("unknown key").to_string();
        assert!(
            message.contains("第 2 行") && message.contains("colour"),
            "{message}"
        );
        assert_eq!(
            Config::read(&folder.path().join("none.toml")).expect("missing is empty"),
            Config::default()
        );
    }
}
