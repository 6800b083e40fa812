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
    Init,
    /// 把旧格式的台账升级到本程序的格式
    Migrate,
    /// 在还没有台账的数据库里由台账文件建立台账，连同全部操作记录
    Import(ImportArgs),
    /// 把服务器上的台账写成一个台账文件，连同全部操作记录
    Export(ExportArgs),
    /// 在台账上工作的人员
    #[command(subcommand)]
    Person(PersonCommand),
    /// 一位单位经办人负责哪些协会；以前的分工由这次的代替
    Charge(ChargeArgs),
}

/// Arguments of `server import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 台账文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
}

/// Arguments of `server export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 新的台账文件，已存在时不覆盖
    #[arg(value_name = "文件")]
    pub file: PathBuf,
}

/// Subcommands of `server person`.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum PersonCommand {
    /// 登记一位人员，或改名、改权限；服务器上没有这个用户时新建（没有密码）
    Add(AddArgs),
    /// 列出人员：用户、署名、权限、负责几个协会
    List,
}

/// Arguments of `server person add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// 服务器上的用户
    #[arg(value_name = "用户")]
    pub role: String,
    /// 登记时署的名字，各人不同
    #[arg(long, value_name = "姓名")]
    pub name: String,
    /// 权限：office 办公室、clerk 单位经办人（只登记自己负责的协会）、reader 只看
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
    #[arg(value_name = "用户")]
    pub role: String,
    /// 协会：序号、名称或名称的一部分，可写几个
    #[arg(value_name = "协会")]
    pub associations: Vec<String>,
    /// 一个业务主管单位的全部协会，可写几次
    #[arg(long = "unit", value_name = "单位")]
    pub units: Vec<String>,
}

/// Carries out what was asked for.
pub fn run(command: &ServerCommand, global: &Global, out: &mut dyn Write) -> anyhow::Result<()> {
    let Place::Server(address) = ledger_place(global)? else {
        bail!("请用 --ledger 写明服务器上的台账，如 postgres://用户@主机/数据库");
    };
    logged_in(&address, |address| carry_out(command, address, out))
}

fn carry_out(
    command: &ServerCommand,
    address: &Address,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match command {
        ServerCommand::Init => tell(out, "已新建", address, server::init(address)?),
        ServerCommand::Import(args) => {
            let size = server::import(address, &args.file)?;
            tell(out, "已建立", address, size)
        }
        ServerCommand::Export(args) => {
            let size = server::export(address, &args.file)?;
            tell(out, "已写出", args.file.display(), size)
        }
        ServerCommand::Migrate => {
            let (found, to) = Keeping::connect(address)?.migrate()?;
            if found == to {
                writeln!(out, "{address} 已是本程序的格式（{to}）")?;
            } else {
                writeln!(out, "{address} 已由格式 {found} 升级到 {to}")?;
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
        "{done} {place}：协会 {} 个，操作记录 {} 条，校验码 {}",
        size.associations,
        size.head.seq,
        size.head.code()
    )?;
    Ok(())
}

fn add(address: &Address, args: &AddArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = String::from(Plain::typed(&args.name)?);
    ensure!(!name.is_empty(), "姓名不能为空");
    let kind = args.kind.into();
    let is_new = Keeping::connect(address)?.add(&args.role, &name, kind)?;
    let made = if is_new {
        "，并在服务器上新建了这个用户，还没有密码"
    } else {
        ""
    };
    let (role, word) = (&args.role, word(kind));
    writeln!(
        out,
        "已登记 {}：{}，{word}{made}",
        visible(role),
        visible(&name)
    )?;
    Ok(())
}

fn list(address: &Address, out: &mut dyn Write) -> anyhow::Result<()> {
    for person in Keeping::connect(address)?.people()? {
        let charge = match person.kind {
            PersonKind::Clerk => format!("，负责 {} 个协会", person.charge),
            PersonKind::Office | PersonKind::Reader => String::new(),
        };
        let (role, name) = (visible(&person.role), visible(&person.name));
        writeln!(out, "{role}：{name}，{}{charge}", word(person.kind))?;
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
    writeln!(out, "{role} 负责 {count} 个协会")?;
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
const fn word(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Office => "办公室",
        PersonKind::Clerk => "单位经办人",
        PersonKind::Reader => "只看",
    }
}
