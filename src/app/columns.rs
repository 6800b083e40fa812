//! The columns of the roster: one table for the screen and `tuogou list --columns`.

use chrono::NaiveDate;

use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::Ledger;
use crate::domain::milestone;
use crate::domain::model::{Light, Section, Separation, Status};
use crate::domain::progress::{self, Tally};
use crate::domain::round::Round;
use crate::text::cells::{visible, width};
use crate::text::day;
use crate::text::fold::fold_text;

/// Which side a column leans to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// How a cell is to look, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As other text.
    Plain,
    /// It matters less.
    Muted,
    /// A printed status.
    Status(Status),
    /// Done of total.
    Tally(Tally),
    /// The sign of a light.
    Lamp(Light),
    /// Text in the colour of a light.
    Lit(Light),
}

/// What stands in a column for an association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// For people.
    pub text: String,
    /// For programs, where JSON has an identifier for it.
    pub id: Option<&'static str>,
    /// How it looks.
    pub tone: Tone,
}

impl Cell {
    fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            id: None,
            tone,
        }
    }

    fn with_id(self, id: &'static str) -> Self {
        Self {
            id: Some(id),
            ..self
        }
    }

    /// As spreadsheets and programs get it.
    pub fn plain(&self) -> &str {
        self.id.unwrap_or(&self.text)
    }
}

type Read = fn(&Ledger, usize, AssocIx, NaiveDate) -> Cell;

/// A column as a round knows it.
#[derive(Debug, Clone)]
pub struct Column {
    /// `no`, `name`, … `M4`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Which side it leans to.
    pub side: Side,
    /// Cells that it needs on a screen.
    pub least: usize,
    /// Cells that it can use where there is room.
    pub most: usize,
    which: usize,
    read: Read,
}

impl Column {
    /// It follows from what was recorded, and is not printed in the roster.
    pub fn follows(&self) -> bool {
        !matches!(self.id.as_str(), "no" | "name" | "status" | "printed_unit")
    }

