//! What is known of whatever a light is asked about: its parts, its data, the line of the
//! notice, and what it is a part of.

use chrono::NaiveDate;

use super::{Part, What, assess, counts, day};
use crate::domain::figure::{self, Members};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::late;
use crate::domain::ledger::{Basis, ItemView, Ledger, SubjectIx};
use crate::domain::light::Reason;
use crate::domain::milestone;
use crate::domain::model::{ItemState, Status};
use crate::domain::round::Scope;
use crate::domain::summary::{self, Summary};
use crate::words::balance;
use crate::words::item;

/// What the light is made of; nothing for what stands alone.
pub fn parts(ledger: &Ledger, what: What, as_of: NaiveDate) -> Vec<Part> {
    let part = |what| Part {
        what,
        assessment: assess(ledger, what, as_of),
    };
    let associations = |all: &mut dyn Iterator<Item = AssocIx>| {
        all.map(|ix| part(What::Association(ix))).collect()
    };
    let everyone = ledger.associations().keys();
    match what {
        What::City => {
            let units = ledger.units().keys().map(What::Unit);
            // Those without a unit hang together by their printed one.
            let direct = ledger
                .printed_units()
                .keys()
                .filter(|ix| ledger.printed_units()[*ix].unit.is_none())
                .map(What::Printed);
            units.chain(direct).map(part).collect()
        }
        What::Section(section) => everyone
            .filter(|ix| ledger.has_task(*ix))
            .map(|ix| part(What::SectionOf(ix, section)))
            .collect(),
        What::Items(item) => everyone
            .filter(|ix| counted(ledger, *ix, item))
            .map(|ix| part(What::Item(ix, item)))
            .collect(),
        What::Unit(unit) => {
            let whose = &ledger.units()[unit].associations;
            let mut parts: Vec<Part> = associations(&mut whose.iter().copied());
            if whose.iter().any(|ix| ledger.has_task(*ix)) {
                let own = late::own_milestones(ledger, unit);
                let own = own.map(|at| What::Milestone(at, SubjectIx::Unit(unit)));
                parts.extend(own.map(part));
            }
            parts
        }
        What::Printed(printed) => {
            let all = &ledger.printed_units()[printed].associations;
            associations(&mut all.iter().copied())
        }
        What::Status(status) => {
            associations(&mut everyone.filter(|ix| ledger.associations()[*ix].status == status))
        }
        What::Association(ix) | What::SectionOf(ix, _) if !ledger.has_task(ix) => Vec::new(),
        What::Association(ix) => {
            let items = ledger.counted(ix).filter(|item| item.def.own);
            let items = items.map(|item| What::Item(ix, item.ix));
            let milestones = ledger.round().milestones().iter_enumerated();
            let own = milestones.filter(|(_, def)| def.own && def.scope == Scope::Association);
            let own = own.map(|(at, _)| What::Milestone(at, SubjectIx::Association(ix)));
            items.chain(own).map(part).collect()
        }
        What::SectionOf(ix, section) => ledger
            .counted(ix)
            .filter(|item| item.def.section == section)
            .map(|item| part(What::Item(ix, item.ix)))
            .collect(),
        What::Milestone(ix, subject) => milestone_parts(ledger, ix, subject)
            .into_iter()
            .map(part)
            .collect(),
        What::Item(..) => Vec::new(),
    }
}

/// It has a task, and the item counts for it.
fn counted(ledger: &Ledger, ix: AssocIx, item: ItemIx) -> bool {
    ledger.has_task(ix) && ledger.counts_for(ix, &ledger.round().items[item])
}

