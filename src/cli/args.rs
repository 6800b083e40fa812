//! The arguments, as clap reads them. Help is Chinese; words of the command line are English.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::bundle::{ExportBundleArgs, ImportBundleArgs};
use super::changes::ChangesArgs;
use super::close::CloseArgs;
use super::contact::ContactArgs;
use super::demo::DemoArgs;
use super::exit::ExitArgs;
use super::export_calendar::ExportCalendarArgs;
use super::export_json::ExportJsonArgs;
use super::export_letter::ExportLetterArgs;
use super::export_report::ExportReportArgs;
use super::export_sheets::{ExportLedgerArgs, ExportRosterArgs};
use super::findings::FindingsArgs;
use super::history::HistoryArgs;
use super::import_ledger::ImportLedgerArgs;
use super::import_roster::ImportRosterArgs;
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
use crate::domain::form::FormId;
use crate::domain::model::Status;

/// How help is laid out, for arguments that stand in files of their own.
pub(super) const HELP: &str = TEMPLATE;

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
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    next_help_heading = "选项"
)]
pub struct Cli {
    /// Options that stand before or after the subcommand.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the terminal interface when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
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

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    /// Markdown.
    Md,
}

/// 命令
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum Command {
    /// What works on a ledger.
    #[command(flatten)]
    Ledger(LedgerCommand),
    /// 用一份名册另立台账：别的城市，或新的一轮
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    New(NewArgs),
    /// 打开演示台账：虚构的进度，随意试用，退出后不留痕迹
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Demo(DemoArgs),
    /// 打印按键表（Markdown），docs/keys.md 由此生成
    #[command(hide = true, help_template = TEMPLATE)]
    Keys,
}

/// Subcommands that work on a ledger.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum LedgerCommand {
    /// 名册：按单位、状态、文字筛选
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    List(ListArgs),
    /// 一个协会：节点和脱钩清单
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Show(ShowArgs),
    /// 按业务主管单位汇总
    #[command(help_template = TEMPLATE)]
    Stats,
    /// 总览：倒计时、欠账、五项分离、所需进度、到期事项；CSV 只有各单位
    #[command(help_template = TEMPLATE)]
    Overview,
    /// 某日以来的变化：清单、节点、单位、阶段、办了什么；可比较任意两日
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Changes(ChangesArgs),
    /// 八个节点：范围、完成数、剩余天数
    #[command(help_template = TEMPLATE)]
    Timeline,
    /// 为什么是这个灯：规则、数据、期限、出处、责任，怎样转绿
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Why(WhyArgs),
    /// 登记清单事项的状态
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Tick(TickArgs),
    /// 登记或取消节点完成
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Mark(MarkArgs),
    /// 销号：办完的协会由未办理过的人销号
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Close(CloseArgs),
    /// 登记退出：注销、撤销、合并、暂缓
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Exit(ExitArgs),
    /// 改节点的日期，或全部推后；印发的日期保留
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Reschedule(RescheduleArgs),
    /// 一个协会的基本情况表、实施方案或完成情况表
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Form(FormArgs),
    /// 填写表中一栏；不写内容即清空
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Fill(FillArgs),
    /// 核对两表、清单和节点：列出矛盾、可疑和待问之处
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Check(CheckArgs),
    /// 问题清单：名册和通知中的矛盾、单位沿革、两表核对、节点次序、明脱暗不脱，按轻重排列
    #[command(
        help_template = TEMPLATE,
        next_help_heading = "选项",
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true
    )]
    Findings(FindingsArgs),
    /// 联系人：列出、登记、清除
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Contact(ContactArgs),
    /// 备注：列出、记下、删除
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Remark(RemarkArgs),
    /// 承诺和延期：列出、记下、登记兑现、删除
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Promise(PromiseArgs),
    /// 单位归并：哪些印发名称是同一单位
    #[command(
        help_template = TEMPLATE,
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true
    )]
    Unit {
        /// What.
        #[command(subcommand)]
        what: UnitCommand,
    },
    /// 导出：表格印成 Word 文件，或作为 Excel 填写表；文书；给领导看的一页；整个台账
    #[command(
        help_template = TEMPLATE,
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true
    )]
    Export {
        /// What.
        #[command(subcommand)]
        what: ExportCommand,
    },
    /// 导入填好的表，或读一份名册，先列出改动和问题
    #[command(
        help_template = TEMPLATE,
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true
    )]
    Import {
        /// What.
        #[command(subcommand)]
        what: ImportCommand,
    },
    /// 文书的模板：写出供修改，检查改过的
    #[command(
        help_template = TEMPLATE,
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true
    )]
    Templates {
        /// What.
        #[command(subcommand)]
        what: TemplatesCommand,
    },
    /// 名册的视图：列出、保存、清除
    #[command(
        help_template = TEMPLATE,
        subcommand_help_heading = "命令",
        subcommand_value_name = "命令",
        disable_help_subcommand = true
    )]
    View {
        /// What.
        #[command(subcommand)]
        what: ViewCommand,
    },
    /// 操作记录，最新的在前
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    History(HistoryArgs),
    /// 撤销最近一次操作
    #[command(help_template = TEMPLATE)]
    Undo,
    /// 重做最近撤销的操作
    #[command(help_template = TEMPLATE)]
    Redo,
    /// 按给定按键画出一屏并打印为文字或 SVG（按键登记的内容照常记入台账）；文档插图由此生成
    #[command(hide = true, help_template = TEMPLATE)]
    Screen(ScreenArgs),
}

