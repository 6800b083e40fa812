//! What is said of the notice itself.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{SideText, Told, items, milestone, place_of, rows};
use crate::domain::finding::{NoticeGrounds, RowSpans};
use crate::domain::id::{ItemIx, MilestoneIx};
use crate::domain::ledger::Ledger;
use crate::domain::round::{Due, OtherDate};

pub(super) fn told<'a>(ledger: &'a Ledger, grounds: &'a NoticeGrounds) -> Told<'a> {
    use NoticeGrounds as G;
    let info = &ledger.round().info;
    match grounds {
        G::OtherDates {
            milestones,
            dates,
            days: [first, last],
        } => other_dates(ledger, milestones, dates, [first, last]),
        G::AddressedTo(ix, all) => addressed_to(ledger, *ix, all),
        G::Assumed(ix) => assumed(ledger, *ix),
        G::Wordings(at) => wordings(ledger, *at),
        G::NoNumber => no_number(ledger),
        G::DayOff(ix) => day_off(ledger, *ix),
        G::NoDuty(at) => no_duty(ledger, *at),
        G::OwnReviewer {
            body,
            unit,
            planned,
            rows: all,
            milestones,
            items: part,
        } => Told::new(
            t!(
                "「{unit}」既经办审核，又是拟脱钩 {planned} 家的业务主管单位，自己批自己",
                "\"{unit}\" audits and is also the supervising unit of {planned} to be decoupled: it approves its own"
            ),
            s!(
                "这几家请由另一成员单位审核、销号",
                "Let another member body audit and close out these"
            ),
            move || {
                let leads = milestones.iter().map(|ix| milestone(ledger, *ix));
                let part = part.iter().map(|ix| items(ledger, &[*ix]));
                let part: Vec<String> = leads.chain(part).collect();
                let source = place_of(ledger, &info.bodies[*body].source);
                let count = t!("{} 家", "{}", all.count);
                vec![
                    SideText::new(
                        s!("经办或审核", "handles or audits"),
                        part.join(s!("、", ", ")),
                        source,
                    ),
                    SideText::new(s!("业务主管单位", "supervising unit"), count, rows(all)),
                ]
            },
        ),
        G::NoPapers(all, direct) => no_papers(all, *direct),
    }
}

fn other_dates<'a>(
    ledger: &'a Ledger,
    milestones: &'a [MilestoneIx],
    dates: &'a [usize],
    [first, last]: [&NaiveDate; 2],
) -> Told<'a> {
    let info = &ledger.round().info;
    Told::new(
        t!(
            "完成期限写法不一：共 {} 处，{first} 至 {last}",
            "The completion date is written in different ways: {} places, {first} to {last}",
            milestones.len() + dates.len()
        ),
        counted_by(ledger, milestones),
        move || {
            let milestones = milestones.iter().map(|ix| as_printed(ledger, *ix));
            let dates = dates.iter().map(|at| written(ledger, &info.dates[*at]));
            milestones.chain(dates).collect()
        },
    )
}

fn addressed_to<'a>(ledger: &'a Ledger, ix: MilestoneIx, all: &'a RowSpans) -> Told<'a> {
    let def = &ledger.round().milestones()[ix];
    let whom = def.addressed_to.as_deref().unwrap_or_default();
    let done = t!("{} 家均已脱钩", "all {} are decoupled", all.count);
    Told::new(
        t!(
            "{}写明对象为{whom}协会，而名册中{whom} {done}",
            "{} is for {whom} associations, but in the roster {whom} {done}",
            milestone(ledger, ix)
        ),
        s!(
            "可能指脱钩后改为直接登记的协会；请联合工作组明确对象",
            "Perhaps meant are those registered directly after decoupling; ask the joint working group"
        ),
        move || {
            let meant = t!("{whom}协会", "{whom} associations");
            let meant = SideText::new(s!("对象", "who"), meant, place_of(ledger, &def.source));
            vec![meant, SideText::new(whom, done, rows(all))]
        },
    )
}

/// By its place among those of the round.
fn wordings(ledger: &Ledger, at: usize) -> Told<'_> {
    let info = &ledger.round().info;
    let wording = &info.findings.wordings[at];
    let texts: Vec<&str> = wording.sides.iter().map(|side| &*side.text).collect();
    Told::new(
        t!(
            "{}有两种写法：{}",
            "{} is written in two ways: {}",
            wording.title,
            texts.join(s!("，", ", "))
        ),
        wording.advice.to_string(),
        move || {
            let sides = wording.sides.iter();
            let sides = sides.map(|side| {
                SideText::new(
                    s!("写作", "written"),
                    &side.text,
                    place_of(ledger, &side.source),
                )
            });
            sides.collect()
        },
    )
}

fn no_number(ledger: &Ledger) -> Told<'_> {
    let info = &ledger.round().info;
    Told::new(
        s!(
            "通知没有文号，文书引用时只能写标题和日期",
            "The notice has no document number; letters can cite only title and date"
        )
        .to_owned(),
        s!(
            "向印发单位查文号，查到后写进本轮资料的 notice.number",
            "Ask the issuing body for the number and write it into notice.number of the round"
        ),
        move || {
            let (notice, dated) = (&info.notice, info.notice.dated_on.to_string());
            vec![
                SideText::new(
                    s!("通知", "notice"),
                    &notice.title,
                    place_of(ledger, &notice.source),
                ),
                SideText::new(
                    s!("印发日期", "issued on"),
                    dated,
                    s!("文号空缺", "number missing"),
                ),
            ]
        },
    )
}

