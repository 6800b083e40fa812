//! What stands at the end of each `--help`: examples, and for the program the variables that it heeds.

use crate::text::lang::Text;
use std::fmt::Write as _;

/// A command and lines that call it, without the name of the program.
type Example = (&'static str, &'static [&'static str]);

static EXAMPLES: [Example; 71] = [
    (
        "",
        &[
            "",
            "demo",
            "list --unit 教育体育局 --status planned",
            "tick 29 A2 --note 已签租赁合同 --evidence 合同1号",
            "overview --as-of 2020-07-20",
        ],
    ),
    (
        "list",
        &[
            "list --unit 教育体育局 --status planned",
            "list --where '单位:教育 灯:红 due<7d' --columns no,name,due",
            "list --view 4 --format csv",
        ],
    ),
    ("show", &["show 29", "show 钓鱼协会 --format json"]),
    ("stats", &["stats", "stats --format csv"]),
    ("overview", &["overview", "overview --as-of 2020-07-20"]),
    (
        "changes",
        &[
            "changes --since 2020-08-01",
            "changes --since 2020-08-01 --until 2020-08-07",
        ],
    ),
    ("timeline", &["timeline", "timeline --format md"]),
    (
        "why",
        &[
            "why",
            "why 29",
            "why 29 A1",
            "why --unit 教育体育局",
            "why M4 --unit 教育体育局",
        ],
    ),
    (
        "tick",
        &[
            "tick 29 A2 --note 已签租赁合同 --evidence 合同1号",
            "tick 29 A3 --state na --note 无事业编制",
        ],
    ),
    (
        "mark",
        &[
            "mark M1 --on 2020-06-16",
            "mark M3 --unit 教育体育局",
            "mark M4 --association 29 --clear",
        ],
    ),
    ("close", &["close 31"]),
    (
        "exit",
        &[
            "exit 30 注销 --document 文号 --reason 自行注销",
            "exit 30 合并 --into 31 --document 文号",
            "exit 30 --clear",
        ],
    ),
    (
        "reschedule",
        &[
            "reschedule M4 --to 2020-08-05 --reason 汛期",
            "reschedule --shift 7 --reason 汛期",
        ],
    ),
    (
        "form",
        &["form 29 basic", "form 29 completion --format csv"],
    ),
    (
        "fill",
        &[
            "fill 29 a2.2.inst 否",
            "fill 29 a2.3.admin_list 年检 评比",
            "fill 29 a2.2.inst",
        ],
    ),
    ("check", &["check 29", "check --all --format json"]),
    (
        "findings",
        &[
            "findings",
            "findings --kind units",
            "findings --unit 教育体育局 --all",
        ],
    ),
    (
        "findings decide",
        &["findings decide U07:开封市城管局 ignore --reason 简称通用"],
    ),
    (
        "contact",
        &[
            "contact 29",
            "contact --unit 教育体育局 --person 王五 --phone 0371-0000000",
        ],
    ),
    ("remark", &["remark 29 电话催过", "remark 29"]),
    (
        "promise",
        &[
            "promise --unit 教育体育局 补报方案 --due 2020-08-05",
            "promise --unit 教育体育局 补报方案 --due 2020-08-05 --milestone M4",
            "promise 29 --kept",
        ],
    ),
    (
        "office",
        &[
            "office --person 王某 --phone 0371-00000000 --series 开脱钩办",
            "office",
        ],
    ),
    (
        "letters",
        &[
            "letters",
            "letters --unit 教育体育局 --done 1",
            "letters --kind 通报 --number 一号 --matter 进展情况",
        ],
    ),
    (
        "visit",
        &[
            "visit --unit 教育体育局 账目未分开 --due 2020-08-25",
            "visit --unit 教育体育局 --done 1",
        ],
    ),
    (
        "attend",
        &["attend M2 --unit 教育体育局 --person 王某", "attend"],
    ),
    ("bodies", &["bodies", "bodies 财政局"]),
    ("evidence", &["evidence", "evidence 扫描件"]),
    (
        "confirm",
        &["confirm 市财政局 已核对 --person 李某", "confirm"],
    ),
    (
        "reason",
        &[
            "reason 29 工作不到位 --text 资产清查未完成 --batch 第二批",
            "reason",
        ],
    ),
    (
        "approve",
        &[
            "approve --unit 教育体育局 --from 1 --on 2020-08-20",
            "approve",
            "approve --format csv",
        ],
    ),
    (
        "rollup",
        &[
            "rollup 兰考县.db 尉氏县.json",
            "rollup 兰考县.db --out 各县区进展.xlsx",
            "rollup 兰考县.db --out 各县区进展.html",
            "rollup 兰考县.db --out 报告.docx",
        ],
    ),
    ("unit list", &["unit list"]),
    (
        "unit merge",
        &["unit merge 文物局 --into 文化广电和旅游局 --dry-run"],
    ),
    ("unit split", &["unit split 开封市文广新和旅游局 --dry-run"]),
    (
        "export form",
        &[
            "export form basic 29 --out 表",
            "export form basic --unit 教育体育局 --format xlsx --out 表",
        ],
    ),
    (
        "export plan",
        &[
            "export plan 29 --out 方案",
            "export plan --all --template 模板/plan.j2 --out 方案",
        ],
    ),
    (
        "export letter",
        &[
            "export letter remind --all-late --out 文书",
            "export letter weekly --out 文书 --format md",
        ],
    ),
    (
        "export answers",
        &[
            "export answers basic",
            "export answers completion --unit 教育体育局 --out 汇总.xlsx",
        ],
    ),
    ("export ledger", &["export ledger --out 台账.xlsx"]),
    (
        "export roster",
        &[
            "export roster",
            "export roster --encoding gb18030 --out 名册.csv",
        ],
    ),
    ("export bundle", &["export bundle --unit 教育体育局"]),
    (
        "export calendar",
        &["export calendar", "export calendar --units 日历"],
    ),
    ("export report", &["export report --out 一页.html"]),
    ("export json", &["export json --out 存档.json"]),
    (
        "import form",
        &["import form 表 --dry-run", "import form 表"],
    ),
    (
        "import roster",
        &[
            "import roster 名册.xls --dry-run",
            "import roster 名册.xls --map 名称=B",
        ],
    ),
    (
        "import bundle",
        &["import bundle 分册.db --dry-run", "import bundle 分册.db"],
    ),
    ("import ledger", &["import ledger 存档.json --out 恢复.db"]),
    ("templates export", &["templates export 模板"]),
    ("templates check", &["templates check 模板"]),
    ("view list", &["view list"]),
    (
        "view save",
        &["view save 9 我的单位 --where 单位:教育 --columns no,name,light"],
    ),
    ("view clear", &["view clear 9"]),
    (
        "history",
        &["history --limit 10", "history --association 29"],
    ),
    ("undo", &["undo", "undo --entry 120"]),
    ("redo", &["redo"]),
    (
        "new",
        &[
            "new --out 台账.db",
            "new --from 名册.xlsx --city 洛阳 --shift-to 2021-03-15 --out 洛阳.db",
            "new --from 通知.docx --draft 节点.toml",
        ],
    ),
    ("demo", &["demo", "demo --out 演示.db"]),
    ("backup", &["backup", "backup --out /mnt/u盘/台账.db"]),
    (
        "restore",
        &["restore", "restore 备份.db", "restore 备份.db --apply"],
    ),
    (
        "verify",
        &[
            "verify",
            "verify 备份.db",
            "verify --code ABCD-EFGH --no 29",
        ],
    ),
    ("recover", &["recover 损坏.db --out 救回.db"]),
    ("help", &["help", "help export letter"]),
    ("config init", &["config init"]),
    ("config show", &["config show"]),
    ("config path", &["config path"]),
    ("config keys", &["config keys"]),
    ("paths", &["paths", "paths --format json"]),
    ("doctor", &["doctor", "doctor --ledger 台账.db"]),
    (
        "completions",
        &["completions bash > ~/.local/share/bash-completion/completions/tuogou"],
    ),
    (
        "man",
        &["man | man -l -", "man --out ~/.local/share/man/man1"],
    ),
];

/// Variables of the environment.
const VARIABLES: Text = text!(
    "\
环境变量：
  TUOGOU_LEDGER  台账文件，同 --ledger
  TUOGOU_AS_OF   基准日，同 --as-of
  TUOGOU_LANG    界面语言，同 --lang
  TUOGOU_USER    登记时署的名（否则取配置中的 user，再取登录名）
  TUOGOU_LOG     日志文件：每次运行记一行，满 1 MB 换新；不设则不记
  NO_COLOR       不用颜色；颜色多少另看 COLORTERM、TERM，底色看 COLORFGBG",
    "Environment variables:\n  TUOGOU_LEDGER  the ledger, as --ledger\n  TUOGOU_AS_OF   the as-of date, as --as-of\n  TUOGOU_LANG    the language, zh or en, as --lang\n  TUOGOU_USER    your name in the history (else user in the configuration, else the login)\n  TUOGOU_LOG     a log file: a line for each run, a new file after 1 MB; none without it\n  NO_COLOR       no colours; how many there are follows COLORTERM, TERM, the background COLORFGBG"
);

/// Of what is done on a server.
#[cfg(feature = "server")]
const ON_SERVER: &[Example] = &[
    (
        "server init",
        &["server init --ledger postgres://keeper@host/开封"],
    ),
    (
        "server migrate",
        &["server migrate --ledger postgres://keeper@host/开封"],
    ),
    (
        "server import",
        &["server import 台账.db --ledger postgres://keeper@host/开封"],
    ),
    (
        "server export",
        &["server export 副本.db --ledger postgres://keeper@host/开封"],
    ),
    (
        "server person add",
        &[
            "server person add office --name 王小明 --as office --ledger postgres://keeper@host/开封",
            "server person add jiaoyu --name 李四 --as clerk --ledger postgres://keeper@host/开封",
        ],
    ),
    (
        "server person list",
        &["server person list --ledger postgres://keeper@host/开封"],
    ),
    (
        "server charge",
        &[
            "server charge jiaoyu --unit 教育体育局 --ledger postgres://keeper@host/开封",
            "server charge jiaoyu 29 30 --ledger postgres://keeper@host/开封",
        ],
    ),
];
#[cfg(not(feature = "server"))]
const ON_SERVER: &[Example] = &[];

fn all() -> impl Iterator<Item = &'static Example> {
    EXAMPLES.iter().chain(ON_SERVER)
}

/// What stands at the end of the help of the command that is called by `words`.
pub fn of(words: &str) -> String {
    let mut text = String::new();
    let examples = all().find(|(name, _)| *name == words);
    if let Some((_, lines)) = examples {
        text.push_str(s!("例：", "Examples: "));
        for line in *lines {
            let _ = write!(text, "\n  {}", format!("tuogou {line}").trim_end());
        }
    }
    if words.is_empty() {
        let _ = write!(text, "\n\n{VARIABLES}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::args;

    /// The words of a line, as a shell has them.
    fn words(line: &str) -> Vec<String> {
        // What a shell does with the output is its own matter.
        let line = line.split(" > ").next().unwrap_or(line);
        let line = line.split(" | ").next().unwrap_or(line);
        let parts = line.split('\'').enumerate();
        let words = parts.flat_map(|(at, part)| match at % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        });
        words.collect()
    }

    fn leaves(command: &clap::Command, name: &str, found: &mut Vec<String>) {
        let below: Vec<_> = command.get_subcommands().collect();
        if below.is_empty() || (!command.is_subcommand_required_set() && !name.is_empty()) {
            found.push(name.to_owned());
        }
        for one in below.into_iter().filter(|one| !one.is_hide_set()) {
            leaves(
                one,
                format!("{name} {}", one.get_name()).trim_start(),
                found,
            );
        }
    }

    #[test]
    fn every_command_has_an_example_that_can_be_typed() {
        let mut all = Vec::new();
        leaves(&args::command(), "", &mut all);
        assert!(all.len() > 40, "{all:?}");
        for name in &all {
            let is_shown = super::all().any(|(of, _)| of == name);
            assert!(is_shown, "{name} has no example");
        }
        for (name, lines) in super::all() {
            assert!(
                name.is_empty() || all.iter().any(|one| one == name),
                "{name}"
            );
            for line in *lines {
                assert!(line.starts_with(name), "{line} is no example of {name}");
                let typed = std::iter::once("tuogou".to_owned()).chain(words(line));
                let read = args::command().try_get_matches_from(typed);
                assert!(read.is_ok(), "{line}: {}", read.expect_err("refused"));
            }
        }
    }

    #[test]
    fn help_lists_what_stands_by_itself_first_and_what_everybody_has_last() {
        fn orders(command: &clap::Command) {
            let order = ["参数", "选项", "通用选项"];
            let mut headings: Vec<_> = command
                .get_arguments()
                .filter(|arg| !arg.is_hide_set())
                .filter_map(|arg| arg.get_help_heading())
                .map(|heading| order.iter().position(|one| *one == heading))
                .collect();
            // A heading stands where the first of its arguments does.
            let mut seen = Vec::new();
            headings.retain(|one| !seen.contains(one) && (seen.push(*one), true).1);
            assert!(!headings.contains(&None), "{}", command.get_name());
            assert!(
                headings.is_sorted(),
                "{} lists {headings:?}",
                command.get_name()
            );
            for one in command.get_subcommands() {
                orders(one);
            }
        }
        let mut command = args::command();
        command.build();
        command.get_subcommands().for_each(orders);
    }
}
