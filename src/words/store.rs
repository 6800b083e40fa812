//! What a store reports, in words. Each sentence names the ledger.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::store::copies::CopyKind;
use crate::store::{
    Forbidden, ReadOnly, SchemaFault, SchemaFaultKind, SchemaPart, ServerFault, StoreError,
};
use crate::text::fault;

/// What the one entry says of a ledger that is saved without the history that led to it.
pub const SAVED_STATE: &str = "另存时的状态（原台账文件已被换掉，此前的操作记录不在内）";

/// What every paper says of the state of the ledger that it tells of.
pub fn code(code: impl fmt::Display) -> String {
    format!("台账校验码 {code}")
}

/// What is said of a ledger that something was to be written over.
pub const GUARDED: &str = "是台账文件或台账旁的日志，不能覆盖，没有写出；请换一个文件名";

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(f, "没有台账文件 {}", path.display()),
            Self::Empty { path } => write!(
                f,
                "{} 是空文件（0 字节），内容已丢失，不当作新台账；请用备份恢复",
                path.display()
            ),
            Self::TooLarge { path, most } => {
                write!(f, "{} 太大，最多 {} MB", path.display(), most >> 20)
            }
            Self::Unreadable { path, error } => {
                write!(f, "无法读取 {}：{}", path.display(), fault::io(error))
            }
            Self::NotALedger { path } => write!(f, "{} 不是台账文件", path.display()),
            Self::Exists { path } => write!(f, "{} 已经存在，没有改动", path.display()),
            Self::Guarded { path } => write!(f, "{} {GUARDED}", path.display()),
            Self::Newer { path, found, known } => write!(
                f,
                "{} 由更新版本的程序写成（格式 {found}，本程序支持到 {known}），请升级程序",
                path.display()
            ),
            Self::Busy { path } => write!(f, "{} 正被另一程序写入，请稍后再试", path.display()),
            Self::Unwritable { path, reason } => write!(
                f,
                "无法写入 {}（{reason}），请检查文件夹是否存在、是否有权限",
                path.display()
            ),
            Self::Full { path } => {
                write!(f, "磁盘已满，{} 没有改动，请清理磁盘后再试", path.display())
            }
            Self::Gone { path } => write!(
                f,
                "{} 已不在原处（被移走、改名或删除），没有记入",
                path.display()
            ),
            Self::Replaced { path } => write!(f, "{} 已被换成另一份文件，没有记入", path.display()),
            Self::Altered { path, seq: 0 } => write!(
                f,
                "{} 的本轮资料或印发名册与建立台账时不符，可能被改动过，请用备份恢复",
                path.display()
            ),
            Self::Altered { path, seq } => write!(
                f,
                "{} 的第 {seq} 条操作记录与记录时不符，可能被改动过，请用备份恢复",
                path.display()
            ),
            Self::ReadOnly { path, why } => {
                write!(f, "{} 只读：{}，没有记入", path.display(), read_only(*why))
            }
            Self::Schema { path, fault } => write!(
                f,
                "{} 的结构不是本程序写成的（{}），可能被改动过，没有打开；请用备份恢复",
                path.display(),
                schema(fault)
            ),
            Self::Server { place, fault } => server(f, place, fault),
            Self::Damaged { path, reason } => {
                write!(f, "{} 已损坏（{reason}），请用备份恢复", path.display())
            }
        }
    }
}

