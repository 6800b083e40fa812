//! What a store reports, in words. Each sentence names the ledger.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::store::copies::CopyKind;
use crate::store::{
    Forbidden, ReadOnly, SchemaFault, SchemaFaultKind, SchemaPart, ServerFault, StoreError,
};
use crate::text::fault;
use crate::text::lang::Text;

/// What the one entry says of a ledger that is saved without the history that led to it.
pub const SAVED_STATE: &str = "另存时的状态（原台账文件已被换掉，此前的操作记录不在内）";

/// What every paper says of the state of the ledger that it tells of.
pub fn code(code: impl fmt::Display) -> String {
    t!("台账校验码 {code}", "check code {code}")
}

/// What is said of a ledger that something was to be written over.
pub const GUARDED: Text = text!(
    "是台账文件或台账旁的日志，不能覆盖，没有写出；请换一个文件名",
    "is the ledger or a journal beside it and cannot be overwritten; nothing was written. Choose another file name"
);

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => put!(
                f,
                "没有台账文件 {}",
                "There is no ledger {}",
                path.display()
            ),
            Self::Empty { path } => put!(
                f,
                "{} 是空文件（0 字节），内容已丢失，不当作新台账；请用备份恢复",
                "{} is empty (0 bytes): its content is lost, it is not taken for a new ledger; restore a backup",
                path.display()
            ),
            Self::TooLarge { path, most } => {
                put!(
                    f,
                    "{} 太大，最多 {} MB",
                    "{} is too large, at most {} MB",
                    path.display(),
                    most >> 20
                )
            }
            Self::Unreadable { path, error } => {
                put!(
                    f,
                    "无法读取 {}：{}",
                    "Cannot read {}: {}",
                    path.display(),
                    fault::io(error)
                )
            }
            Self::NotALedger { path } => {
                put!(f, "{} 不是台账文件", "{} is no ledger", path.display())
            }
            Self::Exists { path } => put!(
                f,
                "{} 已经存在，没有改动",
                "{} exists already and was not changed",
                path.display()
            ),
            Self::Guarded { path } => write!(f, "{} {GUARDED}", path.display()),
            Self::Newer { path, found, known } => put!(
                f,
                "{} 由更新版本的程序写成（格式 {found}，本程序支持到 {known}），请升级程序",
                "{} was written by a newer version (format {found}, this one knows up to {known}); update the program",
                path.display()
            ),
            Self::Busy { path } => put!(
                f,
                "{} 正被另一程序写入，请稍后再试",
                "{} is being written by another program; try again later",
                path.display()
            ),
            Self::Unwritable { path, reason } => put!(
                f,
                "无法写入 {}（{reason}），请检查文件夹是否存在、是否有权限",
                "Cannot write {} ({reason}); check that the folder exists and may be written",
                path.display()
            ),
            Self::Full { path } => {
                put!(
                    f,
                    "磁盘已满，{} 没有改动，请清理磁盘后再试",
                    "The disk is full, {} was not changed; make room and try again",
                    path.display()
                )
            }
            Self::Gone { path } => put!(
                f,
                "{} 已不在原处（被移走、改名或删除），没有记入",
                "{} is not there any more (moved, renamed or deleted); nothing was recorded",
                path.display()
            ),
            Self::Replaced { path } => put!(
                f,
                "{} 已被换成另一份文件，没有记入",
                "{} is another file by now; nothing was recorded",
                path.display()
            ),
            Self::Altered { path, seq: 0 } => put!(
                f,
                "{} 的本轮资料或印发名册与建立台账时不符，可能被改动过，请用备份恢复",
                "Documents or roster in {} are not as the ledger was made, perhaps tampered with; restore a backup",
                path.display()
            ),
            Self::Altered { path, seq } => put!(
                f,
                "{} 的第 {seq} 条操作记录与记录时不符，可能被改动过，请用备份恢复",
                "Entry {seq} in {} is not as it was recorded, perhaps tampered with; restore a backup",
                path.display()
            ),
            Self::ReadOnly { path, why } => {
                put!(
                    f,
                    "{} 只读：{}，没有记入",
                    "{} is read-only: {}; nothing was recorded",
                    path.display(),
                    read_only(*why)
                )
            }
            Self::Schema { path, fault } => put!(
                f,
                "{} 的结构不是本程序写成的（{}），可能被改动过，没有打开；请用备份恢复",
                "{} is not built as this program builds it ({}), perhaps tampered with; it was not opened; restore a backup",
                path.display(),
                schema(fault)
            ),
            Self::Server { place, fault } => server(f, place, fault),
            Self::Damaged { path, reason } => {
                put!(
                    f,
                    "{} 已损坏（{reason}），请用备份恢复",
                    "{} is damaged ({reason}); restore a backup",
                    path.display()
                )
            }
        }
    }
}

