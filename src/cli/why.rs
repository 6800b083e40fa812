//! `tuogou why`: what stands behind a light, and what would turn it green.

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::find::{self, UnitChoice};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::light::Reason;
use crate::domain::model::{Light, Section};
use crate::report::parts::{self, AskedAbout};
use crate::report::render::json;
use crate::report::table::Report;
use crate::text::cells::{self, visible};
use crate::words::why::{self, Part, What, Why};
use crate::words::{chapter, notice_line};

/// Parts that a table shows; programs get all.
const MOST: usize = 12;
/// Cells of the headings, a space included.
const HEADING: usize = 9;

/// Arguments of `why`.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// 协会（序号、名称或名称的一部分）、节点（如 M4）或全市的一个事项（如 A1）；不写为全市
    /// ¦ Association (number, name or part of it), milestone (such as M4) or an item of the whole
    /// city (such as A1); the city without it
    #[arg(value_name = "协会、节点或事项")]
    pub what: Option<String>,
    /// 清单事项，如 A1
    /// ¦ Checklist item, such as A1
    #[arg(value_name = "事项", conflicts_with_all = ["unit", "section"])]
    pub item: Option<String>,
    /// 这个业务主管单位；与节点同写时为它的那一部分
    /// ¦ This supervising unit; with a milestone, its part of it
    #[arg(long, value_name = "单位", conflicts_with = "association")]
    pub unit: Option<String>,
    /// 与节点同写：这个协会的节点
    /// ¦ With a milestone: this association's
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
    /// 清单的一部分：机构、职能、资产、人员、党建、准备、登记、收尾
    /// ¦ Section of the checklist: 机构, 职能, 资产, 人员, 党建, 准备, 登记, 收尾
    #[arg(long, value_name = "部分", conflicts_with = "unit")]
    pub section: Option<String>,
}

#[derive(Serialize)]
struct Who<'a> {
    role: &'a str,
    names: &'a str,
}

#[derive(Serialize)]
struct Answer<'a> {
    as_of: NaiveDate,
    what: AskedAbout<'a>,
    title: &'a str,
    light: Light,
    reason: Reason,
    rule: &'a [String],
    data: &'a [String],
    starts_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
    /// Calendar days; negative when past.
    days: Option<i64>,
    /// In what the round counts its thresholds in.
    counted_days: Option<i64>,
    source: Option<String>,
    /// By chapters of the notice.
    chapter: Option<String>,
    who: Vec<Who<'a>>,
    green: &'a str,
    behind: Report<'a, Part>,
}

/// Answers for one light.
impl Run for WhyArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let answer = why::why(ledger, asked_for(ledger, self)?, desk.as_of);
        if desk.format() == OutputFormat::Table {
            return table(desk, &answer, out);
        }
        let behind = parts::report(ledger, answer.behind.clone(), desk.as_of);
        if desk.format() != OutputFormat::Json {
            return write_report(out, desk.format(), &behind);
        }
        let of = &answer.assessment;
        let who = answer.who.iter();
        let cited = answer.source.as_deref();
        json::write(
            out,
            &Answer {
                as_of: desk.as_of,
                what: AskedAbout::new(ledger, answer.what),
                title: &answer.title,
                light: of.light,
                reason: of.reason,
                rule: &answer.rule,
                data: &answer.data,
                starts_on: of.starts_on,
                due_on: of.due_on,
                done_on: of.done_on,
                days: of.days_left,
                counted_days: of.counted_left,
                source: cited.and_then(notice_line),
                chapter: cited.and_then(|cited| chapter(&ledger.round().info.notice, cited)),
                who: who.map(|(role, names)| Who { role, names }).collect(),
                green: &answer.green,
                behind,
            },
        )?;
        Ok(())
    }
}

