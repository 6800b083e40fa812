//! What `w` asks about: the light, tick or count under the cursor.

use super::{Effect, changes, fail};
use crate::app::listing::{GroupKey, Row};
use crate::app::overview::DueWhat;
use crate::domain::finding::About;
use crate::domain::id::UnitIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::model::Status;
use crate::domain::why::What;
use crate::tui::model::{Block, Count, MeetingRow, Model, Opened, Tab};
use crate::tui::popup::{self, WhyView};

/// Opens the answer.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(what) = here(model) else {
        fail(model, "这里没有灯可问".into());
        return Vec::new();
    };
    open(model, what)
}

/// Opens the answer about something; what a screen counts can be asked by this too.
pub fn open(model: &mut Model, what: What) -> Vec<Effect> {
    let view = WhyView::new(&model.ledger, what, model.as_of_date(), model.size);
    popup::open(model, view)
}

fn here(model: &Model) -> Option<What> {
    let ledger = &model.ledger;
    match model.opened.last() {
        Some(Opened::Association(view)) => Some(What::Item(view.association, view.item)),
        Some(Opened::Form(view)) => Some(What::Association(view.association)),
        Some(Opened::Mirror(view)) => Some(What::Association(view.association)),
        Some(Opened::Milestone(view)) => {
            let member = view.members.get(view.list.cursor);
            let subject = member.copied().unwrap_or(SubjectIx::City);
            Some(What::Milestone(view.milestone, subject))
        }
        Some(Opened::Meeting(view)) => match view.current() {
            Some(MeetingRow::Association(ix, ..)) => Some(What::Association(*ix)),
            _ => view.unit(ledger).map(What::Unit),
        },
        Some(Opened::Behind(view)) => {
            let row = view.rows.get(view.list.cursor)?;
            Some(match row.item {
                Some(item) => What::Item(row.association, item),
                None => What::Association(row.association),
            })
        }
        Some(Opened::Changes(view)) => changes::what_here(ledger, view),
        Some(Opened::Import(_) | Opened::Preview(_)) => None,
        None => match model.tab {
            Tab::Overview => overview(model),
            Tab::Roster => match model.roster.current()? {
                Row::Association(ix) => Some(What::Association(ix)),
                Row::Group(key) => group(ledger, key),
            },
            Tab::Findings => Some(match model.findings.current(ledger)?.about {
                About::City => What::City,
                About::Unit(printed) => What::Printed(printed),
                About::Association(ix) => What::Association(ix),
            }),
            Tab::Timeline => Some(What::Milestone(
                model.timeline.list.cursor.into(),
                SubjectIx::City,
            )),
            Tab::Matrix => {
                let unit = UnitIx::from(model.matrix.list.cursor);
                let known = ledger.units().get(unit).is_some();
                known.then_some(What::Milestone(model.matrix.column, SubjectIx::Unit(unit)))
            }
        },
    }
}

fn overview(model: &Model) -> Option<What> {
    let ledger = &model.ledger;
    let view = &model.overview_page;
    let sums = model.ctx.overview.sums.as_ref()?;
    let at = view.at(view.block);
    Some(match view.block {
        Block::Counts => match Count::ALL[at] {
            Count::Decoupled => What::Status(Status::Decoupled),
            Count::Planned => What::Status(Status::Planned),
            _ => What::City,
        },
        Block::Milestones => What::Milestone(at.into(), SubjectIx::City),
        Block::Separations => What::Section(sums.separations.get(at)?.section),
        Block::Due => match view.due(model)?.what {
            DueWhat::Milestone(ix) => What::Milestone(ix, SubjectIx::City),
            DueWhat::Item(item) => What::Items(item),
            DueWhat::Promise(SubjectIx::Association(ix)) => What::Association(ix),
            DueWhat::Promise(SubjectIx::Unit(unit)) => What::Unit(unit),
            DueWhat::Promise(SubjectIx::City) => What::City,
        },
        Block::Units => match sums.units.get(at)?.ix {
            Some(unit) => What::Unit(unit),
            None => return group(ledger, GroupKey::Direct),
        },
        Block::Changes => {
            let no = sums.changes.get(at)?.association?;
            What::Association(ledger.association_ix(no)?)
        }
    })
}

fn group(ledger: &Ledger, key: GroupKey) -> Option<What> {
    Some(match key {
        GroupKey::Unit(unit) => What::Unit(unit),
        GroupKey::Printed(printed) => What::Printed(printed),
        GroupKey::Status(status) => What::Status(status),
        GroupKey::Direct => {
            let name = &ledger.round().info.thresholds.direct_registration;
            let printed = ledger.printed_units();
            What::Printed(printed.position(|printed| printed.name == *name)?)
        }
    })
}
