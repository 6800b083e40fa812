//! What an entry of the history says, made from its changes when it is recorded. The sentence is
//! kept with the entry: it calls things what they were called on that day.

use chrono::NaiveDate;

use super::finding::forms::in_form;
use super::{finding, record, title};
use crate::domain::change::{
    AnswerRecord, Change, EntryKind, HistoryLine, ItemRecord, Key, Mark, NewEntry, Record, Subject,
};
use crate::domain::command::Title;
use crate::domain::decide::Occasion;
use crate::domain::fact::{Fact, FactKey};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::{Ledger, Located};
use crate::domain::model::ItemState;
use crate::domain::note::{Note, NoteField, NoteKind};
use crate::domain::round::FieldIx;
use crate::text::lang::english;

/// What changes on this ledger come to.
pub fn entry(ledger: &Ledger, occasion: &Occasion, changes: &[Change]) -> String {
    let count = changes.len();
    match occasion {
        Occasion::Single(key) => {
            let change = changes.first().map(|change| self::change(ledger, change));
            change.unwrap_or_else(|| {
                let stands = ledger.recorded(key);
                single(ledger, key, stands.as_ref(), stands.as_ref())
            })
        }
        Occasion::MarkedBelow {
            milestone,
            subject,
            on,
            several,
        } => {
            let mut whose = ledger.subject_name(*subject);
            if *several {
                whose = t!("{whose} {count} 家", "{whose}, {count} associations");
            }
            mark(ledger, *milestone, &whose, *on)
        }
        Occasion::UnitMerged { unit, into } => t!("{unit} 归入 {into}", "{unit} goes into {into}"),
        Occasion::Shifted { days, reason } => {
            let word = if *days < 0 {
                s!("提前", "earlier")
            } else {
                s!("推后", "later")
            };
            t!(
                "全部节点{word} {} 天，{reason}",
                "all milestones {word} by {} days, {reason}",
                days.unsigned_abs()
            )
        }
        Occasion::FilledIn(title) => t!(
            "{}：{count} 处",
            "{}: {count} places",
            title::title(ledger, title)
        ),
        Occasion::Many(title) => t!("{}：{count} 条", "{}: {count}", title::title(ledger, title)),
        Occasion::TakenOver(title @ Title::BundleTaken(_)) => {
            t!(
                "{}：{count} 处",
                "{}: {count} places",
                title::title(ledger, title)
            )
        }
        Occasion::TakenOver(title) => title::title(ledger, title),
    }
}

/// What one change on this ledger comes to.
pub fn change(ledger: &Ledger, change: &Change) -> String {
    single(ledger, change.key(), change.before(), change.after())
}

/// What was done, for whoever reads it now: in the words of that day, which are Chinese. Where English is spoken
/// it is said anew from its changes, as far as a line can.
pub fn told(ledger: &Ledger, entry: &NewEntry) -> String {
    let Some(first) = entry.changes.first().filter(|_| english()) else {
        return entry.what.clone();
    };
    // What an undo took back is said as it was done.
    let first = match entry.kind {
        EntryKind::Undo => first.clone().inverse(),
        EntryKind::Do | EntryKind::Redo => first.clone(),
    };
    let said = match (ledger.locate(first.key()), first.before(), first.after()) {
        (Ok(Located::Item(association, ix)), before, after) => {
            let state = |record: Option<&Record>| match record {
                Some(Record::Item(record)) => record.state,
                _ => ItemState::Open,
            };
            let after = match after {
                Some(Record::Item(after)) => Some(after),
                _ => None,
            };
            item(ledger, (association, ix), state(before), before, after)
        }
        _ => change(ledger, &first),
    };
    match entry.changes.len() - 1 {
        0 => said,
        more => t!("{said}，另有 {more} 处", "{said}; {more} more changes"),
    }
}

