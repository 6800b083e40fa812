//! The arguments, as clap reads them. Help is in both languages; words of the command line are English.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, CommandFactory as _, Parser, Subcommand};

use super::LedgerCommand;
use super::backup::BackupArgs;
use super::common::FormatArg;
use super::completions::CompletionsArgs;
use super::config::ConfigCommand;
use super::demo::DemoArgs;
use super::examples;
use super::help::HelpArgs;
use super::man::ManArgs;
use super::new::NewArgs;
use super::output::OutputFormat;
use super::recover::RecoverArgs;
use super::restore::RestoreArgs;
use super::screen::ScreenArgs;
#[cfg(feature = "server")]
use super::server::ServerCommand;
use super::speak;
use super::verify::VerifyArgs;
use crate::app::about;
use crate::app::clock;
use crate::text::lang::{Lang, Text};
use crate::text::typed_day::{NoDay, TypedDay};

const TEMPLATE: Text = text!(
    "\
{about}

用法：{usage}

{all-args}{after-help}
",
    "\
{about}

Usage: {usage}

{all-args}{after-help}
"
);

/// 行业协会商会脱钩工作台账。不带命令时打开终端界面。
/// ¦ Ledger for the decoupling of industry associations from government bodies. Opens the terminal
/// interface without a command.
#[derive(Debug, Parser)]
#[command(
    name = "tuogou",
    version = about::VERSION,
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

impl Cli {
    /// What it writes is read by programs: keys and values are Chinese where they were.
    pub fn is_for_programs(&self) -> bool {
        // What is exported is made in Chinese where it is made; what is said of it is for people.
        let exports = matches!(
            self.command,
            Some(Command::Ledger(LedgerCommand::Export(_)))
        );
        !exports && OutputFormat::from(self.global.format) != OutputFormat::Table
    }

    /// What it writes is read at a terminal. What is exported to standard output is a file, to the
    /// byte, and a screen has been made for a terminal.
    pub fn tells_people(&self) -> bool {
        let is_file = matches!(
            self.command,
            Some(Command::Ledger(LedgerCommand::Export(_)) | Command::Screen(_) | Command::Keys)
        );
        !is_file && OutputFormat::from(self.global.format) == OutputFormat::Table
    }
}

/// The options without a command, which open the screen.
#[derive(Debug, Parser)]
#[command(
    version = about::VERSION,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct OptionsAlone {
    #[command(flatten)]
    global: Global,
}

/// What stands there if it is nothing but options. To lay out sixty commands with their help took a
/// seventh of the way to the first frame; whatever is asked, or wrong, is left to [`command`].
pub fn options_alone(args: &[OsString]) -> Option<Cli> {
    let OptionsAlone { global } = OptionsAlone::try_parse_from(args).ok()?;
    Some(Cli {
        global,
        command: None,
    })
}

/// The command line with its help laid out, every subcommand alike.
pub fn command() -> clap::Command {
    speak::help(in_order())
}

/// The same with every help in both languages, and values called by their Chinese names.
pub fn in_order() -> clap::Command {
    lay_out(Cli::command(), "")
}

/// The names of the command that some arguments ask for: `export form`; a dash where they open the interface.
pub fn path_of(args: &[OsString]) -> String {
    let mut command = Cli::command();
    let mut names = Vec::new();
    for word in args.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(next) = command.find_subcommand(word).cloned() {
            names.push(next.get_name().to_owned());
            command = next;
        }
    }
    if names.is_empty() {
        return "-".to_owned();
    }
    names.join(" ")
}

