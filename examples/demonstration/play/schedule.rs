//! Who does what on which day of the demonstration. Days follow from the round's milestones and
//! the paces of the script; weekends are kept free.

mod talks;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::DemoError;
use super::answers::{Filled, person};
use super::lot;
use super::script::{FormScript, Pace, Play};
use tuogou::domain::change::Subject;
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::id::{AssocIx, ItemIx, UnitIx};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::{Section, Stage, Status};
use tuogou::domain::round::{ItemDef, Milestone, Round, Scope};
use tuogou::text::day::is_weekend;

/// Something that somebody does at a moment.
pub struct Event {
    /// When; its day is the as-of date.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub deed: Deed,
}

/// What is done. What depends on how things stand by then is settled when it is played.
pub enum Deed {
    /// A wish.
    Do(Command),
    /// A wish that is taken back at once.
    Slip(Command),
    /// Everything that the forms say does not concern the association.
    NotConcerned(AssocIx),
    /// An item begins to be worked on.
    Begin(AssocIx, ItemIx),
    /// An item is settled, with a paper or without.
    Settle {
        /// Whose.
        association: AssocIx,
        /// Which.
        item: ItemIx,
        /// The paper.
        evidence: String,
        /// A remark.
        note: String,
    },
    /// 销号, if nothing is left.
    Close(AssocIx, ItemIx),
}

/// The due date of the milestone by which associations reach a stage; the notice's own day in a
/// round that has none.
pub fn due_on(round: &Round, stage: Stage) -> NaiveDate {
    let of_stage = |m: &&Milestone| m.reaches_stage == Some(stage);
    let found = round.milestones().iter().find(of_stage);
    found.map_or(round.info.notice.dated_on, |m| m.due_on)
}

/// Everything that happens up to a day, in order.
pub fn events(
    ledger: &Ledger,
    play: &Play,
    forms: &FormScript,
    as_of: NaiveDate,
) -> Result<Vec<Event>, DemoError> {
    let mut summer = Summer {
        ledger,
        play,
        forms,
        silent: Vec::new(),
        events: Vec::new(),
    };
    summer.milestones();
    summer.talks();
    for association in ledger.associations().keys() {
        if ledger.associations()[association].status == Status::Planned {
            summer.association(association)?;
        }
    }
    let silent = std::mem::take(&mut summer.silent);
    summer.exits(&silent);
    summer.unit_decision();
    let mut events = summer.events;
    events.retain(|event| event.at.date_naive() <= as_of);
    // Stable: what one person does within a second stays in its order.
    events.sort_by_key(|event| event.at);
    Ok(events)
}

struct Summer<'a> {
    ledger: &'a Ledger,
    play: &'a Play,
    forms: &'a FormScript,
    /// Associations from which nothing is heard.
    silent: Vec<AssocIx>,
    events: Vec<Event>,
}

/// A day so many days later, and not on a weekend.
fn shifted(day: NaiveDate, by: i64) -> NaiveDate {
    let mut day = day.checked_add_signed(Duration::days(by)).unwrap_or(day);
    while is_weekend(day) {
        day = day.succ_opt().unwrap_or(day);
    }
    day
}

/// The moment on a day: between nine and five in China, where nobody moves the clock.
fn moment(day: NaiveDate, no: u32, word: &str, step: usize) -> DateTime<Utc> {
    let begin = 3600 + lot::within(no, word, 0, 25_000);
    let seconds = i64::try_from(step).unwrap_or(0).saturating_mul(7);
    day.and_time(chrono::NaiveTime::MIN).and_utc() + Duration::seconds(begin + seconds)
}

