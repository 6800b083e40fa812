//! Whether one is asked before something is recorded: one rule for every page and popup. What
//! changes more than one thing, loses what somebody wrote, or closes an association is asked about,
//! with whom it concerns.

use crate::domain::change::{Change, Key, Record};
use crate::domain::command::Command;
use crate::domain::decide;
use crate::domain::fact::Fact;
use crate::domain::figure::{self, Members};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::tui::model::Ctx;
use crate::words;

/// So many are named.
const NAMED: usize = 3;

/// What is asked before a command, if anything. What goes by it is not asked about where it stood
/// in the field that was edited (`seen`).
pub fn question(ctx: &Ctx, command: &Command, seen: bool) -> Option<String> {
    let (ledger, command) = (&ctx.ledger, within(command));
    let closes = command.closes(ledger.round());
    let decision = decide::decide(ledger, command, &ctx.trial()).ok()?;
    if !closes.is_empty() {
        return Some(t!(
            "以 {} 名义销号 {}？",
            "Close out {} as {}?",
            ctx.who,
            whose(ledger, &decision.changes)
        ));
    }
    let lost = if seen {
        Vec::new()
    } else {
        lost(ledger, &decision.changes)
    };
    if decision.changes.len() < 2 && lost.is_empty() {
        return None;
    }
    let said = words::entry(ledger, &decision.occasion, &decision.changes);
    let whose = match decision.changes.as_slice() {
        [_] => String::new(),
        changes => t!("。涉及 {}", ". For {}", whose(ledger, changes)),
    };
    let lost = match lost.as_slice() {
        [] => String::new(),
        [one] => t!("。不再保留：{one}", ". Not kept: {one}"),
        [one, ..] => t!(
            "。不再保留 {} 处，如：{one}",
            ". Not kept: {} places, such as {one}",
            lost.len()
        ),
    };
    let fallen = fallen(ctx, &decision.changes);
    Some(t!(
        "{said}{whose}{lost}{fallen}。可以撤销。",
        "{said}{whose}{lost}{fallen}. Can be undone."
    ))
}

/// What is reached by fewer afterwards: `。随之减少：M4 104→75、M7 26→21、已完成 25→20`.
fn fallen(ctx: &Ctx, changes: &[Change]) -> String {
    let takes = |change: &Change| change.before().is_some();
    if !changes.iter().any(takes) {
        return String::new();
    }
    let mut after = Ledger::clone(&ctx.ledger);
    after.apply_lenient(changes);
    let as_of = ctx.as_of_date();
    let done = |ledger: &Ledger| {
        let reached = ledger.round().milestones().keys();
        let reached = reached.map(|ix| milestone::city_standing(ledger, ix, as_of).done);
        let completed = figure::sums(ledger, Members::City, as_of).completed;
        reached.chain([completed]).collect::<Vec<usize>>()
    };
    let names = ctx.ledger.round().milestones().iter();
    let names = names
        .map(|def| def.id.as_str())
        .chain([s!("已完成", "completed")]);
    let fallen: Vec<String> = names
        .zip(done(&ctx.ledger).into_iter().zip(done(&after)))
        .filter(|(_, (was, is))| is < was)
        .map(|(name, (was, is))| t!("{name} {was} 减为 {is}", "{name} {was} becomes {is}"))
        .collect();
    if fallen.is_empty() {
        return String::new();
    }
    t!(
        "。随之减少：{}",
        ". Falls with it: {}",
        fallen.join(s!("、", ", "))
    )
}

/// Whom a command concerns, by name and number.
pub fn concerns(ctx: &Ctx, command: &Command) -> String {
    let decision = decide::decide(&ctx.ledger, within(command), &ctx.trial());
    decision.map_or_else(
        |_| String::new(),
        |decision| whose(&ctx.ledger, &decision.changes),
    )
}

fn within(command: &Command) -> &Command {
    match command {
        Command::Seeing { command, .. } => command,
        command => command,
    }
}

/// `钓鱼协会、冬泳协会、象棋协会 等 44 家`; a date that a mark had stands beside the name.
fn whose(ledger: &Ledger, changes: &[Change]) -> String {
    let mut subjects = Vec::new();
    for change in changes {
        if let Some(subject) = ledger.concerned(change.key())
            && subjects.last().is_none_or(|(last, _)| *last != subject)
        {
            let had = match (change.before(), change.after()) {
                (Some(Record::Mark(mark)), Some(_)) => {
                    t!("（原登记 {}）", " (was marked {})", mark.done_on)
                }
                _ => String::new(),
            };
            subjects.push((subject, had));
        }
    }
    let name = |(subject, had): &(_, String)| {
        let ix = ledger.subject_ix(subject).ok();
        let name = ledger.subject_name(ix.unwrap_or(SubjectIx::City));
        format!("{name}{had}")
    };
    let names: Vec<String> = subjects.iter().take(NAMED).map(name).collect();
    let names = names.join(s!("、", ", "));
    match (subjects.len(), changes.len()) {
        (0, count) => t!("{count} 处", "{count} places"),
        (1, count) if count > 1 => t!("{names} {count} 处", "{names}, {count} places"),
        (1..=NAMED, _) => names,
        (count, _) => t!("{names} 等 {count} 家", "{names} and more, {count}"),
    }
}

/// What somebody wrote and would be gone.
fn lost(ledger: &Ledger, changes: &[Change]) -> Vec<String> {
    let gone = |change: &Change| match (change.before()?, change.after()) {
        (Record::Item(was), after) => {
            let (note, evidence) = match after {
                Some(Record::Item(is)) => (&*is.note, &*is.evidence),
                _ => ("", ""),
            };
            let texts = [
                (s!("说明", "note"), &*was.note, note),
                (s!("依据", "evidence"), &*was.evidence, evidence),
            ];
            let texts = texts
                .iter()
                .filter(|(_, was, is)| !was.is_empty() && is.is_empty());
            let texts: Vec<String> = texts
                .map(|(word, was, _)| t!("{word}「{was}」", "{word}\"{was}\""))
                .collect();
            (!texts.is_empty()).then(|| texts.join(s!("、", ", ")))
        }
        (Record::Answer(was), None) => {
            let Key::Answer { field, .. } = change.key() else {
                return None;
            };
            let round = ledger.round();
            let ix = round.field_ix(field)?;
            // A choice is made again with one key.
            let written = round.field(ix).options.is_empty();
            written.then(|| t!("「{}」", "\"{}\"", was.value))
        }
        (Record::Fact(was), None) => match &was.fact {
            Fact::Verdict(verdict) if verdict.reason.is_empty() => None,
            fact => Some(words::record::fact(fact)),
        },
        (was @ Record::Mark(_), None) => Some(words::record::of(was)),
        (Record::Answer(_) | Record::Fact(_) | Record::Mark(_), Some(_)) => None,
    };
    changes.iter().filter_map(gone).collect()
}
