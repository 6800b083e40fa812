//! `tuogou server`: what whoever keeps a ledger on a server does there.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{bail, ensure};
use clap::{Args, Subcommand, ValueEnum};

use super::args::Global;
use super::ledger::{ledger_place, logged_in};
use crate::app::find::{self, UnitChoice};
use crate::app::server::{self, LedgerSize};
use crate::domain::ledger::Ledger;
use crate::store::Place;
use crate::store::server::{Address, Keeping, PersonKind};
use crate::text::cells::visible;
use crate::text::plain::Plain;

/// Subcommands of `server`. The address stands in `--ledger`.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum ServerCommand {
    /// 在还没有台账的数据库里新建台账：内置的一轮
    /// ¦ Make a ledger of the built-in round in a database without one
    Init,
    /// 把旧格式的台账升级到本程序的格式
    /// ¦ Raise a ledger of an older format
    Migrate,
    /// 在还没有台账的数据库里由台账文件建立台账，连同全部操作记录
    /// ¦ Make a ledger from a file in a database without one, with its history
    Import(ImportArgs),
    /// 把服务器上的台账写成一个台账文件，连同全部操作记录
    /// ¦ Write the ledger on the server to a file, with its history
    Export(ExportArgs),
    /// 在台账上工作的人员
    /// ¦ People who work on the ledger
    #[command(subcommand)]
    Person(PersonCommand),
    /// 一位单位经办人负责哪些协会；以前的分工由这次的代替
    /// ¦ Which associations a unit's clerk is in charge of; replaces what was said before
    Charge(ChargeArgs),
}

/// Arguments of `server import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 台账文件
    /// ¦ Ledger file
    #[arg(value_name = "文件")]
    pub file: PathBuf,
}

/// Arguments of `server export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 新的台账文件，已存在时不覆盖
    /// ¦ New ledger file, never overwriting
    #[arg(value_name = "文件")]
    pub file: PathBuf,
}

/// Subcommands of `server person`.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum PersonCommand {
    /// 登记一位人员，或改名、改权限；服务器上没有这个用户时新建（没有密码）
    /// ¦ Register somebody, or change name or rights; makes the user on the server if need be
    /// (without password)
    Add(AddArgs),
    /// 列出人员：用户、署名、权限、负责几个协会
    /// ¦ List people: user, name, rights, associations in charge
    List,
}

/// Arguments of `server person add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// 服务器上的用户
    /// ¦ User on the server
    #[arg(value_name = "用户")]
    pub role: String,
    /// 登记时署的名字，各人不同
    /// ¦ Name in the history, each has another
    #[arg(long, value_name = "姓名")]
    pub name: String,
    /// 权限：office 办公室、clerk 单位经办人（只登记自己负责的协会）、reader 只看
    /// ¦ Rights: office, clerk (only associations in charge), reader
    #[arg(long = "as", value_name = "权限", hide_possible_values = true)]
    pub kind: KindArg,
}

/// Values of `--as`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    Office,
    Clerk,
    Reader,
}

impl From<KindArg> for PersonKind {
    fn from(arg: KindArg) -> Self {
        match arg {
            KindArg::Office => Self::Office,
            KindArg::Clerk => Self::Clerk,
            KindArg::Reader => Self::Reader,
        }
    }
}

/// Arguments of `server charge`.
#[derive(Debug, Args)]
pub struct ChargeArgs {
    /// 服务器上的用户
    /// ¦ User on the server
    #[arg(value_name = "用户")]
    pub role: String,
    /// 协会：序号、名称或名称的一部分，可写几个
    /// ¦ Associations: numbers, names or parts of them
    #[arg(value_name = "协会")]
    pub associations: Vec<String>,
    /// 一个业务主管单位的全部协会，可写几次
    /// ¦ All associations of a supervising unit, any number of times
    #[arg(long = "unit", value_name = "单位")]
    pub units: Vec<String>,
}

/// Carries out what was asked for.
pub fn run(command: &ServerCommand, global: &Global, out: &mut dyn Write) -> anyhow::Result<()> {
    let Place::Server(address) = ledger_place(global)? else {
        bail!(both!(
            "请用 --ledger 写明服务器上的台账，如 postgres://用户@主机/数据库",
            "Name the ledger on the server with --ledger, such as postgres://user@host/database"
        ));
    };
    logged_in(&address, |address| carry_out(command, address, out))
}

