//! 名册: a row for each association. The roster page, `list`, `export roster`, the workbook and the
//! clipboard take their columns from here.

use chrono::{Datelike as _, NaiveDate};

use super::cell::{Cell, Rank, Tone};
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::demo::DEMO;
use crate::domain::id::{AssocIx, ItemIx};
use crate::domain::ledger::Ledger;
use crate::domain::milestone;
use crate::domain::model::{Section, Separation};
use crate::domain::progress::Tally;
use crate::domain::rollup;
use crate::domain::round::Round;
use crate::text::cells::width;
use crate::text::day;
use crate::text::lang::either;

/// Some of the roster.
pub fn report(ledger: &Ledger, whose: Vec<AssocIx>, as_of: NaiveDate) -> Report<'_, AssocIx> {
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("名册", "Roster"), columns(ledger.round()), whose, on)
}

/// It follows from what was recorded, and is not printed in the roster.
pub fn follows(column: &Column<AssocIx>) -> bool {
    !matches!(&*column.id, "no" | "name" | "status" | "printed_unit")
}

/// It says something of the work, which those who have no task have not.
pub fn is_of_task(column: &Column<AssocIx>) -> bool {
    let mut five = Separation::ALL.into_iter();
    matches!(
        &*column.id,
        "light" | "progress" | "percent" | "due_on" | "days"
    ) || five.any(|one| one.id() == &*column.id)
}

/// The columns that one can ask for by name.
pub fn choices(round: &Round) -> Vec<Column<AssocIx>> {
    let mut all = columns(round);
    all.retain(|column| column.is_in(Media::CHOICE));
    all
}

/// Every column of a round.
pub fn columns(round: &Round) -> Vec<Column<AssocIx>> {
    use Holds::{Day, Figures, Number, Text};
    use Media as M;
    type C = Column<AssocIx>;
    let chosen = M::CHOICE;
    let mut all = own_columns();
    for separation in Separation::ALL {
        let section = Section::from(separation);
        let title = round.section(section).short.to_string();
        let items = round.items.iter().filter(|item| item.section == section);
        let items = items.count().to_string().len();
        let cells = width(&title).max(2 * items + 1);
        let column = C::new(separation.id(), title, Figures, |on, ix| {
            let section = Section::ALL[on.which];
            on.ledger.progress(*ix).section(section).into()
        });
        all.push(column.of(section.index()).only(chosen).cells(cells, cells));
    }
    all.extend([
        C::new("due", s!("下一事项", "next item"), Text, due)
            .only(chosen)
            .cells(11, 11),
        C::new("item", s!("下一事项", "next item"), Text, item).only(M::SHEET),
        C::new("due_on", s!("到期", "due on"), Day, |on, ix| {
            next(on, *ix).map(|(due_on, _)| due_on).into()
        })
        .heading(s!("应办日期", "due"))
        .only(M::SHEET | chosen)
        .cells(10, 10),
        C::new("days", s!("天数", "days"), Number, days)
            .only(chosen)
            .cells(5, 5),
    ]);
    for (which, milestone) in round.milestones().iter_enumerated() {
        let title = format!("{} {}", milestone.id, milestone.short);
        let cells = width(&title).max(6);
        let column = C::new(milestone.id.clone(), title, Text, reached);
        let column = column.ranked(by_milestone).of(which.into());
        all.push(column.only(chosen).cells(cells, cells));
    }
    // A list of names has no place for a heading; each row says it.
    if round.demo.is_some() {
        all.push(C::new("demo", s!("说明", "note"), Text, |_, _| true.into()).only(M::DATA));
        all.push(C::new("demo", s!("说明", "note"), Text, |_, _| DEMO.into()).only(M::SHEET));
    }
    all
}

