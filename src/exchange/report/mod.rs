//! Where the round stands, as plain data that letters and the page for the leader are written
//! from. Computed once, by the functions of the domain; knows no template and writes no file.

mod burn;
mod changed;
pub mod chart;
mod counties;
mod fingerprint;
mod late;
mod left;
pub mod meeting;
mod parties;
mod since;
mod standing;
mod upcoming;

use chrono::NaiveDate;
use serde::Serialize;
use typed_index_collections::TiVec;

use crate::domain::change::{Entry, Subject};
use crate::domain::figure;
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Light;
use crate::domain::progress::Tally;
use crate::domain::state::SupervisingUnit;
use crate::text::day;

pub use burn::{Burn, Point};
pub use changed::ChangedFacts;
pub use counties::CountiesFacts;
pub use fingerprint::fingerprint;
pub use late::{LateAssociation, LateItem, LateMilestone, Lateness};
pub use left::{ExitFacts, ReasonFacts, UnfinishedFacts};
pub use meeting::Minutes;
pub use parties::{ApprovalFacts, BodyFacts, GatheringFacts};
pub use since::{Deed, Moved, Since, StageMove, Week, undone};
pub use standing::{CellFacts, CitySums, MilestoneFacts, SectionFacts, StageFacts, UnitFacts};
pub use upcoming::{FindingFacts, Upcoming};

/// A day in the ways that a letter writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportDay {
    /// `2020-08-05`
    pub date: String,
    pub words: String,
    pub short: String,
    pub weekday: &'static str,
}

impl From<NaiveDate> for ReportDay {
    fn from(date: NaiveDate) -> Self {
        Self {
            date: date.to_string(),
            words: day::words(date),
            short: day::short_words(date),
            weekday: day::weekday(date),
        }
    }
}

/// A light with its sign and meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LightFacts {
    /// `red`
    pub id: &'static str,
    pub sign: &'static str,
    pub word: &'static str,
}

impl From<Light> for LightFacts {
    fn from(light: Light) -> Self {
        Self {
            id: light.id(),
            sign: light.sign(),
            word: light.word(),
        }
    }
}

/// Done of total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    pub done: usize,
    pub total: usize,
    pub open: usize,
    /// Whole percent, rounded down; 0 of nothing.
    pub percent: usize,
    /// `29%`, or `—` of nothing.
    pub share: String,
}

impl From<Tally> for Done {
    fn from(tally: Tally) -> Self {
        Self {
            done: tally.done,
            total: tally.total,
            open: tally.total - tally.done,
            percent: tally.percent().unwrap_or(0),
            share: tally.share(),
        }
    }
}

/// Who made a paper, and when: words, so that nothing here reads a clock or a time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportMade {
    pub by: String,
    /// `2020-08-05 17:30`
    pub at: String,
    /// Of the newest entry of the ledger ([`crate::domain::seal::Code`]).
    pub code: String,
}

/// Which state of the ledger a paper speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerFacts {
    /// SHA-256 over roster and history.
    pub hash: String,
    /// Its first sixteen signs, for people.
    pub short_hash: String,
    /// Entries in the history.
    pub entries: usize,
    /// Entries that count for a later day than the as-of date.
    pub later: usize,
}

/// What the calendar says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountdownFacts {
    /// All milestones have passed.
    pub over: bool,
    /// Days to the next milestone, or since the last.
    pub days: i64,
    pub id: String,
    pub title: String,
    /// When it is or was due.
    pub due: ReportDay,
    /// 拟脱钩 that are not 已完成 or 已销号.
    pub unfinished: usize,
}

