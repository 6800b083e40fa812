//! Milestones as they are reached: those of an association, and whoever has to reach one.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::cell::{Cell, Tone};
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone::{self, Standing};
use crate::domain::model;
use crate::domain::round::{Milestone, RoundInfo, Scope};
use crate::text::day;

/// A milestone, and where somebody stands; `None` = it does not have to be reached there.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    pub milestone: MilestoneIx,
    pub subject: SubjectIx,
    pub standing: Option<Standing>,
}

impl Reached {
    /// Where whoever stands below a subject stands.
    pub fn below(
        ledger: &Ledger,
        milestone: MilestoneIx,
        subject: SubjectIx,
        as_of: NaiveDate,
    ) -> Self {
        let members = milestone::below(ledger, milestone, subject);
        let standing = milestone::standing(ledger, milestone, &members, as_of);
        Self::new(milestone, subject, standing)
    }

    /// With what is known of it.
    pub fn new(milestone: MilestoneIx, subject: SubjectIx, standing: Standing) -> Self {
        Self {
            milestone,
            subject,
            standing: Some(standing).filter(|standing| standing.population > 0),
        }
    }

    fn def<'a>(&self, on: &LedgerOn<'a>) -> &'a Milestone {
        &on.ledger.round().milestones()[self.milestone]
    }

    fn done_on(&self) -> Option<NaiveDate> {
        self.standing?.done_on
    }

    const fn association(&self) -> Option<AssocIx> {
        match self.subject {
            SubjectIx::Association(ix) => Some(ix),
            SubjectIx::Unit(_) | SubjectIx::City => None,
        }
    }
}

/// All milestones, for one association.
pub fn report(ledger: &Ledger, whose: AssocIx, as_of: NaiveDate) -> Report<'_, Reached> {
    let all = ledger.round().milestones().keys();
    let rows = all.map(|ix| Reached {
        milestone: ix,
        subject: SubjectIx::Association(whose),
        standing: milestone::for_association(ledger, ix, whose, as_of),
    });
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("节点", "id"), columns(), rows.collect(), on)
}

fn done<'a>(_: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    match (row.standing, row.done_on()) {
        (None, _) => s!("不涉及", "n/a").into(),
        (Some(_), None) => "-".into(),
        (Some(_), Some(on)) => on.into(),
    }
}

fn columns() -> Vec<Column<Reached>> {
    use Holds::{Day, Light, Text};
    use Media as M;
    type C = Column<Reached>;
    vec![
        C::new("id", s!("节点", "id"), Text, |on, row| {
            (&row.def(on).id).into()
        }),
        C::new("title", s!("名称", "name"), Text, |on, row| {
            (&row.def(on).title).into()
        }),
        C::new("due_on", s!("计划", "planned"), Day, |on, row| {
            row.def(on).due_on.into()
        }),
        C::new("done_on", s!("完成", "done"), Day, |_, row| {
            row.done_on().into()
        })
        .only(M::DATA),
        C::new("done_on", s!("完成", "done"), Text, done).except(M::DATA),
        C::new("light", s!("灯", "light"), Light, |_, row| {
            let light = row.standing.map(|standing| standing.light);
            light.unwrap_or(model::Light::Grey).into()
        }),
        C::new("applies", s!("涉及", "applies"), Text, |_, row| {
            row.standing.is_some().into()
        })
        .only(M::DATA),
    ]
}

fn no<'a>(on: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    let no = row.association().map(|ix| on.ledger.associations()[ix].no);
    no.into()
}

fn name<'a>(on: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    on.ledger.subject_name(row.subject).into()
}

fn unit<'a>(on: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    let unit = row.association().and_then(|ix| on.ledger.unit_name_of(ix));
    Cell::from(unit).tone(Tone::Muted)
}

/// Why a unit has to reach it, or need not.
fn basis<'a>(on: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    let SubjectIx::Unit(unit) = row.subject else {
        return Cell::EMPTY;
    };
    let basis = row.def(on).population.basis(on.ledger.training(unit));
    Cell::from(basis).tone(Tone::Muted)
}

fn lamp<'a>(_: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    match row.standing {
        Some(standing) => standing.light.into(),
        None => Cell::from("--").tone(Tone::Muted),
    }
}

/// When it was reached, or how many days are left.
fn state<'a>(_: &LedgerOn<'a>, row: &Reached) -> Cell<'a> {
    let Some(standing) = row.standing else {
        return Cell::from(s!("不在范围", "out of scope")).tone(Tone::Muted);
    };
    let text = match standing.done_on {
        Some(on) if standing.light == model::Light::Yellow => t!("{on} 逾期补办", "{on} made up"),
        Some(on) => on.to_string(),
        None => day::left(standing.days_left),
    };
    Cell::from(text).tone(Tone::Lit(standing.light))
}

/// What is told of those who have to reach a milestone of so wide a scope.
pub fn members(info: &RoundInfo, scope: Scope) -> Vec<Column<Reached>> {
    use Holds::{Light, Number, Text};
    use Media as M;
    type C = Column<Reached>;
    let whose = match scope {
        Scope::Association => s!("名称", "name"),
        Scope::Unit => s!("业务主管单位", "supervising unit"),
        Scope::City => info.everywhere().get(),
    };
    let least = if scope == Scope::Association { 20 } else { 30 };
    let name = C::new("name", whose, Text, name).cells(least, 30);
    let mut columns = match scope {
        Scope::Association => vec![
            C::new("no", s!("序号", "No."), Number, no).cells(3, 3),
            name,
            C::new("unit", s!("主管单位", "unit"), Text, unit).cells(14, 40),
        ],
        Scope::Unit => vec![
            name,
            C::new("basis", s!("为什么", "why"), Text, basis)
                .except(M::COPY)
                .cells(16, 30),
        ],
        Scope::City => vec![name],
    };
    columns.extend([
        C::new("id", s!("节点", "id"), Text, |on, row| {
            (&row.def(on).id).into()
        }),
        C::new("light", s!("灯", "light"), Light, lamp)
            .except(M::COPY)
            .cells(2, 2),
        C::new("state", s!("完成", "done"), Text, state)
            .only(M::NONE)
            .cells(18, 18),
        C::new("done_on", s!("完成", "done"), Text, |_, row| {
            let on = row.done_on().map(|on| on.to_string());
            on.map_or(Cow::Borrowed(s!("未完成", "not yet")), Cow::Owned)
                .into_owned()
                .into()
        }),
    ]);
    columns
}
