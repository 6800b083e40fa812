//! What `backup`, `restore`, `verify` and `recover` work with. None of them opens the ledger as one
//! that is worked on, which one that is damaged cannot be.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::args::Global;
use super::common::FormatArg;
use super::ledger::{configuration, ledger_path};
use super::output::OutputFormat;
use crate::app::backup::Copies;
use crate::app::clock;
use crate::app::load;
use crate::app::session::Moment;
use crate::domain::ledger::Ledger;
use crate::exchange::seed;

/// So many entries are listed for people; programs get all.
pub const LISTED: usize = 20;

/// What these commands work with.
pub struct Shelf {
    pub ledger: PathBuf,
    pub copies: Copies,
    pub by: String,
    pub as_of: NaiveDate,
    /// The format, where one was asked for.
    pub asked: Option<FormatArg>,
}

impl Shelf {
    /// Makes no ledger, and need not be able to open one.
    pub fn of(global: &Global) -> anyhow::Result<Self> {
        let (config, ledger) = (configuration(), ledger_path(global)?);
        Ok(Self {
            copies: Copies::of(&ledger, config.copies),
            ledger,
            by: config.who(),
            as_of: global.day()?.unwrap_or_else(clock::today),
            asked: global.format,
        })
    }

    /// How lists are written.
    pub fn format(&self) -> OutputFormat {
        self.asked.into()
    }

    /// Now, for the day that was asked for.
    pub fn moment(&self) -> Moment {
        Moment::now(self.as_of)
    }
}

/// A ledger for reports that are about none.
pub fn nobody() -> anyhow::Result<Ledger> {
    Ok(load::untouched(&seed::builtin_documents(), Vec::new())?)
}