/// Values of `--status`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StatusArg {
    /// 拟脱钩
    #[value(alias = "拟脱钩", alias = "拟")]
    Planned,
    /// 已脱钩
    #[value(alias = "已脱钩", alias = "已")]
    Decoupled,
}

impl From<StatusArg> for Status {
    fn from(arg: StatusArg) -> Self {
        match arg {
            StatusArg::Planned => Self::Planned,
            StatusArg::Decoupled => Self::Decoupled,
        }
    }
}

/// Arguments of `form`.
#[derive(Debug, Args)]
pub struct FormArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会")]
    pub association: String,
    /// basic 基本情况表（附件2）、plan 实施方案（附件3）、completion 完成情况表（附件4）
    #[arg(value_name = "表", hide_possible_values = true)]
    pub form: FormArg,
}

/// Values of the form's name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormArg {
    /// 基本情况表
    #[value(alias = "基本情况表")]
    Basic,
    /// 实施方案
    #[value(alias = "实施方案")]
    Plan,
    /// 完成情况表
    #[value(alias = "完成情况表")]
    Completion,
}

/// Values of the form's name where it is printed by cells.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PrintedFormArg {
    /// 基本情况表
    #[value(alias = "基本情况表")]
    Basic,
    /// 完成情况表
    #[value(alias = "完成情况表")]
    Completion,
}

impl From<PrintedFormArg> for FormId {
    fn from(arg: PrintedFormArg) -> Self {
        match arg {
            PrintedFormArg::Basic => Self::Basic,
            PrintedFormArg::Completion => Self::Completion,
        }
    }
}

impl From<FormArg> for FormId {
    fn from(arg: FormArg) -> Self {
        match arg {
            FormArg::Basic => Self::Basic,
            FormArg::Plan => Self::Plan,
            FormArg::Completion => Self::Completion,
        }
    }
}

