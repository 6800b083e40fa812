//! Letters: which facts each may speak of, and the text that its template makes of them.

use std::cell::Cell;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::LetterTemplate;
use super::engine::{self, TemplateError};
use super::head::LetterHead;
use super::written::{Letter, marked, marked_page, numbered, tidy};
use crate::domain::change::{Entry, Subject};
use crate::domain::county::CountyFigures;
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::round::MemberBody;
use crate::exchange::form::plan_docx;
use crate::exchange::report::chart::Charts;
use crate::exchange::report::{
    ApprovalFacts, BodyFacts, CountiesFacts, GatheringFacts, Lateness, LeaderReport, Minutes,
    ReportDay, ReportMade, Week,
};
use crate::words;

/// What a unit is written that has something to catch up on: the second one is the second of these.
const REMINDERS: [&str; 3] = ["催办单", "督办单", "函"];
/// No rest lasts longer, in days: a calendar without any working day is not searched to its end.
const LONGEST_REST: usize = 31;

/// What all letters may speak of, and a part that only this one may.
#[derive(Serialize)]
struct LetterFacts<'a, P: Serialize> {
    #[serde(flatten)]
    report: &'a LeaderReport,
    head: &'a LetterHead,
    #[serde(flatten)]
    part: P,
}

/// The part of a reminder.
#[derive(Serialize)]
struct Reminder<'a> {
    word: &'static str,
    late: &'a Lateness,
    return_on: ReportDay,
}

/// The part of the minutes.
#[derive(Serialize)]
struct Meeting<'a> {
    minutes: &'a Minutes,
}

/// The part of the page.
#[derive(Serialize)]
struct LetterPage {
    charts: Charts,
}

/// The part of an approval.
#[derive(Serialize)]
struct Approved {
    approval: ApprovalFacts,
}

/// The part of a letter to a member body.
#[derive(Serialize)]
struct ToBody {
    body: BodyFacts,
    return_on: ReportDay,
}

/// The part of the papers of a meeting.
#[derive(Serialize)]
struct Gathering {
    meeting: GatheringFacts,
}

/// Letters that have no part of their own.
#[derive(Serialize)]
struct Nothing {}

/// Writes letters about one ledger on one day.
#[derive(Debug)]
pub struct LetterWriter<'a> {
    ledger: &'a Ledger,
    entries: &'a [Entry],
    as_of: NaiveDate,
    report: LeaderReport,
    /// The number of the next letter, once letters are sent.
    number: Cell<Option<u32>>,
}

impl<'a> LetterWriter<'a> {
    /// Adds up what the letters speak of. `entries` is the whole history, oldest first.
    pub fn new(
        ledger: &'a Ledger,
        entries: &'a [Entry],
        as_of: NaiveDate,
        made: ReportMade,
    ) -> Self {
        Self {
            report: LeaderReport::new(ledger, entries, as_of, made),
            ledger,
            entries,
            as_of,
            number: Cell::new(None),
        }
    }

    /// The same for letters that are sent, the next of which has this number.
    #[must_use]
    pub fn numbered(self, number: Option<u32>) -> Self {
        Self {
            number: Cell::new(number),
            ..self
        }
    }

    fn head(&self, to: &Subject, words: &[&str]) -> LetterHead {
        LetterHead::new(self.ledger, to, words, (self.number.get(), self.as_of))
    }

    /// 基准日.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Where the round stands.
    pub fn report(&self) -> &LeaderReport {
        &self.report
    }

    /// When an answer to a reminder is due unless somebody says otherwise: on a working day.
    pub fn return_on(&self) -> NaiveDate {
        let info = &self.ledger.round().info;
        let first = self
            .as_of
            .checked_add_days(Days::new(info.letters.return_days));
        let first = first.unwrap_or(self.as_of);
        let mut days = first.iter_days().take(LONGEST_REST);
        days.find(|day| info.calendar.is_working(*day))
            .unwrap_or(first)
    }

    /// 催办单 or 督办单 to a unit, 函 to one outside the city's command; `None` when it has nothing to catch up on.
    pub fn remind(
        &self,
        template: &str,
        unit: UnitIx,
        return_on: NaiveDate,
    ) -> Result<Option<Letter>, TemplateError> {
        let late = Lateness::new(self.ledger, unit, self.as_of);
        if !late.any {
            return Ok(None);
        }
        let part = self.reminder(&late, return_on);
        let word = part.word;
        let to = Subject::Unit(late.unit.clone());
        let head = self.head(&to, &REMINDERS);
        let text = self.render(LetterTemplate::Remind, template, &head, part)?;
        self.number.set(self.number.get().map(|number| number + 1));
        Ok(Some(Letter {
            word,
            unit: Some(late.unit),
            to,
            number: head.number,
            return_on: Some(return_on),
            text,
            mark: words::store::code(&self.report.made.code),
        }))
    }