/// What is said of a ledger on a server.
fn server(f: &mut fmt::Formatter<'_>, place: &str, fault: &ServerFault) -> fmt::Result {
    match fault {
        ServerFault::Address => put!(
            f,
            "{place} 不是服务器台账的地址，应写成 postgres://用户@主机/数据库",
            "{place} is no address of a ledger on a server; write postgres://user@host/database"
        ),
        ServerFault::Offline(why) => put!(
            f,
            "{place} 连不上（{why}），没有记入",
            "{place} cannot be reached ({why}); nothing was recorded"
        ),
        ServerFault::Unsure => put!(
            f,
            "{place} 在登记时断开，这一条是否记入还不知道，重新连上后会查明，不会重复记入",
            "{place} was cut off while recording; whether the entry is in is not known; it is found out after reconnecting and never recorded twice"
        ),
        ServerFault::Login { role } => put!(
            f,
            "{place} 不让用户 {role} 登录：请核对用户、密码和数据库的权限",
            "{place} does not let user {role} in: check user, password and rights"
        ),
        ServerFault::Certificate(why) => put!(
            f,
            "{place} 的连接不安全（{why}），没有连接",
            "The connection to {place} is not safe ({why}); not connected"
        ),
        ServerFault::NoDatabase => {
            put!(f, "{place} 没有这个数据库", "{place} has no such database")
        }
        ServerFault::NoLedger => put!(f, "{place} 里还没有台账", "{place} holds no ledger yet"),
        ServerFault::Occupied => put!(
            f,
            "{place} 里已有台账，没有改动",
            "{place} holds a ledger already; nothing was changed"
        ),
        ServerFault::Older { found, known } => put!(
            f,
            "{place} 的格式是旧的（{found}，本程序用 {known}），请管理员先升级",
            "{place} has an old format ({found}, this program uses {known}); ask the administrator to raise it"
        ),
        ServerFault::Nobody { role } => put!(
            f,
            "{place} 的人员中没有 {role}，请管理员先登记是谁、负责哪些协会",
            "{place} does not know {role}; ask the administrator to register who that is and in charge of what"
        ),
        ServerFault::NameTaken { name } => put!(
            f,
            "{place} 的人员中已有 {name}，署名各人不同，请换一个",
            "{place} has another {name}; everybody records under a name of their own, choose another"
        ),
        ServerFault::Engine { code } => put!(
            f,
            "{place} 报告数据库错误 {code}，没有记入；请把这个代码告诉服务器的管理员",
            "{place} reports database error {code}; nothing was recorded. Tell the server's administrator this code"
        ),
        ServerFault::Forbidden(what) => put!(
            f,
            "{}，没有记入",
            "{}; nothing was recorded",
            forbidden(*what)
        ),
    }
}