/// Arguments of `fill`.
#[derive(Debug, Args)]
pub struct FillArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会")]
    pub association: String,
    /// 栏目，如 a2.2.inst（用 tuogou form 查看）
    #[arg(value_name = "栏目")]
    pub field: String,
    /// 所填内容；多选、清单、表格写几项，表格一行的各列用 | 隔开
    #[arg(value_name = "内容", allow_negative_numbers = true)]
    pub values: Vec<String>,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum ExportCommand {
    /// 基本情况表或完成情况表，每个协会一个文件
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Form(ExportFormArgs),
    /// 实施方案，每个协会一个 Word 文件
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Plan(ExportPlanArgs),
    /// 催办单、督办单、通报、周报、总结：Word 文件，或 --format md
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Letter(ExportLetterArgs),
    /// 全部台账写成 Excel：名册、按单位汇总、节点、清单、问题
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Ledger(ExportLedgerArgs),
    /// 名册和进度：csv（默认）、json 或 xlsx
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Roster(ExportRosterArgs),
    /// 单位分册：一个单位的台账，交给它办理，交回后合并
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Bundle(ExportBundleArgs),
    /// 节点写成日历文件（.ics），带提醒；也可每个单位一份
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Calendar(ExportCalendarArgs),
    /// 给领导看的一页：一个独立的网页文件，不联网，可打印
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Report(ExportReportArgs),
    /// 整个台账：一个 JSON 文件，含本轮资料、名册和全部操作记录，可用 import ledger 恢复
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Json(ExportJsonArgs),
}

/// Arguments of `export plan`.
#[derive(Debug, Args)]
pub struct ExportPlanArgs {
    /// Whose.
    #[command(flatten)]
    pub whose: WhoseArgs,
    /// Where to.
    #[command(flatten)]
    pub target: TargetArgs,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum ImportCommand {
    /// 填好的基本情况表、完成情况表：Word 或 Excel 文件，也可写目录
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Form(ImportFormArgs),
    /// 单位交回的分册：逐处合并，两边都改过的并排列出，以较晚的为准
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Bundle(ImportBundleArgs),
    /// 一份名册：看它读成什么样、有什么问题、与台账有何不同；不改写台账
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Roster(ImportRosterArgs),
    /// 由 export json 写出的文件恢复成新的台账文件
    #[command(help_template = TEMPLATE, next_help_heading = "选项")]
    Ledger(ImportLedgerArgs),
}

/// Arguments of `import form`.
#[derive(Debug, Args)]
pub struct ImportFormArgs {
    /// 文件或目录，可写多个
    #[arg(value_name = "文件", required = true)]
    pub files: Vec<PathBuf>,
    /// 只列出改动和问题，不记入台账
    #[arg(long)]
    pub dry_run: bool,
    /// 有问题的文件，其余各栏照样导入（默认整个文件不导入）
    #[arg(long)]
    pub partial: bool,
    /// 只收这个协会的表：序号、名称或名称的一部分
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
}

/// Arguments of `export form`.
#[derive(Debug, Args)]
pub struct ExportFormArgs {
    /// basic 基本情况表（附件2）、completion 完成情况表（附件4）
    #[arg(value_name = "表", hide_possible_values = true)]
    pub form: PrintedFormArg,
    /// Whose.
    #[command(flatten)]
    pub whose: WhoseArgs,
    /// Where to.
    #[command(flatten)]
    pub target: TargetArgs,
}

/// The associations that are meant.
#[derive(Debug, Args)]
pub struct WhoseArgs {
    /// 协会：序号、名称或名称的一部分，可写多个
    #[arg(value_name = "协会", required_unless_present_any = ["unit", "all"])]
    pub associations: Vec<String>,
    /// 这个业务主管单位的全部拟脱钩协会
    #[arg(long, value_name = "单位", conflicts_with = "associations")]
    pub unit: Option<String>,
    /// 全部拟脱钩协会
    #[arg(long, conflicts_with_all = ["associations", "unit"])]
    pub all: bool,
}

/// Where files are written.
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// 写到这个目录（默认当前目录，不存在时新建）
    #[arg(
        long,
        value_name = "目录",
        default_value = ".",
        hide_default_value = true
    )]
    pub out: PathBuf,
    /// 覆盖已有的文件
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会", required_unless_present = "all")]
    pub association: Option<String>,
    /// 核对全部协会
    #[arg(long, conflicts_with = "association")]
    pub all: bool,
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
