//! `tuogou import roster`: reads a roster as it comes, says how it was understood, and compares
//! it with the ledger. It records nothing: the printed roster of a ledger stays as it is.

mod plan_view;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use plan_view::PlanView;

use super::{Desk, OutputFormat};
use crate::app::describe::{self, WaysOut};
use crate::app::reroster::{self, Confirmed};
use crate::app::roster;
use crate::app::roster_details::DetailsTaken;
use crate::exchange::roster::RosterFileError;
use crate::exchange::roster::doubts::Doubt;
use crate::exchange::roster::encoding::TextEncoding;
use crate::exchange::roster::near::UnitOptions;
use crate::exchange::roster::plan::RosterPlan;
use crate::exchange::roster::problem::Remedy;
use crate::exchange::roster::states::BLANK_STATUS;
use crate::report::render::json;
use crate::text::lang::Text;

/// What can be done where a roster is read otherwise than it was meant.
pub const WAYS_OUT: WaysOut = WaysOut {
    garbled: text!(
        "（有乱码时用 --encoding 指定）",
        " (if garbled, name the encoding with --encoding)"
    ),
    misread: text!("（不对时用 --map 指定）", " (if wrong, name it with --map)"),
    most: 20,
    more: text!(
        "，用 --format json 看全部",
        "; all of it with --format json"
    ),
    remedy,
};

/// How to say what the reader can be told.
fn remedy(remedy: &Remedy) -> String {
    match remedy {
        Remedy::CountMissing => s!(
            "；按顺序编号请加 --map 序号=-",
            "; to number them in order add --map 序号=-"
        )
        .to_owned(),
        Remedy::CountTwice => s!(
            "；请改正，或加 --map 序号=- 按顺序重新编号",
            "; correct it, or number them anew with --map 序号=-"
        )
        .to_owned(),
        Remedy::CountUnread => s!(
            "；不用文件中的序号时加 --map 序号=-，按顺序编号",
            "; to number them in order instead add --map 序号=-"
        )
        .to_owned(),
        Remedy::Encoding => s!(
            "；编码不对时用 --encoding 指定，对时请在原文件中改正",
            "; if the encoding is wrong name it with --encoding, else correct the file"
        )
        .to_owned(),
        Remedy::Sheet(name) => {
            let said = quoted(&format!("{name}=拟脱钩"));
            t!(
                "；请用 --sheet 指定读哪一张工作表，几张是一份名册的写多次；工作表的名字就是状态的加 --status {said}，或者 =已脱钩",
                "; say which worksheet to read with --sheet, several times for a roster on several sheets; where the name of a sheet is a status add --status {said} or =已脱钩"
            )
        }
        Remedy::Column { wanted, column } => {
            let (label, letter) = (wanted.label(), &column.letter);
            t!(
                "，不是的用 --map {label}={letter} 指定用哪一列",
                "; if not, say which column it is with --map {label}={letter}"
            )
        }
        Remedy::Swap { name, unit } => {
            let (name, unit) = (&name.letter, &unit.letter);
            t!(
                "；列名写反了的用 --map 名称={name} --map 主管单位={unit} 指定",
                "; if the headings are the wrong way round use --map 名称={name} --map 主管单位={unit}"
            )
        }
        Remedy::BlankStatus => t!(
            "；空白都是拟脱钩的加 --status {BLANK_STATUS}=拟脱钩",
            "; if all blanks are to be decoupled add --status {BLANK_STATUS}=拟脱钩"
        ),
        Remedy::Status(word) => {
            let said = quoted(&format!("{word}=拟脱钩"));
            t!(
                "；请加 --status {said}，或者 =已脱钩、=不列入",
                "; add --status {said}, or =已脱钩, =不列入"
            )
        }
        Remedy::Proposed(_) => s!(
            "；都对就加 --accept-status，有不对的用 --status 词=读法 指定",
            "; if all are right add --accept-status, else say each with --status WORD=READING"
        )
        .to_owned(),
        Remedy::Units(Some(column)) => t!(
            "；请加 --map 主管单位={}",
            "; add --map 主管单位={}",
            column.letter
        ),
        Remedy::Units(None) => s!(
            "；用 --map 主管单位=列 指定，文件里没有的写 --map 主管单位=-",
            "; name it with --map 主管单位=COLUMN, or --map 主管单位=- where the file has none"
        )
        .to_owned(),
        Remedy::SameUnits(pairs) => {
            let more = if pairs.len() > 1 {
                s!(
                    "，都是的加 --accept-units",
                    ", or --accept-units if all are"
                )
            } else {
                ""
            };
            let said = pairs
                .first()
                .map(|(written, unit)| quoted(&format!("{written}={unit}")));
            t!(
                "；是同一个的加 --unit {}{more}",
                "; if it is the same add --unit {}{more}",
                said.unwrap_or_default()
            )
        }
        Remedy::LeaveOut(Doubt::Struck) => s!(
            "；不要的加 --skip-struck",
            "; to leave it out add --skip-struck"
        )
        .to_owned(),
        Remedy::LeaveOut(Doubt::Unlisted) => s!(
            "；不要的加 --skip-unlisted",
            "; to leave it out add --skip-unlisted"
        )
        .to_owned(),
        Remedy::AllStatuses => {
            t!(
                "；全部是拟脱钩的加 --status {BLANK_STATUS}=拟脱钩，或用 --map 状态=列 指定",
                "; if all are to be decoupled add --status {BLANK_STATUS}=拟脱钩, or name the column with --map 状态=COLUMN"
            )
        }
    }
}

