//! What is said of names in the roster's unit column.

use super::{SideText, Told, place_of, rows};
use crate::domain::finding::{NameInRoster, UnitGrounds};
use crate::domain::ledger::Ledger;
use crate::domain::round::UnitSeed;

pub(super) fn told<'a>(ledger: &'a Ledger, grounds: &'a UnitGrounds) -> Told<'a> {
    use UnitGrounds as G;
    let printed = |one| side("印发名称", one);
    match grounds {
        G::Merged([one, into]) => Told::new(
            format!("「{one}」已并入「{into}」统计{}", because(ledger, one)),
            "核对两名是否同一单位；不是的拆开",
            move || vec![printed(one), side("归入", into)],
        ),
        G::Proposed([one, into]) => Told::new(
            format!("「{one}」是否并入「{into}」{}", because(ledger, one)),
            format!("确认后并入「{into}」，节点和培训范围随之重算，可以撤销"),
            move || vec![printed(one), side("建议归入", into)],
        ),
        G::NobodyOwns { name, now, into } => Told::new(
            format!(
                "「{name}」已撤并，其拟脱钩 {} 家的节点目前无人负责{}",
                name.planned,
                because(ledger, name)
            ),
            match into {
                Some(into) => format!("问清继任单位；是「{into}」的，并入该单位"),
                None => "问清继任单位，并入该单位".to_owned(),
            },
            move || {
                let now = now.iter().map(|now| side("现归入", now));
                let into = match into {
                    Some(into) => side("建议归入", into),
                    None => SideText::new("继任单位", "未知", "名册和通知都没有写"),
                };
                [printed(name)]
                    .into_iter()
                    .chain(now)
                    .chain([into])
                    .collect()
            },
        ),
        G::Former(one) => Told::new(
            format!(
                "「{one}」是撤并前的单位，没有写继任单位{}",
                because(ledger, one)
            ),
            "所属协会均已脱钩，回头看时须知找谁；问清后并入继任单位",
            move || vec![printed(one)],
        ),
        G::OutsideTheCity(one) => Told::new(
            format!("「{one}」不归本级管理，本级节点未必约束"),
            "请联合工作组去函商定由谁督办、按什么期限",
            move || {
                let kind = seed(ledger, one).map(|seed| {
                    SideText::new("性质", seed.kind.word(), place_of(ledger, &seed.source))
                });
                [printed(one)].into_iter().chain(kind).collect()
            },
        ),
        G::NoUnit(one) => Told::new(
            format!(
                "「{one}」是登记方式，不是单位，{} 家没有业务主管单位",
                one.rows.as_ref().map_or(0, |rows| rows.count)
            ),
            "不必更正；督办找登记管理机关",
            move || {
                let by = SideText::new("按", "登记方式统计", "单位数不含此项");
                vec![side("业务主管单位栏", one), by]
            },
        ),
        G::ShortName(one, full) => Told::new(
            format!("「{one}」是简称，全称可能为「{full}」"),
            "发文前核对全称",
            move || {
                vec![
                    printed(one),
                    SideText::new("可能的全称", full, "名册中没有"),
                ]
            },
        ),
        G::FormerAndPresent([one, bare]) => Told::new(
            format!("名册中既有「{one}」又有「{bare}」，似为同一单位"),
            format!("确认后把「{one}」并入「{bare}」"),
            move || vec![printed(one), printed(bare)],
        ),
        G::MergedByDecision {
            names: [one, into], ..
        } => Told::new(
            format!("「{one}」按决定计入「{into}」"),
            "决定有误的拆开",
            move || vec![printed(one), side("计入", into)],
        ),
    }
}

/// Rows, and how many of them have a task; or that the roster does not have the name.
fn side(label: &str, one: &NameInRoster) -> SideText {
    match &one.rows {
        Some(found) => {
            let value = format!("{one}（{} 家，拟脱钩 {}）", found.count, one.planned);
            SideText::new(label, value, rows(found))
        }
        None => SideText::new(label, one.name.as_str(), "不在名册中"),
    }
}

/// What `units.toml` knows of a name.
fn seed<'a>(ledger: &'a Ledger, one: &NameInRoster) -> Option<&'a UnitSeed> {
    let mut seeds = ledger.round().units.iter();
    seeds.find(|seed| seed.printed == one.name)
}

fn because(ledger: &Ledger, one: &NameInRoster) -> String {
    let lineage = seed(ledger, one).and_then(|seed| seed.lineage.as_ref());
    lineage.map_or_else(String::new, |words| format!("：{words}"))
}