    fn reminder<'l>(&self, late: &'l Lateness, return_on: NaiveDate) -> Reminder<'l> {
        let patience = self.ledger.round().info.letters.supervise_after_days;
        Reminder {
            // Whoever is not under the city's command is asked, not ordered.
            word: if late.vertical {
                "函"
            } else if late.days > patience {
                "督办单"
            } else {
                "催办单"
            },
            late,
            return_on: return_on.into(),
        }
    }

    /// 通报.
    pub fn circular(&self, template: &str) -> Result<Letter, TemplateError> {
        self.to_all(LetterTemplate::Circular, template, Nothing {})
    }

    /// 总结.
    pub fn summary(&self, template: &str) -> Result<Letter, TemplateError> {
        self.to_all(LetterTemplate::Summary, template, Nothing {})
    }

    /// 周报 about what has changed since a day.
    pub fn weekly(&self, template: &str, since: NaiveDate) -> Result<Letter, TemplateError> {
        let week = Week::new(self.ledger, self.entries, since, self.as_of);
        self.to_all(LetterTemplate::Weekly, template, week)
    }

    /// 调度会纪要 of a day.
    pub fn minutes(
        &self,
        template: &str,
        on: NaiveDate,
        whose: &[UnitIx],
    ) -> Result<Letter, TemplateError> {
        let minutes = Minutes::new(self.ledger, self.entries, whose, on, self.as_of);
        let part = Meeting { minutes: &minutes };
        let unit = match whose {
            [one] => Some(self.ledger.units()[*one].name.to_string()),
            _ => None,
        };
        let letter = self.to_all(LetterTemplate::Minutes, template, part)?;
        Ok(Letter { unit, ..letter })
    }

    /// 批复: one for each number under which plans of a unit were approved.
    pub fn approvals(&self, template: &str, unit: UnitIx) -> Result<Vec<Letter>, TemplateError> {
        let approvals = ApprovalFacts::of_unit(self.ledger, unit, self.as_of);
        let letters = approvals.into_iter().map(|approval| {
            let to = match approval.list.as_slice() {
                [one] => one.name.clone(),
                _ => approval.unit.clone(),
            };
            let number = approval.number.clone();
            let kind = LetterTemplate::Approval;
            let letter = self.to_all(kind, template, Approved { approval })?;
            Ok(Letter {
                unit: Some(to),
                number,
                ..letter
            })
        });
        letters.collect()
    }

    /// 函 to a member body about what it has to check.
    pub fn to_body(
        &self,
        template: &str,
        body: &MemberBody,
        return_on: NaiveDate,
    ) -> Result<Letter, TemplateError> {
        let part = self.body_part(body, return_on);
        let letter = self.to_all(LetterTemplate::Check, template, part)?;
        self.number.set(self.number.get().map(|number| number + 1));
        Ok(Letter {
            unit: Some(body.name.clone()),
            return_on: Some(return_on),
            ..letter
        })
    }

    fn body_part(&self, body: &MemberBody, return_on: NaiveDate) -> ToBody {
        ToBody {
            body: BodyFacts::new(self.ledger, body, self.as_of),
            return_on: return_on.into(),
        }
    }

    /// The papers of the meeting of a milestone.
    pub fn gathering(&self, template: &str, at: MilestoneIx) -> Result<Letter, TemplateError> {
        let meeting = GatheringFacts::new(self.ledger, at);
        let title = meeting.title.clone();
        let letter = self.to_all(LetterTemplate::Gathering, template, Gathering { meeting })?;
        Ok(Letter {
            unit: Some(title),
            ..letter
        })
    }

    /// 报告 about what counties come to.
    pub fn counties(
        &self,
        template: &str,
        counties: &[CountyFigures],
    ) -> Result<Letter, TemplateError> {
        let part = CountiesFacts::new(self.ledger, counties);
        self.to_all(LetterTemplate::Counties, template, part)
    }

    /// The page for the leader: HTML that needs nothing else.
    pub fn page(&self, template: &str) -> Result<String, TemplateError> {
        let engine = engine::engine(engine::PAGE);
        let head = self.head(&Subject::City, &[]);
        let facts = LetterFacts {
            report: &self.report,
            head: &head,
            part: self.page_part(),
        };
        let page = engine::render(&engine, LetterTemplate::Report.file(), template, &facts)?;
        Ok(marked_page(self.ledger.round(), page))
    }

    fn page_part(&self) -> LetterPage {
        LetterPage {
            charts: Charts::new(self.ledger, &self.report, self.as_of),
        }
    }

    fn to_all(
        &self,
        kind: LetterTemplate,
        template: &str,
        part: impl Serialize,
    ) -> Result<Letter, TemplateError> {
        let head = self.head(&Subject::City, &[kind.word()]);
        Ok(Letter {
            word: kind.word(),
            unit: None,
            to: Subject::City,
            return_on: None,
            text: self.render(kind, template, &head, part)?,
            number: head.number,
            mark: words::store::code(&self.report.made.code),
        })
    }

    fn render(
        &self,
        kind: LetterTemplate,
        template: &str,
        head: &LetterHead,
        part: impl Serialize,
    ) -> Result<String, TemplateError> {
        let engine = engine::engine(engine::LETTER);
        let facts = LetterFacts {
            report: &self.report,
            head,
            part,
        };
        let text = engine::render(&engine, kind.file(), template, &facts)?;
        Ok(marked(self.ledger.round(), tidy(&numbered(&text))))
    }

    /// Looks for mistakes in a template: how it is written, then with this ledger.
    pub fn check(&self, kind: LetterTemplate, template: &str) -> Result<(), TemplateError> {
        let since = self.ledger.round().info.notice.dated_on;
        match kind {
            LetterTemplate::Plan => plan_docx::check(self.ledger, template),
            LetterTemplate::Remind => {
                for unit in self.ledger.units().keys() {
                    let late = Lateness::new(self.ledger, unit, self.as_of);
                    let part = self.reminder(&late, self.return_on());
                    self.check_with(kind, template, part)?;
                }
                Ok(())
            }
            LetterTemplate::Report => self.check_with(kind, template, self.page_part()),
            LetterTemplate::Circular | LetterTemplate::Summary => {
                self.check_with(kind, template, Nothing {})
            }
            LetterTemplate::Approval => {
                for unit in self.ledger.units().keys() {
                    for approval in ApprovalFacts::of_unit(self.ledger, unit, self.as_of) {
                        self.check_with(kind, template, Approved { approval })?;
                    }
                }
                let names = self.ledger.round().info.bodies.iter();
                let approval = ApprovalFacts::sample(self.as_of, names.map(|body| &*body.name));
                self.check_with(kind, template, Approved { approval })
            }
            LetterTemplate::Check => {
                let bodies = self.ledger.round().info.bodies.iter();
                bodies
                    .map(|body| self.body_part(body, self.return_on()))
                    .try_for_each(|part| self.check_with(kind, template, part))
            }
            LetterTemplate::Gathering => {
                let all = self.ledger.round().milestones().keys();
                all.map(|at| GatheringFacts::new(self.ledger, at))
                    .try_for_each(|meeting| self.check_with(kind, template, Gathering { meeting }))
            }
            LetterTemplate::Counties => {
                let own = CountyFigures::of(self.ledger, self.as_of, None);
                let part = CountiesFacts::new(self.ledger, &[own]);
                self.check_with(kind, template, part)
            }
            LetterTemplate::Minutes => {
                let minutes = Minutes::new(self.ledger, self.entries, &[], self.as_of, self.as_of);
                self.check_with(kind, template, Meeting { minutes: &minutes })
            }
            LetterTemplate::Weekly => {
                let week = Week::new(self.ledger, self.entries, since, self.as_of);
                self.check_with(kind, template, week)
            }
        }
    }

    fn check_with(
        &self,
        kind: LetterTemplate,
        template: &str,
        part: impl Serialize,
    ) -> Result<(), TemplateError> {
        let engine = engine::engine(match kind {
            LetterTemplate::Report => engine::PAGE,
            _ => engine::LETTER,
        });
        let head = self.head(&Subject::City, &[kind.word()]);
        let facts = LetterFacts {
            report: &self.report,
            head: &head,
            part,
        };
        engine::check(&engine, kind.file(), template, &facts)?;
        engine::render(&engine, kind.file(), template, &facts).map(drop)
    }
}