/// Units before associations; an association's milestone follows from the items that prove it.
fn milestone_parts(ledger: &Ledger, ix: MilestoneIx, subject: SubjectIx) -> Vec<What> {
    let scope = ledger.round().milestones()[ix].scope;
    match (scope, subject) {
        (Scope::Association, SubjectIx::City) => {
            let units = ledger.units().keys().map(SubjectIx::Unit);
            let units = units.filter(|unit| !milestone::below(ledger, ix, *unit).is_empty());
            let direct = milestone::below(ledger, ix, subject).into_iter().filter(|member| {
                matches!(member, SubjectIx::Association(ix) if ledger.unit_of(*ix).is_none())
            });
            let all = units.chain(direct);
            all.map(|member| What::Milestone(ix, member)).collect()
        }
        (_, SubjectIx::Association(association)) => ledger
            .checklist(association)
            .filter(|item| item.def.proves == Some(ix))
            .map(|item| What::Item(association, item.ix))
            .collect(),
        (Scope::City, _) | (Scope::Unit, SubjectIx::Unit(_)) => Vec::new(),
        _ => milestone::below(ledger, ix, subject)
            .into_iter()
            .map(|member| What::Milestone(ix, member))
            .collect(),
    }
}

/// What the rule was applied to, line by line.
pub fn data(ledger: &Ledger, what: What, behind: &[Part], as_of: NaiveDate) -> Vec<String> {
    let mut lines = match what {
        What::Item(ix, item) => item_data(ledger, &ledger.item(ix, item)),
        What::Association(ix) => association_data(ledger, ix),
        What::SectionOf(ix, section) => {
            let tally = ledger.progress(ix).section(section);
            vec![t!("清单 {}/{}", "checklist {}/{}", tally.done, tally.total)]
        }
        What::Section(section) => {
            let sum = figure::section(ledger, section).items;
            vec![t!(
                "拟脱钩协会的清单 {}/{}",
                "checklists of those to be decoupled {}/{}",
                sum.done,
                sum.total
            )]
        }
        What::Items(item) => {
            let everyone = ledger.associations().keys();
            let whose = everyone.filter(|ix| counted(ledger, *ix, item));
            let states = whose.map(|ix| ledger.item(ix, item).state);
            let concerned = states.filter(|state| *state != ItemState::NotApplicable);
            let states: Vec<ItemState> = concerned.collect();
            let done = states.iter().filter(|state| state.settled()).count();
            vec![t!(
                "应办 {} 家，已办 {done} 家",
                "{} to do it, {done} done",
                states.len()
            )]
        }
        What::Milestone(ix, subject) => milestone_data(ledger, ix, subject, as_of),
        What::City => group_data(&figure::sums(ledger, Members::City, as_of)),
        What::Unit(unit) => group_data(&figure::sums(ledger, Members::Unit(unit), as_of)),
        What::Printed(printed) => {
            let whose = ledger.printed_units()[printed].associations.iter();
            group_data(&summary::of(ledger, whose.copied(), as_of))
        }
        What::Status(status) => {
            let all = ledger.associations().keys();
            let whose = all.filter(|ix| ledger.associations()[*ix].status == status);
            group_data(&summary::of(ledger, whose, as_of))
        }
    };
    let counted = counts(behind);
    if !counted.is_empty() {
        lines.push(t!(
            "{}：{counted}",
            "{}: {counted}",
            parts_word(what, behind)
        ));
    }
    lines
}

/// What the parts are called together.
fn parts_word(what: What, behind: &[Part]) -> &'static str {
    if matches!(what, What::Items(_)) {
        return s!("各协会的灯", "the lights of the associations");
    }
    if matches!(what, What::Unit(_))
        && behind
            .iter()
            .any(|part| matches!(part.what, What::Milestone(..)))
    {
        return s!(
            "各协会和单位节点的灯",
            "the lights of associations and milestones"
        );
    }
    match behind.first().map(|part| part.what) {
        Some(What::Unit(_) | What::Printed(_) | What::Milestone(_, SubjectIx::Unit(_))) => {
            s!("各单位的灯", "the lights of the units")
        }
        Some(
            What::Association(_)
            | What::SectionOf(..)
            | What::Milestone(_, SubjectIx::Association(_)),
        ) if !behind
            .iter()
            .any(|part| matches!(part.what, What::Item(..))) =>
        {
            s!("各协会的灯", "the lights of the associations")
        }
        _ => s!("各事项的灯", "the lights of the items"),
    }
}

