//! Days, dates, percents, numbers.

use super::{Choice, Op, RowTests, choice};
use crate::app::clock::parse_date;
use crate::app::listing::SeenRows;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Section;
use crate::domain::progress::Tally;
use crate::text::cells::visible;
use crate::text::fold::fold_text;

/// A number or, for equality, a range of them.
#[derive(Clone, Copy)]
struct Numbers {
    op: Op,
    from: i64,
    to: i64,
}

impl Numbers {
    /// Reads `10`, and `10-20` where nothing else than equality is asked.
    fn read(op: Op, text: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<i64>().ok();
        if let Some(one) = number(text) {
            return Some(Self {
                op,
                from: one,
                to: one,
            });
        }
        // The first minus behind the first character is not its sign.
        let second = text.char_indices().nth(1)?.0;
        let minus = second + text[second..].find(['-', '~'])?;
        let (from, to) = (number(&text[..minus])?, number(&text[minus + 1..])?);
        (op == Op::Is && from <= to).then_some(Self { op, from, to })
    }

    fn hold(self, value: i64) -> bool {
        if self.from == self.to {
            self.op.holds(&value, &self.from)
        } else {
            (self.from..=self.to).contains(&value)
        }
    }
}

/// Days and dates that are often asked for.
pub fn dues(_: &Ledger, _: usize) -> Vec<Choice> {
    ["0d", "3d", "7d", "15d", "30d"]
        .map(|days| {
            choice(
                days,
                if days == "0d" {
                    s!("逾期", "overdue")
                } else {
                    s!("内到期，含逾期", " from now, overdue too")
                },
            )
        })
        .into()
}

/// `due<7d`, `due:0-7`, `due<=2020-07-31`, `due:none`
pub fn due(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    let folded = fold_text(value);
    if matches!(folded.as_str(), "none" | "无") && op == Op::Is {
        let words = s!("无", "none").to_owned();
        return Ok(RowTests::new(words, |seen, ix| {
            seen.share(ix).next_due().is_none()
        }));
    }
    if folded.chars().filter(|c| !c.is_ascii_digit()).count() >= 2
        && let Ok(date) = parse_date(value)
    {
        return Ok(RowTests::new(date.to_string(), move |seen, ix| {
            let next = seen.share(ix).next_due();
            next.is_some_and(|due_on| op.holds(&due_on, &date))
        }));
    }
    let bare: String = match folded.as_str() {
        "today" | "今天" => "0".to_owned(),
        days => days.trim_end_matches(['d', '天', '日']).to_owned(),
    };
    let days = Numbers::read(op, &bare).ok_or_else(|| {
        t!(
            "{} 不是天数或日期，请写成 7d、0-7 或 2020-07-31 的样子",
            "{} is no number of days or date; write it like 7d, 0-7 or 2020-07-31",
            visible(value)
        )
    })?;
    Ok(RowTests::new(
        t!("{bare}天", "{bare} days"),
        move |seen, ix| {
            let thresholds = &seen.ledger.round().info.thresholds;
            let next = seen.share(ix).next_due();
            next.is_some_and(|due_on| days.hold(thresholds.days_left(due_on, seen.as_of)))
        },
    ))
}

/// Percents that are often asked for.
pub fn percents(_: &Ledger, _: usize) -> Vec<Choice> {
    ["100", "50", "80"]
        .map(|percent| choice(percent, s!("百分之几", "percent")))
        .into()
}

fn percent(
    op: Op,
    value: &str,
    tally: impl Fn(&SeenRows<'_>, AssocIx) -> Tally + Send + Sync + 'static,
) -> Result<RowTests, String> {
    let folded = fold_text(value);
    let bare = folded.trim_end_matches('%').to_owned();
    let percents = Numbers::read(op, &bare).ok_or_else(|| {
        let shown = visible(value);
        t!(
            "{shown} 不是百分数，请写成 50、50% 或 20-50 的样子",
            "{shown} is no percentage; write it like 50, 50% or 20-50"
        )
    })?;
    Ok(RowTests::new(format!("{bare}%"), move |seen, ix| {
        let percent = || {
            tally(seen, ix)
                .percent()
                .and_then(|part| i64::try_from(part).ok())
        };
        seen.share(ix).has_task() && percent().is_some_and(|part| percents.hold(part))
    }))
}

/// `done<50`
pub fn done(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    percent(op, value, |seen, ix| seen.share(ix).tally())
}

/// `资产<100`
pub fn section(_: &Ledger, which: usize, op: Op, value: &str) -> Result<RowTests, String> {
    percent(op, value, move |seen, ix| {
        seen.ledger.progress(ix).section(Section::ALL[which])
    })
}

/// `no:10-20`
pub fn no(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    let folded = fold_text(value);
    let numbers = Numbers::read(op, &folded).ok_or_else(|| {
        let shown = visible(value);
        t!(
            "{shown} 不是序号，请写成 29 或 10-20 的样子",
            "{shown} is no number; write it like 29 or 10-20"
        )
    })?;
    Ok(RowTests::new(folded, move |seen, ix| {
        numbers.hold(seen.ledger.associations()[ix].no.into())
    }))
}