    /// What stands in it for an association on a day.
    pub fn cell(&self, ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Cell {
        (self.read)(ledger, self.which, association, as_of)
    }
}

/// Every column of a round.
pub fn all(round: &Round) -> Vec<Column> {
    let column =
        |(id, title, side, least, most, read): (&str, &str, Side, usize, usize, Read)| Column {
            id: id.to_owned(),
            title: title.to_owned(),
            side,
            least,
            most,
            which: 0,
            read,
        };
    let first = [
        ("no", "序号", Side::Right, 3, 3, no as Read),
        ("name", "名称", Side::Left, 16, 60, name),
        ("unit", "业务主管单位", Side::Left, 12, 40, unit),
        ("printed_unit", "印发名称", Side::Left, 12, 40, printed_unit),
        ("kind", "性质", Side::Left, 8, 15, kind),
        ("status", "状态", Side::Left, 7, 7, status),
        ("stage", "阶段", Side::Left, 8, 10, stage),
        ("light", "灯", Side::Left, 2, 2, light),
        ("progress", "清单", Side::Right, 6, 6, checklist),
        ("percent", "进度", Side::Right, 4, 4, percent),
    ];
    let last = [
        ("due", "下一事项", Side::Left, 11, 11, due as Read),
        ("due_on", "到期", Side::Left, 10, 10, due_on),
        ("days", "天数", Side::Right, 5, 5, days),
    ];
    let mut all: Vec<Column> = first.into_iter().map(column).collect();
    for separation in Separation::ALL {
        let section = Section::from(separation);
        let title = &round.section(section).short;
        let items = round.items.iter().filter(|item| item.section == section);
        let items = items.count().to_string().len();
        let cells = width(title).max(2 * items + 1);
        all.push(Column {
            which: section.index(),
            ..column((separation.id(), title, Side::Right, cells, cells, tally))
        });
    }
    all.extend(last.into_iter().map(column));
    for (which, milestone) in round.milestones().iter_enumerated() {
        let title = format!("{} {}", milestone.id, milestone.short);
        let cells = width(&title).max(6);
        all.push(Column {
            which: which.into(),
            ..column((&milestone.id, &title, Side::Left, cells, cells, reached))
        });
    }
    all
}

/// A name that no column has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有列「{name}」，可用 {known}")]
pub struct UnknownColumn {
    /// As it was written.
    pub name: String,
    /// The names that there are.
    pub known: String,
}

/// The columns with these names (`name,light,M4`; headings count too), in this order.
pub fn choose(round: &Round, names: &str) -> Result<Vec<Column>, UnknownColumn> {
    let all = all(round);
    let is = |column: &&Column, wanted: &str| {
        fold_text(&column.id) == wanted || fold_text(&column.title) == wanted
    };
    let names = names.split([',', '，', '、']).map(str::trim);
    names
        .map(|name| {
            let wanted = fold_text(name);
            let found = all.iter().find(|column| is(column, &wanted));
            found.cloned().ok_or_else(|| UnknownColumn {
                name: visible(name).into_owned(),
                known: all
                    .iter()
                    .map(|column| column.id.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
            })
        })
        .collect()
}

fn no(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    Cell::new(ledger.associations()[ix].no.to_string(), Tone::Muted)
}

fn name(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    Cell::new(ledger.associations()[ix].name.as_ref(), Tone::Plain)
}

fn unit(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    let unit = ledger.unit_name_of(ix);
    Cell::new(
        unit.unwrap_or_else(|| ledger.printed_unit_of(ix)),
        Tone::Plain,
    )
}

fn printed_unit(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    Cell::new(ledger.printed_unit_of(ix), Tone::Plain)
}

fn kind(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    let direct = crate::domain::model::UnitKind::DirectRegistration;
    let unit = ledger.unit_of(ix).map(|unit| ledger.units()[unit].kind);
    Cell::new(unit.unwrap_or(direct).word(), Tone::Plain)
}

fn status(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    let status = ledger.associations()[ix].status;
    Cell::new(status.word(), Tone::Status(status)).with_id(status.id())
}

fn stage(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    let stage = ledger.progress(ix).stage;
    Cell::new(stage.word(), Tone::Plain).with_id(stage.id())
}

fn light(ledger: &Ledger, _: usize, ix: AssocIx, as_of: NaiveDate) -> Cell {
    let light = progress::light(ledger, ix, as_of);
    Cell::new(light.sign(), Tone::Lamp(light)).with_id(light.id())
}

fn counted(tally: Tally) -> Cell {
    Cell::new(
        format!("{}/{}", tally.done, tally.total),
        Tone::Tally(tally),
    )
}

fn checklist(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    counted(ledger.progress(ix).all())
}

fn tally(ledger: &Ledger, which: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    counted(ledger.progress(ix).section(Section::ALL[which]))
}

fn percent(ledger: &Ledger, _: usize, ix: AssocIx, _: NaiveDate) -> Cell {
    let tally = ledger.progress(ix).all();
    Cell::new(format!("{}%", tally.percent()), Tone::Tally(tally))
}

/// What is due next of an association with a task: the day, the id of the item, days left.
fn next(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> Option<(NaiveDate, &str, i64)> {
    if !ledger.has_task(ix) {
        return None;
    }
    let round = ledger.round();
    let (due_on, item) = ledger.progress(ix).next_due?;
    let left = round.info.thresholds.days_left(due_on, as_of);
    Some((due_on, &round.items[item].id, left))
}

fn due(ledger: &Ledger, _: usize, ix: AssocIx, as_of: NaiveDate) -> Cell {
    let text = match next(ledger, ix, as_of) {
        Some((_, item, left)) => format!("{item} {}", day::left(left)),
        None if ledger.progress(ix).stage.exited() => ledger.progress(ix).stage.word().to_owned(),
        None if !ledger.has_task(ix) => "-".to_owned(),
        None => "全部办结".to_owned(),
    };
    Cell::new(text, Tone::Lit(progress::light(ledger, ix, as_of)))
}

fn due_on(ledger: &Ledger, _: usize, ix: AssocIx, as_of: NaiveDate) -> Cell {
    let text = next(ledger, ix, as_of).map_or_else(String::new, |(on, ..)| on.to_string());
    Cell::new(text, Tone::Plain)
}

fn days(ledger: &Ledger, _: usize, ix: AssocIx, as_of: NaiveDate) -> Cell {
    let text = next(ledger, ix, as_of).map_or_else(String::new, |(.., left)| left.to_string());
    Cell::new(text, Tone::Lit(progress::light(ledger, ix, as_of)))
}

/// When a milestone was reached, or its light and the days left.
fn reached(ledger: &Ledger, which: usize, ix: AssocIx, as_of: NaiveDate) -> Cell {
    let milestone = MilestoneIx::from(which);
    let Some(standing) = milestone::for_association(ledger, milestone, ix, as_of) else {
        return Cell::new("-", Tone::Muted);
    };
    let text = match standing.done_on {
        Some(on) => on.format("%m-%d").to_string(),
        None => day::left(standing.days_left),
    };
    Cell::new(text, Tone::Lit(standing.light))
}