fn item_data(ledger: &Ledger, item: &ItemView<'_>) -> Vec<String> {
    let round = ledger.round();
    let recorded = |by: &str, on: NaiveDate| t!("{by} 登记，{on}", "recorded by {by}, {on}");
    let mut lines = vec![match item.basis {
        Basis::Record(record) => {
            t!(
                "{}：{}",
                "{}: {}",
                item.state.shown(),
                recorded(&record.by, record.on)
            )
        }
        Basis::Doubted(record, field, answer) => t!(
            "存疑：{}登记为{}，但表中「{}」填「{}」",
            "in doubt: {} is recorded as {}, but the form has \"{}\" = \"{}\"",
            record.by,
            record.state.shown(),
            round.field(field).label,
            answer.value
        ),
        Basis::Mark(ix, mark) => t!(
            "{}：由 {} 的登记得出，{}",
            "{}: follows from the mark of {}, {}",
            item.state.shown(),
            round.milestones()[ix].id,
            recorded(&mark.by, mark.done_on)
        ),
        Basis::Rule => s!(
            "不涉及：按规则，主管单位不在培训范围",
            "not applicable by rule: the unit is not in the training"
        )
        .to_owned(),
        Basis::Form(field, answer) => t!(
            "{}：由表中「{}」填「{}」得出，{}",
            "{}: follows from \"{}\" = \"{}\" in the form, {}",
            item.state.shown(),
            round.field(field).label,
            answer.value,
            recorded(&answer.by, answer.on)
        ),
        Basis::Untouched => t!("{}：没有登记", "{}: nothing recorded", item.state.shown()),
    }];
    if let Basis::Record(record) | Basis::Doubted(record, ..) = item.basis {
        let title = if record.state == ItemState::NotApplicable {
            s!("理由", "reason")
        } else {
            s!("说明", "note")
        };
        for (title, text) in [
            (title, &record.note),
            (s!("依据", "evidence"), &record.evidence),
        ] {
            if !text.is_empty() {
                lines.push(t!("{title}：{text}", "{title}: {text}"));
            }
        }
    }
    lines.extend(item::kept_once(ledger, item));
    lines.extend(item::suggested(item.def).into_iter().map(str::to_owned));
    lines
}

fn association_data(ledger: &Ledger, ix: AssocIx) -> Vec<String> {
    let progress = ledger.progress(ix);
    let all = progress.all();
    let mut lines = vec![t!(
        "名册状态 {}，阶段 {}，清单 {}/{}",
        "roster status {}, stage {}, checklist {}/{}",
        ledger.associations()[ix].status.shown(),
        progress.stage.shown(),
        all.done,
        all.total
    )];
    if let Some((exit, record)) = ledger.exit_of(ix) {
        lines.push(t!(
            "{} {}：{}，{} 登记",
            "{} {}: {}, recorded by {}",
            exit.on,
            exit.kind.shown(),
            exit.reason,
            record.by
        ));
    }
    lines
}

fn milestone_data(
    ledger: &Ledger,
    ix: MilestoneIx,
    subject: SubjectIx,
    as_of: NaiveDate,
) -> Vec<String> {
    let round = ledger.round();
    let def = &round.milestones()[ix];
    let members = milestone::below(ledger, ix, subject);
    let standing = milestone::standing(ledger, ix, &members, as_of);
    let remark = def.remark.clone().filter(|_| subject == SubjectIx::City);
    let mut lines: Vec<String> = remark.iter().map(ToString::to_string).collect();
    match (members.len(), standing.done_on) {
        (0, _) => lines.push(s!("不在这个节点的范围内", "outside this milestone").to_owned()),
        (1, Some(on)) => lines.push(t!("已完成，{on}", "completed, {on}")),
        (1, None) => lines.push(s!("还没有完成", "not completed yet").to_owned()),
        (all, _) => lines.push(t!(
            "应完成 {all}，已完成 {}，未完成 {}",
            "{all} to complete, {} done, {} not",
            standing.done,
            all - standing.done
        )),
    }
    let completed = match subject {
        SubjectIx::City => Some(Members::City),
        SubjectIx::Unit(unit) => Some(Members::Unit(unit)),
        SubjectIx::Association(_) => None,
    };
    let completed = completed.map(|whose| figure::sums(ledger, whose, as_of).completed);
    lines.extend(completed.and_then(|all| balance::ahead(def, standing.done, all)));
    if members.len() == 1
        && let Some(mark) = ledger.mark(ix, subject)
    {
        lines.push(t!("{} 登记", "recorded by {}", mark.by));
    }
    if let SubjectIx::Unit(unit) = subject
        && def.population.by_size()
    {
        lines.push(ledger.training(unit).to_string());
    }
    if let Some(agreed) = ledger.agreed_on(ix, subject) {
        let planned = day(&round.info, def.due_on);
        lines.push(t!(
            "约定 {}，计划 {planned}",
            "agreed {}, planned {planned}",
            day(&round.info, agreed)
        ));
    }
    if let Some(printed) = def.printed_on {
        lines.push(t!(
            "通知印发的日期 {}",
            "printed in the notice {}",
            day(&round.info, printed)
        ));
    }
    lines
}

