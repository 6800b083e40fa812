//! The arguments, as clap reads them. Help is Chinese; words of the command line are English.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, CommandFactory as _, Parser, Subcommand};

use super::changes::ChangesArgs;
use super::check::CheckArgs;
use super::close::CloseArgs;
use super::common::FormatArg;
use super::contact::ContactArgs;
use super::demo::DemoArgs;
use super::exit::ExitArgs;
use super::export::ExportCommand;
use super::findings::FindingsArgs;
use super::form::{FillArgs, FormArgs};
use super::history::HistoryArgs;
use super::import::ImportCommand;
use super::list::ListArgs;
use super::mark::MarkArgs;
use super::new::NewArgs;
use super::promise::PromiseArgs;
use super::remark::RemarkArgs;
use super::reschedule::RescheduleArgs;
use super::show::ShowArgs;
use super::templates::TemplatesCommand;
use super::tick::TickArgs;
use super::unit::UnitCommand;
use super::view::ViewCommand;
use super::why::WhyArgs;
use crate::app::clock::parse_date;

const TEMPLATE: &str = "\
{about}

用法：{usage}

{all-args}
";

/// 行业协会商会脱钩工作台账。不带命令时打开终端界面。
#[derive(Debug, Parser)]
#[command(
    name = "tuogou",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// Options that stand before or after the subcommand.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the terminal interface when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The command line with its help laid out, every subcommand alike.
pub fn command() -> clap::Command {
    lay_out(Cli::command())
}

fn lay_out(command: clap::Command) -> clap::Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|arg| arg.help_heading("选项"))
        .mut_subcommands(lay_out)
}

/// Options that stand before or after the subcommand.
#[derive(Debug, Args)]
pub struct Global {
    /// 台账文件（默认在用户数据目录 tuogou/ledger.db，不存在时新建）
    #[arg(
        long,
        env = "TUOGOU_LEDGER",
        hide_env = true,
        global = true,
        value_name = "文件"
    )]
    pub ledger: Option<PathBuf>,
    /// 基准日，倒计时、灯和统计都按这一天计算（默认今天）
    #[arg(long, env = "TUOGOU_AS_OF", hide_env = true, global = true, value_name = "日期", value_parser = parse_date)]
    pub as_of: Option<NaiveDate>,
    /// 输出格式：table 表格（默认）、json、csv；导出表格时 docx（默认）、xlsx；导出文书时 docx（默认）、md
    #[arg(long, global = true, value_name = "格式", hide_possible_values = true)]
    pub format: Option<FormatArg>,
    /// 界面只用 ASCII 符号
    #[arg(long, global = true)]
    pub ascii: bool,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub version: Option<bool>,
}

/// 命令
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum Command {
    /// What works on a ledger.
    #[command(flatten)]
    Ledger(LedgerCommand),
    /// 用一份名册另立台账：别的城市，或新的一轮
    New(NewArgs),
    /// 打开演示台账：虚构的进度，随意试用，退出后不留痕迹
    Demo(DemoArgs),
    /// 打印按键表（Markdown），docs/keys.md 由此生成
    #[command(hide = true)]
    Keys,
}

