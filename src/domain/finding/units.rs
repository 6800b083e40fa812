//! Names in the roster's unit column (`domain.md` 4.2): which are one body, which body is gone,
//! which is none. All of it from `units.toml` and from what somebody decided since.

use std::collections::HashMap;

use ecow::{EcoString, eco_format};

use super::{About, Finding, Kind, Place, Proposal, Severity, Side, Source, place_of, rows};
use crate::domain::fact::{Fact, FactKey};
use crate::domain::id::PrintedIx;
use crate::domain::ledger::{Ledger, PrintedUnit};
use crate::domain::model::{Confidence, UnitKind};
use crate::domain::round::UnitSeed;

/// The printed names, to find one without walking over all of them.
pub type Printed = HashMap<EcoString, PrintedIx>;

/// A rule about one printed name.
type Rule = fn(&Ledger, &Printed, PrintedIx, &mut Vec<Finding>);

const RULES: [Rule; 9] = [
    u01_merged,
    u02_proposed,
    u03_nobody_owns,
    u04_former,
    u05_outside_the_city,
    u06_no_unit,
    u07_short_name,
    u08_former_and_present,
    u09_merged_by_decision,
];

/// Runs every rule over one printed name.
pub fn of_printed(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    for rule in RULES {
        rule(ledger, all, ix, found);
    }
}

/// A printed name that `units.toml` knows.
fn known(ledger: &Ledger, ix: PrintedIx) -> Option<(&PrintedUnit, &UnitSeed)> {
    let printed = &ledger.printed_units()[ix];
    Some((printed, printed.seed.as_deref()?))
}

/// The name that a printed name is counted under.
fn counted_under<'a>(ledger: &'a Ledger, printed: &PrintedUnit) -> Option<&'a str> {
    Some(ledger.units()[printed.unit?].name.as_str())
}

/// What `units.toml` knows of the body that a printed name is counted under.
fn body<'a>(ledger: &'a Ledger, printed: &PrintedUnit) -> Option<&'a UnitSeed> {
    let unit = &ledger.units()[printed.unit?];
    let mut names = unit.printed.iter().map(|ix| &ledger.printed_units()[*ix]);
    // Most bodies are printed under their own name, which costs one look.
    if let Some(own) = names.find(|one| one.name == unit.name) {
        return own.seed.as_deref();
    }
    let mut seeds = ledger.round().units.iter();
    seeds.find(|seed| seed.printed == unit.name)
}

const fn gone(seed: &UnitSeed) -> bool {
    seed.former || seed.dissolved
}

/// How many of a printed name's associations have a task.
fn planned(ledger: &Ledger, printed: &PrintedUnit) -> usize {
    let all = printed.associations.iter();
    all.filter(|ix| ledger.has_task(**ix)).count()
}

/// Rows, and how many of them have a task.
fn printed_side(ledger: &Ledger, label: &str, printed: &PrintedUnit) -> Side {
    let count = printed.associations.len();
    let value = format!(
        "{}（{count} 家，拟脱钩 {}）",
        printed.name,
        planned(ledger, printed)
    );
    Side::new(label, value, rows(ledger, &printed.associations))
}

/// The other name: as the roster prints it, or that it does not.
fn other_side(ledger: &Ledger, all: &Printed, label: &str, name: &str) -> Side {
    match all.get(name) {
        Some(ix) => printed_side(ledger, label, &ledger.printed_units()[*ix]),
        None => Side::new(label, name, "不在名册中"),
    }
}

fn listed(
    rule: &'static str,
    severity: Severity,
    ix: PrintedIx,
    printed: &PrintedUnit,
    seed: &UnitSeed,
) -> Finding {
    Finding {
        source: Source::of_document(&seed.source),
        place: Place::Unit(ix),
        ..Finding::new(rule, Kind::Units, severity, About::Unit(ix), &printed.name)
    }
}

fn because(seed: &UnitSeed) -> String {
    let lineage = seed.lineage.as_ref();
    lineage.map_or_else(String::new, |words| format!("：{words}"))
}

/// U01: a printed name is counted under another one from the start.
fn u01_merged(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let Some(canonical) = seed.canonical.as_deref() else {
        return;
    };
    if counted_under(ledger, printed) != Some(canonical) {
        return;
    }
    found.push(Finding {
        message: format!(
            "「{}」已并入「{canonical}」统计{}",
            printed.name,
            because(seed)
        ),
        sides: vec![
            printed_side(ledger, "印发名称", printed),
            other_side(ledger, all, "归入", canonical),
        ],
        advice: "核对两名是否同一单位；不是的拆开".to_owned(),
        proposal: Some(Proposal::Split(ix)),
        ..listed("U01", Severity::Ask, ix, printed, seed)
    });
}