fn group_data(sum: &Summary) -> Vec<String> {
    vec![
        t!(
            "协会 {}：已脱钩 {}，拟脱钩 {}",
            "associations {}: decoupled {}, to be decoupled {}",
            sum.total,
            sum.decoupled,
            sum.planned
        ),
        t!(
            "拟脱钩的{}；清单 {}/{}",
            "to be decoupled {}; checklists {}/{}",
            balance::parts(&sum.balance()),
            sum.items.done,
            sum.items.total
        ),
    ]
}

/// What asks for it, as the round cites it.
pub fn source(ledger: &Ledger, what: What) -> Option<&str> {
    let round = ledger.round();
    match what {
        What::Item(_, item) | What::Items(item) => Some(&round.items[item].source),
        What::Milestone(ix, _) => Some(&round.milestones()[ix].source),
        What::Section(section) | What::SectionOf(_, section) => {
            let items = round.items.iter().filter(|item| item.section == section);
            let mut sources = items.map(|item| item.source.as_str());
            sources.find(|source| source.contains("seed L"))
        }
        _ => None,
    }
}

/// What it is a part of, the nearest first.
pub fn within(ledger: &Ledger, what: What) -> Vec<What> {
    let mut all = Vec::new();
    let association = |ix: AssocIx, all: &mut Vec<What>| {
        let printed = What::Printed(ledger.associations()[ix].printed);
        all.push(ledger.unit_of(ix).map_or(printed, What::Unit));
    };
    match what {
        What::Item(ix, item) => {
            let section = ledger.round().items[item].section;
            all.extend([What::SectionOf(ix, section), What::Association(ix)]);
            association(ix, &mut all);
        }
        What::SectionOf(ix, section) => {
            all.push(What::Association(ix));
            association(ix, &mut all);
            all.push(What::Section(section));
        }
        What::Association(ix) => association(ix, &mut all),
        What::Milestone(_, SubjectIx::City) | What::City => return Vec::new(),
        What::Milestone(ix, subject) => {
            if let SubjectIx::Association(association) = subject {
                all.push(What::Association(association));
                let unit = ledger.unit_of(association).map(SubjectIx::Unit);
                all.extend(unit.map(|unit| What::Milestone(ix, unit)));
            }
            all.push(What::Milestone(ix, SubjectIx::City));
            return all;
        }
        What::Items(item) => all.push(What::Section(ledger.round().items[item].section)),
        What::Section(_) | What::Unit(_) | What::Printed(_) | What::Status(_) => {}
    }
    all.push(What::City);
    all
}

/// What is said of a part beside its name and light.
pub fn note(ledger: &Ledger, part: &Part) -> String {
    match part.what {
        What::Item(ix, item) => ledger.item(ix, item).state.shown().to_owned(),
        What::Association(ix) if part.assessment.reason != Reason::NoTask => {
            ledger.progress(ix).stage.shown().to_owned()
        }
        What::Unit(unit) => t!(
            "拟脱钩 {} 家",
            "to be decoupled {}",
            ledger.units()[unit].planned()
        ),
        What::Printed(printed) => {
            let all = ledger.printed_units()[printed].associations.iter();
            let planned = all.filter(|ix| ledger.associations()[**ix].status == Status::Planned);
            t!("拟脱钩 {} 家", "to be decoupled {}", planned.count())
        }
        _ => String::new(),
    }
}
