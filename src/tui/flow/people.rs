//! Notes (contacts, promises, later dates, remarks): what to record is picked or has a key of its
//! own, what it needs is asked for one question after the other.

use std::rc::Rc;

use chrono::{Days, NaiveDate};

use crate::domain::change::{Key, Subject};
use crate::domain::command::Command;
use crate::domain::id::MilestoneIx;
use crate::domain::milestone;
use crate::domain::note::{Note, NoteField, NoteId, NoteKind};
use crate::domain::sight::{Sight, SightPart};
use crate::text::lang::Text;
use crate::text::plain::Plain;
use crate::tui::model::{Model, Tab};
use crate::tui::msg::Effect;
use crate::tui::page::{Goto, open};
use crate::tui::popup::{self, Picker, PickerEntry, Prompt};

/// Days from a meeting to the date that is proposed for a promise.
const USUAL: u64 = 7;

/// Opens the list of what can be recorded about whom the screen is about.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(subject) = model.page().focus(&model.ctx).subject else {
        model.fail(s!(
            "请把光标放在协会或主管单位上",
            "put the cursor on an association or a unit"
        ));
        return Vec::new();
    };
    let subject = model.ledger.subject(subject);
    ask_of(model, &subject)
}

/// Opens the list of what can be recorded about somebody.
pub fn ask_of(model: &mut Model, subject: &Subject) -> Vec<Effect> {
    let entries = choices(model, subject);
    popup::open(
        model,
        Picker::new(
            s!(
                "联系人、承诺、延期、备注",
                "Contacts, promises, put off, remarks"
            ),
            entries,
        ),
    )
}

fn choices(model: &Model, subject: &Subject) -> Vec<PickerEntry> {
    let ledger = &model.ledger;
    let kinds = NoteKind::ALL.into_iter();
    let kinds = kinds.filter(|kind| kind.is_asked_of(subject));
    let (many, single): (Vec<NoteKind>, Vec<NoteKind>) = kinds.partition(|kind| kind.rules().many);
    // Whose it is stands in the first line.
    let mut name = name(model, subject);
    let mut entries = Vec::new();
    for kind in many.iter().chain(&single).copied() {
        let detail = match ledger.notes(subject, kind).first() {
            Some((_, known, _)) if !kind.rules().many => known.said(),
            _ => std::mem::take(&mut name),
        };
        let ask = move |model: &mut Model, subject: &Subject| ask_note(model, subject, kind);
        entries.push(asking(kind.rules().verb.into(), detail, subject, ask));
    }
    entries.extend(extensions(model, subject));
    for kind in many {
        for (number, note, _) in ledger.notes(subject, kind) {
            entries.extend(of_note(model, subject, number, note));
        }
    }
    for kind in single {
        if !ledger.notes(subject, kind).is_empty() {
            let label = t!("清除{}", "clear {}", kind.rules().word);
            let id = note_id(kind, subject, 0);
            let seen = seen(model, id.clone());
            entries.push(doing(
                label,
                String::new(),
                Command::DropNote(id).seeing(seen),
            ));
        }
    }
    entries
}

/// A note of a subject by its number.
pub fn note_id(kind: NoteKind, subject: &Subject, number: i64) -> NoteId {
    NoteId {
        kind,
        subject: subject.clone(),
        number,
    }
}

/// What is shown of a note.
fn seen(model: &Model, id: NoteId) -> Sight {
    Sight::of(&model.ledger, Key::Fact(id.into()), SightPart::Whole)
}

/// What can be done with a note.
fn of_note(model: &Model, subject: &Subject, number: i64, note: &Note) -> Vec<PickerEntry> {
    let as_of = model.as_of_date();
    let rules = note.kind.rules();
    let id = note_id(note.kind, subject, number);
    let kept = milestone::note_standing(&model.ledger, subject, note, as_of);
    let detail = match (note.due_on, note.on) {
        (Some(due_on), _) => format!("{due_on} {}", rules.standing(kept)),
        (None, Some(on)) => on.to_string(),
        (None, None) => String::new(),
    };
    let mut entries = Vec::new();
    if note.due_on.is_some() {
        let on = (!kept.settled()).then_some(as_of);
        let verb = if on.is_some() {
            s!("已", "")
        } else {
            s!("未", "not ")
        };
        let label = t!("{verb}{}：{}", "{verb}{}: {}", rules.done, note.text);
        let note = id.clone();
        let done = Command::NoteDone { note, on };
        let done = done.seeing(seen(model, id.clone()));
        entries.push(doing(label, detail.clone(), done));
    }
    let label = t!("删除{}：{}", "delete {}: {}", rules.word, note.text);
    let seen = seen(model, id.clone());
    entries.push(doing(label, detail, Command::DropNote(id).seeing(seen)));
    entries
}

