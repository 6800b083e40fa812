//! What can be done about an error, in terms of the command line: a command, an option, another name.

use std::borrow::Cow;
use std::error::Error;

use super::import_roster;
#[cfg(feature = "server")]
use super::ledger::OnServer;
use crate::app::backup::KeepingError;
use crate::app::cause::Cause;
use crate::app::find::{FindError, SoughtKind};
use crate::app::new_round::NewLedgerError;
use crate::app::output::OutputError;
use crate::app::paths::HomelessError;
use crate::domain::decide::Refusal;
use crate::exchange::new_round::NewRoundError;
use crate::report::render::xlsx::BookError;
use crate::store::{ServerFault, StoreError};
use crate::tui;

/// What can be done about an error, in terms of the command line.
pub fn hint(error: &anyhow::Error) -> Cow<'static, str> {
    let hint = match Cause::of(error) {
        Some(Cause::Roster(error)) => return import_roster::file_hint(error).into(),
        Some(Cause::Output(OutputError::Exists(_))) => "；改用别的目录，或加 --force 覆盖",
        Some(Cause::Store(StoreError::Missing { .. })) => {
            "，请核对 --ledger 或 TUOGOU_LEDGER；要新建请用 tuogou new --out 文件"
        }
        Some(Cause::Store(StoreError::NotALedger { .. })) => {
            "，请用 --ledger 指定台账，或换一个文件名新建"
        }
        Some(Cause::Store(StoreError::Exists { .. })) => "；请用 --out 另起一个文件名",
        Some(Cause::Store(
            StoreError::Empty { .. }
            | StoreError::Altered { .. }
            | StoreError::Schema { .. }
            | StoreError::Damaged { .. },
        )) => BACKUPS,
        Some(Cause::Store(StoreError::Unwritable { .. })) => "，或用 --ledger 换一个位置",
        Some(Cause::Store(StoreError::Server { fault, .. })) => server_hint(fault),
        Some(Cause::Refused(refusal)) => refused_hint(refusal),
        _ => error.chain().find_map(own_hint).unwrap_or_default(),
    };
    hint.into()
}

/// What can be done about a ledger that is spoiled.
const BACKUPS: &str = "：tuogou restore 列出备份，tuogou verify 检查，tuogou recover 救回能读的";

/// What can be done about a ledger on a server.
const fn server_hint(fault: &ServerFault) -> &'static str {
    match fault {
        ServerFault::NoLedger => "：tuogou server init 新建，tuogou server import 由文件建立",
        ServerFault::Older { .. } => "：tuogou server migrate",
        ServerFault::Nobody { .. } => "：tuogou server person add",
        ServerFault::Login { .. } => "；密码写在环境变量 PGPASSWORD 或密码文件 ~/.pgpass",
        ServerFault::Certificate(_) => "；自己的签发机构用地址后的 ?sslrootcert=文件 说明",
        _ => "",
    }
}

/// What an error comes to that only a command line has an answer for.
fn own_hint(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if let Some(kept) = error.downcast_ref() {
        return Some(match kept {
            KeepingError::Archive(_) => "：tuogou import ledger 存档 --out 新台账",
            KeepingError::Unfit { .. } => "；tuogou recover 可救回能读的",
        });
    }
    #[cfg(feature = "server")]
    if error.is::<OnServer>() {
        return Some("，这个命令只用于文件；要文件请用 tuogou server export");
    }
    if error.is::<HomelessError>() {
        return Some("，请用 --ledger 指定台账的位置");
    }
    if error.is::<tui::NotATerminal>() {
        return Some("；在脚本中请用 tuogou list 等命令");
    }
    if let Some(BookError::TooManyRows { .. }) = error.downcast_ref() {
        return Some("（tuogou export roster --unit 单位）");
    }
    if let Some(FindError::Nothing { kind, .. }) = error.downcast_ref() {
        return Some(match kind {
            SoughtKind::Association => "，请用 tuogou list 查看",
            SoughtKind::Unit => "，请用 tuogou stats 查看",
        });
    }
    match error.downcast_ref() {
        Some(NewLedgerError::Problems(_)) => Some("，或用 --map、--status 说明"),
        Some(NewLedgerError::Round(NewRoundError::City(_))) => Some("，请写成 --city 洛阳 的样子"),
        _ => None,
    }
}

/// What can be looked up or done first, by a command.
const fn refused_hint(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownAssociation(_) => "，请用 tuogou list 查看名册",
        Refusal::UnknownUnit(_) => "，请用 tuogou stats 查看单位名称",
        Refusal::UnknownField(_) => "，请用 tuogou form 查看栏目",
        Refusal::UnknownPrinted(_) => "，请用 tuogou unit list 查看",
        Refusal::UnitCircle { .. } => "；请先用 tuogou unit split 把它分开",
        Refusal::EntryOfOther { .. } => "：加 --by 和姓名",
        Refusal::NoSuchEntry(_) => "：tuogou history",
        Refusal::DateAhead { .. } => "，或用 --as-of 调整基准日",
        _ => "",
    }
}
