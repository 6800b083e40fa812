//! Milestones before those that they need, before the notice, or before the work.

use chrono::NaiveDate;

use super::{About, Finding, Kind, Place, Severity, Side, Source, place_of};
use crate::domain::change::Mark;
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::model::Stage;
use crate::domain::round::Round;

/// A milestone, and one that has to be reached before it.
pub type Needs = (MilestoneIx, MilestoneIx);

/// Which milestones need which.
pub fn needs(round: &Round) -> Vec<Needs> {
    let all = round.milestones().iter_enumerated();
    all.filter_map(|(at, later)| Some((at, round.milestone_ix(later.after.as_ref()?)?)))
        .collect()
}

/// O01: a milestone is reached, and the one that it needs is not, or later (`domain.md` 4.5).
pub fn o01_needs(
    ledger: &Ledger,
    needs: &[Needs],
    ix: AssocIx,
    as_of: NaiveDate,
    found: &mut Vec<Finding>,
) {
    for (at, needs) in needs.iter().copied() {
        let reached = |at| milestone::reached_by(ledger, at, SubjectIx::Association(ix), as_of);
        let Some(on) = reached(at) else { continue };
        let first = reached(needs);
        if first.is_some_and(|first| first <= on) {
            continue;
        }
        let milestones = ledger.round().milestones();
        let (later, before) = (&milestones[at], &milestones[needs]);
        let no = ledger.associations()[ix].no;
        let needed = format!("{} {}", before.id, before.title);
        let (verdict, value) = match first {
            None => (format!("而 {needed}尚未登记"), "未登记".to_owned()),
            Some(first) => (format!("早于 {needed}的 {first}"), first.to_string()),
        };
        found.push(Finding {
            message: format!("{} {} {on} 已登记，{verdict}", later.id, later.title),
            sides: vec![
                Side::new(needed, value, place_of(&before.source)),
                Side::new(
                    format!("{} {}", later.id, later.title),
                    on.to_string(),
                    place_of(&later.source),
                ),
            ],
            source: Source::of_document(&later.source),
            advice: "补登记前一节点，或更正日期".to_owned(),
            place: Place::Association(ix),
            ..Finding::new(
                "O01",
                Kind::Order,
                Severity::Contradiction,
                About::Association(ix),
                &format!("{no}:{}", later.id),
            )
        });
    }
}

/// O02: a milestone is marked for a day before the notice.
pub fn o02_before_the_notice(
    ledger: &Ledger,
    (at, subject): (MilestoneIx, SubjectIx),
    mark: &Mark,
    found: &mut Vec<Finding>,
) {
    let round = ledger.round();
    let notice = &round.info.notice;
    if mark.done_on >= notice.dated_on {
        return;
    }
    let def = &round.milestones()[at];
    let (about, key, place) = match subject {
        SubjectIx::City => (About::City, "全市".to_owned(), Place::Milestone(at)),
        SubjectIx::Unit(unit) => {
            let unit = &ledger.units()[unit];
            let about = unit
                .printed
                .first()
                .map_or(About::City, |ix| About::Unit(*ix));
            (about, unit.name.to_string(), Place::Milestone(at))
        }
        SubjectIx::Association(ix) => {
            let no = ledger.associations()[ix].no.to_string();
            (About::Association(ix), no, Place::Association(ix))
        }
    };
    found.push(Finding {
        message: format!(
            "{} {}登记为 {}，早于通知 {}",
            def.id, def.title, mark.done_on, notice.dated_on
        ),
        sides: vec![
            Side::new(
                format!("{} {}", def.id, def.title),
                mark.done_on.to_string(),
                format!("{} 登记", mark.by),
            ),
            Side::new(
                "通知印发",
                notice.dated_on.to_string(),
                place_of(&notice.source),
            ),
        ],
        source: Source::of_document(&def.source),
        advice: "核对登记日期".to_owned(),
        place,
        ..Finding::new(
            "O02",
            Kind::Order,
            Severity::Suspicious,
            about,
            &format!("{key}:{}", def.id),
        )
    });
}

/// O03: completion is marked while items that it stands for are open.
pub fn o03_marked_complete(
    ledger: &Ledger,
    (at, subject): (MilestoneIx, SubjectIx),
    mark: &Mark,
    as_of: NaiveDate,
    found: &mut Vec<Finding>,
) {
    let round = ledger.round();
    let SubjectIx::Association(ix) = subject else {
        return;
    };
    let association = &ledger.associations()[ix];
    if round.milestones()[at].reaches_stage != Some(Stage::Completed)
        || mark.done_on > as_of
        || !ledger.has_task(ix)
        || ledger.progress(ix).stage >= Stage::Completed
    {
        return;
    }
    let def = &round.milestones()[at];
    let open: Vec<&str> = ledger
        .checklist(ix)
        .filter(|item| !item.def.closes && !item.state.settled())
        .filter(|item| round.item_due_on(item.def) <= def.due_on)
        .map(|item| item.def.id.as_str())
        .collect();
    let more = if open.len() > 12 { " 等" } else { "" };
    let shown = format!("{}{more}", open[..open.len().min(12)].join(" "));
    found.push(Finding {
        message: format!(
            "{} {} {} 已登记，清单还有 {} 项未办",
            def.id,
            def.title,
            mark.done_on,
            open.len()
        ),
        sides: vec![
            Side::new(
                format!("{} {}", def.id, def.title),
                mark.done_on.to_string(),
                format!("{} 登记", mark.by),
            ),
            Side::new("清单未办", shown, format!("{} 项", open.len())),
        ],
        source: Source::of_document(&def.source),
        advice: "办结并登记清单，或取消节点登记".to_owned(),
        place: Place::Association(ix),
        ..Finding::new(
            "O03",
            Kind::Order,
            Severity::Suspicious,
            About::Association(ix),
            &format!("{}:{}", association.no, def.id),
        )
    });
}