fn carry_out(
    command: &ServerCommand,
    address: &Address,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match command {
        ServerCommand::Init => tell(out, s!("已新建", "Made"), address, server::init(address)?),
        ServerCommand::Import(args) => {
            let size = server::import(address, &args.file)?;
            tell(out, s!("已建立", "Made"), address, size)
        }
        ServerCommand::Export(args) => {
            let size = server::export(address, &args.file)?;
            tell(out, s!("已写出", "Written"), args.file.display(), size)
        }
        ServerCommand::Migrate => {
            let (found, to) = Keeping::connect(address)?.migrate()?;
            if found == to {
                writeln!(
                    out,
                    "{}",
                    t!(
                        "{address} 已是本程序的格式（{to}）",
                        "{address} already has this program's format ({to})"
                    )
                )?;
            } else {
                writeln!(
                    out,
                    "{}",
                    t!(
                        "{address} 已由格式 {found} 升级到 {to}",
                        "{address} raised from format {found} to {to}"
                    )
                )?;
            }
            Ok(())
        }
        ServerCommand::Person(PersonCommand::Add(args)) => add(address, args, out),
        ServerCommand::Person(PersonCommand::List) => list(address, out),
        ServerCommand::Charge(args) => charge(address, args, out),
    }
}

fn tell(
    out: &mut dyn Write,
    done: &str,
    place: impl std::fmt::Display,
    size: LedgerSize,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "{}",
        t!(
            "{done} {place}：协会 {} 个，操作记录 {} 条，校验码 {}",
            "{done} {place}: {} associations, {} entries, check code {}",
            size.associations,
            size.head.seq,
            size.head.code()
        )
    )?;
    Ok(())
}

fn add(address: &Address, args: &AddArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = String::from(Plain::typed(&args.name)?);
    ensure!(
        !name.is_empty(),
        both!("姓名不能为空", "The name must not be empty")
    );
    let kind = args.kind.into();
    let is_new = Keeping::connect(address)?.add(&args.role, &name, kind)?;
    let made = if is_new {
        s!(
            "，并在服务器上新建了这个用户，还没有密码",
            ", and made this user on the server, without a password yet"
        )
    } else {
        ""
    };
    let (role, word) = (&args.role, word(kind));
    writeln!(
        out,
        "{}",
        t!(
            "已登记 {}：{}，{word}{made}",
            "Registered {}: {}, {word}{made}",
            visible(role),
            visible(&name)
        )
    )?;
    Ok(())
}

fn list(address: &Address, out: &mut dyn Write) -> anyhow::Result<()> {
    for person in Keeping::connect(address)?.people()? {
        let charge = match person.kind {
            PersonKind::Clerk => t!(
                "，负责 {} 个协会",
                ", in charge of {} associations",
                person.charge
            ),
            PersonKind::Office | PersonKind::Reader => String::new(),
        };
        let (role, name) = (visible(&person.role), visible(&person.name));
        writeln!(
            out,
            "{}",
            t!(
                "{role}：{name}，{}{charge}",
                "{role}: {name}, {}{charge}",
                word(person.kind)
            )
        )?;
    }
    Ok(())
}

fn charge(address: &Address, args: &ChargeArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = server::look(address)?;
    let mut numbers = args
        .units
        .iter()
        .map(|unit| of_unit(&ledger, unit))
        .collect::<anyhow::Result<Vec<_>>>()?
        .concat();
    for association in &args.associations {
        let ix = find::association(&ledger, association)?;
        numbers.push(ledger.associations()[ix].no);
    }
    numbers.sort_unstable();
    numbers.dedup();
    Keeping::connect(address)?.charge(&args.role, &numbers)?;
    let (role, count) = (visible(&args.role), numbers.len());
    writeln!(
        out,
        "{}",
        t!(
            "{role} 负责 {count} 个协会",
            "{role} is in charge of {count} associations"
        )
    )?;
    Ok(())
}

/// The associations that are counted under a unit.
fn of_unit(ledger: &Ledger, text: &str) -> anyhow::Result<Vec<u32>> {
    let wanted = match find::unit(ledger, text)? {
        UnitChoice::Unit(unit) => Some(unit),
        UnitChoice::Direct => None,
    };
    let associations = ledger.associations().iter_enumerated();
    let own = associations.filter(|(ix, _)| ledger.unit_of(*ix) == wanted);
    Ok(own.map(|(_, association)| association.no).collect())
}

/// What somebody may do, in a word.
fn word(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Office => s!("办公室", "office"),
        PersonKind::Clerk => s!("单位经办人", "unit's clerk"),
        PersonKind::Reader => s!("只看", "reads only"),
    }
}
