//! What is said of the notice itself.

use chrono::{Datelike, Weekday};

use super::{SideText, Told, items, milestone, place_of, rows};
use crate::domain::finding::NoticeGrounds;
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
        } => Told::new(
            format!(
                "完成期限写法不一：共 {} 处，{first} 至 {last}",
                milestones.len() + dates.len()
            ),
            counted_by(ledger, milestones),
            move || {
                let milestones = milestones.iter().map(|ix| as_printed(ledger, *ix));
                let dates = dates.iter().map(|at| written(ledger, &info.dates[*at]));
                milestones.chain(dates).collect()
            },
        ),
        G::AddressedTo(ix, all) => {
            let def = &ledger.round().milestones()[*ix];
            let whom = def.addressed_to.as_deref().unwrap_or_default();
            let done = format!("{} 家均已脱钩", all.count);
            Told::new(
                format!(
                    "{}写明对象为{whom}协会，而名册中{whom} {done}",
                    milestone(ledger, *ix)
                ),
                "可能指脱钩后改为直接登记的协会；请联合工作组明确对象",
                move || {
                    let meant = format!("{whom}协会");
                    let meant = SideText::new("对象", meant, place_of(ledger, &def.source));
                    vec![meant, SideText::new(whom, done, rows(all))]
                },
            )
        }
        G::Assumed(ix) => assumed(ledger, *ix),
        G::Wordings(at) => {
            let wording = &info.findings.wordings[*at];
            let texts: Vec<&str> = wording.sides.iter().map(|side| &*side.text).collect();
            Told::new(
                format!("{}有两种写法：{}", wording.title, texts.join("，")),
                wording.advice.clone(),
                move || {
                    let sides = wording.sides.iter();
                    let sides = sides.map(|side| {
                        SideText::new("写作", &side.text, place_of(ledger, &side.source))
                    });
                    sides.collect()
                },
            )
        }
        G::NoNumber => Told::new(
            "通知没有文号，文书引用时只能写标题和日期".to_owned(),
            "向印发单位查文号，查到后写进本轮资料的 notice.number",
            move || {
                let (notice, dated) = (&info.notice, info.notice.dated_on.to_string());
                vec![
                    SideText::new("通知", &notice.title, place_of(ledger, &notice.source)),
                    SideText::new("印发日期", dated, "文号空缺"),
                ]
            },
        ),
        G::DayOff(ix) => day_off(ledger, *ix),
        G::NoDuty(at) => {
            let body = &info.bodies[*at];
            Told::new(
                format!("「{}」是成员单位，通知没有写它的职责", body.name),
                "请联合工作组分工；党建、外事等尚无人牵头的事可由其承担",
                move || {
                    let group = place_of(ledger, &info.working_group.source);
                    vec![
                        SideText::new("成员单位", &body.name, place_of(ledger, &body.source)),
                        SideText::new("职责", "未列", group),
                    ]
                },
            )
        }
        G::OwnReviewer {
            body,
            unit,
            planned,
            rows: all,
            milestones,
            items: part,
        } => Told::new(
            format!("「{unit}」既经办审核，又是拟脱钩 {planned} 家的业务主管单位，自己批自己"),
            "这几家请由另一成员单位审核、销号",
            move || {
                let leads = milestones.iter().map(|ix| milestone(ledger, *ix));
                let part = part.iter().map(|ix| items(ledger, &[*ix]));
                let part: Vec<String> = leads.chain(part).collect();
                let source = place_of(ledger, &info.bodies[*body].source);
                let count = format!("{} 家", all.count);
                vec![
                    SideText::new("经办或审核", part.join("、"), source),
                    SideText::new("业务主管单位", count, rows(all)),
                ]
            },
        ),
        G::NoPapers(all, direct) => {
            let count = format!("{} 家", all.count);
            Told::new(
                format!("{count}历史已脱钩，没有表、日期和批文，只能回头看"),
                "不计入填表进度；逐家列在回头看，看过一家记一家",
                move || {
                    let direct = format!("{direct} 家");
                    vec![
                        SideText::new("历史已脱钩，无资料", count, rows(all)),
                        SideText::new("其中直接登记", direct, "没有业务主管单位"),
                    ]
                },
            )
        }
    }
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
        format!("{} 至 {}", date.from, date.to)
    };
    let value = format!("{}（{reading}）", date.printed);
    SideText::new(&date.title, value, place_of(ledger, &date.source))
}

/// The first of several milestones counts.
fn counted_by(ledger: &Ledger, milestones: &[MilestoneIx]) -> String {
    let first = milestones.first();
    let day = first.map_or_else(String::new, |ix| {
        let def = &ledger.round().milestones()[*ix];
        format!("{} {}", def.id, def.due_on)
    });
    format!("各处并列保留，灯和倒计时按 {day} 计")
}

fn assumed(ledger: &Ledger, ix: ItemIx) -> Told<'_> {
    let round = ledger.round();
    let item = &round.items[ix];
    let due = round.item_due_on(item);
    let by = match &item.due {
        Due::At(ix) => format!("按 {} ", round.milestones()[*ix].id),
        Due::On(_) => "按 ".to_owned(),
    };
    Told::new(
        format!("「{}」没有写报送日期和受理单位，暂{by}{due}", item.label),
        match &item.remark {
            Some(remark) => format!("请办公室定下来；{remark}"),
            None => "请办公室定日期".to_owned(),
        },
        move || {
            vec![
                SideText::new("通知", "未写日期", place_of(ledger, &item.source)),
                SideText::new("台账", due.to_string(), format!("清单 {}", item.id)),
            ]
        },
    )
}

fn day_off(ledger: &Ledger, ix: MilestoneIx) -> Told<'_> {
    let day = ledger.round().milestones()[ix].due_on;
    let holidays = &ledger.round().info.calendar.holidays;
    let (off, place) = match day.weekday() {
        _ if holidays.contains(&day) => ("法定节假日", "本轮资料的日历"),
        Weekday::Sat => ("星期六", "日历"),
        _ => ("星期日", "日历"),
    };
    Told::new(
        format!("{}的 {day} 是{off}", milestone(ledger, ix)),
        "提前到最近的工作日安排",
        move || {
            let calendar = SideText::new(place, off, day.to_string());
            vec![as_printed(ledger, ix), calendar]
        },
    )
}
