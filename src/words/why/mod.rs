//! 为什么: what stands behind a light: the rule in words, the data, the days, the line of the
//! notice, who has to act, what would turn it green, and the parts it is made of. The parts can
//! be asked again, down to a single item.

mod about;
mod green;
mod who;

pub use about::note;

use std::cmp::Reverse;

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::Counting;
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx, PrintedIx, UnitIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::light::{Assessment, Reason};
use crate::domain::model::{Light, Section, Status};
use crate::domain::rollup;
use crate::domain::round::{RoundInfo, Scope};
use crate::words::place;

/// Whose light is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The whole city.
    City,
    /// A section of the checklist, over the whole city.
    Section(Section),
    /// An item of the checklist, over the whole city.
    Items(ItemIx),
    /// A unit under its canonical name.
    Unit(UnitIx),
    /// A name in the roster's unit column.
    Printed(PrintedIx),
    /// All with one printed status.
    Status(Status),
    Association(AssocIx),
    /// A section of an association's checklist.
    SectionOf(AssocIx, Section),
    /// An item of an association's checklist.
    Item(AssocIx, ItemIx),
    /// A milestone, for that part of its population that lies below a subject.
    Milestone(MilestoneIx, SubjectIx),
}

/// A part of what was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub what: What,
    /// Its own light.
    pub assessment: Assessment,
}

/// The answer to 为什么: the verdict and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What was asked about.
    pub what: What,
    pub title: String,
    /// Light, reason and days.
    pub assessment: Assessment,
    /// The rule in words, with its numbers.
    pub rule: Vec<String>,
    /// What the rule was applied to.
    pub data: Vec<String>,
    /// As the round cites it (`seed L32`); `None` where nothing is cited.
    pub source: Option<String>,
    /// Who has to act: role and names.
    pub who: Vec<(&'static str, String)>,
    /// What would turn it green.
    pub green: String,
    /// What it is made of, the worst first.
    pub behind: Vec<Part>,
    /// What it is a part of, the nearest first.
    pub within: Vec<What>,
}

impl Why {
    /// Light, word and days in one line.
    pub fn verdict(&self, info: &RoundInfo) -> String {
        let Assessment { light, reason, .. } = self.assessment;
        let mut text = format!("{} {}", light.name(), reason.shown());
        if let Some(days) = days(info, &self.assessment) {
            text.push_str(s!("，", ", "));
            text.push_str(&days);
        }
        text
    }
}

