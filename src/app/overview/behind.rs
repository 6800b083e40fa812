//! The list behind a number: which associations, and what each of them owes.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::{ItemView, Ledger};
use crate::domain::model::{Light, Section, Stage};
use crate::domain::progress::Tally;
use crate::domain::rollup;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Everybody with something past due.
    Overdue,
    /// Everybody with something due within `soon_days`.
    Soon,
    /// Everybody with something that is due later.
    Later,
    /// Everybody who has not yet settled one of the separations, the least done first.
    Section(Section),
    /// Everybody who has not settled an item.
    Item(ItemIx),
    /// Everybody who is 已完成 or 已销号.
    Completed,
    /// Everybody with a task who is not.
    Unfinished,
}

impl Question {
    /// The heading of the list.
    pub fn title(self, ledger: &Ledger) -> String {
        let round = ledger.round();
        match self {
            Self::Overdue => s!("有逾期事项", "with overdue items").to_owned(),
            Self::Soon => t!(
                "{} 天内有到期事项",
                "with items due in {} days",
                round.info.thresholds.soon_days
            ),
            Self::Later => s!("有未到期事项", "with items not yet due").to_owned(),
            Self::Section(section) => t!("{} 未办结", "{} open", round.section(section).title),
            Self::Item(ix) => {
                let def = &round.items[ix];
                t!("{} {} 未办结", "{} {} open", def.id, def.label)
            }
            Self::Completed => s!("已完成脱钩", "decoupling completed").to_owned(),
            Self::Unfinished => s!("未完成脱钩", "decoupling not completed").to_owned(),
        }
    }
}

/// A line of the list behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub association: AssocIx,
    /// What it owes of what was asked: the first item, and how many more.
    pub owes: String,
    /// The first item that it owes.
    pub item: Option<ItemIx>,
    /// Its items of what was asked.
    pub items: Tally,
    /// Days left for the first of them; negative when past. `None` when nothing is open.
    pub days: Option<i64>,
    pub light: Light,
}

impl Behind {
    /// The associations that a number counts, the most pressing first.
    pub fn list(ledger: &Ledger, question: Question, as_of: NaiveDate) -> Vec<Self> {
        let mut lines: Vec<Self> = ledger
            .associations()
            .keys()
            .filter(|ix| ledger.has_task(*ix))
            .filter_map(|ix| line(ledger, question, ix, as_of))
            .collect();
        match question {
            Question::Section(_) | Question::Unfinished => {
                lines.sort_by_key(|line| line.items.percent().unwrap_or(100));
            }
            Question::Completed => {}
            _ => lines.sort_by_key(|line| (line.days, Reverse(line.items.total))),
        }
        lines
    }
}

fn line(
    ledger: &Ledger,
    question: Question,
    association: AssocIx,
    as_of: NaiveDate,
) -> Option<Behind> {
    let thresholds = &ledger.round().info.thresholds;
    let left = |item: &ItemView<'_>| {
        thresholds.days_left(ledger.item_due_on(association, item.def), as_of)
    };
    let progress = ledger.progress(association);
    let completed = progress.stage >= Stage::Completed;
    let asked = |item: &ItemView<'_>| match question {
        Question::Overdue => left(item) < 0,
        Question::Soon => (0..=thresholds.soon_days).contains(&left(item)),
        Question::Later => left(item) > thresholds.soon_days,
        Question::Section(section) => item.def.section == section,
        Question::Item(ix) => item.ix == ix,
        Question::Completed | Question::Unfinished => true,
    };
    let items = ledger.counted(association);
    let mut open: Vec<(i64, ItemView<'_>)> = items
        .filter(|item| !item.state.settled() && asked(item))
        .map(|item| (left(&item), item))
        .collect();
    open.sort_by_key(|(left, item)| (*left, item.ix));
    match question {
        Question::Completed if !completed => return None,
        Question::Completed => {}
        Question::Unfinished if completed => return None,
        _ if open.is_empty() => return None,
        _ => {}
    }
    let owes = match open.split_first() {
        None => progress.stage.shown().to_owned(),
        Some(((_, first), [])) => format!("{} {}", first.def.id, first.def.label),
        Some(((_, first), more)) => {
            t!(
                "{} {} 等 {} 项",
                "{} {} and more, {} items",
                first.def.id,
                first.def.label,
                more.len() + 1
            )
        }
    };
    Some(Behind {
        association,
        owes,
        item: open.first().map(|(_, item)| item.ix),
        items: match question {
            Question::Section(section) => progress.section(section),
            _ => progress.all(),
        },
        days: open.first().map(|(left, _)| *left),
        light: rollup::association(ledger, association, as_of).light,
    })
}
