//! An error as somebody at the screen reads it, with what can be done about it there.

use crate::app::cause::{self, Cause};
use crate::app::output::{self, OutputError};
use crate::exchange::roster::RosterFileError;

/// So many files of those that could not be written are named.
const NAMED: usize = 5;

/// One line, causes included.
pub fn say(error: &anyhow::Error) -> String {
    let hint = match Cause::of(error) {
        Some(Cause::Output(OutputError::Partly { written, failed })) => {
            return output::unwritten(*written, failed, NAMED);
        }
        // The dialog has a line for it.
        Some(Cause::Output(OutputError::Exists(_))) => s!(
            "；改用别的目录，或选覆盖",
            "; choose another folder, or overwrite"
        ),
        Some(Cause::Roster(RosterFileError::NotText(_))) => s!(
            "；不是文本文件的请另存为 .xlsx",
            "; save what is no text file as .xlsx"
        ),
        Some(Cause::Roster(RosterFileError::NoHeader { .. })) => s!(
            "；请在文件中写上表头后再看",
            "; write headings into the file first"
        ),
        _ => "",
    };
    format!("{}{hint}", cause::sentence(error))
}