/// U02: it is proposed to count a printed name under another one, and nobody has decided.
fn u02_proposed(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let Some(into) = seed.proposal.as_deref() else {
        return;
    };
    // Where nobody owns the tasks, U03 says so and proposes the same.
    if counted_under(ledger, printed) != Some(printed.name.as_str())
        || owned_by_nobody(ledger, printed, seed)
    {
        return;
    }
    let severity = match seed.confidence {
        Some(Confidence::Ask) | None => Severity::Ask,
        Some(_) => Severity::Suspicious,
    };
    found.push(Finding {
        message: format!("「{}」是否并入「{into}」{}", printed.name, because(seed)),
        sides: vec![
            printed_side(ledger, "印发名称", printed),
            other_side(ledger, all, "建议归入", into),
        ],
        advice: format!("确认后并入「{into}」，节点和培训范围随之重算，可以撤销"),
        proposal: Some(Proposal::Merge {
            printed: ix,
            into: into.to_owned(),
        }),
        ..listed("U02", severity, ix, printed, seed)
    });
}

/// 拟脱钩 under a body that is gone, or that may be: nobody answers for them.
fn owned_by_nobody(ledger: &Ledger, printed: &PrintedUnit, seed: &UnitSeed) -> bool {
    if !gone(seed) || planned(ledger, printed) == 0 {
        return false;
    }
    // A body that `units.toml` does not know was named by somebody.
    body(ledger, printed).is_some_and(|body| {
        let another = body.printed != printed.name;
        gone(body) || (another && body.confidence == Some(Confidence::Ask))
    })
}

/// U03: 拟脱钩 stand under a dissolved unit, so nobody owns their milestones.
fn u03_nobody_owns(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    if !owned_by_nobody(ledger, printed, seed) {
        return;
    }
    // The name itself, or the one it is counted under, may come with a proposal.
    let mut open = [Some(seed), body(ledger, printed)].into_iter().flatten();
    let proposal = open.find_map(|one| {
        let ix = *all.get(one.printed.as_str())?;
        Some((ix, one.proposal.as_deref()?))
    });
    let into = proposal.map(|(_, into)| into);
    let mut sides = vec![printed_side(ledger, "印发名称", printed)];
    let canonical = counted_under(ledger, printed).filter(|name| *name != printed.name);
    sides.extend(canonical.map(|name| other_side(ledger, all, "现归入", name)));
    sides.push(match into {
        Some(into) => other_side(ledger, all, "建议归入", into),
        None => Side::new("继任单位", "未知", "名册和通知都没有写"),
    });
    found.push(Finding {
        message: format!(
            "「{}」已撤并，其拟脱钩 {} 家的节点目前无人负责{}",
            printed.name,
            planned(ledger, printed),
            because(seed)
        ),
        sides,
        advice: into.map_or_else(
            || "问清继任单位，并入该单位".to_owned(),
            |into| format!("问清继任单位；是「{into}」的，并入该单位"),
        ),
        proposal: proposal.map(|(printed, into)| Proposal::Merge {
            printed,
            into: into.to_owned(),
        }),
        ..listed("U03", Severity::Contradiction, ix, printed, seed)
    });
}

/// U04: a former unit without a successor; its associations have no task.
fn u04_former(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let alone = counted_under(ledger, printed) == Some(printed.name.as_str());
    if !gone(seed) || !alone || seed.proposal.is_some() || planned(ledger, printed) > 0 {
        return;
    }
    found.push(Finding {
        message: format!(
            "「{}」是撤并前的单位，没有写继任单位{}",
            printed.name,
            because(seed)
        ),
        sides: vec![printed_side(ledger, "印发名称", printed)],
        advice: "所属协会均已脱钩，回头看时须知找谁；问清后并入继任单位".to_owned(),
        ..listed("U04", Severity::Ask, ix, printed, seed)
    });
}

