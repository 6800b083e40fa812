//! How lights add up: item → section → association → unit → city, and member → milestone.
//! What is made of several has the worst light of its parts ([`Assessment::worse`]):
//!
//! - an item that is 不涉及 has no light; a ticked one is green, or yellow when it was late;
//! - a section takes its items;
//! - an association takes the items and the milestones of its own level that it or its unit has to
//!   see to, and not what other bodies owe; without a task (已脱钩 or left the round) and before the
//!   day of the notice it is grey;
//! - a unit takes its associations and the milestones that it leads and has to reach itself
//!   ([`super::late`]), the city its units, a milestone its population.

use std::sync::Arc;

use chrono::NaiveDate;

use super::id::{AssocIx, IdMap, MilestoneIx, UnitIx};

use super::late;
use super::ledger::{ItemView, Ledger, SubjectIx};
use super::light::{self, Assessment, Case, Span};
use super::light_summary::{LightSummary, done_on, item_span, span};
use super::milestone;
use super::model::{ItemState, Light, Section};
use super::progress::Progress;
use super::round::ItemDef;

/// Why an association has no light: separated earlier, or left.
fn why_no_task(ledger: &Ledger, association: AssocIx) -> Option<Case> {
    let stage = ledger.progress(association).stage;
    if stage.exited() {
        Some(Case::Exited)
    } else {
        (!stage.has_task()).then_some(Case::NoTask)
    }
}

/// An association has nothing to do, or nothing yet: its light without a look at anything else.
fn trivial_light(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Option<Assessment> {
    let info = &ledger.round().info;
    if let Some(case) = why_no_task(ledger, association) {
        return Some(light::assess(info, case, as_of));
    }
    let notice = info.notice.dated_on;
    (as_of < notice).then(|| {
        let first = ledger.progress(association).light.first_open();
        let span = Span {
            starts_on: notice,
            due_on: first.map_or(notice, |first| first.due_on.max(notice)),
        };
        let case = Case::Task {
            span,
            done_on: None,
        };
        light::assess(info, case, as_of)
    })
}

/// The light of one item.
pub fn item(ledger: &Ledger, item: &ItemView<'_>, as_of: NaiveDate) -> Assessment {
    let case = match why_no_task(ledger, item.association) {
        Some(case) => case,
        None if item.state == ItemState::NotApplicable => Case::NoTask,
        None => Case::Task {
            span: item_span(ledger, item),
            done_on: done_on(item),
        },
    };
    light::assess(&ledger.round().info, case, as_of)
}

/// The light of one section of an association's checklist.
pub fn section(
    ledger: &Ledger,
    association: AssocIx,
    section: Section,
    as_of: NaiveDate,
) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    ledger
        .counted(association)
        .filter(|item| item.def.section == section)
        .map(|view| item(ledger, &view, as_of))
        .fold(none, Assessment::worse)
}

/// The light of an association.
pub fn association(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Assessment {
    if let Some(light) = trivial_light(ledger, association, as_of) {
        return light;
    }
    let (info, progress) = (&ledger.round().info, ledger.progress(association));
    if progress.light.holds_on(as_of) {
        return progress.light.assess(info, as_of);
    }
    // On that day some of it had not happened yet.
    let items: Vec<ItemView<'_>> = ledger.checklist(association).collect();
    let then = LightSummary::of(ledger, association, &items, progress.reached(), as_of);
    then.assess(info, as_of)
}

/// The lights of many associations on one day: those that share their progress have one light,
/// so that a hundred thousand that nobody has touched cost no more than a few.
pub struct Lights<'a> {
    ledger: &'a Ledger,
    as_of: NaiveDate,
    seen: IdMap<*const Progress, Light>,
}

impl<'a> Lights<'a> {
    /// Of a ledger on a day.
    pub fn new(ledger: &'a Ledger, as_of: NaiveDate) -> Self {
        Self {
            ledger,
            as_of,
            seen: IdMap::default(),
        }
    }

    /// The day that they are of.
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Whose lights they are.
    pub const fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// The light of one association.
    pub fn of(&mut self, ix: AssocIx) -> Light {
        let progress = self.ledger.shared_progress(ix);
        if !progress.light.holds_on(self.as_of) || Arc::strong_count(progress) == 1 {
            return association(self.ledger, ix, self.as_of).light;
        }
        let seen = self.seen.entry(Arc::as_ptr(progress));
        *seen.or_insert_with(|| association(self.ledger, ix, self.as_of).light)
    }
}

