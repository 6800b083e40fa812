//! What the notice says in two ways, leaves out, or sets on a day off (`domain.md` 4.4). The
//! facts are data of the round; a round without them is silent.

use chrono::{Datelike, NaiveDate, Weekday};
use ecow::EcoString;

use super::{About, Finding, Kind, Place, Severity, Side, Source, place_of, rows};
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::{Status, UnitKind};
use crate::domain::round::{Due, MemberBody, Milestone};

const RULES: [fn(&Ledger, &mut Vec<Finding>); 7] = [
    d01_other_dates,
    d02_addressed_to,
    d03_assumed,
    d04_wordings,
    d06_no_number,
    d07_days_off,
    d11_no_duty,
];

/// Runs every rule that looks at the notice alone.
pub fn of_notice(ledger: &Ledger, found: &mut Vec<Finding>) {
    for rule in RULES {
        rule(ledger, found);
    }
}

fn listed(rule: &'static str, severity: Severity, key: &str) -> Finding {
    Finding::new(rule, Kind::Notice, severity, About::City, key)
}

/// What a milestone's date is as printed, and where it stands.
fn milestone_side(milestone: &Milestone) -> Side {
    Side::new(
        format!("{} {}", milestone.id, milestone.title),
        milestone.printed().to_string(),
        place_of(&milestone.source),
    )
}

/// D01: several dates for one and the same end.
fn d01_other_dates(ledger: &Ledger, found: &mut Vec<Finding>) {
    let round = ledger.round();
    let dates = || {
        round
            .info
            .dates
            .iter()
            .filter(|date| !date.against.is_empty())
    };
    let against = |milestone: &&Milestone| dates().any(|date| date.against.contains(&milestone.id));
    let milestones = || round.milestones().iter().filter(against);
    let mut days: Vec<NaiveDate> = dates()
        .flat_map(|date| [date.from, date.to])
        .chain(milestones().map(Milestone::printed))
        .collect();
    days.sort_unstable();
    days.dedup();
    let Some(due) = milestones().next().filter(|_| days.len() > 1) else {
        return;
    };
    let written = dates().map(|date| {
        let reading = if date.from == date.to {
            date.to.to_string()
        } else {
            format!("{} 至 {}", date.from, date.to)
        };
        let value = format!("{}（{reading}）", date.printed);
        Side::new(&date.title, value, place_of(&date.source))
    });
    let sides: Vec<Side> = milestones().map(milestone_side).chain(written).collect();
    found.push(Finding {
        message: format!(
            "完成期限写法不一：共 {} 处，{} 至 {}",
            sides.len(),
            days[0],
            days[days.len() - 1]
        ),
        sides,
        source: Source::of_document(round.info.dates.first().map_or("", |d| &d.source)),
        advice: format!("各处并列保留，灯和倒计时按 {} {} 计", due.id, due.due_on),
        place: round
            .milestone_ix(&due.id)
            .map_or(Place::Nowhere, Place::Milestone),
        ..listed("D01", Severity::Suspicious, "")
    });
}

/// D02: a milestone is meant for some whose rows say that nothing is left to do.
fn d02_addressed_to(ledger: &Ledger, found: &mut Vec<Finding>) {
    for (ix, milestone) in ledger.round().milestones().iter_enumerated() {
        let Some(whom) = &milestone.addressed_to else {
            continue;
        };
        let printed = ledger.printed_units().iter().find(|one| one.name == *whom);
        let Some(printed) = printed else { continue };
        let all = &printed.associations;
        let done = |ix: &&AssocIx| ledger.associations()[**ix].status == Status::Decoupled;
        if all.iter().filter(done).count() < all.len() {
            continue;
        }
        found.push(Finding {
            message: format!(
                "{} {}写明对象为{whom}协会，而名册中{whom} {} 家均已脱钩",
                milestone.id,
                milestone.title,
                all.len()
            ),
            sides: vec![
                Side::new("对象", format!("{whom}协会"), place_of(&milestone.source)),
                Side::new(whom, format!("{} 家均已脱钩", all.len()), rows(ledger, all)),
            ],
            source: Source::of_document(&milestone.source),
            advice: "可能指脱钩后改为直接登记的协会；请联合工作组明确对象".to_owned(),
            place: Place::Milestone(ix),
            ..listed("D02", Severity::Suspicious, &milestone.id)
        });
    }
}