/// A word as it can be pasted into a command line.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "=-_（）、".contains(c);
    if word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// What can be said of a file that is no roster.
pub fn file_hint(error: &RosterFileError) -> String {
    const MAP: Text = text!(
        "；请用 --map 名称=B 指定各列，没有表头的文件也可以这样读",
        "; name the columns with --map 名称=B; a file without headings can be read so too"
    );
    match error {
        RosterFileError::NotText(_) => s!(
            "；编码不对时用 --encoding 指定，不是文本文件的请另存为 .xlsx",
            "; if the encoding is wrong name it with --encoding; save what is no text file as .xlsx"
        )
        .to_owned(),
        RosterFileError::NoSheet { known, .. } if known.is_empty() => {
            s!("，请去掉 --sheet", "; leave out --sheet").to_owned()
        }
        RosterFileError::NoHeader { encoding: None } => MAP.into(),
        RosterFileError::NoHeader {
            encoding: Some(encoding),
        } => {
            let name = encoding.name();
            t!(
                "；文件按 {name} 读，是乱码的用 --encoding 指定编码{MAP}",
                "; the file was read as {name}; if garbled name the encoding with --encoding{MAP}"
            )
        }
        RosterFileError::NoHeading(_) => s!(
            "；--map 右边写列号（B 或 2）或表头的原文",
            "; to the right of --map stands a column (B or 2) or its heading"
        )
        .to_owned(),
        _ => String::new(),
    }
}