/// The light of some associations together; grey when none of them has a task.
pub fn group(
    ledger: &Ledger,
    associations: impl IntoIterator<Item = AssocIx>,
    as_of: NaiveDate,
) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    associations
        .into_iter()
        .map(|ix| association(ledger, ix, as_of))
        .fold(none, Assessment::worse)
}

/// The light of a unit: its associations and the milestones that it has to reach itself.
pub fn unit(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Assessment {
    let whose = ledger.units()[unit].associations.iter().copied();
    group(ledger, whose, as_of).worse(late::own_light(ledger, unit, as_of))
}

/// The light of everybody.
pub fn city(ledger: &Ledger, as_of: NaiveDate) -> Assessment {
    let own = ledger.units().keys();
    own.map(|unit| late::own_light(ledger, unit, as_of)).fold(
        group(ledger, ledger.associations().keys(), as_of),
        Assessment::worse,
    )
}

/// The light of some items of the checklist over the whole city.
pub fn items_of_all(
    ledger: &Ledger,
    wanted: impl Fn(&ItemDef) -> bool,
    as_of: NaiveDate,
) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    ledger
        .associations()
        .keys()
        .filter(|ix| ledger.has_task(*ix))
        .flat_map(|ix| ledger.counted(ix))
        .filter(|view| wanted(view.def))
        .map(|view| item(ledger, &view, as_of))
        .fold(none, Assessment::worse)
}

/// The light of a milestone for that part of its population that lies below a subject.
pub fn milestone(
    ledger: &Ledger,
    ix: MilestoneIx,
    subject: SubjectIx,
    as_of: NaiveDate,
) -> Assessment {
    let members = milestone::below(ledger, ix, subject);
    if members.is_empty() {
        return member(ledger, ix, subject, as_of);
    }
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    let lights = members
        .into_iter()
        .map(|subject| member(ledger, ix, subject, as_of));
    lights.fold(none, Assessment::worse)
}