/// What is said of a ledger on a server.
fn server(f: &mut fmt::Formatter<'_>, place: &str, fault: &ServerFault) -> fmt::Result {
    match fault {
        ServerFault::Address => write!(
            f,
            "{place} 不是服务器台账的地址，应写成 postgres://用户@主机/数据库"
        ),
        ServerFault::Offline(why) => write!(f, "{place} 连不上（{why}），没有记入"),
        ServerFault::Unsure => write!(
            f,
            "{place} 在登记时断开，这一条是否记入还不知道，重新连上后会查明，不会重复记入"
        ),
        ServerFault::Login { role } => write!(
            f,
            "{place} 不让用户 {role} 登录：请核对用户、密码和数据库的权限"
        ),
        ServerFault::Certificate(why) => write!(f, "{place} 的连接不安全（{why}），没有连接"),
        ServerFault::NoDatabase => write!(f, "{place} 没有这个数据库"),
        ServerFault::NoLedger => write!(f, "{place} 里还没有台账"),
        ServerFault::Occupied => write!(f, "{place} 里已有台账，没有改动"),
        ServerFault::Older { found, known } => write!(
            f,
            "{place} 的格式是旧的（{found}，本程序用 {known}），请管理员先升级"
        ),
        ServerFault::Nobody { role } => write!(
            f,
            "{place} 的人员中没有 {role}，请管理员先登记是谁、负责哪些协会"
        ),
        ServerFault::Forbidden(what) => write!(f, "{}，没有记入", forbidden(*what)),
    }
}

/// What a server does not let happen.
const fn forbidden(what: Forbidden) -> &'static str {
    match what {
        Forbidden::History => "已记录的内容不能改动或删除",
        Forbidden::Chain => "这一条接不上已有的记录",
        Forbidden::OwnClosing => "您办理过这个协会，须由他人销号",
        Forbidden::Foreign => "其中有不归您负责的内容",
        Forbidden::OtherName => "不能以他人的名义登记",
        Forbidden::Clock => "电脑时间与服务器相差 5 分钟以上，请先校准时间",
        Forbidden::Rights => "您的用户没有这个权限",
    }
}

/// Why a ledger can only be read, and what would change that.
pub const fn read_only(why: ReadOnly) -> &'static str {
    match why {
        ReadOnly::File => "没有改写这个文件的权限，请向台账的主人要",
        ReadOnly::Folder => "所在的文件夹不能写入，请向台账的主人要权限",
        ReadOnly::Medium => "所在的盘是只读的，请先复制到别处",
        ReadOnly::Full => "磁盘已满，请先清理",
        ReadOnly::NetworkShare => {
            "在网络共享上，多台电脑同时写会损坏；请复制到本机，确知只有一台在写时可在配置中写 network_share = true"
        }
    }
}

/// What people say of a copy that is kept.
pub const fn copy_kind(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::Daily => "每日",
        CopyKind::Import => "导入前",
        CopyKind::Upgrade => "升级前",
        CopyKind::Replaced => "被替换的",
        CopyKind::Manual => "手工",
    }
}

/// What of a ledger file is not as this program makes it.
pub fn schema(fault: &SchemaFault) -> String {
    let part = match fault.part {
        SchemaPart::Table => "表",
        SchemaPart::Index => "索引",
        SchemaPart::Trigger => "触发器",
        SchemaPart::View => "视图",
    };
    let name = &fault.name;
    match fault.kind {
        SchemaFaultKind::Foreign => format!("多出{part} {name}"),
        SchemaFaultKind::Missing => format!("缺少{part} {name}"),
        SchemaFaultKind::Altered => format!("{part} {name} 被改动"),
    }
}

/// What is said of a ledger whose file has several names, and of those that lie beside it.
pub fn other_names(ledger: &str, names: &[PathBuf]) -> String {
    let mut shown: Vec<String> = names
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    if shown.is_empty() {
        shown.push("在别的文件夹里".to_owned());
    }
    format!(
        "{ledger} 这个文件还有别的名称（硬链接）：{}；请大家只用一个名称，要两份请用备份另做一份",
        shown.join("、")
    )
}

/// What was left beside a ledger and was not of it.
pub fn set_aside(ledger: &str, to: &Path) -> String {
    format!(
        "{ledger} 旁边有上次中断时留下的日志，不属于这个文件，没有并入；已改名为 {}",
        to.display()
    )
}