impl Why {
    /// Everything but the parts, line by line: heading and text. A heading stands once.
    pub fn lines(&self, info: &RoundInfo) -> Vec<(&'static str, String)> {
        let mut lines: Vec<(&'static str, String)> = Vec::new();
        let mut add = |heading, texts: &[String]| {
            for (at, text) in texts.iter().enumerate() {
                lines.push((if at == 0 { heading } else { "" }, text.clone()));
            }
        };
        add(s!("灯", "light"), &[self.verdict(info)]);
        add(s!("规则", "rule"), &self.rule);
        add(s!("数据", "data"), &self.data);
        let of = &self.assessment;
        let days = [
            (s!("起 ", "from "), of.starts_on),
            (s!("止 ", "until "), of.due_on),
            (s!("办结 ", "done "), of.done_on),
        ];
        let days = days
            .into_iter()
            .filter_map(|(word, on)| Some(format!("{word}{}", on?)));
        let days: Vec<String> = days.collect();
        if !days.is_empty() {
            add(s!("期限", "dates"), &[days.join("  ")]);
        }
        let cited = self.source.as_deref();
        let place = cited.and_then(|cited| place(&info.notice, cited));
        add(s!("出处", "source"), place.as_slice());
        for (role, names) in &self.who {
            add(role, std::slice::from_ref(names));
        }
        add(s!("转绿", "to green"), std::slice::from_ref(&self.green));
        lines
    }
}

/// Answers for one light.
pub fn why(ledger: &Ledger, what: What, as_of: NaiveDate) -> Why {
    let what = settle(ledger, what);
    let mut behind = about::parts(ledger, what, as_of);
    behind.sort_by_key(|part| {
        let due = part.assessment.due_on.unwrap_or(NaiveDate::MAX);
        (
            Reverse(part.assessment.reason),
            due,
            Reverse(weight(ledger, part.what)),
        )
    });
    let assessment = assess(ledger, what, as_of);
    let info = &ledger.round().info;
    Why {
        what,
        title: title(ledger, what),
        rule: rule(info, what, &assessment),
        data: about::data(ledger, what, &behind, as_of),
        source: about::source(ledger, what).map(str::to_owned),
        who: who::of(ledger, what),
        green: green::sentence(ledger, what, &assessment, &behind),
        within: about::within(ledger, what),
        assessment,
        behind,
    }
}

/// Of parts that are equally bad that which holds more comes first.
fn weight(ledger: &Ledger, part: What) -> usize {
    match part {
        What::Unit(unit) | What::Milestone(_, SubjectIx::Unit(unit)) => {
            ledger.units()[unit].planned()
        }
        _ => 0,
    }
}

/// A milestone asked for something narrower than its scope is asked for what holds it.
fn settle(ledger: &Ledger, what: What) -> What {
    let What::Milestone(ix, subject) = what else {
        return what;
    };
    let scope = ledger.round().milestones()[ix].scope;
    let subject = match (scope, subject) {
        (Scope::City, _) => SubjectIx::City,
        (Scope::Unit, SubjectIx::Association(association)) => ledger
            .unit_of(association)
            .map_or(SubjectIx::City, SubjectIx::Unit),
        _ => subject,
    };
    What::Milestone(ix, subject)
}

/// The light of whatever is asked about.
pub fn assess(ledger: &Ledger, what: What, as_of: NaiveDate) -> Assessment {
    match what {
        What::Association(ix) => rollup::association(ledger, ix, as_of),
        What::SectionOf(ix, section) => rollup::section(ledger, ix, section, as_of),
        What::Item(ix, item) => rollup::item(ledger, &ledger.item(ix, item), as_of),
        What::Milestone(ix, subject) => rollup::milestone(ledger, ix, subject, as_of),
        What::City => rollup::city(ledger, as_of),
        What::Unit(unit) => rollup::unit(ledger, unit, as_of),
        What::Printed(printed) => {
            let members = &ledger.printed_units()[printed].associations;
            rollup::group(ledger, members.iter().copied(), as_of)
        }
        What::Status(status) => {
            let members = ledger.associations().keys();
            let members = members.filter(|ix| ledger.associations()[*ix].status == status);
            rollup::group(ledger, members, as_of)
        }
        What::Section(section) => {
            rollup::items_of_all(ledger, |item| item.section == section, as_of)
        }
        What::Items(ix) => {
            let id = &ledger.round().items[ix].id;
            rollup::items_of_all(ledger, |item| item.id == *id, as_of)
        }
    }
}

/// The units of a ledger may be put together anew; what was asked about may be no more.
pub fn exists(ledger: &Ledger, what: What) -> bool {
    match what {
        What::Unit(unit) | What::Milestone(_, SubjectIx::Unit(unit)) => {
            ledger.units().get(unit).is_some()
        }
        _ => true,
    }
}

/// What something is called.
pub fn title(ledger: &Ledger, what: What) -> String {
    let round = ledger.round();
    match what {
        What::City => round.info.everywhere().into(),
        What::Section(section) => {
            format!(
                "{} {}",
                round.info.everywhere(),
                round.section(section).title
            )
        }
        What::Items(item) => {
            let def = &round.items[item];
            format!("{} {} {}", round.info.everywhere(), def.id, def.label)
        }
        What::Unit(unit) => ledger.units()[unit].name.to_string(),
        What::Printed(printed) => ledger.printed_units()[printed].name.to_string(),
        What::Status(status) => t!("全部{}", "all {}", status.shown()),
        What::Association(ix) => {
            let about = &ledger.associations()[ix];
            format!("{} {}", about.no, ledger.name(ix))
        }
        What::SectionOf(ix, section) => {
            let about = &ledger.associations()[ix];
            format!(
                "{} {} {}",
                about.no,
                ledger.name(ix),
                round.section(section).title
            )
        }
        What::Item(ix, item) => {
            let about = &ledger.associations()[ix];
            let def = &round.items[item];
            format!("{} {} {} {}", about.no, ledger.name(ix), def.id, def.label)
        }
        What::Milestone(ix, subject) => {
            let def = &round.milestones()[ix];
            match subject {
                SubjectIx::City => def.heading(),
                _ => format!("{} {} {}", def.id, def.title, ledger.subject_name(subject)),
            }
        }
    }
}

/// What a part is called beside the title of what it is a part of.
pub fn label(ledger: &Ledger, whole: What, part: What) -> String {
    let round = ledger.round();
    match (whole, part) {
        (What::Items(_), What::Item(ix, _)) | (What::Section(_), What::SectionOf(ix, _)) => {
            title(ledger, What::Association(ix))
        }
        (_, What::Item(_, item)) => {
            format!("{} {}", round.items[item].id, round.items[item].label)
        }
        (What::Association(_), What::Milestone(ix, _)) => {
            let def = &round.milestones()[ix];
            def.heading()
        }
        (What::Milestone(..), What::Milestone(_, subject)) => match subject {
            SubjectIx::Association(ix) => title(ledger, What::Association(ix)),
            SubjectIx::City | SubjectIx::Unit(_) => ledger.subject_name(subject),
        },
        _ => title(ledger, part),
    }
}

/// `剩 3 天`, `逾期 5 天`, in what the round counts, with the calendar days beside working days.
/// `None` where no day counts.
pub fn days(info: &RoundInfo, assessment: &Assessment) -> Option<String> {
    if assessment.done_on.is_some() {
        return None;
    }
    let left = assessment.days_left?;
    let counted = assessment.counted_left?;
    let unit = info.calendar.count.unit();
    let text = match counted {
        0 if left == 0 => s!("今天到期", "due today").to_owned(),
        0.. => t!("剩 {counted} {unit}", "{counted} {unit} left"),
        _ => t!("逾期 {} {unit}", "{} {unit} overdue", -counted),
    };
    Some(match info.calendar.count {
        Counting::Working if left != 0 => t!(
            "{text}（日历 {} 天）",
            "{text} ({} calendar days)",
            left.abs()
        ),
        _ => text,
    })
}

/// A day as people say it within the round's year: `07-31`.
pub fn day(info: &RoundInfo, on: NaiveDate) -> String {
    if on.year() == info.year {
        on.format("%m-%d").to_string()
    } else {
        on.to_string()
    }
}

/// The rule that made this light, and how lights add up where it has parts.
fn rule(info: &RoundInfo, what: What, assessment: &Assessment) -> Vec<String> {
    let thresholds = &info.thresholds;
    let unit = info.calendar.count.unit();
    let (soon, urgent) = (thresholds.soon_days, thresholds.urgent_days);
    let day_counts = if thresholds.due_day_inclusive {
        s!("到期当日仍算按期", "the due day itself is in time")
    } else {
        s!("到期当日不算按期", "the due day itself is late")
    };
    let mut rules = vec![match assessment.reason {
        Reason::NoTask => s!(
            "已脱钩、不涉及或不在范围内的没有任务，为灰",
            "grey: decoupled, not applicable or outside the scope, no task"
        )
        .to_owned(),
        Reason::Exited => s!(
            "已退出本轮的不再计灯，为灰",
            "grey: has left this round, no light any more"
        )
        .to_owned(),
        Reason::NotStarted => s!(
            "未到启动日的为灰；启动日是上一节点到期的次日",
            "grey: not started; it starts the day after the milestone before is due"
        )
        .to_owned(),
        Reason::DoneInTime => t!(
            "按期办结为绿；{day_counts}",
            "green: done in time; {day_counts}"
        ),
        Reason::OnCourse => t!(
            "已启动、剩余多于 {soon} {unit}为绿",
            "green: started, more than {soon} {unit} left"
        ),
        Reason::Soon => t!(
            "剩余不多于 {soon} {unit}为蓝（不多于 {urgent} {unit}转黄）",
            "blue: at most {soon} {unit} left (yellow from {urgent} {unit})"
        ),
        Reason::Urgent => t!(
            "剩余不多于 {urgent} {unit}为黄（过期转红）",
            "yellow: at most {urgent} {unit} left (red when past)"
        ),
        Reason::MadeUpLate => s!(
            "逾期后补办为黄，不再转绿",
            "yellow: made up after it was due; never green again"
        )
        .to_owned(),
        Reason::Overdue => t!(
            "过期未办为红；{day_counts}",
            "red: past due and not done; {day_counts}"
        ),
    }];
    let parts = match what {
        What::City | What::Unit(_) | What::Printed(_) | What::Status(_) => Some(s!(
            "取所属拟脱钩协会和本单位应办节点中最差的灯",
            "the worst light of its associations to be decoupled and of its own milestones"
        )),
        What::Association(_) => Some(s!(
            "取主管单位和协会应办的事项、节点中最差的灯；其他部门负责的不计",
            "the worst light of what unit and association have to do; other bodies' items do not count"
        )),
        What::Items(_) => Some(s!(
            "取各拟脱钩协会这一事项中最差的灯",
            "the worst light of this item among those to be decoupled"
        )),
        What::Section(_) | What::SectionOf(..) => Some(s!(
            "取这一部分各事项中最差的灯",
            "the worst light of the items of this section"
        )),
        What::Milestone(_, SubjectIx::City) => Some(s!(
            "取范围内各成员中最差的灯",
            "the worst light of those it is for"
        )),
        What::Milestone(..) | What::Item(..) => None,
    };
    rules.extend(parts.map(str::to_owned));
    if info.calendar.count == Counting::Working {
        rules.push(s!("按工作日计：周末和法定节假日不计，调休上班日计", "counted in working days: no weekends and public holidays, but with shifted working days").to_owned());
    }
    rules
}

/// How many parts have which light: `红 7、绿 2`, the worst first; parts without a task are
/// left out.
pub fn counts(parts: &[Part]) -> String {
    let counted = Light::ALL.iter().rev().filter_map(|light| {
        let of_light = parts.iter().filter(|part| {
            part.assessment.light == *light && part.assessment.reason != Reason::NoTask
        });
        let count = of_light.count();
        (count > 0).then(|| format!("{} {count}", light.name()))
    });
    counted.collect::<Vec<_>>().join(s!("、", ", "))
}
