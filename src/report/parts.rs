//! 为什么, 背后: a row for each part that stands behind a light.

use chrono::NaiveDate;
use serde::Serialize;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::{AssocIx, ItemIx, UnitIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::model::Section;
use crate::words::why::{self, Part, What};

/// What is asked about, by identifiers, as JSON has it.
#[derive(Debug, Serialize, Default)]
pub struct AskedAbout<'a> {
    kind: &'static str,
    association: Option<u32>,
    item: Option<&'a str>,
    section: Option<Section>,
    milestone: Option<&'a str>,
    unit: Option<&'a str>,
}

impl<'a> AskedAbout<'a> {
    /// Names what is asked about.
    pub fn new(ledger: &'a Ledger, what: What) -> Self {
        let no = |ix: AssocIx| Some(ledger.associations()[ix].no);
        let item = |ix: ItemIx| Some(&*ledger.round().items[ix].id);
        let unit = |ix: UnitIx| Some(&*ledger.units()[ix].name);
        let kind = match what {
            What::City => "city",
            What::Section(_) | What::SectionOf(..) => "section",
            What::Items(_) | What::Item(..) => "item",
            What::Unit(_) => "unit",
            What::Printed(_) => "printed_unit",
            What::Status(_) => "status",
            What::Association(_) => "association",
            What::Milestone(..) => "milestone",
        };
        let mut asked = Self {
            kind,
            ..Self::default()
        };
        match what {
            What::City | What::Status(_) => {}
            What::Section(section) => asked.section = Some(section),
            What::Items(ix) => asked.item = item(ix),
            What::Unit(ix) => asked.unit = unit(ix),
            What::Printed(ix) => asked.unit = Some(&ledger.printed_units()[ix].name),
            What::Association(ix) => asked.association = no(ix),
            What::SectionOf(ix, section) => {
                asked.association = no(ix);
                asked.section = Some(section);
            }
            What::Item(ix, of) => {
                asked.association = no(ix);
                asked.item = item(of);
            }
            What::Milestone(ix, subject) => {
                asked.milestone = Some(&ledger.round().milestones()[ix].id);
                match subject {
                    SubjectIx::City => {}
                    SubjectIx::Unit(ix) => asked.unit = unit(ix),
                    SubjectIx::Association(ix) => asked.association = no(ix),
                }
            }
        }
        asked
    }
}

/// What stands behind a light.
pub fn report(ledger: &Ledger, parts: Vec<Part>, as_of: NaiveDate) -> Report<'_, Part> {
    Report::new(
        s!("背后", "Behind it"),
        columns(),
        parts,
        LedgerOn::new(ledger, as_of),
    )
}

fn about<'a>(on: &LedgerOn<'a>, part: &Part) -> AskedAbout<'a> {
    AskedAbout::new(on.ledger, part.what)
}

fn columns() -> Vec<Column<Part>> {
    use Holds::{Day, Light, Number, Text};
    use Media as M;
    type C = Column<Part>;
    vec![
        C::new("kind", s!("种类", "kind"), Text, |on, part| {
            about(on, part).kind.into()
        }),
        C::new(
            "association",
            s!("协会", "association"),
            Number,
            |on, part| about(on, part).association.into(),
        ),
        C::new("item", s!("事项", "item"), Text, |on, part| {
            about(on, part).item.into()
        }),
        C::new("section", s!("部分", "section"), Text, |on, part| {
            about(on, part).section.map(Section::id).into()
        }),
        C::new("milestone", s!("节点", "milestone"), Text, |on, part| {
            about(on, part).milestone.into()
        }),
        C::new("unit", s!("单位", "unit"), Text, |on, part| {
            about(on, part).unit.into()
        }),
        C::new("title", s!("名称", "name"), Text, |on, part| {
            why::title(on.ledger, part.what).into()
        }),
        C::new("light", s!("灯", "light"), Light, |_, part| {
            part.assessment.light.into()
        }),
        C::new("reason", s!("理由", "reason"), Text, |_, part| {
            Cell::nested(&part.assessment.reason)
        })
        .only(M::DATA),
        C::new("reason", s!("理由", "reason"), Text, |_, part| {
            part.assessment.reason.shown().into()
        })
        .except(M::DATA),
        C::new("due_on", s!("期限", "due"), Day, |_, part| {
            part.assessment.due_on.into()
        }),
        // Calendar days; negative when past.
        C::new("days", s!("天数", "days"), Number, |_, part| {
            part.assessment.days_left.into()
        }),
        C::new("note", s!("说明", "note"), Text, |on, part| {
            why::note(on.ledger, part).into()
        }),
    ]
}