/// D03: an item is due on a day that the notice does not name.
fn d03_assumed(ledger: &Ledger, found: &mut Vec<Finding>) {
    let round = ledger.round();
    for item in round.items.iter().filter(|item| item.assumed) {
        let due = round.item_due_on(item);
        let by = match &item.due {
            Due::At(ix) => format!("按 {} ", round.milestones()[*ix].id),
            Due::On(_) => "按 ".to_owned(),
        };
        let remark = item.remark.as_ref();
        found.push(Finding {
            message: format!("「{}」没有写报送日期和受理单位，暂{by}{due}", item.label),
            sides: vec![
                Side::new("通知", "未写日期", place_of(&item.source)),
                Side::new("台账", due.to_string(), format!("清单 {}", item.id)),
            ],
            source: Source::of_document(&item.source),
            advice: remark.map_or_else(
                || "请办公室定日期".to_owned(),
                |remark| format!("请办公室定下来；{remark}"),
            ),
            ..listed("D03", Severity::Ask, &item.id)
        });
    }
}

/// D04 and D05: one matter is written in two ways.
fn d04_wordings(ledger: &Ledger, found: &mut Vec<Finding>) {
    for wording in &ledger.round().info.findings.wordings {
        let sides = wording
            .sides
            .iter()
            .map(|side| Side::new("写作", &side.text, place_of(&side.source)));
        let texts: Vec<&str> = wording
            .sides
            .iter()
            .map(|side| side.text.as_str())
            .collect();
        found.push(Finding {
            message: format!("{}有两种写法：{}", wording.title, texts.join("，")),
            sides: sides.collect(),
            source: Source::of_document(wording.sides.first().map_or("", |side| &side.source)),
            advice: wording.advice.clone(),
            ..listed("D04", Severity::Suspicious, &wording.id)
        });
    }
}

/// D06: the notice carries no number.
fn d06_no_number(ledger: &Ledger, found: &mut Vec<Finding>) {
    let notice = &ledger.round().info.notice;
    if notice.number.is_some() {
        return;
    }
    found.push(Finding {
        message: "通知没有文号，文书引用时只能写标题和日期".to_owned(),
        sides: vec![
            Side::new("通知", &notice.title, place_of(&notice.source)),
            Side::new("印发日期", notice.dated_on.to_string(), "文号空缺"),
        ],
        source: Source::of_document(&notice.source),
        advice: "向印发单位查文号，查到后写进本轮资料的 notice.number".to_owned(),
        ..listed("D06", Severity::Ask, "")
    });
}

/// D07: a milestone is due on a day off.
fn d07_days_off(ledger: &Ledger, found: &mut Vec<Finding>) {
    let round = ledger.round();
    for (ix, milestone) in round.milestones().iter_enumerated() {
        let day = milestone.due_on;
        let calendar = &round.info.calendar;
        if calendar.is_working(day) {
            continue;
        }
        let (off, place) = match day.weekday() {
            _ if calendar.holidays.contains(&day) => ("法定节假日", "本轮资料的日历"),
            Weekday::Sat => ("星期六", "日历"),
            _ => ("星期日", "日历"),
        };
        found.push(Finding {
            message: format!("{} {}的 {day} 是{off}", milestone.id, milestone.title),
            sides: vec![
                milestone_side(milestone),
                Side::new(place, off, day.to_string()),
            ],
            source: Source::of_document(&milestone.source),
            advice: "提前到最近的工作日安排".to_owned(),
            place: Place::Milestone(ix),
            ..listed("D07", Severity::Ask, &milestone.id)
        });
    }
}

/// D11: a member of the working group without a duty.
fn d11_no_duty(ledger: &Ledger, found: &mut Vec<Finding>) {
    let info = &ledger.round().info;
    for body in info.bodies.iter().filter(|body| body.duties.is_empty()) {
        found.push(Finding {
            message: format!("「{}」是成员单位，通知没有写它的职责", body.name),
            sides: vec![
                Side::new("成员单位", &body.name, place_of(&body.source)),
                Side::new("职责", "未列", place_of(&info.working_group.source)),
            ],
            source: Source::of_document(&body.source),
            advice: "请联合工作组分工；党建、外事等尚无人牵头的事可由其承担".to_owned(),
            ..listed("D11", Severity::Ask, &body.name)
        });
    }
}