/// The light of one member of a milestone's population; grey for whoever is not in it.
pub fn member(
    ledger: &Ledger,
    milestone: MilestoneIx,
    subject: SubjectIx,
    as_of: NaiveDate,
) -> Assessment {
    let no_task = match subject {
        SubjectIx::Association(ix) => why_no_task(ledger, ix),
        SubjectIx::City | SubjectIx::Unit(_) => None,
    };
    let case = if milestone::below(ledger, milestone, subject).contains(&subject) {
        Case::Task {
            span: span(ledger, milestone, subject),
            done_on: milestone::reached_by(ledger, milestone, subject, as_of),
        }
    } else {
        no_task.unwrap_or(Case::NoTask)
    };
    light::assess(&ledger.round().info, case, as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Subject;
    use crate::domain::change::{Change, ItemRecord, ItemSaid};
    use crate::domain::command::Command;
    use crate::domain::light::Reason;
    use crate::domain::model::{Light, Section};
    use crate::domain::rollup;
    use crate::domain::round::Scope;
    use crate::domain::tests::{date, done, ledger, mark};

    /// From its items and milestones one by one.
    fn by_parts(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Assessment {
        let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
        let items = ledger
            .counted(association)
            .filter(|view| view.def.own)
            .map(|view| item(ledger, &view, as_of));
        let milestones = ledger.round().milestones().iter_enumerated();
        let milestones = milestones
            .filter(|(_, def)| def.own && def.scope == Scope::Association)
            .map(|(ix, _)| member(ledger, ix, SubjectIx::Association(association), as_of));
        items.chain(milestones).fold(none, Assessment::worse)
    }

    /// The precomputed light is the light of the parts, on every day.
    #[test]
    fn what_is_kept_of_an_association_says_what_its_parts_say() {
        let mut ledger = ledger();
        let ix = ledger.association_ix(29).expect("29");
        for (item, state, on) in [
            ("P1", ItemState::Done, "2020-06-20"),
            ("P2", ItemState::Done, "2020-08-03"),
            ("B1", ItemState::Doing, "2020-07-20"),
            ("A4", ItemState::NotApplicable, "2020-07-20"),
        ] {
            let record = ItemRecord::new(
                ItemSaid {
                    state,
                    note: "".into(),
                    evidence: "".into(),
                    by: "王".into(),
                },
                "2020-07-20T00:00:00Z".parse().expect("an instant"),
                date(on),
            );
            let change = Change::item(29, item, None, Some(record));
            ledger.apply([&change]).expect("known");
            for day in 0..160 {
                let as_of = date("2020-06-01") + chrono::Days::new(day);
                let kept = association(&ledger, ix, as_of);
                let parts = trivial_light(&ledger, ix, as_of)
                    .unwrap_or_else(|| by_parts(&ledger, ix, as_of));
                assert_eq!(
                    (kept.reason, kept.due_on),
                    (parts.reason, parts.due_on),
                    "{as_of} after {item}"
                );
            }
        }
    }

    /// `domain.md` 3.4: whoever makes up late stays yellow.
    #[test]
    fn what_was_made_up_late_stays_yellow_and_shows_in_all_that_holds_it() {
        let mut ledger = ledger();
        let ix = ledger.association_ix(29).expect("29");
        let late = mark("M4", Subject::Association(29), "2020-08-03");
        done(&mut ledger, "张三", "2020-08-03", &late);
        let tick = Command::SetItem {
            association: 29,
            item: "P1".into(),
            state: Some(ItemState::Done),
            note: None,
            evidence: None,
        };
        done(&mut ledger, "张三", "2020-06-20", &tick);
        let as_of = date("2020-08-10");
        let reason = |section| rollup::section(&ledger, ix, section, as_of).reason;
        // P2 is due with M4 and still open.
        assert_eq!(reason(Section::Preparation), Reason::Overdue);
        assert_eq!(reason(Section::Institution), Reason::NotStarted);
        let member = SubjectIx::Association(ix);
        let found = rollup::member(&ledger, 3.into(), member, as_of);
        assert_eq!(
            (found.reason, found.light),
            (Reason::MadeUpLate, Light::Yellow)
        );
        // On the day before it was made up it was overdue.
        let before = rollup::member(&ledger, 3.into(), member, date("2020-08-02"));
        assert_eq!(before.reason, Reason::Overdue);
    }

    #[test]
    fn a_note_that_comes_later_does_not_make_what_was_done_in_time_late() {
        let mut ledger = ledger();
        let ix = ledger.association_ix(29).expect("29");
        let set = |state, note: Option<&str>| Command::SetItem {
            association: 29,
            item: "P1".into(),
            state,
            note: note.map(str::to_owned),
            evidence: None,
        };
        let p1 = ledger.round().item_ix("P1").expect("P1");
        done(
            &mut ledger,
            "张三",
            "2020-06-20",
            &set(Some(ItemState::Done), None),
        );
        done(
            &mut ledger,
            "李四",
            "2020-07-20",
            &set(None, Some("补附件")),
        );
        let view = ledger.item(ix, p1);
        assert_eq!(view.on(), Some(date("2020-06-20")));
        let light = rollup::item(&ledger, &view, date("2020-08-01"));
        assert_eq!(light.reason, Reason::DoneInTime);
        // Another state is another day.
        done(
            &mut ledger,
            "李四",
            "2020-07-21",
            &set(Some(ItemState::Doing), None),
        );
        done(
            &mut ledger,
            "李四",
            "2020-07-22",
            &set(Some(ItemState::Done), None),
        );
        assert_eq!(ledger.item(ix, p1).on(), Some(date("2020-07-22")));
    }

    #[test]
    fn an_association_without_a_task_has_no_light() {
        let ledger = ledger();
        let decoupled = ledger.association_ix(1).expect("1");
        let planned = ledger.association_ix(2).expect("2");
        for (as_of, expected) in [
            ("2020-06-10", Light::Grey),
            // The notice is out; what comes first for an association starts the day after M1.
            ("2020-06-16", Light::Grey),
            ("2020-06-17", Light::Green),
            ("2020-06-20", Light::Blue),
            ("2020-06-26", Light::Yellow),
            ("2020-06-27", Light::Red),
        ] {
            assert_eq!(
                rollup::association(&ledger, decoupled, date(as_of)).light,
                Light::Grey
            );
            assert_eq!(
                rollup::association(&ledger, planned, date(as_of)).light,
                expected,
                "{as_of}"
            );
        }
    }
}