/// Both sides are the same where everything already is as asked.
fn single(ledger: &Ledger, key: &Key, before: Option<&Record>, after: Option<&Record>) -> String {
    if let Key::Fact(key) = key {
        let of = |record: Option<&Record>| match record {
            Some(Record::Fact(record)) => Some(record.fact.clone()),
            _ => None,
        };
        return fact(ledger, key, of(before).as_ref(), of(after).as_ref());
    }
    match (ledger.locate(key), after) {
        (Ok(Located::Item(association, ix)), Some(Record::Item(after))) => {
            let from = ledger.item(association, ix).state;
            item(ledger, (association, ix), from, before, Some(after))
        }
        (Ok(Located::Item(association, ix)), _) => {
            let from = ledger.item(association, ix).state;
            item(ledger, (association, ix), from, before, None)
        }
        (Ok(Located::Answer(association, ix)), Some(Record::Answer(after))) => {
            answer(ledger, association, ix, Some(after))
        }
        (Ok(Located::Answer(association, ix)), _) => answer(ledger, association, ix, None),
        (Ok(Located::Mark(ix, subject)), after) => {
            let on = match after {
                Some(Record::Mark(Mark { done_on, .. })) => Some(*done_on),
                _ => None,
            };
            mark(ledger, ix, &ledger.subject_name(subject), on)
        }
        _ => key.id().to_owned(),
    }
}