/// An entry that asks for what it needs.
fn asking(
    label: String,
    detail: String,
    subject: &Subject,
    ask: impl Fn(&mut Model, &Subject) -> Vec<Effect> + 'static,
) -> PickerEntry {
    let subject = subject.clone();
    PickerEntry::new(label, detail, move |model| ask(model, &subject))
}

/// An entry that is done at once.
fn doing(label: String, detail: String, command: Command) -> PickerEntry {
    PickerEntry::new(label, detail, move |_| {
        vec![Effect::Execute(command.clone())]
    })
}

/// The milestones that can be put off.
fn extensions(model: &Model, subject: &Subject) -> Vec<PickerEntry> {
    let round = model.ledger.round();
    let entries = postponable(model, subject).into_iter().map(|ix| {
        let def = &round.milestones()[ix];
        let label = t!("延期 {} {}", "put off {} {}", def.id, def.title);
        let ask = move |model: &mut Model, subject: &Subject| ask_extension(model, subject, ix);
        asking(label, def.due_on.to_string(), subject, ask)
    });
    entries.collect()
}

/// Milestones that a subject, or somebody below it, still has to reach.
fn postponable(model: &Model, subject: &Subject) -> Vec<MilestoneIx> {
    let ledger = &model.ledger;
    let Ok(at) = ledger.subject_ix(subject) else {
        return Vec::new();
    };
    let open = |ix: MilestoneIx| {
        milestone::below(ledger, ix, at)
            .into_iter()
            .any(|one| milestone::reached_by(ledger, ix, one, model.as_of_date()).is_none())
    };
    let milestones = ledger.round().milestones().keys();
    milestones.filter(|ix| open(*ix)).collect()
}

/// What has to be written where an answer is needed.
const WANTED: Text = text!("请写明", "Please fill in");

fn name(model: &Model, subject: &Subject) -> String {
    let ix = model.ledger.subject_ix(subject).ok();
    ix.map_or_else(String::new, |ix| model.ledger.subject_name(ix))
}

/// Asks for a note of a kind.
pub fn ask_note(model: &mut Model, subject: &Subject, kind: NoteKind) -> Vec<Effect> {
    // Of what there is one, another may write meanwhile.
    let seen = (!kind.rules().many).then(|| seen(model, note_id(kind, subject, 0)));
    question(model, subject.clone(), Note::new(kind), 0, seen)
}

fn ask_extension(model: &mut Model, subject: &Subject, ix: MilestoneIx) -> Vec<Effect> {
    let mut note = Note::new(NoteKind::Promise);
    note.milestone = Some(model.ledger.round().milestones()[ix].id.as_str().into());
    question(model, subject.clone(), note, 0, None)
}

/// Asks for the next part of a note that is asked for; after the last one it is recorded.
fn question(
    model: &mut Model,
    subject: Subject,
    note: Note,
    from: usize,
    seen: Option<Sight>,
) -> Vec<Effect> {
    let rules = note.kind.rules();
    let mut parts = rules.parts.iter().enumerate().skip(from);
    let Some((at, part)) = parts.find(|(_, part)| !part.ask.is_empty()) else {
        let command = Command::Note { subject, note };
        let command = match seen {
            Some(seen) => command.seeing(seen),
            None => command,
        };
        return vec![Effect::Execute(command)];
    };
    let as_of = model.as_of_date();
    let notes = model.ledger.notes(&subject, note.kind);
    let known = notes.first().filter(|_| !rules.many).map(|one| one.1);
    let proposed = match part.field {
        NoteField::Person => known.map_or_else(String::new, |known| known.person.to_string()),
        NoteField::Phone => known.map_or_else(String::new, |known| known.phone.to_string()),
        NoteField::Title => known.map_or_else(String::new, |known| known.title.to_string()),
        NoteField::Number => known.map_or_else(String::new, |known| known.number.to_string()),
        NoteField::Text => known.map_or_else(String::new, |known| known.text.to_string()),
        _ => String::new(),
    };
    let (mut title, mut about) = (part.ask, name(model, &subject));
    if let Some(id) = &note.milestone
        && let Some(ix) = model.ledger.round().milestone_ix(id)
    {
        let def = &model.ledger.round().milestones()[ix];
        about = t!(
            "{about}  {} {} 计划 {}",
            "{about}  {} {} planned {}",
            def.id,
            def.title,
            def.due_on
        );
        title = match part.field {
            NoteField::DueOn => text!(
                "延到何日（计划日期不变）",
                "put off to which day (the plan stays)"
            ),
            _ => text!("延期的理由", "the reason for putting it off"),
        };
    }
    if matches!(
        part.field,
        NoteField::On | NoteField::DoneOn | NoteField::DueOn
    ) {
        let week = as_of.checked_add_days(Days::new(USUAL)).unwrap_or(as_of);
        let proposed = (part.field == NoteField::DueOn && !part.needed.is_empty()).then_some(week);
        let needed = !part.needed.is_empty();
        let answer = move |model: &mut Model, day: Option<NaiveDate>| {
            if needed && day.is_none() {
                return Err(t!("{WANTED}，或按 Esc 放弃", "{WANTED}, or leave with Esc"));
            }
            let note = dated(model, &note, part.field, day)?;
            Ok(question(model, subject.clone(), note, at + 1, seen.clone()))
        };
        let prompt = Prompt::day(title, about, proposed, answer);
        return popup::open(model, prompt);
    }
    let known = known_answers(model, note.kind, part.field);
    let answer = move |model: &mut Model, text: &str| {
        let note = answered(&note, part.field, text.trim())?;
        Ok(question(model, subject.clone(), note, at + 1, seen.clone()))
    };
    if !known.is_empty() {
        return popup::open(model, offered(title.get(), about, known, proposed, answer));
    }
    let prompt = if part.needed.is_empty() {
        Prompt::new(title, about, &proposed, answer)
    } else {
        Prompt::required(title, about, &proposed, WANTED.get(), answer)
    };
    popup::open(model, prompt)
}

