//! What is said of names in the roster's unit column.

use super::{SideText, Told, place_of, rows};
use crate::domain::finding::{NameInRoster, UnitGrounds};
use crate::domain::ledger::Ledger;
use crate::domain::round::UnitSeed;

pub(super) fn told<'a>(ledger: &'a Ledger, grounds: &'a UnitGrounds) -> Told<'a> {
    use UnitGrounds as G;
    match grounds {
        G::Merged([one, into]) => Told::new(
            t!(
                "「{one}」已并入「{into}」统计{}",
                "\"{one}\" is counted under \"{into}\"{}",
                because(ledger, one)
            ),
            s!(
                "核对两名是否同一单位；不是的拆开",
                "Check whether both are one unit; split them if not"
            ),
            move || vec![printed(one), side(s!("归入", "counted under"), into)],
        ),
        G::Proposed([one, into]) => Told::new(
            t!(
                "「{one}」是否并入「{into}」{}",
                "Is \"{one}\" to be merged into \"{into}\"{}",
                because(ledger, one)
            ),
            t!(
                "确认后并入「{into}」，节点和培训范围随之重算，可以撤销",
                "If so it goes into \"{into}\"; milestones and training follow; can be undone"
            ),
            move || vec![printed(one), side(s!("建议归入", "proposed"), into)],
        ),
        G::NobodyOwns { name, now, into } => nobody_owns(ledger, name, now.as_ref(), into.as_ref()),
        G::Former(one) => Told::new(
            t!(
                "「{one}」是撤并前的单位，没有写继任单位{}",
                "\"{one}\" is a former unit without a named successor{}",
                because(ledger, one)
            ),
            s!(
                "所属协会均已脱钩，回头看时须知找谁；问清后并入继任单位",
                "All its associations are decoupled; looking back needs somebody to ask; merge when known"
            ),
            move || vec![printed(one)],
        ),
        G::OutsideTheCity(one) => outside_the_city(ledger, one),
        G::NoUnit(one) => no_unit(one),
        G::ShortName(one, full) => Told::new(
            t!(
                "「{one}」是简称，全称可能为「{full}」",
                "\"{one}\" is a short name, perhaps of \"{full}\""
            ),
            s!("发文前核对全称", "Check the full name before you write"),
            move || {
                vec![
                    printed(one),
                    SideText::new(
                        s!("可能的全称", "perhaps"),
                        full,
                        s!("名册中没有", "not in the roster"),
                    ),
                ]
            },
        ),
        G::FormerAndPresent([one, bare]) => Told::new(
            t!(
                "名册中既有「{one}」又有「{bare}」，似为同一单位",
                "The roster has both \"{one}\" and \"{bare}\", perhaps one unit"
            ),
            t!(
                "确认后把「{one}」并入「{bare}」",
                "If so, merge \"{one}\" into \"{bare}\""
            ),
            move || vec![printed(one), printed(bare)],
        ),
        G::MergedByDecision {
            names: [one, into], ..
        } => Told::new(
            t!(
                "「{one}」按决定计入「{into}」",
                "\"{one}\" counts under \"{into}\" as decided"
            ),
            s!("决定有误的拆开", "Split it if the decision is wrong"),
            move || vec![printed(one), side(s!("计入", "under"), into)],
        ),
    }
}

fn nobody_owns<'a>(
    ledger: &'a Ledger,
    name: &'a NameInRoster,
    now: Option<&'a NameInRoster>,
    into: Option<&'a NameInRoster>,
) -> Told<'a> {
    Told::new(
        t!(
            "「{name}」已撤并，其拟脱钩 {} 家的节点目前无人负责{}",
            "\"{name}\" no longer exists; nobody answers for the milestones of its {} to be decoupled{}",
            name.planned,
            because(ledger, name)
        ),
        match into {
            Some(into) => t!(
                "问清继任单位；是「{into}」的，并入该单位",
                "Find out the successor; if it is \"{into}\", merge"
            ),
            None => s!(
                "问清继任单位，并入该单位",
                "Find out the successor and merge"
            )
            .to_owned(),
        },
        move || {
            let now = now.iter().map(|now| side(s!("现归入", "now under"), now));
            let into = match into {
                Some(into) => side(s!("建议归入", "proposed"), into),
                None => SideText::new(
                    s!("继任单位", "successor"),
                    s!("未知", "unknown"),
                    s!("名册和通知都没有写", "neither roster nor notice says"),
                ),
            };
            [printed(name)]
                .into_iter()
                .chain(now)
                .chain([into])
                .collect()
        },
    )
}

fn outside_the_city<'a>(ledger: &'a Ledger, one: &'a NameInRoster) -> Told<'a> {
    Told::new(
        t!(
            "「{one}」不归本级管理，本级节点未必约束",
            "\"{one}\" is not under this city; its milestones may not bind it"
        ),
        s!(
            "请联合工作组去函商定由谁督办、按什么期限",
            "Ask the joint working group to agree by letter who follows up, and by when"
        ),
        move || {
            let kind = seed(ledger, one).map(|seed| {
                SideText::new(
                    s!("性质", "kind"),
                    seed.kind.shown(),
                    place_of(ledger, &seed.source),
                )
            });
            [printed(one)].into_iter().chain(kind).collect()
        },
    )
}

fn no_unit(one: &NameInRoster) -> Told<'_> {
    Told::new(
        t!(
            "「{one}」是登记方式，不是单位，{} 家没有业务主管单位",
            "\"{one}\" is a way of registration, no unit; {} have no supervising unit",
            one.rows.as_ref().map_or(0, |rows| rows.count)
        ),
        s!(
            "不必更正；督办找登记管理机关",
            "Nothing to correct; follow up with the registration authority"
        ),
        move || {
            let by = SideText::new(
                s!("按", "as"),
                s!("登记方式统计", "way of registration"),
                s!("单位数不含此项", "not among the units"),
            );
            vec![
                side(s!("业务主管单位栏", "supervising unit column"), one),
                by,
            ]
        },
    )
}

/// As the roster prints it.
fn printed(one: &NameInRoster) -> SideText {
    side(s!("印发名称", "printed name"), one)
}

/// Rows, and how many of them have a task; or that the roster does not have the name.
fn side(label: &str, one: &NameInRoster) -> SideText {
    match &one.rows {
        Some(found) => {
            let value = t!(
                "{one}（{} 家，拟脱钩 {}）",
                "{one} ({}, {} to be decoupled)",
                found.count,
                one.planned
            );
            SideText::new(label, value, rows(found))
        }
        None => SideText::new(
            label,
            one.name.as_str(),
            s!("不在名册中", "not in the roster"),
        ),
    }
}

/// What `units.toml` knows of a name.
fn seed<'a>(ledger: &'a Ledger, one: &NameInRoster) -> Option<&'a UnitSeed> {
    let mut seeds = ledger.round().units.iter();
    seeds
        .find(|seed| seed.printed == one.name)
        .map(|seed| &**seed)
}

fn because(ledger: &Ledger, one: &NameInRoster) -> String {
    let lineage = seed(ledger, one).and_then(|seed| seed.lineage.as_ref());
    lineage.map_or_else(String::new, |words| t!("：{words}", ": {words}"))
}
