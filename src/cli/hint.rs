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
use crate::text::lang::Text;
use crate::tui;

/// What can be done about an error, in terms of the command line.
pub fn hint(error: &anyhow::Error) -> Cow<'static, str> {
    let hint = match Cause::of(error) {
        Some(Cause::Roster(error)) => return import_roster::file_hint(error).into(),
        Some(Cause::Output(OutputError::Exists(_))) => s!(
            "；改用别的目录，或加 --force 覆盖",
            "; choose another folder, or add --force to overwrite"
        ),
        Some(Cause::Store(StoreError::Missing { .. })) => {
            s!(
                "，请核对 --ledger 或 TUOGOU_LEDGER；要新建请用 tuogou new --out 文件",
                "; check --ledger or TUOGOU_LEDGER; to make one use tuogou new --out FILE"
            )
        }
        Some(Cause::Store(StoreError::NotALedger { .. })) => {
            s!(
                "，请用 --ledger 指定台账，或换一个文件名新建",
                "; name the ledger with --ledger, or make one under another name"
            )
        }
        Some(Cause::Store(StoreError::Exists { .. })) => s!(
            "；请用 --out 另起一个文件名",
            "; choose another file name with --out"
        ),
        Some(Cause::Store(
            StoreError::Empty { .. }
            | StoreError::Altered { .. }
            | StoreError::Schema { .. }
            | StoreError::Damaged { .. },
        )) => BACKUPS.get(),
        Some(Cause::Store(StoreError::Unwritable { .. })) => s!(
            "，或用 --ledger 换一个位置",
            "; or choose another place with --ledger"
        ),
        Some(Cause::Store(StoreError::Server { fault, .. })) => server_hint(fault),
        Some(Cause::Refused(refusal)) => refused_hint(refusal),
        _ => error.chain().find_map(own_hint).unwrap_or_default(),
    };
    hint.into()
}

/// What can be done about a ledger that is spoiled.
const BACKUPS: Text = text!(
    "：tuogou restore 列出备份，tuogou verify 检查，tuogou recover 救回能读的",
    ": tuogou restore lists backups, tuogou verify checks, tuogou recover saves what can be read"
);

/// What can be done about a ledger on a server.
fn server_hint(fault: &ServerFault) -> &'static str {
    match fault {
        ServerFault::NoLedger => s!(
            "：tuogou server init 新建，tuogou server import 由文件建立",
            ": tuogou server init makes one, tuogou server import makes one from a file"
        ),
        ServerFault::Older { .. } => s!("：tuogou server migrate", ": tuogou server migrate"),
        ServerFault::Nobody { .. } => {
            s!("：tuogou server person add", ": tuogou server person add")
        }
        ServerFault::Login { .. } => s!(
            "；密码写在环境变量 PGPASSWORD 或密码文件 ~/.pgpass",
            "; the password goes into the variable PGPASSWORD or the file ~/.pgpass"
        ),
        ServerFault::Certificate(_) => s!(
            "；自己的签发机构用地址后的 ?sslrootcert=文件 说明",
            "; for an authority of your own add ?sslrootcert=FILE to the address"
        ),
        _ => "",
    }
}

/// What an error comes to that only a command line has an answer for.
fn own_hint(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if let Some(kept) = error.downcast_ref() {
        return Some(match kept {
            KeepingError::Archive(_) => s!(
                "：tuogou import ledger 存档 --out 新台账",
                ": tuogou import ledger ARCHIVE --out NEW_LEDGER"
            ),
            KeepingError::Unfit { .. } => s!(
                "；tuogou recover 可救回能读的",
                "; tuogou recover saves what can be read"
            ),
        });
    }
    #[cfg(feature = "server")]
    if error.is::<OnServer>() {
        return Some(s!(
            "，这个命令只用于文件；要文件请用 tuogou server export",
            "; this command is only for files; for a file use tuogou server export"
        ));
    }
    if error.is::<HomelessError>() {
        return Some(s!(
            "，请用 --ledger 指定台账的位置",
            "; say where the ledger is with --ledger"
        ));
    }
    if error.is::<tui::NotATerminal>() {
        return Some(s!(
            "；在脚本中请用 tuogou list 等命令",
            "; in scripts use commands such as tuogou list"
        ));
    }
    if let Some(BookError::TooManyRows { .. }) = error.downcast_ref() {
        return Some(s!(
            "（tuogou export roster --unit 单位）",
            " (tuogou export roster --unit UNIT)"
        ));
    }
    if let Some(FindError::Nothing { kind, .. }) = error.downcast_ref() {
        return Some(match kind {
            SoughtKind::Association => s!("，请用 tuogou list 查看", "; see tuogou list"),
            SoughtKind::Unit => s!("，请用 tuogou stats 查看", "; see tuogou stats"),
        });
    }
    match error.downcast_ref() {
        Some(NewLedgerError::Problems(_)) => Some(s!(
            "，或用 --map、--status 说明",
            "; or say so with --map, --status"
        )),
        Some(NewLedgerError::Round(NewRoundError::City(_))) => Some(s!(
            "，请写成 --city 洛阳 的样子",
            "; write it like --city 洛阳"
        )),
        _ => None,
    }
}

/// What can be looked up or done first, by a command.
fn refused_hint(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownAssociation(_) => s!(
            "，请用 tuogou list 查看名册",
            "; the roster is in tuogou list"
        ),
        Refusal::UnknownUnit(_) => s!(
            "，请用 tuogou stats 查看单位名称",
            "; the units are in tuogou stats"
        ),
        Refusal::UnknownField(_) => s!(
            "，请用 tuogou form 查看栏目",
            "; the fields are in tuogou form"
        ),
        Refusal::UnknownPrinted(_) => s!("，请用 tuogou unit list 查看", "; see tuogou unit list"),
        Refusal::UnitCircle { .. } => s!(
            "；请先用 tuogou unit split 把它分开",
            "; split it first with tuogou unit split"
        ),
        Refusal::EntryOfOther { .. } => s!("：加 --by 和姓名", ": add --by and the name"),
        Refusal::NoSuchEntry(_) => s!("：tuogou history", ": tuogou history"),
        Refusal::DateAhead { .. } => s!(
            "，或用 --as-of 调整基准日",
            "; or set the as-of date with --as-of"
        ),
        _ => "",
    }
}
