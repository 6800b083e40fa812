//! 变化: a row for each sum, stage and deed that differs between two days.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::ledger::Ledger;

/// What has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A sum: items, completed, milestone, unit.
    Sum {
        /// Which of them.
        kind: &'static str,
        /// What it is the sum of.
        name: String,
        /// Before and after.
        counts: [usize; 2],
        /// What there is.
        total: usize,
    },
    /// An association that stands elsewhere.
    Stage {
        no: u32,
        name: String,
        /// Where it stood, and where it stands.
        stages: [&'static str; 2],
    },
    /// Something that was done.
    Deed {
        /// The day that it counts for.
        on: String,
        by: String,
        what: String,
    },
}

impl Difference {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Sum { kind, .. } => kind,
            Self::Stage { .. } => "stage",
            Self::Deed { .. } => "deed",
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Sum { kind, .. } => match kind.as_bytes() {
                b"milestone" => s!("节点", "milestone"),
                b"unit" => s!("单位", "unit"),
                _ => s!("合计", "total"),
            },
            Self::Stage { .. } => s!("阶段", "stage"),
            Self::Deed { .. } => s!("办理", "done"),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Sum { name, .. } | Self::Stage { name, .. } => name,
            Self::Deed { what, .. } => what,
        }
    }

    /// With the number of an association, or who did it.
    fn content(&self) -> String {
        match self {
            Self::Sum { name, .. } => name.clone(),
            Self::Stage { no, name, .. } => format!("{no} {name}"),
            Self::Deed { by, what, .. } => format!("{by} {what}"),
        }
    }

    /// Before (0) or after (1).
    fn side(&self, at: usize) -> Cell<'_> {
        match self {
            Self::Sum { counts, .. } => counts[at].into(),
            Self::Stage { stages, .. } => stages[at].into(),
            Self::Deed { .. } => Cell::EMPTY,
        }
    }
}

/// The report of what differs between two days.
pub fn report(
    ledger: &Ledger,
    differences: Vec<Difference>,
    as_of: NaiveDate,
) -> Report<'_, Difference> {
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("变化", "Changes"), columns(), differences, on)
}

/// What is told of a difference.
pub fn columns() -> Vec<Column<Difference>> {
    use Holds::{Figures, Text};
    use Media as M;
    type C = Column<Difference>;
    vec![
        C::new("kind", s!("种类", "kind"), Text, |_, row| {
            Cell::word(row.kind(), row.word())
        }),
        C::new("no", s!("序号", "No."), Holds::Number, |_, row| match row {
            Difference::Stage { no, .. } => (*no).into(),
            _ => Cell::EMPTY,
        })
        .only(M::DATA),
        C::new("name", s!("内容", "what"), Text, |_, row| {
            row.name().into()
        })
        .only(M::DATA),
        C::new("name", s!("内容", "what"), Text, |_, row| {
            row.content().into()
        })
        .except(M::DATA),
        C::new("before", s!("此前", "before"), Figures, |_, row| {
            row.side(0)
        })
        .only(M::DATA),
        C::new("after", s!("现在", "now"), Figures, |_, row| row.side(1)).only(M::DATA),
        C::new(
            "before",
            s!("此前", "before"),
            Figures,
            |_, row| match row {
                Difference::Deed { on, .. } => on.into(),
                _ => row.side(0),
            },
        )
        .except(M::DATA),
        C::new("after", s!("现在", "now"), Figures, |_, row| match row {
            Difference::Sum { counts, total, .. } => format!("{}/{total}", counts[1]).into(),
            _ => row.side(1),
        })
        .except(M::DATA),
        C::new(
            "total",
            s!("总数", "total"),
            Holds::Number,
            |_, row| match row {
                Difference::Sum { total, .. } => (*total).into(),
                _ => Cell::EMPTY,
            },
        )
        .only(M::DATA),
        C::new("on", s!("日期", "date"), Text, |_, row| match row {
            Difference::Deed { on, .. } => on.into(),
            _ => Cell::EMPTY,
        })
        .only(M::DATA),
        C::new("by", s!("经办", "by"), Text, |_, row| match row {
            Difference::Deed { by, .. } => by.into(),
            _ => Cell::EMPTY,
        })
        .only(M::DATA),
    ]
}