/// What the arguments mean.
fn asked_for(ledger: &Ledger, args: &WhyArgs) -> anyhow::Result<What> {
    let unit = match args.unit.as_deref().map(|text| find::unit(ledger, text)) {
        Some(choice) => Some(choice?),
        None => None,
    };
    let section = match &args.section {
        Some(text) => Some(find_section(ledger, text)?),
        None => None,
    };
    let milestone = args.what.as_deref().map(str::trim);
    let milestone = milestone.and_then(|text| ledger.round().milestone_ix(text));
    if let Some(ix) = milestone {
        return of_milestone(ledger, ix, args, unit, section);
    }
    let text = match (&args.what, &args.association) {
        (Some(_), Some(_)) => {
            anyhow::bail!(both!(
                "--association 只与节点同写，如 tuogou why M4 --association 29",
                "--association only with a milestone, such as tuogou why M4 --association 29"
            ))
        }
        (text, None) | (None, text) => text,
    };
    // An item's id alone means the item over the whole city.
    if let (Some(text), None, None, None) = (text, unit, section, &args.item)
        && let Some(item) = ledger.round().item_ix(text.trim())
    {
        return Ok(What::Items(item));
    }
    match (text, unit, section) {
        (Some(_), Some(_), _) => {
            anyhow::bail!(both!(
                "--unit 只与节点同写或单独写，如 tuogou why M4 --unit 教育",
                "--unit only with a milestone or by itself, such as tuogou why M4 --unit 教育"
            ))
        }
        (Some(text), None, section) => {
            let ix = find::association(ledger, text)?;
            Ok(match (&args.item, section) {
                (Some(id), _) => match ledger.round().item_ix(id) {
                    Some(item) => What::Item(ix, item),
                    None => What::SectionOf(ix, find_section(ledger, id)?),
                },
                (None, Some(section)) => What::SectionOf(ix, section),
                (None, None) => What::Association(ix),
            })
        }
        (None, Some(UnitChoice::Unit(unit)), _) => Ok(What::Unit(unit)),
        (None, Some(UnitChoice::Direct), _) => direct(ledger),
        (None, None, Some(section)) => Ok(What::Section(section)),
        (None, None, None) => Ok(What::City),
    }
}

fn of_milestone(
    ledger: &Ledger,
    ix: MilestoneIx,
    args: &WhyArgs,
    unit: Option<UnitChoice>,
    section: Option<Section>,
) -> anyhow::Result<What> {
    if args.item.is_some() || section.is_some() {
        anyhow::bail!(both!(
            "节点没有清单事项；请写 --unit 单位 或 --association 协会",
            "A milestone has no checklist items; give --unit UNIT or --association ASSOCIATION"
        ));
    }
    let subject = match (unit, &args.association) {
        (Some(UnitChoice::Unit(unit)), _) => SubjectIx::Unit(unit),
        (Some(UnitChoice::Direct), _) => anyhow::bail!(both!(
            "{} 不是单位，请用 --association 写明协会",
            "{} is no unit; name the association with --association",
            ledger.round().info.thresholds.direct_registration
        )),
        (None, Some(text)) => SubjectIx::Association(find::association(ledger, text)?),
        (None, None) => SubjectIx::City,
    };
    Ok(What::Milestone(ix, subject))
}

/// Those without a unit are asked for by what the roster prints instead of one.
fn direct(ledger: &Ledger) -> anyhow::Result<What> {
    let name = &ledger.round().info.thresholds.direct_registration;
    let printed = ledger.printed_units();
    let found = printed.position(|printed| printed.name == *name);
    let found = found.ok_or_else(|| {
        anyhow::anyhow!(both!(
            "名册中没有{name}的协会",
            "The roster has no association {name}"
        ))
    })?;
    Ok(What::Printed(found))
}

fn find_section(ledger: &Ledger, text: &str) -> anyhow::Result<Section> {
    let wanted = text.trim();
    let mut sections = ledger.round().sections.iter();
    let found = sections
        .find(|info| info.id.id() == wanted || info.short.is(wanted) || info.title.is(wanted));
    let names = || {
        let names = ledger.round().sections.iter().map(|info| &*info.short);
        names.collect::<Vec<_>>().join(s!("、", ", "))
    };
    found.map(|info| info.id).ok_or_else(|| {
        anyhow::anyhow!(
            both!("清单没有事项或部分「{}」；事项写编号如 A1，部分可写 {}", "The checklist has no item or section \"{}\"; an item is written like A1, a section is {}",
            visible(text),
            names())
        )
    })
}

fn table(desk: &Desk, answer: &Why, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let info = &ledger.round().info;
    writeln!(
        out,
        "{}",
        t!(
            "{}  基准日 {}",
            "{}  as of {}",
            visible(&answer.title),
            desk.as_of
        )
    )?;
    for (heading, text) in answer.lines(info) {
        let heading = cells::pad(heading, HEADING, "");
        writeln!(out, "{heading}{}", visible(&text))?;
    }
    let heading = |at| cells::pad(if at == 0 { s!("背后", "behind") } else { "" }, HEADING, "");
    for (at, part) in answer.behind.iter().take(MOST).enumerate() {
        let days = why::days(info, &part.assessment).unwrap_or_default();
        let text = [
            part.assessment.light.sign_text().get(),
            &why::label(ledger, answer.what, part.what),
            &why::note(ledger, part),
            part.assessment.reason.shown(),
            &days,
        ];
        let text: Vec<&str> = text.into_iter().filter(|text| !text.is_empty()).collect();
        writeln!(out, "{}{}", heading(at), visible(&text.join("  ")))?;
    }
    if answer.behind.len() > MOST {
        let more = answer.behind.len() - MOST;
        let heading = heading(1);
        writeln!(
            out,
            "{}",
            t!(
                "{heading}…… 还有 {more} 个，用 --format json 看全部",
                "... {more} more: --format json"
            )
        )?;
    }
    Ok(())
}