/// Everything that letters and the page speak of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeaderReport {
    pub city: String,
    /// Title of the ledger.
    pub title: String,
    /// Year of the round.
    pub year: i32,
    /// Title of the notice.
    pub notice: String,
    /// Day of the notice.
    pub noticed: ReportDay,
    /// Body that houses the office of the working group.
    pub office: String,
    /// The working group by its full name.
    pub group: String,
    /// Who signs: the office of the group, by its full name.
    pub sign: String,
    /// Who answers at its office, and the telephone; empty when nobody is known.
    pub contact: String,
    pub as_of: ReportDay,
    /// Who wrote it and when.
    pub made: ReportMade,
    /// Which state of the ledger.
    pub ledger: LedgerFacts,
    /// What the calendar says.
    pub countdown: CountdownFacts,
    pub sums: CitySums,
    /// How many associations stand where, in order; all of them add up to the total.
    pub stages: Vec<StageFacts>,
    /// Parts of the checklist; the five separations are marked.
    pub sections: Vec<SectionFacts>,
    pub milestones: Vec<MilestoneFacts>,
    /// Units with a task, those that are ahead first.
    pub units: Vec<UnitFacts>,
    /// Associations that have left the round, and how.
    pub exits: Vec<ExitFacts>,
    /// Associations with a task that are not done, and what is known of why.
    pub unfinished: Vec<UnfinishedFacts>,
    /// For which reasons, and of how many none is recorded.
    pub reasons: Vec<ReasonFacts>,
    pub no_reason: usize,
    /// What the forms come to, before and after, where it adds up.
    pub changed: Vec<ChangedFacts>,
    /// Units without a task, by name.
    pub finished_units: Vec<String>,
    /// Associations without a unit, where none of them has a task.
    pub finished_direct: usize,
    /// What is due next, at most on two days.
    pub upcoming: Vec<Upcoming>,
    /// What does not fit together.
    pub findings: FindingFacts,
    /// Done over time, against the plan.
    pub burn: Burn,
}

impl LeaderReport {
    /// Adds everything up as it looks on `as_of`. `entries` is the whole history, oldest first.
    pub fn new(ledger: &Ledger, entries: &[Entry], as_of: NaiveDate, made: ReportMade) -> Self {
        let round = ledger.round();
        let hash = fingerprint(ledger, entries);
        let later = entries.iter().filter(|entry| entry.body.as_of > as_of);
        let units = ledger.units().keys();
        let late: TiVec<UnitIx, Lateness> = units
            .map(|unit| Lateness::new(ledger, unit, as_of))
            .collect();
        let (units, finished_units, finished_direct) = standing::units(ledger, &late, as_of);
        let sums = CitySums::new(ledger, &units, as_of);
        let reasons = left::reasons(ledger);
        Self {
            city: round.info.city.clone(),
            title: round.title(),
            year: round.info.year,
            notice: round.info.notice.title.clone(),
            noticed: round.info.notice.dated_on.into(),
            office: round.info.working_group.office_at.clone(),
            group: round.info.working_group.name.clone(),
            sign: signature(ledger),
            contact: office_contact(ledger),
            as_of: as_of.into(),
            made,
            ledger: LedgerFacts {
                short_hash: hash.chars().take(16).collect(),
                hash,
                entries: entries.len(),
                later: later.count(),
            },
            countdown: countdown(ledger, as_of, sums.unfinished),
            stages: standing::stages(ledger),
            sections: standing::sections(ledger),
            milestones: standing::milestones(ledger, as_of),
            units,
            finished_units,
            finished_direct,
            exits: left::exits(ledger),
            unfinished: left::unfinished(ledger, as_of),
            no_reason: sums.unfinished - reasons.iter().map(|one| one.count).sum::<usize>(),
            reasons,
            changed: changed::changed(ledger, as_of),
            upcoming: upcoming::upcoming(ledger, as_of),
            findings: FindingFacts::new(ledger, as_of),
            burn: Burn::new(ledger, as_of),
            sums,
        }
    }
}

/// As the office has it, else the office of the group by its full name.
fn signature(ledger: &Ledger) -> String {
    let own = ledger.office().map(|office| office.text.to_string());
    let group = &ledger.round().info.working_group.name;
    own.filter(|own| !own.is_empty())
        .unwrap_or_else(|| format!("{group}办公室"))
}

/// As the office has recorded it; else as the round says, or as it is recorded of the body that houses the office.
pub fn office_contact(ledger: &Ledger) -> String {
    if let Some(office) = ledger.office() {
        let parts = [&*office.person, &*office.phone];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if !said.is_empty() {
            return said.join(" ");
        }
    }
    let group = &ledger.round().info.working_group;
    if let Some(contact) = &group.contact {
        return contact.clone();
    }
    let houses = |unit: &&SupervisingUnit| {
        unit.name.ends_with(&group.office_at) || unit.ways().any(|way| way == group.office_at)
    };
    let unit = ledger.units().iter().find(houses);
    unit.map_or_else(String::new, |unit| {
        meeting::contact(ledger, &Subject::Unit(unit.name.to_string()))
    })
}

fn countdown(ledger: &Ledger, as_of: NaiveDate, unfinished: usize) -> CountdownFacts {
    let next = figure::coming(ledger, as_of);
    CountdownFacts {
        over: next.over,
        days: next.days,
        id: next.id.to_owned(),
        title: next.title.to_owned(),
        due: next.due_on.into(),
        unfinished,
    }
}