/// Lays out the help of a command that is called by `words`, and of those below it.
fn lay_out(command: clap::Command, words: &str) -> clap::Command {
    // As they are declared.
    let mut place = 0;
    command
        .help_template(TEMPLATE.get())
        .subcommand_help_heading(s!("命令", "Commands"))
        .subcommand_value_name(s!("命令", "COMMAND"))
        .after_help(examples::of(words))
        // To leave out what has to be there is a mistake, which is told in one line.
        .arg_required_else_help(false)
        // What has a default that is worth a word says it in its own.
        .mut_args(|arg| {
            place += 1;
            let (heading, takes) = (heading(&arg), arg.get_action().takes_values());
            arg.help_heading(heading)
                .hide_default_value(takes)
                .display_order(place)
        })
        .mut_subcommands(|command| {
            let words = format!("{words} {}", command.get_name());
            lay_out(command, words.trim_start())
        })
}

/// What stands by itself comes first, then the command's own options, then everybody's.
fn heading(arg: &clap::Arg) -> &'static str {
    let is_everybodys = arg.is_global_set() || arg.get_id() == "version";
    match (arg.is_positional(), is_everybodys) {
        (true, _) => s!("参数", "Arguments"),
        (false, false) => s!("选项", "Options"),
        (false, true) => s!("通用选项", "Options of every command"),
    }
}

/// What `--lang` names; an empty name is none.
#[derive(Debug, Clone, Copy)]
pub struct Spoken(pub Option<Lang>);

/// Options that stand before or after the subcommand.
#[derive(Debug, Args)]
pub struct Global {
    /// The ledger: a file, or the address of a server.
    #[arg(
        long,
        help = "台账文件，须已存在（默认在用户数据目录 tuogou/ledger.db，第一次用时新建），或服务器上的台账 postgres://用户@主机/数据库；环境变量 TUOGOU_LEDGER ¦ The ledger, which has to exist (tuogou/ledger.db in the user's data folder, made at first use), or one on a server, postgres://user@host/database; variable TUOGOU_LEDGER",
        env = "TUOGOU_LEDGER",
        hide_env = true,
        global = true,
        value_name = "台账"
    )]
    pub ledger: Option<PathBuf>,
    /// The as-of date.
    #[arg(
        long,
        help = "基准日，倒计时、灯和统计都按这一天计算（默认今天）；环境变量 TUOGOU_AS_OF ¦ As-of date, for countdown, lights and sums (today); variable TUOGOU_AS_OF",
        env = "TUOGOU_AS_OF",
        hide_env = true,
        global = true,
        value_name = "日期",
        allow_hyphen_values = true
    )]
    pub as_of: Option<TypedDay>,
    /// 输出格式：table 表格（默认）、json、csv、md；导出表格时 docx（默认）、xlsx；导出文书时 docx（默认）、md
    /// ¦ Format: table (without it), json, csv, md; forms docx (without it), xlsx; letters docx
    /// (without it), md
    #[arg(long, global = true, value_name = "格式", hide_possible_values = true)]
    pub format: Option<FormatArg>,
    /// The language of the interface.
    #[arg(
        long,
        help = "界面语言：zh 中文、en 英文（默认随系统语言）；环境变量 TUOGOU_LANG ¦ Language of the interface: zh, en (that of the system); variable TUOGOU_LANG",
        env = "TUOGOU_LANG",
        hide_env = true,
        global = true,
        value_name = "语言",
        value_parser = speak::read
    )]
    pub lang: Option<Spoken>,
    /// 界面只用 ASCII 符号
    /// ¦ Only ASCII signs on the screen
    #[arg(long, global = true)]
    pub ascii: bool,
    /// 不作说明：登记了什么、另有什么要留意，都不说；要列的和出错照样写出
    /// ¦ Say nothing of what was recorded and what to mind; lists and errors are written all the
    /// same
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// 显示帮助
    /// ¦ Show help
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    /// 显示版本
    /// ¦ Show the version
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub version: Option<bool>,
}

impl Global {
    /// 基准日, where one is given.
    pub fn day(&self) -> Result<Option<NaiveDate>, NoDay> {
        self.as_of.map(|day| day.on(clock::today())).transpose()
    }
}

