//! What a file that was read would do, in lines that both front ends show: a roster, its
//! difference from the ledger, a unit's file that has come back.

use std::fmt;

use super::bundle::Received;
use super::clock::local_minute;
use crate::domain::change::Key;
use crate::domain::ledger::Ledger;
use crate::domain::merge::{Merge, Said, Side, Standing};
use crate::domain::model::Status;
use crate::exchange::notice::NoticeDraft;
use crate::exchange::notice::schedule::Quote;
use crate::exchange::roster::diff::{RosterDiff, RowView};
use crate::exchange::roster::plan::{ColumnUse, RosterPlan};
use crate::exchange::roster::problem::{Remedy, RosterProblem};
use crate::text::cells::{self, visible};
use crate::text::lang::Text;
use crate::words;

/// A line of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLine {
    /// What it says.
    pub text: String,
    /// A problem or a conflict, which somebody has to look at.
    pub trouble: bool,
    /// Which line of a merge it is part of, or which problem of a roster it says, hints counted after
    /// the problems.
    pub part_of: Option<usize>,
}

/// What can be done about what is shown, in the terms of a front end; nothing where it has no way.
#[derive(Debug, Clone, Copy)]
pub struct WaysOut {
    /// When characters are not what was written.
    pub garbled: Text,
    /// When a column is taken for another.
    pub misread: Text,
    /// Lines of one kind that are shown.
    pub most: usize,
    /// To see all of a list.
    pub more: Text,
    /// What helps against what is wrong.
    pub remedy: fn(&Remedy) -> String,
}

impl WaysOut {
    /// What is wrong and what helps.
    pub fn said(self, problem: &RosterProblem) -> String {
        let remedy = problem.remedy.as_ref();
        let remedy = remedy.map_or_else(String::new, self.remedy);
        format!("{}{remedy}", problem.message)
    }
}

impl PreviewLine {
    fn about(self, part: usize) -> Self {
        Self {
            part_of: Some(part),
            ..self
        }
    }

    const fn trouble(text: String) -> Self {
        Self {
            text,
            trouble: true,
            part_of: None,
        }
    }
}

impl From<String> for PreviewLine {
    fn from(text: String) -> Self {
        Self {
            text,
            trouble: false,
            part_of: None,
        }
    }
}

impl fmt::Display for PreviewLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What a notice says beside its roster, each with its place, and what was not understood.
pub fn notice(draft: &NoticeDraft) -> Vec<PreviewLine> {
    let place = |quote: Option<&Quote>| match quote {
        Some(quote) => t!("  （{}）", "  ({})", quote.place),
        None => String::new(),
    };
    let parts = draft.parts.iter().map(|part| {
        let label = cells::pad(part.label, 8, "");
        PreviewLine::from(format!(
            "{label}  {}{}",
            part.says,
            place(part.quote.as_ref())
        ))
    });
    let missing = draft
        .missing
        .iter()
        .map(|what| t!("没有写    {what}", "missing    {what}"));
    let unread = draft.unread.iter().map(|(quote, why)| {
        let text = cells::cut(&quote.text, 60, "…");
        t!(
            "没有读懂  {why}（{}）：{text}",
            "not read   {why} ({}): {text}",
            quote.place
        )
    });
    let trouble = missing.chain(unread).map(PreviewLine::trouble);
    parts.chain(trouble).collect()
}