/// By its place among the bodies of the round.
fn no_duty(ledger: &Ledger, at: usize) -> Told<'_> {
    let info = &ledger.round().info;
    let body = &info.bodies[at];
    Told::new(
        t!(
            "「{}」是成员单位，通知没有写它的职责",
            "\"{}\" is a member body, but the notice gives it no duty",
            body.name
        ),
        s!(
            "请联合工作组分工；党建、外事等尚无人牵头的事可由其承担",
            "Ask the joint working group to divide the work; Party-building and foreign affairs have no lead body yet"
        ),
        move || {
            let group = place_of(ledger, &info.working_group.source);
            vec![
                SideText::new(
                    s!("成员单位", "member body"),
                    &body.name,
                    place_of(ledger, &body.source),
                ),
                SideText::new(s!("职责", "duty"), s!("未列", "none given"), group),
            ]
        },
    )
}

fn no_papers(all: &RowSpans, direct: usize) -> Told<'_> {
    let count = t!("{} 家", "{}", all.count);
    Told::new(
        t!(
            "{count}历史已脱钩，没有表、日期和批文，只能回头看",
            "{count} were decoupled before, without forms, dates and papers: only looking back is left"
        ),
        s!(
            "不计入填表进度；逐家列在回头看，看过一家记一家",
            "Not counted in the progress of forms; each stands under looking back; record each when seen"
        ),
        move || {
            let direct = t!("{direct} 家", "{direct}");
            vec![
                SideText::new(
                    s!("历史已脱钩，无资料", "decoupled before, no papers"),
                    count,
                    rows(all),
                ),
                SideText::new(
                    s!("其中直接登记", "of them registered directly"),
                    direct,
                    s!("没有业务主管单位", "no supervising unit"),
                ),
            ]
        },
    )
}

/// What a milestone's date is as printed, and where it stands.
fn as_printed(ledger: &Ledger, ix: MilestoneIx) -> SideText {
    let def = &ledger.round().milestones()[ix];
    let day = def.printed().to_string();
    SideText::new(milestone(ledger, ix), day, place_of(ledger, &def.source))
}

/// A date as it is written beside the milestones.
fn written(ledger: &Ledger, date: &OtherDate) -> SideText {
    let reading = if date.from == date.to {
        date.to.to_string()
    } else {
        t!("{} 至 {}", "{} to {}", date.from, date.to)
    };
    let value = t!("{}（{reading}）", "{} ({reading})", date.printed);
    SideText::new(&*date.title, value, place_of(ledger, &date.source))
}

/// The first of several milestones counts.
fn counted_by(ledger: &Ledger, milestones: &[MilestoneIx]) -> String {
    let first = milestones.first();
    let day = first.map_or_else(String::new, |ix| {
        let def = &ledger.round().milestones()[*ix];
        format!("{} {}", def.id, def.due_on)
    });
    t!(
        "各处并列保留，灯和倒计时按 {day} 计",
        "All stay side by side; lights and countdown follow {day}"
    )
}

fn assumed(ledger: &Ledger, ix: ItemIx) -> Told<'_> {
    let round = ledger.round();
    let item = &round.items[ix];
    let due = round.item_due_on(item);
    let by = match &item.due {
        Due::At(ix) => t!("按 {} ", "by {} ", round.milestones()[*ix].id),
        Due::On(_) => s!("按 ", "by ").to_owned(),
    };
    Told::new(
        t!(
            "「{}」没有写报送日期和受理单位，暂{by}{due}",
            "\"{}\" names no date and no body to submit to; for now {by}{due}",
            item.label
        ),
        match &item.remark {
            Some(remark) => t!(
                "请办公室定下来；{remark}",
                "The office should decide; {remark}"
            ),
            None => s!("请办公室定日期", "The office should set a date").to_owned(),
        },
        move || {
            vec![
                SideText::new(
                    s!("通知", "notice"),
                    s!("未写日期", "no date"),
                    place_of(ledger, &item.source),
                ),
                SideText::new(
                    s!("台账", "ledger"),
                    due.to_string(),
                    t!("清单 {}", "checklist {}", item.id),
                ),
            ]
        },
    )
}

fn day_off(ledger: &Ledger, ix: MilestoneIx) -> Told<'_> {
    let day = ledger.round().milestones()[ix].due_on;
    let holidays = &ledger.round().info.calendar.holidays;
    let (off, place) = match day.weekday() {
        _ if holidays.contains(&day) => (
            s!("法定节假日", "a public holiday"),
            s!("本轮资料的日历", "the round's calendar"),
        ),
        Weekday::Sat => (s!("星期六", "a Saturday"), s!("日历", "calendar")),
        _ => (s!("星期日", "a Sunday"), s!("日历", "calendar")),
    };
    Told::new(
        t!(
            "{}的 {day} 是{off}",
            "{}: {day} is {off}",
            milestone(ledger, ix)
        ),
        s!(
            "提前到最近的工作日安排",
            "Plan it for the last working day before"
        ),
        move || {
            let calendar = SideText::new(place, off, day.to_string());
            vec![as_printed(ledger, ix), calendar]
        },
    )
}