/// What a server does not let happen.
fn forbidden(what: Forbidden) -> &'static str {
    match what {
        Forbidden::History => s!(
            "已记录的内容不能改动或删除",
            "what is recorded cannot be changed or deleted"
        ),
        Forbidden::Chain => s!(
            "这一条接不上已有的记录",
            "this entry does not follow those that are there"
        ),
        Forbidden::OwnClosing => s!(
            "您办理过这个协会，须由他人销号",
            "you have worked on this association; somebody else must close it out"
        ),
        Forbidden::Foreign => s!("其中有不归您负责的内容", "some of it is not in your charge"),
        Forbidden::OtherName => s!(
            "不能以他人的名义登记",
            "nothing can be recorded in another's name"
        ),
        Forbidden::Clock => s!(
            "电脑时间与服务器相差 5 分钟以上，请先校准时间",
            "this computer's clock is 5 minutes or more from the server's; set it first"
        ),
        Forbidden::Rights => s!("您的用户没有这个权限", "your user has no right to do this"),
    }
}

/// Why a ledger can only be read, and what would change that.
pub fn read_only(why: ReadOnly) -> &'static str {
    match why {
        ReadOnly::File => s!(
            "没有改写这个文件的权限，请向台账的主人要",
            "no right to write this file; ask whoever owns the ledger"
        ),
        ReadOnly::Folder => s!(
            "所在的文件夹不能写入，请向台账的主人要权限",
            "the folder cannot be written; ask whoever owns the ledger"
        ),
        ReadOnly::Medium => s!(
            "所在的盘是只读的，请先复制到别处",
            "the disk is read-only; copy it elsewhere first"
        ),
        ReadOnly::Full => s!("磁盘已满，请先清理", "the disk is full; make room first"),
        ReadOnly::NetworkShare => {
            s!(
                "在网络共享上，多台电脑同时写会损坏；请复制到本机，确知只有一台在写时可在配置中写 network_share = true",
                "on a network share; several computers writing would damage it. Copy it to this one, or if only one writes put network_share = true in the configuration"
            )
        }
    }
}

/// What people say of a copy that is kept.
pub fn copy_kind(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::Daily => s!("每日", "daily"),
        CopyKind::Import => s!("导入前", "before import"),
        CopyKind::Upgrade => s!("升级前", "before upgrade"),
        CopyKind::Replaced => s!("被替换的", "replaced"),
        CopyKind::Manual => s!("手工", "by hand"),
    }
}

/// What of a ledger file is not as this program makes it.
pub fn schema(fault: &SchemaFault) -> String {
    let part = match fault.part {
        SchemaPart::Table => s!("表", "table"),
        SchemaPart::Index => s!("索引", "index"),
        SchemaPart::Trigger => s!("触发器", "trigger"),
        SchemaPart::View => s!("视图", "view"),
    };
    let name = &fault.name;
    match fault.kind {
        SchemaFaultKind::Foreign => t!("多出{part} {name}", "foreign {part} {name}"),
        SchemaFaultKind::Missing => t!("缺少{part} {name}", "missing {part} {name}"),
        SchemaFaultKind::Altered => t!("{part} {name} 被改动", "{part} {name} altered"),
    }
}

/// What is said of a ledger whose file has several names, and of those that lie beside it.
pub fn other_names(ledger: &str, names: &[PathBuf]) -> String {
    let mut shown: Vec<String> = names
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    if shown.is_empty() {
        shown.push(s!("在别的文件夹里", "in another folder").to_owned());
    }
    t!(
        "{ledger} 这个文件还有别的名称（硬链接）：{}；请大家只用一个名称，要两份请用备份另做一份",
        "{ledger} has other names too (hard links): {}; let everybody use one of them, and make a backup if you want two",
        shown.join(s!("、", ", "))
    )
}

/// What was left beside a ledger and was not of it.
pub fn set_aside(ledger: &str, to: &Path) -> String {
    t!(
        "{ledger} 旁边有上次中断时留下的日志，不属于这个文件，没有并入；已改名为 {}",
        "Beside {ledger} lay a journal of an interrupted run that is not of this file; it was not used, and is now named {}",
        to.display()
    )
}