impl<'a> Summer<'a> {
    fn round(&self) -> &'a Round {
        self.ledger.round()
    }

    fn add(&mut self, at: DateTime<Utc>, by: &str, deed: Deed) {
        let by = by.to_owned();
        self.events.push(Event { at, by, deed });
    }

    fn mark(&mut self, day: NaiveDate, id: &str, subject: Subject, no: u32, by: &str) {
        let command = Command::Mark {
            milestone: id.to_owned(),
            subject,
            on: day,
        };
        self.add(moment(day, no, id, 0), by, Deed::Do(command));
    }

    fn office(&self, at: usize) -> &'a str {
        let office = &self.play.people.office;
        office.get(at).or(office.first()).map_or("", String::as_str)
    }

    /// The number by which a unit draws: that of its first association.
    fn number_of(&self, unit: UnitIx) -> u32 {
        let first = self.ledger.units()[unit].associations.first();
        first.map_or(0, |ix| self.ledger.associations()[*ix].no)
    }

    fn clerk(&self, association: AssocIx) -> &'a str {
        let unit = self.ledger.unit_of(association);
        let no = unit.map_or(self.ledger.associations()[association].no, |unit| {
            self.number_of(unit)
        });
        lot::pick(no, "clerk", &self.play.people.clerks).map_or("", String::as_str)
    }

    /// The pace of a unit. A large one always gets on with it: it would drag the city down.
    fn pace_of(&self, unit: UnitIx) -> Option<&'a Pace> {
        let large = self.ledger.in_training(unit);
        let paces = self.play.paces.iter();
        let paces = paces.filter(move |pace| !large || pace.work.is_some());
        lot::weighed(self.number_of(unit), "unit pace", paces, |pace| pace.weight)
    }

    fn pace(&self, association: AssocIx) -> Option<&'a Pace> {
        let no = self.ledger.associations()[association].no;
        let own = || lot::weighed(no, "pace", self.play.paces.iter(), |pace| pace.weight);
        match self.ledger.unit_of(association) {
            Some(unit) if !lot::happens(no, "own pace", self.play.own_pace) => self.pace_of(unit),
            _ => own(),
        }
    }

    /// What is marked for the city and for units.
    fn milestones(&mut self) {
        let office = self.office(0);
        for (ix, def) in self.round().milestones().iter_enumerated() {
            if def.scope == Scope::City {
                self.mark(def.due_on, &def.id, Subject::City, 0, office);
                continue;
            }
            if def.scope != Scope::Unit {
                continue;
            }
            // A member body comes to the units.
            let bodies = &self.round().info.bodies;
            let leads = |name: &String| bodies.iter().any(|body| body.name == *name);
            let inspected = def.lead.iter().any(leads);
            for unit in self.ledger.units().keys() {
                if !self.ledger.concerns(ix, unit) {
                    continue;
                }
                let no = self.number_of(unit);
                let days = if def.population.by_size() {
                    Some(self.play.training)
                } else if inspected {
                    Some(self.play.inspection)
                } else {
                    self.pace_of(unit).and_then(|pace| pace.meeting)
                };
                // Now and then nobody comes.
                let Some([first, last]) = days.filter(|_| !lot::happens(no, &def.id, 12)) else {
                    continue;
                };
                let day = shifted(def.due_on, lot::within(no, &def.title, first, last));
                let name = self.ledger.units()[unit].name.to_string();
                self.mark(day, &def.id, Subject::Unit(name), no, office);
            }
        }
    }

    fn association(&mut self, association: AssocIx) -> Result<(), DemoError> {
        let Some(pace) = self.pace(association) else {
            return Ok(());
        };
        let no = self.ledger.associations()[association].no;
        let clerk = self.clerk(association);
        let notice = self.round().info.notice.dated_on;
        let plan_due = due_on(self.round(), Stage::PlanSubmitted);
        let drawn = |word: &str, days: Option<[i64; 2]>| {
            days.map(|[first, last]| lot::within(no, word, first, last))
        };
        if pace.meeting.is_none() {
            self.silent.push(association);
            return Ok(());
        }
        self.early_items(
            association,
            clerk,
            shifted(notice, lot::within(no, "body", 2, 9)),
        );
        let Some(hand_in) = drawn("hand in", pace.hand_in) else {
            return Ok(());
        };
        let hand_in = shifted(plan_due, hand_in);
        if hand_in > plan_due || lot::happens(no, "own contact", 15) {
            self.contact(Subject::Association(no), no, shifted(plan_due, -1));
        }
        let filled = Filled::new(self.ledger, association, self.forms, &self.play.people)?;
        self.basic_form(association, clerk, hand_in, &filled);
        // Those who do not go on leave the rest lying, too.
        if pace.work.is_some() {
            self.due_items(association, clerk, shifted(hand_in, -3));
            let at = moment(shifted(hand_in, 1), no, "not concerned", 0);
            self.add(at, clerk, Deed::NotConcerned(association));
        }
        let Some(approval) = drawn("approval", pace.approval) else {
            return Ok(());
        };
        let approved = shifted(hand_in, approval);
        self.approval(association, approved, pace.work.is_some());
        let Some(work) = drawn("work", pace.work) else {
            return Ok(());
        };
        let finished = self.work(association, clerk, approved, work, &filled);
        if let Some(close) = drawn("close", pace.close)
            && let Some(item) = self.round().items.position(|item| item.closes)
        {
            let at = moment(shifted(finished, close), no, "close", 0);
            let closer = self.play.people.closer.clone();
            self.add(at, &closer, Deed::Close(association, item));
        }
        Ok(())
    }

    /// Items that are due before the plan and that no milestone stands for.
    fn early_items(&mut self, association: AssocIx, clerk: &str, day: NaiveDate) {
        let plan_due = due_on(self.round(), Stage::PlanSubmitted);
        self.items(association, clerk, day, |round, item| {
            item.proves.is_none() && round.item_due_on(item) < plan_due
        });
    }

    /// Items that are due with the plan.
    fn due_items(&mut self, association: AssocIx, clerk: &str, day: NaiveDate) {
        let plan_due = due_on(self.round(), Stage::PlanSubmitted);
        self.items(association, clerk, day, |round, item| {
            item.proves.is_none() && round.item_due_on(item) == plan_due
        });
    }

    /// Settles some items one after the other on a day.
    fn items(
        &mut self,
        association: AssocIx,
        clerk: &str,
        day: NaiveDate,
        which: impl Fn(&Round, &ItemDef) -> bool,
    ) {
        let round = self.round();
        for (item, def) in round
            .items
            .iter_enumerated()
            .filter(|(_, def)| which(round, def))
        {
            self.settle(association, item, clerk, day, "items", item.into());
            debug_assert!(!def.closes);
        }
    }

    fn settle(
        &mut self,
        association: AssocIx,
        item: ItemIx,
        by: &str,
        day: NaiveDate,
        word: &str,
        step: usize,
    ) {
        let no = self.ledger.associations()[association].no;
        let id = &self.round().items[item].id;
        let papers = &self.play.papers;
        let rush = lot::happens(no, "rush", self.play.rush);
        let unit = self.ledger.unit_of(association);
        let shared = unit.is_some_and(|unit| {
            lot::happens(self.number_of(unit), "one paper", self.play.one_paper)
        });
        let year = self.round().info.year.to_string();
        let word_of = |all: &[String], what: &str| {
            let picked = lot::pick(no, &format!("{what} {id}"), all);
            picked.cloned().unwrap_or_default()
        };
        let paper = match (rush, shared) {
            (true, _) => String::new(),
            (false, true) => papers.shared.clone(),
            (false, false) => word_of(&papers.evidence, "evidence"),
        };
        let number = lot::within(no, id, 1, 99).to_string();
        let deed = Deed::Settle {
            association,
            item,
            evidence: paper.replace("{year}", &year).replace("{n}", &number),
            note: if rush {
                String::new()
            } else {
                word_of(&papers.notes, "note")
            },
        };
        self.add(moment(day, no, word, step), by, deed);
    }

    /// The basic form and the plan, and that they are handed in.
    fn basic_form(
        &mut self,
        association: AssocIx,
        clerk: &str,
        hand_in: NaiveDate,
        filled: &Filled,
    ) {
        let no = self.ledger.associations()[association].no;
        let name = self.ledger.name(association).to_owned();
        let begun = shifted(hand_in, -5);
        self.fill(
            begun,
            no,
            clerk,
            &format!("填写{name}基本情况表"),
            &filled.before,
        );
        let day = shifted(hand_in, -2);
        self.fill(day, no, clerk, &format!("填写{name}实施方案"), &filled.plan);
        if let Some(phone) = filled
            .before
            .iter()
            .find(|answer| answer.field.ends_with("_tel"))
            && lot::happens(no, "slip", self.play.slip)
        {
            let mut wrong = phone.clone();
            wrong.rows = vec![vec![person(no, "slip", &self.play.people)]];
            let at = moment(day, no, "slip", 0);
            self.add(at, clerk, Deed::Slip(Command::SetAnswer(wrong)));
        }
        let round = self.round();
        let of_stage = |m: &&Milestone| m.reaches_stage == Some(Stage::PlanSubmitted);
        let Some(def) = round.milestones().iter().find(of_stage) else {
            return;
        };
        // Some units tick the papers one by one, for others the office marks the milestone.
        if lot::happens(no, "marked", 25) {
            let office = self.office(0);
            self.mark(hand_in, &def.id, Subject::Association(no), no, office);
            return;
        }
        let at = round.milestone_ix(&def.id);
        self.items(association, clerk, hand_in, |_, item| item.proves == at);
    }

    fn fill(&mut self, day: NaiveDate, no: u32, by: &str, what: &str, answers: &[NewAnswer]) {
        if answers.is_empty() {
            return;
        }
        let command = Command::SetAnswers {
            title: Title::Named(what.into()),
            answers: answers.to_vec(),
        };
        self.add(moment(day, no, "fill", 0), by, Deed::Do(command));
    }

    /// The approval, and before it what it rests on.
    fn approval(&mut self, association: AssocIx, approved: NaiveDate, with_items: bool) {
        let no = self.ledger.associations()[association].no;
        let round = self.round();
        let of_stage = |m: &&Milestone| m.reaches_stage == Some(Stage::Approved);
        let Some(def) = round.milestones().iter().find(of_stage) else {
            return;
        };
        let office = self.office(0);
        self.mark(approved, &def.id, Subject::Association(no), no, office);
        if with_items {
            let by = self.office(1);
            self.items(association, by, shifted(approved, -2), |round, item| {
                item.proves.is_none() && round.item_due_on(item) == def.due_on
            });
        }
    }

    /// Everything from the approval to completion; says when it is finished.
    fn work(
        &mut self,
        association: AssocIx,
        clerk: &str,
        approved: NaiveDate,
        work: i64,
        filled: &Filled,
    ) -> NaiveDate {
        let no = self.ledger.associations()[association].no;
        let name = self.ledger.name(association).to_owned();
        let round = self.round();
        let from = due_on(round, Stage::Approved);
        let to = due_on(round, Stage::Completed);
        let items: Vec<ItemIx> = round
            .items
            .keys()
            .filter(|item| {
                let def = &round.items[*item];
                let due_on = round.item_due_on(def);
                !def.closes && def.proves.is_none() && from < due_on && due_on <= to
            })
            .collect();
        let finished = shifted(approved, work);
        let half = shifted(approved, work * 2 / 5);
        self.fill(
            half,
            no,
            clerk,
            &format!("填写{name}完成情况表"),
            &filled.after,
        );
        let rush = lot::happens(no, "rush", self.play.rush);
        let count = i64::try_from(items.len()).unwrap_or(1).max(1);
        for (position, item) in (1i64..).zip(&items) {
            let def = &round.items[*item];
            let day = if rush {
                finished
            } else {
                shifted(approved, work * position / count)
            };
            // What others answer for, the office enters.
            let own = def
                .owner
                .iter()
                .any(|owner| !round.info.bodies.iter().any(|b| b.name == *owner));
            let by = if own || rush { clerk } else { self.office(1) };
            if !rush && lot::happens(no, &def.label, self.play.doing) {
                let began = shifted(day, -6).max(approved);
                let at = moment(began, no, "begin", (*item).into());
                self.add(at, by, Deed::Begin(association, *item));
            }
            self.settle(association, *item, by, day, "work", (*item).into());
        }
        for (item, def) in round.items.iter_enumerated() {
            if def.section == Section::Closing && !def.closes && !items.contains(&item) {
                let day = shifted(finished, lot::within(no, "summary", 1, 2));
                self.settle(association, item, clerk, day, "summary", item.into());
            }
        }
        let of_stage = |m: &&Milestone| m.reaches_stage == Some(Stage::Completed);
        if filled.claims_completion
            && let Some(def) = round.milestones().iter().find(of_stage)
        {
            let day = shifted(finished, 1);
            let office = self.office(0);
            self.mark(day, &def.id, Subject::Association(no), no, office);
        }
        finished
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    #[test]
    fn weekends_are_kept_free() {
        let friday: NaiveDate = "2020-08-14".parse().expect("a date");
        assert_eq!(shifted(friday, 0), friday);
        assert_eq!(shifted(friday, 1), friday + Days::new(3));
        let at = moment(friday, 29, "x", 60);
        assert_eq!(at.date_naive(), friday);
    }
}