/// The columns that do not hang on what the round has.
fn own_columns() -> Vec<Column<AssocIx>> {
    use Holds::{Figures, Light, Number, Text};
    use Media as M;
    type C = Column<AssocIx>;
    let chosen = M::CHOICE;
    vec![
        C::new("no", s!("序号", "No"), Number, no).cells(3, 3),
        C::new("name", s!("名称", "name"), Text, |on, ix| {
            on.ledger.name(*ix).into()
        })
        .cells(16, 60),
        C::new("unit", s!("业务主管单位", "unit"), Text, unit)
            .only(M::TEXT | M::COPY | chosen)
            .cells(12, 40),
        C::new(
            "printed_unit",
            s!("印发名称", "printed name"),
            Text,
            |on, ix| on.ledger.printed_unit_of(*ix).into(),
        )
        .heading(s!("业务主管单位（印发）", "supervising unit (printed)"))
        .only(M::DATA | M::SHEET | chosen)
        .cells(12, 40),
        // Programs and sheets get no name for 直接登记.
        C::new(
            "unit",
            s!("业务主管单位", "supervising unit"),
            Text,
            |on, ix| on.ledger.unit_name_of(*ix).into(),
        )
        .only(M::DATA | M::SHEET),
        C::new("kind", s!("性质", "kind"), Text, kind)
            .only(chosen)
            .cells(8, either(15, 22)),
        C::new("status", s!("状态", "status"), Text, |on, ix| {
            on.ledger.associations()[*ix].status.into()
        })
        .cells(7, either(7, 11)),
        C::new("stage", s!("阶段", "stage"), Text, |on, ix| {
            on.ledger.progress(*ix).stage.into()
        })
        .ranked(|on, ix| Rank::from(on.ledger.progress(*ix).stage as i64))
        .except(M::COPY)
        .cells(either(8, 11), either(10, 15)),
        C::new("done", s!("已办", "done"), Number, |on, ix| {
            all_of(on, *ix).done.into()
        })
        .only(M::DATA),
        C::new("total", s!("应办", "to do"), Number, |on, ix| {
            all_of(on, *ix).total.into()
        })
        .only(M::DATA),
        // The 已脱钩 have no papers in this round; in a sheet they stay out of the sums.
        C::new("done", s!("已办", "done"), Number, |on, ix| {
            task(on, *ix).map(|tally| tally.done).into()
        })
        .only(M::SHEET),
        C::new("total", s!("应办", "to do"), Number, |on, ix| {
            task(on, *ix).map(|tally| tally.total).into()
        })
        .only(M::SHEET),
        C::new("light", s!("灯", "light"), Light, light)
            .only(M::DATA | M::SHEET | chosen)
            .cells(2, 2),
        C::new("progress", s!("清单", "list"), Figures, |on, ix| {
            all_of(on, *ix).into()
        })
        .only(M::TEXT | chosen)
        .cells(6, 6),
        C::new("light", s!("灯", "light"), Light, light).only(M::TEXT),
        C::new("percent", s!("进度", "%"), Figures, percent)
            .only(chosen)
            .cells(4, 4),
    ]
}

fn no<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    Cell::from(on.ledger.associations()[*ix].no).tone(Tone::Muted)
}

/// Canonical, or what is printed instead of a unit.
fn unit<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    let unit = on.ledger.unit_name_of(*ix);
    unit.unwrap_or_else(|| on.ledger.printed_unit_of(*ix))
        .into()
}

fn kind<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    on.ledger.kind_of(*ix).shown().into()
}

fn light<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    rollup::association(on.ledger, *ix, on.as_of).light.into()
}

fn all_of(on: &LedgerOn<'_>, ix: AssocIx) -> Tally {
    on.ledger.progress(ix).all()
}

/// The checklist of an association with a task.
fn task(on: &LedgerOn<'_>, ix: AssocIx) -> Option<Tally> {
    on.ledger.has_task(ix).then(|| all_of(on, ix))
}

fn percent<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    let tally = all_of(on, *ix);
    Cell::from(tally.share()).tone(Tone::Tally(tally))
}

/// What is due next of an association with a task: the day, and which item.
fn next(on: &LedgerOn<'_>, ix: AssocIx) -> Option<(NaiveDate, ItemIx)> {
    let next = on.ledger.progress(ix).next_due?;
    on.ledger.has_task(ix).then_some(next)
}

fn days_left(on: &LedgerOn<'_>, due_on: NaiveDate) -> i64 {
    let thresholds = &on.ledger.round().info.thresholds;
    thresholds.days_left(due_on, on.as_of)
}

/// The item that is due next with its days, or why there is none.
fn due<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    let ledger = on.ledger;
    let stage = ledger.progress(*ix).stage;
    let cell = match next(on, *ix) {
        Some((due_on, item)) => {
            let item = &ledger.round().items[item].id;
            format!("{item} {}", day::left(days_left(on, due_on))).into()
        }
        None if stage.exited() => stage.shown().into(),
        None if !ledger.has_task(*ix) => "-".into(),
        None => s!("全部办结", "all done").into(),
    };
    lit(on, *ix, cell)
}

/// The item that is due next with its label.
fn item<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    let item = next(on, *ix).map(|(_, item)| {
        let def = &on.ledger.round().items[item];
        format!("{} {}", def.id, def.label)
    });
    item.into()
}

fn days<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    let left = next(on, *ix).map(|(due_on, _)| days_left(on, due_on));
    lit(on, *ix, left.into())
}

fn lit<'a>(on: &LedgerOn<'_>, ix: AssocIx, cell: Cell<'a>) -> Cell<'a> {
    cell.tone(Tone::Lit(
        rollup::association(on.ledger, ix, on.as_of).light,
    ))
}

/// When a milestone was reached, or its light and the days left.
fn reached<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Cell<'a> {
    let Some(standing) = milestone::for_association(on.ledger, on.which.into(), *ix, on.as_of)
    else {
        return Cell::from("-").tone(Tone::Muted);
    };
    let text = match standing.done_on {
        Some(done) => done.format("%m-%d").to_string(),
        None => day::left(standing.days_left),
    };
    Cell::from(text).tone(Tone::Lit(standing.light))
}

/// The longest overdue first, then what is due next, then what was reached, the earliest first.
fn by_milestone(on: &LedgerOn<'_>, ix: &AssocIx) -> Rank {
    /// More days than anything can be away.
    const REACHED: i64 = 1_000_000;
    let standing = milestone::for_association(on.ledger, on.which.into(), *ix, on.as_of);
    standing.map_or(Rank::Blank, |standing| {
        let reached = |day: NaiveDate| REACHED + i64::from(day.num_days_from_ce());
        Rank::from(standing.done_on.map_or(standing.days_left, reached))
    })
}
