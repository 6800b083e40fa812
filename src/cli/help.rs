//! `tuogou help`: what `--help` behind a command says.

use std::process::ExitCode;

use clap::Args;

use super::{args, usage};

/// Arguments of `help`.
#[derive(Debug, Args)]
pub struct HelpArgs {
    /// 命令，如 export letter（不写时为全部命令）
    /// ¦ A command, such as export letter (all commands without it)
    #[arg(value_name = "命令")]
    pub words: Vec<String>,
}

impl HelpArgs {
    /// Asks the command line as if `--help` stood behind these words.
    pub fn run(&self) -> ExitCode {
        let words = self.words.iter().map(String::as_str);
        let asked = std::iter::once("tuogou").chain(words).chain(["--help"]);
        match args::command().try_get_matches_from(asked) {
            Err(error) => usage::report(&error),
            Ok(_) => ExitCode::SUCCESS,
        }
    }
}