/// For each body of the working group the first unit that goes by its name and has a task.
#[derive(Debug, Default)]
pub struct Reviewers(Vec<Option<UnitIx>>);

impl Reviewers {
    /// Before any unit was looked at.
    pub fn new(ledger: &Ledger) -> Self {
        Self(vec![None; ledger.round().info.bodies.len()])
    }

    /// Looks at the next unit.
    pub fn look(&mut self, ledger: &Ledger, ix: UnitIx) {
        let round = ledger.round();
        let unit = &ledger.units()[ix];
        if unit.planned == 0 {
            return;
        }
        let ways = [unit.name.as_str(), unit.short.as_str()].into_iter();
        let ways = ways.chain(unit.aliases.iter().map(EcoString::as_str));
        let ways: Vec<&str> = ways
            .flat_map(|way| [way, round.without_city(way)])
            .collect();
        for (body, first) in round.info.bodies.iter().zip(&mut self.0) {
            if first.is_none() && names(body).any(|name| ways.contains(&name.as_str())) {
                *first = Some(ix);
            }
        }
    }
}

/// How a body may be called.
fn names(body: &MemberBody) -> impl Iterator<Item = &String> {
    std::iter::once(&body.name).chain(&body.aliases)
}

/// D12: a body that reviews and approves also supervises associations with a task.
pub fn d12_own_reviewer(ledger: &Ledger, reviewers: &Reviewers, found: &mut Vec<Finding>) {
    let round = ledger.round();
    for (body, unit) in round.info.bodies.iter().zip(&reviewers.0) {
        let Some(unit) = unit.map(|ix| &ledger.units()[ix]) else {
            continue;
        };
        let called = |name: &str| names(body).any(|one| one == name);
        let Some(printed) = unit.printed.first() else {
            continue;
        };
        let leads = round.milestones().iter();
        let leads = leads.filter(|m| m.lead.iter().any(|lead| called(lead)));
        let leads = leads.map(|m| format!("{} {}", m.id, m.title));
        let checks = round.items.iter();
        let checks =
            checks.filter(|item| item.checker.iter().chain(&item.owner).any(|w| called(w)));
        let checks = checks.map(|item| item.id.clone());
        let part: Vec<String> = leads.chain(checks).collect();
        if part.is_empty() {
            continue;
        }
        let rows = rows(ledger, &unit.associations);
        found.push(Finding {
            about: About::Unit(*printed),
            kind: Kind::Units,
            message: format!(
                "「{}」既经办审核，又是拟脱钩 {} 家的业务主管单位，自己批自己",
                unit.name, unit.planned
            ),
            sides: vec![
                Side::new("经办或审核", part.join("、"), place_of(&body.source)),
                Side::new(
                    "业务主管单位",
                    format!("{} 家", unit.associations.len()),
                    rows,
                ),
            ],
            source: Source::of_document(&body.source),
            advice: "这几家请由另一成员单位审核、销号".to_owned(),
            place: Place::Unit(*printed),
            ..listed("D12", Severity::Suspicious, &unit.name)
        });
    }
}

/// D16: those decoupled before have no form, no date, no approval here.
pub fn d16_no_papers(ledger: &Ledger, without: &[AssocIx], found: &mut Vec<Finding>) {
    if without.is_empty() {
        return;
    }
    let direct = without.iter().filter(|ix| {
        let printed = &ledger.printed_units()[ledger.associations()[**ix].printed];
        let kind = printed.seed.as_ref().map(|seed| seed.kind);
        printed.unit.is_none() || kind == Some(UnitKind::DirectRegistration)
    });
    let count = without.len();
    found.push(Finding {
        message: format!("{count} 家历史已脱钩，没有表、日期和批文，只能回头看"),
        sides: vec![
            Side::new(
                "历史已脱钩，无资料",
                format!("{count} 家"),
                rows(ledger, without),
            ),
            Side::new(
                "其中直接登记",
                format!("{} 家", direct.count()),
                "没有业务主管单位",
            ),
        ],
        source: Source::chapter("D16"),
        place: Place::LookBack,
        advice: "不计入填表进度；逐家列在回头看，看过一家记一家".to_owned(),
        ..Finding::new("D16", Kind::Roster, Severity::Ask, About::City, "")
    });
}