/// 命令
/// ¦ Commands
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum Command {
    /// What works on a ledger.
    #[command(flatten)]
    Ledger(LedgerCommand),
    /// 新建台账：内置的一轮；或用一份名册另立：别的城市，或新的一轮
    /// ¦ Make a ledger: of the built-in round, or from a roster for another city or round
    New(NewArgs),
    /// 打开演示台账：虚构的进度，随意试用，退出后不留痕迹
    /// ¦ Open the demonstration: made-up progress to play with, leaves no traces
    Demo(DemoArgs),
    /// 备份：检查后做一份完整的副本
    /// ¦ Backup: a checked whole copy
    Backup(BackupArgs),
    /// 恢复：列出备份，预览得失，用备份换下现有台账
    /// ¦ Restore: list backups, preview, put a backup in place of the ledger
    Restore(RestoreArgs),
    /// 检查台账或备份是否完整、未被改动；查打印件上的校验码
    /// ¦ Check that ledger or backup is whole and untouched; look up check codes of printed papers
    Verify(VerifyArgs),
    /// 救回：从损坏的台账读出能读的，另建一个台账
    /// ¦ Recover what can be read of a damaged ledger into a new one
    Recover(RecoverArgs),
    /// 一个命令的用法和例子
    /// ¦ Usage and examples of a command
    Help(HelpArgs),
    /// 各样东西在哪里：台账、备份、配置、出错的经过
    /// ¦ Where everything is: ledger, backups, configuration, crash reports
    Paths,
    /// 体检：程序、终端、配置、台账和备份是否正常
    /// ¦ Check-up of program, terminal, configuration, ledger and backups
    Doctor,
    /// 补全脚本，供 bash、zsh、fish、PowerShell 用：Tab 补全命令、选项，以及台账里的协会、单位、事项
    /// ¦ Completion script for bash, zsh, fish, PowerShell: commands, options, associations, units,
    /// items
    Completions(CompletionsArgs),
    /// 手册页（man）
    /// ¦ Manual pages (man)
    Man(ManArgs),
    /// 配置文件：新建、查看、所在、按键名称
    /// ¦ Configuration: make, show, where, names of actions
    #[command(subcommand)]
    Config(ConfigCommand),
    /// 服务器上的台账：新建、升级、导入导出、登记人员和分工
    /// ¦ Ledger on a server: make, upgrade, import and export, people and duties
    #[cfg(feature = "server")]
    #[command(subcommand)]
    Server(ServerCommand),
    /// 打印按键表（Markdown），docs/keys.md 由此生成
    /// ¦ Print the table of keys (Markdown); docs/keys.md is made by it
    #[command(hide = true)]
    Keys,
    /// 按给定按键画出一屏并打印为文字或 SVG（按键登记的内容照常记入台账）；文档插图由此生成
    /// ¦ Draw a screen by keys as text or SVG (what the keys record is recorded); pictures are made
    /// by it
    #[command(hide = true)]
    Screen(ScreenArgs),
}

#[cfg(test)]
mod tests {
    use clap::FromArgMatches as _;

    use super::*;

    #[test]
    fn options_alone_are_what_the_whole_command_line_makes_of_them() {
        for line in [
            "tuogou",
            "tuogou --ledger a.db --as-of 2020-07-20",
            "tuogou --as-of=-3 --ascii -q --lang en --format json",
        ] {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let whole = command().try_get_matches_from(&args);
            let whole = whole.and_then(|matches| Cli::from_arg_matches(&matches));
            let alone = options_alone(&args).map(|cli| format!("{cli:?}"));
            assert_eq!(alone, whole.ok().map(|cli| format!("{cli:?}")), "{line}");
        }
        for line in [
            "tuogou list",
            "tuogou --help",
            "tuogou -V",
            "tuogou --as-of x",
            "tuogou --lst",
        ] {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert!(options_alone(&args).is_none(), "{line}");
        }
    }
}