/// Subcommands that work on a ledger.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum LedgerCommand {
    /// 名册：按单位、状态、文字筛选
    List(ListArgs),
    /// 一个协会：节点和脱钩清单
    Show(ShowArgs),
    /// 按业务主管单位汇总
    Stats,
    /// 总览：倒计时、欠账、五项分离、所需进度、到期事项；CSV 只有各单位
    Overview,
    /// 某日以来的变化：清单、节点、单位、阶段、办了什么；可比较任意两日
    Changes(ChangesArgs),
    /// 八个节点：范围、完成数、剩余天数
    Timeline,
    /// 为什么是这个灯：规则、数据、期限、出处、责任，怎样转绿
    Why(WhyArgs),
    /// 登记清单事项的状态
    Tick(TickArgs),
    /// 登记或取消节点完成
    Mark(MarkArgs),
    /// 销号：办完的协会由未办理过的人销号
    Close(CloseArgs),
    /// 登记退出：注销、撤销、合并、暂缓
    Exit(ExitArgs),
    /// 改节点的日期，或全部推后；印发的日期保留
    Reschedule(RescheduleArgs),
    /// 一个协会的基本情况表、实施方案或完成情况表
    Form(FormArgs),
    /// 填写表中一栏；不写内容即清空
    Fill(FillArgs),
    /// 核对两表、清单和节点：列出矛盾、可疑和待问之处
    Check(CheckArgs),
    /// 问题清单：名册和通知中的矛盾、单位沿革、两表核对、节点次序、明脱暗不脱，按轻重排列
    Findings(FindingsArgs),
    /// 联系人：列出、登记、清除
    Contact(ContactArgs),
    /// 备注：列出、记下、删除
    Remark(RemarkArgs),
    /// 承诺和延期：列出、记下、登记兑现、删除
    Promise(PromiseArgs),
    /// 单位归并：哪些印发名称是同一单位
    Unit {
        /// What.
        #[command(subcommand)]
        what: UnitCommand,
    },
    /// 导出：表格印成 Word 文件，或作为 Excel 填写表；文书；给领导看的一页；整个台账
    Export {
        /// What.
        #[command(subcommand)]
        what: ExportCommand,
    },
    /// 导入填好的表，或读一份名册，先列出改动和问题
    Import {
        /// What.
        #[command(subcommand)]
        what: ImportCommand,
    },
    /// 文书的模板：写出供修改，检查改过的
    Templates {
        /// What.
        #[command(subcommand)]
        what: TemplatesCommand,
    },
    /// 名册的视图：列出、保存、清除
    View {
        /// What.
        #[command(subcommand)]
        what: ViewCommand,
    },
    /// 操作记录，最新的在前
    History(HistoryArgs),
    /// 撤销最近一次操作
    Undo,
    /// 重做最近撤销的操作
    Redo,
    /// 按给定按键画出一屏并打印为文字或 SVG（按键登记的内容照常记入台账）；文档插图由此生成
    #[command(hide = true)]
    Screen(ScreenArgs),
}

/// Arguments of `screen`.
#[derive(Debug, Args)]
pub struct ScreenArgs {
    /// 按键：字符照写，其余写在尖括号里，如 enter、space、f7
    #[arg(default_value = "")]
    pub keys: String,
    /// 列数
    #[arg(long, default_value_t = 120)]
    pub columns: u16,
    /// 行数
    #[arg(long, default_value_t = 40)]
    pub lines: u16,
    /// 打印 SVG
    #[arg(long)]
    pub svg: bool,
}

impl ScreenArgs {
    /// What is to be drawn.
    pub fn size(&self) -> crate::tui::ScreenSize {
        crate::tui::ScreenSize {
            columns: self.columns,
            lines: self.lines,
            svg: self.svg,
        }
    }
}

impl LedgerCommand {
    /// It only shows what is there, and shows it as it stood on the as-of date. What writes, or
    /// writes the whole ledger out, works on the newest state.
    pub const fn reads(&self) -> bool {
        match self {
            Self::List(_)
            | Self::Show(_)
            | Self::Stats
            | Self::Timeline
            | Self::Overview
            | Self::Form(_)
            | Self::Check(_)
            | Self::Why(_) => true,
            Self::Findings(args) => args.what.is_none(),
            Self::Unit { what } => matches!(what, UnitCommand::List),
            Self::Contact(args) => args.lists(),
            Self::Remark(args) => args.lists(),
            Self::Promise(args) => args.lists(),
            Self::Export { what } => {
                !matches!(what, ExportCommand::Json(_) | ExportCommand::Bundle(_))
            }
            // Puts both days together from the history itself.
            Self::Changes(_)
            | Self::View { .. }
            | Self::Tick(_)
            | Self::Close(_)
            | Self::Exit(_)
            | Self::Reschedule(_)
            | Self::Mark(_)
            | Self::Fill(_)
            | Self::Import { .. }
            | Self::Templates { .. }
            | Self::History(_)
            | Self::Undo
            | Self::Redo
            | Self::Screen(_) => false,
        }
    }
}