/// U05: a provincial or vertical body, which the city's milestones may not bind.
fn u05_outside_the_city(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    if seed.kind != UnitKind::Vertical || planned(ledger, printed) == 0 {
        return;
    }
    found.push(Finding {
        message: format!("「{}」不归市里管理，市级节点未必约束", printed.name),
        sides: vec![
            printed_side(ledger, "印发名称", printed),
            Side::new("性质", seed.kind.word(), place_of(&seed.source)),
        ],
        advice: "请联合工作组去函商定由谁督办、按什么期限".to_owned(),
        ..listed("U05", Severity::Ask, ix, printed, seed)
    });
}

/// U06: a mode of registration stands in the unit column.
fn u06_no_unit(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let printed = &ledger.printed_units()[ix];
    if printed.unit.is_some() {
        return;
    }
    let source = printed.seed.as_ref().map(|seed| &*seed.source);
    let count = printed.associations.len();
    found.push(Finding {
        message: format!(
            "「{}」是登记方式，不是单位，{count} 家没有业务主管单位",
            printed.name
        ),
        sides: vec![
            printed_side(ledger, "业务主管单位栏", printed),
            Side::new("按", "登记方式统计", "单位数不含此项"),
        ],
        source: Source::of_document(source.unwrap_or_default()),
        advice: "不必更正；督办找登记管理机关".to_owned(),
        place: Place::Unit(ix),
        ..Finding::new(
            "U06",
            Kind::Units,
            Severity::Ask,
            About::Unit(ix),
            &printed.name,
        )
    });
}

/// U07: a short name is printed.
fn u07_short_name(ledger: &Ledger, _all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let Some((printed, seed)) = known(ledger, ix) else {
        return;
    };
    let Some(full) = &seed.full else { return };
    found.push(Finding {
        message: format!("「{}」是简称，全称可能为「{full}」", printed.name),
        sides: vec![
            printed_side(ledger, "印发名称", printed),
            Side::new("可能的全称", full, "名册中没有"),
        ],
        advice: "发文前核对全称".to_owned(),
        ..listed("U07", Severity::Ask, ix, printed, seed)
    });
}

/// U08: 原 stands before a name that the roster also prints without, and nobody linked the two.
fn u08_former_and_present(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let printed = &ledger.printed_units()[ix];
    let Some(bare) = printed.name.strip_prefix('原') else {
        return;
    };
    let same = all.get(bare).map(|ix| &ledger.printed_units()[*ix]);
    let Some(same) = same.filter(|same| same.unit != printed.unit) else {
        return;
    };
    let proposed = printed.seed.as_ref().is_some_and(|s| s.proposal.is_some());
    if proposed {
        return;
    }
    found.push(Finding {
        message: format!("名册中既有「{}」又有「{bare}」，似为同一单位", printed.name),
        sides: vec![
            printed_side(ledger, "印发名称", printed),
            printed_side(ledger, "印发名称", same),
        ],
        source: Source::of_document(printed.seed.as_ref().map_or("", |s| &s.source)),
        advice: format!("确认后把「{}」并入「{bare}」", printed.name),
        place: Place::Unit(ix),
        proposal: Some(Proposal::Merge {
            printed: ix,
            into: bare.to_owned(),
        }),
        ..Finding::new(
            "U08",
            Kind::Units,
            Severity::Suspicious,
            About::Unit(ix),
            &printed.name,
        )
    });
}

/// U09: somebody decided to count a printed name under another one. Nothing is open about it;
/// it stands here so that it is seen, and can be taken back.
fn u09_merged_by_decision(ledger: &Ledger, all: &Printed, ix: PrintedIx, found: &mut Vec<Finding>) {
    let printed = &ledger.printed_units()[ix];
    let key = FactKey::Unit(printed.name.to_string());
    let decided = ledger.fact(&key).map(|record| (&record.fact, record));
    let Some((Fact::Unit(counted), record)) = decided else {
        return;
    };
    let into = &counted.canonical;
    found.push(Finding {
        message: format!("「{}」按决定计入「{into}」", printed.name),
        sides: vec![
            printed_side(ledger, "印发名称", printed),
            other_side(ledger, all, "计入", into),
        ],
        source: Source {
            chapter: None,
            cited: eco_format!("{} {} 决定", record.on, record.by),
        },
        advice: "决定有误的拆开".to_owned(),
        place: Place::Unit(ix),
        proposal: Some(Proposal::Split(ix)),
        settled_by: Some(key),
        ..Finding::new(
            "U09",
            Kind::Units,
            Severity::Ask,
            About::Unit(ix),
            &printed.name,
        )
    });
}