/// What the user says about the file of a roster.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// 指定列：名称=B、主管单位=3、状态=表头原文；序号=- 表示不用文件中的序号
    /// ¦ Columns: 名称=B, 主管单位=3, 状态=HEADING; 序号=- ignores the numbers of the file
    #[arg(long = "map", value_name = "列=位置")]
    pub maps: Vec<String>,
    /// 指定状态的意思：未启动=拟脱钩，右边可写 拟脱钩、已脱钩、不列入；空白写作 空
    /// ¦ What a status means: 未启动=拟脱钩, to the right 拟脱钩, 已脱钩 or 不列入; a blank is 空
    #[arg(long = "status", value_name = "词=状态")]
    pub statuses: Vec<String>,
    /// 状态的写法不认识时，照提出的读法读
    /// ¦ Read unknown statuses as proposed
    #[arg(long)]
    pub accept_status: bool,
    /// 隐藏的行（筛选或手工隐藏）不读入
    /// ¦ Leave out hidden rows
    #[arg(long)]
    pub skip_hidden: bool,
    /// 加了删除线的行不读入
    /// ¦ Leave out struck-out rows
    #[arg(long)]
    pub skip_struck: bool,
    /// 登记状态写着注销、撤销的，类型写着基金会、民办非企业单位的，不读入
    /// ¦ Leave out those deregistered or revoked, foundations and private non-enterprise units
    #[arg(long)]
    pub skip_unlisted: bool,
    /// 两种写法是同一个主管单位，可写多次
    /// ¦ Two spellings are one unit, any number of times
    #[arg(long = "unit", value_name = "写法=单位")]
    pub units: Vec<String>,
    /// 写法很像的主管单位，都当作同一个
    /// ¦ Take units with alike spellings as one
    #[arg(long)]
    pub accept_units: bool,
    /// 只要名称、主管单位和状态：登记证号、法定代表人、住所、联系人、电话等不带入
    /// ¦ Only names, units and status: no certificate numbers, representatives, addresses,
    /// contacts, phones
    #[arg(long)]
    pub no_details: bool,
    /// 状态的读法写在文件里，每行一条：词,读法（或 词=读法）
    /// ¦ Readings of statuses in a file, one a line: WORD,READING (or WORD=READING)
    #[arg(long, value_name = "文件")]
    pub status_file: Option<PathBuf>,
    /// 文字文件的编码：utf-8、gb18030、gbk、utf-16（默认自动判断）
    /// ¦ Encoding of a text file: utf-8, gb18030, gbk, utf-16 (guessed without it)
    #[arg(long, value_name = "编码")]
    pub encoding: Option<String>,
    /// 工作簿中的哪一张工作表；一份名册分在几张上的写多次
    /// ¦ Worksheet, several times for a roster on several
    #[arg(long = "sheet", value_name = "名称")]
    pub sheets: Vec<String>,
}

impl ReadingArgs {
    /// How a text file is written, if the user says so.
    pub fn encoding(&self) -> anyhow::Result<Option<TextEncoding>> {
        let options = roster::options(&[], &[], self.encoding.as_deref(), &[]);
        Ok(options.map_err(anyhow::Error::msg)?.encoding)
    }

    /// Reads the file.
    pub fn read(&self, file: &std::path::Path) -> anyhow::Result<RosterPlan> {
        let encoding = self.encoding.as_deref();
        let mut statuses = match &self.status_file {
            Some(path) => roster::status_lines(path)?,
            None => Vec::new(),
        };
        // What is typed counts more than what is written in the file.
        statuses.extend(self.statuses.iter().cloned());
        let options = roster::options(&self.maps, &statuses, encoding, &self.sheets);
        let mut options = options.map_err(anyhow::Error::msg)?;
        options.accept_proposed = self.accept_status;
        options.skip_hidden = self.skip_hidden;
        let unwanted = [
            (self.skip_struck, Doubt::Struck),
            (self.skip_unlisted, Doubt::Unlisted),
        ];
        let unwanted = unwanted.into_iter().filter(|(said, _)| *said);
        options.unwanted = unwanted.map(|(_, doubt)| doubt).collect();
        let same = self.units.iter().map(|text| roster::same_unit(text));
        let same = same.collect::<Result<_, _>>().map_err(anyhow::Error::msg)?;
        options.units = UnitOptions {
            same,
            accepted: self.accept_units,
        };
        options.details.left_out = self.no_details;
        Ok(roster::read(file, &options)?)
    }
}