fn item(
    ledger: &Ledger,
    (association, ix): (AssocIx, ItemIx),
    from: ItemState,
    before: Option<&Record>,
    after: Option<&ItemRecord>,
) -> String {
    let view = ledger.item(association, ix);
    let unit = ledger
        .unit_name_of(association)
        .filter(|_| view.def.per_unit());
    let whose = unit.unwrap_or(ledger.name(association));
    let about = format!("{whose} {} {}", view.def.id, view.def.label);
    let state = match (before, after) {
        (_, Some(after)) => after.state,
        (Some(_), None) => ItemState::Open,
        (None, None) => from,
    };
    if let (Some(Record::Item(was)), Some(is)) = (before, after)
        && (was.state, &was.note, &was.evidence) == (is.state, &is.note, &is.evidence)
        && was.on != is.on
    {
        let (from, to) = (was.on, is.on);
        return t!(
            "{about}：{} 的日期由 {from} 改为 {to}",
            "{about}: the date of \"{}\" from {from} to {to}",
            state.shown()
        );
    }
    match after {
        Some(record) if state == from && before != Some(&Record::Item(record.clone())) => {
            let text = [record.note.as_str(), record.evidence.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(s!("；", "; "));
            t!("{about}：记注 {text}", "{about}: note {text}")
        }
        _ => t!(
            "{about}：{} 改为 {}",
            "{about}: {} becomes {}",
            from.shown(),
            state.shown()
        ),
    }
}

fn answer(
    ledger: &Ledger,
    association: AssocIx,
    ix: FieldIx,
    after: Option<&AnswerRecord>,
) -> String {
    let field = in_form(ledger, ix);
    let name = ledger.name(association);
    match after {
        Some(record) => t!("{name} {field}：{}", "{name} {field}: {}", record.value),
        None => t!("{name} {field}：清空", "{name} {field}: cleared"),
    }
}

fn mark(ledger: &Ledger, ix: MilestoneIx, whose: &str, on: Option<NaiveDate>) -> String {
    let def = &ledger.round().milestones()[ix];
    match on {
        Some(on) => t!(
            "{} {}：{whose} 于 {on} 完成",
            "{} {}: {whose} completed on {on}",
            def.id,
            def.title
        ),
        None => t!(
            "{} {}：{whose} 取消登记",
            "{} {}: {whose}, mark taken back",
            def.id,
            def.title
        ),
    }
}

fn fact(ledger: &Ledger, key: &FactKey, before: Option<&Fact>, after: Option<&Fact>) -> String {
    let of = |subject: &Subject| {
        let ix = ledger.subject_ix(subject);
        ix.map_or_else(|unknown| unknown.id, |ix| ledger.subject_name(ix))
    };
    match key {
        FactKey::Unit(printed) => counted(ledger, printed, after),
        FactKey::Due(id) => due(ledger, id, after),
        FactKey::Exit(no) => {
            let name = of(&Subject::Association(*no));
            match after {
                Some(exit) => format!("{name} {}", record::fact(exit)),
                None => t!("{name} 取消退出登记", "{name}: exit taken back"),
            }
        }
        FactKey::Note(kind, subject, _) => {
            let note = |fact: Option<&Fact>| match fact {
                Some(Fact::Note(note)) => Some(note.clone()),
                _ => None,
            };
            let (before, after) = (note(before), note(after));
            noted(*kind, &of(subject), before.as_ref(), after.as_ref())
        }
        FactKey::Verdict(id) => {
            let finding = finding::named(ledger, id);
            match after {
                Some(verdict) => t!(
                    "问题 {finding}：{}",
                    "finding {finding}: {}",
                    record::fact(verdict)
                ),
                None => t!("问题 {finding}：重开", "finding {finding}: reopened"),
            }
        }
        FactKey::View(slot) => match after {
            Some(Fact::View(view)) => t!("视图 {slot}：{}", "view {slot}: {}", view.name),
            _ => t!("视图 {slot}：清除", "view {slot}: cleared"),
        },
    }
}

/// Without a decision, the round's data says where a name is counted.
fn counted(ledger: &Ledger, printed: &str, after: Option<&Fact>) -> String {
    let into = if let Some(Fact::Unit(counted)) = after {
        counted.canonical.as_str()
    } else {
        let mut all = ledger.printed_units().iter();
        let known = all.find(|unit| unit.name == printed);
        let seed = known.and_then(|unit| unit.seed.as_ref()?.canonical.as_deref());
        seed.unwrap_or(printed)
    };
    if into == printed {
        return t!("{printed} 单独计算", "{printed} counts by itself");
    }
    let unit = ledger.canonical_of(printed).unwrap_or(printed);
    t!("{unit} 归入 {into}", "{unit} goes into {into}")
}

fn due(ledger: &Ledger, id: &str, after: Option<&Fact>) -> String {
    let Some(ix) = ledger.round().milestone_ix(id) else {
        return id.to_owned();
    };
    let def = &ledger.round().milestones()[ix];
    let (id, title) = (&def.id, &def.title);
    match after {
        Some(Fact::Due(date)) => t!(
            "{id} {title}：{} 改为 {}，{}",
            "{id} {title}: {} becomes {}, {}",
            def.due_on,
            date.due_on,
            date.reason
        ),
        _ => t!(
            "{id} {title}：改回印发日期 {}",
            "{id} {title}: back to the printed date {}",
            def.printed()
        ),
    }
}

fn noted(kind: NoteKind, name: &str, before: Option<&Note>, after: Option<&Note>) -> String {
    let rules = kind.rules();
    match (before, after) {
        // What was there before and is not done was done then, or was not to be.
        (Some(_), Some(after)) if kind.has(NoteField::DoneOn) && after.done_on.is_none() => {
            t!(
                "{name} {}：尚未{}",
                "{name} {}: not {} yet",
                record::note(after),
                rules.done
            )
        }
        (_, Some(note)) if rules.until.is_empty() || !rules.moves_dates => {
            t!(
                "{name} {}：{}",
                "{name} {}: {}",
                rules.word,
                record::note(note)
            )
        }
        (_, Some(note)) => format!("{name} {}", record::note(note)),
        (Some(note), None) if rules.many => {
            t!(
                "{name} 删除{}：{}",
                "{name}, deleted {}: {}",
                rules.word,
                record::note(note)
            )
        }
        (_, None) => t!("{name} {}：清除", "{name} {}: cleared", rules.word),
    }
}

impl HistoryLine {
    /// What was done, with 撤销 or 重做 before it and whether it was taken back since.
    pub fn sentence(&self) -> String {
        let kind = match self.kind {
            EntryKind::Do => "",
            EntryKind::Undo => s!("撤销 ", "undo "),
            EntryKind::Redo => s!("重做 ", "redo "),
        };
        let undone = if self.undone {
            s!("（已撤销）", " (undone)")
        } else {
            ""
        };
        format!("{kind}{}{undone}", self.what)
    }
}