/// How the file of a roster was understood, line by line.
pub fn roster(plan: &RosterPlan, ways_out: WaysOut) -> Vec<PreviewLine> {
    let mut lines = Vec::new();
    let sheet = match &*plan.sheet_name() {
        "" => String::new(),
        name => t!("，工作表 {name}", ", worksheet {name}"),
    };
    let header = match plan.header.as_str() {
        "" => s!("，没有表头", ", no headings").to_owned(),
        header => t!("，表头在 {header}", ", headings in {header}"),
    };
    lines.push(t!(
        "文件  {}{sheet}{header}",
        "file    {}{sheet}{header}",
        plan.kind.shown()
    ));
    if let Some(encoding) = plan.encoding {
        let name = encoding.name();
        lines.push(t!("编码  {name}{}", "coding  {name}{}", ways_out.garbled));
    }
    lines.extend(columns(plan, ways_out));
    lines.extend(statuses(plan));
    lines.push(t!(
        "共 {} 行：拟脱钩 {}，已脱钩 {}；主管单位名称 {} 个；{} 个问题",
        "{} rows: {} to decouple, {} decoupled; {} unit names; {} problems",
        plan.rows.len(),
        plan.count(Status::Planned),
        plan.count(Status::Decoupled),
        plan.units().len(),
        plan.problems.len()
    ));
    for note in &plan.notes {
        lines.push(t!("提示  {}", "note    {}", visible(note)));
    }
    let mut lines: Vec<PreviewLine> = lines.into_iter().map(PreviewLine::from).collect();
    for (at, hint) in (plan.problems.len()..).zip(&plan.hints) {
        let text = t!("提示  {}", "note    {}", visible(&ways_out.said(hint)));
        lines.push(PreviewLine::from(text).about(at));
    }
    let skipped = listed(&plan.skipped, ways_out, |skipped| {
        t!(
            "略过  {}：{}（{}）",
            "skipped {}: {} ({})",
            skipped.place,
            skipped.text,
            skipped.reason
        )
    });
    let problems = listed(&plan.problems, ways_out, |problem| {
        let message = ways_out.said(problem);
        match problem.place.text.as_str() {
            "" => t!("问题  {message}", "problem {message}"),
            place => t!("问题  {place}：{message}", "problem {place}: {message}"),
        }
    });
    lines.extend(skipped.map(PreviewLine::from));
    let problems = problems.map(PreviewLine::trouble);
    lines.extend(problems.enumerate().map(|(at, line)| line.about(at)));
    lines
}

/// Which column was taken for what, and which for nothing.
fn columns(plan: &RosterPlan, ways_out: WaysOut) -> Vec<String> {
    let mut lines = Vec::new();
    let said = |used: &ColumnUse| match used.heading.as_str() {
        "" => used.at.clone(),
        heading => t!("{}“{heading}”", "{}\"{heading}\"", used.at),
    };
    let (read, unread): (Vec<_>, Vec<_>) = plan.columns.iter().partition(|c| c.column.is_some());
    let read: Vec<String> = read
        .iter()
        .filter_map(|used| Some(format!("{}={}", used.column?.label(), said(used))))
        .collect();
    lines.push(t!(
        "列    {}{}",
        "columns {}{}",
        read.join(s!("，", ", ")),
        ways_out.misread
    ));
    let (details, unread): (Vec<_>, Vec<_>) = unread.into_iter().partition(|c| c.detail.is_some());
    let details: Vec<String> = details
        .iter()
        .filter_map(|used| {
            let (detail, count) = (used.detail?, used.said_of?);
            Some(t!(
                "{}={} {count} 家",
                "{}={} {count}",
                detail.label(),
                said(used)
            ))
        })
        .collect();
    if !details.is_empty() {
        lines.push(t!("资料  {}", "details {}", details.join(s!("，", ", "))));
    }
    if !unread.is_empty() {
        let unread: Vec<String> = unread.iter().map(|used| said(used)).collect();
        lines.push(t!(
            "      不导入 {}",
            "      not imported {}",
            unread.join(s!("、", ", "))
        ));
    }
    lines
}

/// How the words for the status were read, where there are any.
fn statuses(plan: &RosterPlan) -> Option<String> {
    let statuses: Vec<String> = plan
        .statuses
        .iter()
        .map(|used| {
            let word = if used.word.is_empty() {
                s!("（空）", "(empty)")
            } else {
                &used.word
            };
            let meaning = used.meaning.word();
            let count = used.count;
            if word == meaning {
                format!("{word} {count}")
            } else {
                format!("{word}→{meaning} {count}")
            }
        })
        .collect();
    let told = || t!("状态  {}", "status  {}", statuses.join(s!("，", ", ")));
    (!statuses.is_empty()).then(told)
}

/// How a roster differs from the ledger, line by line.
pub fn difference(diff: &RosterDiff, ways_out: WaysOut) -> Vec<PreviewLine> {
    if diff.is_empty() {
        return vec![
            s!("与台账的名册相同", "the same roster as the ledger's")
                .to_owned()
                .into(),
        ];
    }
    let head = t!(
        "与台账的名册比较：相同 {}，新增 {}，减少 {}，改变 {}",
        "beside the ledger's roster: {} alike, {} new, {} gone, {} changed",
        diff.same,
        diff.new.len(),
        diff.gone.len(),
        diff.changed.len()
    );
    let row = |row: &RowView| {
        let status = row.status.shown();
        t!(
            "{} {}（{}，{status}）",
            "{} {} ({}, {status})",
            row.no,
            row.name,
            row.printed_unit
        )
    };
    let new = listed(&diff.new, ways_out, |new| {
        t!("新增  {}", "new     {}", row(new))
    });
    let gone = listed(&diff.gone, ways_out, |gone| {
        t!("减少  {}", "gone    {}", row(gone))
    });
    let changed = listed(&diff.changed, ways_out, |changed| {
        let differences: Vec<String> = changed
            .differences()
            .into_iter()
            .map(|(label, old, new)| format!("{label} {old} → {new}"))
            .collect();
        t!(
            "改变  {}：{}",
            "changed {}: {}",
            changed.new.name,
            differences.join(s!("；", "; "))
        )
    });
    let lines = std::iter::once(head).chain(new).chain(gone).chain(changed);
    lines.map(PreviewLine::from).collect()
}