/// What the round offers as an answer to a question.
fn known_answers(model: &Model, kind: NoteKind, field: NoteField) -> Vec<String> {
    match (kind, field) {
        (NoteKind::Reason, NoteField::Title) => {
            let info = &model.ledger.round().info;
            info.unfinished_reasons.clone()
        }
        _ => Vec::new(),
    }
}

/// A question with answers to pick from, or to write another.
fn offered(
    title: &'static str,
    about: String,
    known: Vec<String>,
    proposed: String,
    answer: impl Fn(&mut Model, &str) -> Result<Vec<Effect>, String> + 'static,
) -> Picker {
    let answer = Rc::new(answer);
    let mut entries: Vec<PickerEntry> = Vec::new();
    for text in known {
        let answer = Rc::clone(&answer);
        let label = text.clone();
        entries.push(PickerEntry::new(label, String::new(), move |model| {
            answer(model, &text).unwrap_or_else(|error| {
                model.fail(error);
                Vec::new()
            })
        }));
    }
    entries.push(PickerEntry::new(
        s!("另写", "another reason").to_owned(),
        proposed.clone(),
        move |model| {
            let answer = Rc::clone(&answer);
            let write = move |model: &mut Model, text: &str| answer(model, text);
            let prompt = Prompt::required(title, about.clone(), &proposed, WANTED.get(), write);
            popup::open(model, prompt)
        },
    ));
    Picker::new(title, entries)
}

/// The note with a day more; none leaves it open.
fn dated(
    model: &Model,
    note: &Note,
    field: NoteField,
    day: Option<NaiveDate>,
) -> Result<Note, String> {
    let mut note = note.clone();
    let as_of = model.as_of_date();
    match field {
        NoteField::On => note.on = day,
        NoteField::DoneOn => note.done_on = day,
        _ => {
            note.due_on = day;
            if let Some(due_on) = day.filter(|due_on| *due_on < as_of) {
                return Err(t!(
                    "{due_on} 早于基准日 {as_of}，请写以后的日期",
                    "{due_on} is before the as-of date {as_of}; give a later day"
                ));
            }
        }
    }
    Ok(note)
}

/// The note with one text more.
fn answered(note: &Note, field: NoteField, text: &str) -> Result<Note, String> {
    let mut note = note.clone();
    // What the next questions ask would be typed for nothing.
    Plain::typed(text).map_err(|error| error.to_string())?;
    match field {
        NoteField::Person => note.person = text.into(),
        NoteField::Phone => note.phone = text.into(),
        NoteField::Title => note.title = text.into(),
        NoteField::Number => note.number = text.into(),
        NoteField::Text => note.text = text.into(),
        NoteField::Milestone => note.milestone = (!text.is_empty()).then(|| text.into()),
        NoteField::On | NoteField::DoneOn | NoteField::DueOn => {}
    }
    Ok(note)
}

/// Begins a meeting, with the unit under the cursor of the roster where there is one.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let focus = model.page().focus(&model.ctx);
    let whose = focus.association.and_then(|ix| model.ledger.unit_of(ix));
    // The roster opens on its first line; only a line that was chosen is meant.
    let chosen = model.tab == Tab::Roster && model.roster.anchor.is_some();
    let unit = focus.unit.or(whose).filter(|_| chosen);
    open(model, Goto::Meeting(unit))
}

/// Asks which milestone is put off.
pub fn postpone(model: &mut Model, subject: &Subject) -> Vec<Effect> {
    let entries = extensions(model, subject);
    if entries.is_empty() {
        model.fail(s!(
            "没有还未完成的节点可延期",
            "no milestone is left to put off"
        ));
        return Vec::new();
    }
    popup::open(
        model,
        Picker::new(s!("延期哪个节点", "Put off which milestone"), entries),
    )
}
