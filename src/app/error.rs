//! Why a session could not do what was asked.

use crate::domain::decide::Refusal;
use crate::domain::ledger::{RosterError, UnknownReference};
use crate::exchange::seed::SeedError;
use crate::store::StoreError;

/// Why something could not be done. Every sentence is meant for the user.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing is imported without a copy of what was there before.
    #[error("{}", t!("没有导入：导入前的备份没有做成（{_0}）；确实不要备份的，请在配置中写 copies = 0", "Not imported: the backup before it failed ({_0}); to do without, put copies = 0 in the configuration"))]
    NoCopy(StoreError),
    /// Others kept recording while it was decided.
    #[error("{}", t!("台账刚被改动，请重试", "The ledger has just changed; try again"))]
    Overtaken,
    /// The round's data says no.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The roster says no.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// The ledger was handed out to a unit, but does not say so in a way that can be read.
    #[error("{}", t!("分册损坏：{_0}", "The bundle is damaged: {_0}"))]
    Bundle(String),
    /// The ledger speaks of something the round does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownReference),
    /// Nothing has been done that could be taken back.
    #[error("{}", t!("没有可以撤销的操作", "Nothing to undo"))]
    NothingToUndo,
    /// Nothing has been taken back that could be done again.
    #[error("{}", t!("没有可以重做的操作", "Nothing to redo"))]
    NothingToRedo,
}

impl SessionError {
    /// The ledger cannot be reached at the moment.
    pub const fn is_offline(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_offline())
    }
}