/// The first lines of a list, and how many more there are.
fn listed<'a, T>(
    list: &'a [T],
    ways_out: WaysOut,
    line: impl Fn(&T) -> String + 'a,
) -> impl Iterator<Item = String> + 'a {
    let more = list.get(ways_out.most..).filter(|more| !more.is_empty());
    let more = more.map(|more| {
        let kind: String = line(&list[0]).chars().take_while(|c| *c != ' ').collect();
        let count = more.len();
        t!(
            "{kind}  …… 还有 {count} 条{}",
            "{kind}  ... {count} more{}",
            ways_out.more
        )
    });
    let shown = list.iter().take(ways_out.most);
    let shown = shown.map(move |one| visible(&line(one)).into_owned());
    shown.chain(more)
}

/// What bringing in a unit's file would do, line by line.
pub fn merge(ledger: &Ledger, received: &Received, merge: &Merge) -> Vec<PreviewLine> {
    let taken = merge.lines.iter().filter(|line| line.taken()).count();
    let conflicts = merge.lines.iter().filter(|line| line.conflict()).count();
    let unit = visible(&received.about.unit);
    let open = match merge.undecided() {
        0 => String::new(),
        open => t!("，其中 {open} 处待定", ", {open} undecided"),
    };
    let head = t!(
        "{unit} 的分册：计入 {taken} 处，两边都改过 {conflicts} 处{open}",
        "bundle of {unit}: {taken} taken, {conflicts} changed on both sides{open}"
    );
    let mut lines = vec![PreviewLine::from(head)];
    for (at, line) in merge.lines.iter().enumerate() {
        let key = line.change.key();
        let no = key
            .association()
            .map_or_else(String::new, |no| format!("{no} "));
        let label = words::merge::label(ledger, key);
        let what = match line.standing {
            Standing::Theirs => s!("改动", "change"),
            Standing::Both => s!("冲突", "clash"),
            Standing::GivenUp => s!("曾计入后撤回", "taken before, withdrawn"),
        };
        let side = match (line.standing, line.chosen) {
            (Standing::Theirs, _) => "",
            (_, None) => s!("，待定", ", undecided"),
            (_, Some(Side::Theirs)) => s!("，取分册", ", the bundle's"),
            (_, Some(Side::Ours)) => s!("，留台账", ", the ledger's"),
        };
        // Items and milestones are called by their ids in the notice; the rest only here.
        let id = match key {
            Key::Item { .. } | Key::Mark { .. } => format!("{} ", key.id()),
            Key::Answer { .. } | Key::Fact(_) => String::new(),
        };
        let text = format!("  {what}{side} {no}{id}{}", visible(&label));
        let sides = [
            (text, line.conflict()),
            (
                t!(
                    "    台账：{}",
                    "    ledger: {}",
                    self::side(line.ours.as_ref())
                ),
                false,
            ),
            (
                t!(
                    "    分册：{}",
                    "    bundle: {}",
                    self::side(line.theirs.as_ref())
                ),
                false,
            ),
        ];
        lines.extend(sides.map(|(text, trouble)| PreviewLine {
            text,
            trouble,
            part_of: Some(at),
        }));
    }
    let problems = merge.problems.iter();
    let problems =
        problems.map(|problem| t!("  问题 {}", "  problem {}", visible(&problem.to_string())));
    lines.extend(problems.map(PreviewLine::trouble));
    lines
}

fn side(said: Option<&Said>) -> String {
    said.map_or_else(
        || s!("（无）", "(none)").to_owned(),
        |said| {
            let text = t!(
                "{}（{} {}）",
                "{} ({} {})",
                said.text,
                said.by,
                local_minute(said.at)
            );
            visible(&text).into_owned()
        },
    )
}