/// Arguments of `import roster`.
#[derive(Debug, Args)]
pub struct ImportRosterArgs {
    /// 名册：.xlsx、.xls、.ods、.csv、.tsv、.docx，或通知的文字
    /// ¦ Roster: .xlsx, .xls, .ods, .csv, .tsv, .docx, or the text of a notice
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 只预览；与台账不同、或有问题时也不算失败
    /// ¦ Only a preview; differences and problems are no failure
    #[arg(long)]
    pub dry_run: bool,
    /// 确认后照办的差别：new 新增、gone 减少、changed 改变，可写多次；须写 --out
    /// ¦ Differences to follow: new, gone, changed, any number of times; needs --out
    #[arg(
        long,
        value_name = "差别",
        requires = "out",
        hide_possible_values = true
    )]
    pub apply: Vec<ApplyArg>,
    /// 照办后的新台账文件，带着全部操作记录；原台账和印发的名册不动
    /// ¦ The new ledger with the whole history; the old one stays as it is
    #[arg(
        long,
        value_name = "文件",
        requires = "apply",
        conflicts_with = "dry_run"
    )]
    pub out: Option<PathBuf>,
    /// How it is to be read.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// Values of `--apply`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApplyArg {
    /// 新增
    /// ¦ new
    #[value(alias = "新增")]
    New,
    /// 减少
    /// ¦ gone
    #[value(alias = "减少")]
    Gone,
    /// 改变
    /// ¦ changed
    #[value(alias = "改变")]
    Changed,
}

/// Says how a roster file reads and how it differs from the ledger.
pub fn run(desk: &Desk, args: &ImportRosterArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let plan = args.reading.read(&args.file)?;
    let diff = plan.diff(&desk.ledger);
    match desk.format() {
        OutputFormat::Json => json::write(out, &PlanView::new(&plan, &diff))?,
        // The roster as the seeds keep it, to be checked or read again.
        OutputFormat::Csv => write_csv(&plan, out)?,
        // Nobody may ask for Markdown here.
        OutputFormat::Table | OutputFormat::Markdown => {
            let lines = describe::roster(&plan, WAYS_OUT).into_iter();
            for line in lines.chain(describe::difference(&diff, WAYS_OUT)) {
                writeln!(out, "{line}")?;
            }
        }
    }
    if args.dry_run {
        return Ok(());
    }
    anyhow::ensure!(
        plan.problems.is_empty(),
        both!(
            "名册有 {} 个问题，请改正后再导入；只预览请加 --dry-run",
            "The roster has {} problems; correct them and import again, or look only with --dry-run",
            plan.problems.len()
        )
    );
    if let Some(path) = &args.out {
        let confirmed = Confirmed {
            new: args.apply.contains(&ApplyArg::New),
            gone: args.apply.contains(&ApplyArg::Gone),
            changed: args.apply.contains(&ApplyArg::Changed),
        };
        let made = reroster::follow(&desk.session, &desk.ledger, (&plan, &diff), confirmed, path)?;
        let (count, taken) = (made.associations, made.details);
        if desk.format() == OutputFormat::Table {
            writeln!(
                out,
                "{}",
                t!(
                    "已写出新台账 {}：{count} 家，操作记录都在；今后用 --ledger 打开它",
                    "Written the new ledger {}: {count} associations with their history; from now on open it with --ledger",
                    path.display()
                )
            )?;
            if taken != DetailsTaken::default() {
                writeln!(out, "{}", taken.sentence())?;
            }
        }
        return Ok(());
    }
    anyhow::ensure!(
        diff.is_empty(),
        both!(
            "没有改动台账：印发的名册不改写；确认的差别加 --apply new|gone|changed --out 新台账.db，另一市请用 tuogou new",
            "The ledger was not changed: the printed roster is never rewritten. For confirmed differences add --apply new|gone|changed --out NEW.db; for another city use tuogou new"
        )
    );
    Ok(())
}

fn write_csv(plan: &RosterPlan, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["序号", "行业协会商会名称", "业务主管单位", "备注"])?;
    for row in plan.views() {
        let (no, status) = (row.no.to_string(), row.status.shown());
        writer.write_record([no.as_str(), &row.name, &row.printed_unit, status])?;
    }
    writer.flush()?;
    Ok(())
}
