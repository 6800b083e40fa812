//! People and what they say: contacts, the weekly meeting with its promises and remarks, later
//! dates; and the few decisions that change who is in: exits, two units that are one.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::answers::person;
use super::super::lot;
use super::{Deed, Summer, due_on, moment, shifted};
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::fact::{Exit, ExitKind};
use tuogou::domain::id::{AssocIx, UnitIx};
use tuogou::domain::model::{Stage, Status};
use tuogou::domain::note::{Note, NoteId, NoteKind};
use tuogou::domain::round::UnitSeed;

/// Meetings are held so many days apart.
const WEEK: i64 = 7;

impl Summer<'_> {
    /// Contacts of units, meetings, later dates.
    pub fn talks(&mut self) {
        let folded = self.folded().map(|(from, _)| from.printed.clone());
        for unit in self.ledger.units().keys() {
            let about = &self.ledger.units()[unit];
            // Who is soon counted under another unit has nothing to say of its own.
            if about.planned() > 0 && Some(about.name.as_str()) != folded.as_deref() {
                self.unit_talks(unit);
            }
        }
    }

    fn unit_talks(&mut self, unit: UnitIx) {
        let no = self.number_of(unit);
        let subject = Subject::Unit(self.ledger.units()[unit].name.to_string());
        let notice = self.round().info.notice.dated_on;
        let plan_due = due_on(self.round(), Stage::PlanSubmitted);
        let last = due_on(self.round(), Stage::Completed);
        let pace = self.pace_of(unit);
        let silent = pace.is_none_or(|pace| pace.hand_in.is_none());
        let late = pace.is_some_and(|pace| {
            silent || pace.work.is_none() || pace.hand_in.is_some_and(|[first, _]| first > 0)
        });
        if !silent {
            let day = shifted(notice, lot::within(no, "contact", 3, 9));
            self.contact(subject.clone(), no, day);
        }
        let office = self.office(0);
        let meetings = &self.play.meetings;
        if late && !silent {
            // Asked for before the date, as it has to be.
            let day = shifted(plan_due, -4);
            let text = lot::pick(no, "extension", &meetings.extensions);
            let milestones = self.round().milestones().iter();
            let mut of_stage = milestones.filter(|m| m.reaches_stage == Some(Stage::PlanSubmitted));
            if let (Some(text), Some(def)) = (text, of_stage.next()) {
                let command = Command::Note {
                    subject: subject.clone(),
                    note: Note::extension(&def.id, text, shifted(plan_due, 14)),
                };
                self.add(moment(day, no, "extension", 0), office, Deed::Do(command));
            }
        }
        let share = if late {
            meetings.late_share
        } else {
            meetings.share
        };
        let mut day = shifted(plan_due, 1);
        while day <= last {
            let word = day.to_string();
            if lot::happens(no, &format!("promise {word}"), share) {
                self.promise(&subject, no, day);
            }
            if lot::happens(no, &format!("remark {word}"), meetings.remark_share)
                && let Some(text) = lot::pick(no, &word, &meetings.remarks)
            {
                let command = Command::Note {
                    subject: subject.clone(),
                    note: Note::remark(text),
                };
                self.add(moment(day, no, "remark", 0), office, Deed::Do(command));
            }
            day = shifted(day, WEEK);
        }
    }

    /// A promise at a meeting, and whether it is kept.
    fn promise(&mut self, subject: &Subject, no: u32, day: NaiveDate) {
        let meetings = &self.play.meetings;
        let word = format!("what {day}");
        let Some(text) = lot::pick(no, &word, &meetings.promises) else {
            return;
        };
        let office = self.office(0);
        let [first, last] = meetings.due;
        let due_on = shifted(day, lot::within(no, &word, first, last));
        let at = moment(day, no, "promise", 0);
        let command = Command::Note {
            subject: subject.clone(),
            note: Note::promise(text, due_on),
        };
        self.add(at, office, Deed::Do(command));
        let on = match lot::within(no, &format!("kept {day}"), 0, 99).unsigned_abs() {
            drawn if drawn < meetings.kept => due_on,
            drawn if drawn < meetings.kept + meetings.kept_late => shifted(due_on, 3),
            _ => return,
        };
        let note = NoteId {
            kind: NoteKind::Promise,
            subject: subject.clone(),
            // The instant of its entry is what tells a promise apart.
            number: at.timestamp_millis(),
        };
        let command = Command::NoteDone { note, on: Some(on) };
        self.add(moment(on, no, "kept", 0), office, Deed::Do(command));
    }

    /// Who answers for a unit or an association.
    pub fn contact(&mut self, subject: Subject, no: u32, day: NaiveDate) {
        let person = person(no, "contact", &self.play.people);
        let command = Command::Note {
            subject,
            note: Note::contact(person, format!("000-9999{no:04}")),
        };
        let office = self.office(0);
        self.add(moment(day, no, "contact", 0), office, Deed::Do(command));
    }

    /// One exit of each kind, of associations from which nothing was heard.
    pub fn exits(&mut self, silent: &[AssocIx]) {
        let exits = &self.play.exits;
        let office = self.office(1);
        let day = due_on(self.round(), Stage::PlanSubmitted);
        let year = self.round().info.year.to_string();
        let numbers = 1..;
        let reasons = exits.reasons.iter();
        for (((kind, association), reason), number) in ExitKind::ALL
            .into_iter()
            .zip(silent)
            .zip(reasons)
            .zip(numbers)
        {
            let about = &self.ledger.associations()[*association];
            let into = match kind {
                ExitKind::Merged => self.neighbour(*association, silent),
                _ => None,
            };
            if kind == ExitKind::Merged && into.is_none() {
                continue;
            }
            let on = shifted(day, 9 + number);
            let document = exits.document.replace("{year}", &year);
            let command = Command::SetExit {
                association: about.no,
                exit: Some(Exit {
                    kind,
                    on,
                    document: document.replace("{n}", &number.to_string()).into(),
                    reason: reason.into(),
                    into,
                }),
            };
            let at = moment(on, about.no, "exit", 0);
            self.add(at, office, Deed::Do(command));
            self.leaves(*association, at);
        }
    }

    /// Nobody marks a milestone of a unit once its only association has left.
    fn leaves(&mut self, association: AssocIx, at: DateTime<Utc>) {
        let unit = self
            .ledger
            .unit_of(association)
            .map(|unit| &self.ledger.units()[unit]);
        let Some(unit) = unit.filter(|unit| unit.planned() == 1) else {
            return;
        };
        self.events.retain(|event| {
            let of_unit = matches!(
                &event.deed,
                Deed::Do(Command::Mark { subject: Subject::Unit(name), .. }) if *name == *unit.name
            );
            !of_unit || event.at < at
        });
    }

    /// The number of the next association that stays.
    fn neighbour(&self, association: AssocIx, silent: &[AssocIx]) -> Option<u32> {
        let all = self.ledger.associations().iter_enumerated();
        let mut others = all
            .skip(usize::from(association) + 1)
            .filter(|(ix, other)| other.status == Status::Planned && !silent.contains(ix));
        others.next().map(|(_, other)| other.no)
    }

    /// A printed name for which the round has a proposal, and the unit that is proposed.
    fn folded(&self) -> Option<(&UnitSeed, &str)> {
        self.round().units.iter().find_map(|seed| {
            let into = seed.proposal.as_deref()?;
            let known = self.ledger.unit_ix(&seed.printed).is_some();
            (known && self.ledger.unit_ix(into).is_some()).then_some((&**seed, into))
        })
    }

    /// Two units are put together, shortly before the plans are to be approved.
    pub fn unit_decision(&mut self) {
        let Some((from, into)) = self.folded() else {
            return;
        };
        let command = Command::MergeUnit {
            from: from.printed.to_string(),
            into: into.to_owned(),
            reason: self.play.exits.merge_reason.clone(),
        };
        let day = shifted(due_on(self.round(), Stage::Approved), -8);
        let office = self.office(1);
        self.add(moment(day, 0, "unit", 0), office, Deed::Do(command));
    }
}
