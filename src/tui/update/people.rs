//! Notes (contacts, promises, later dates, remarks): what to record is picked or has a key of its
//! own, what it needs is asked for one question after the other. And the pages of the meeting.

use chrono::Days;

use super::{Effect, fail, open_association};
use crate::app::clock::parse_date;
use crate::app::listing::{GroupKey, Row};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::domain::note::{self, Note, NoteField, NoteId, NoteKind};
use crate::text::plain::Plain;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{MeetingRow, MeetingView, Model, Opened, Tab};
use crate::tui::popup::{self, Entry, Picker, Prompt};

/// Days from a meeting to the date that is proposed for a promise.
const USUAL: u64 = 7;

/// Whom the screen is about: the association or unit that is open, else the line of the roster.
fn here(model: &Model) -> Option<Subject> {
    let association = |ix: AssocIx| Subject::Association(model.ledger.associations()[ix].no);
    match model.opened.last() {
        Some(Opened::Association(view)) => Some(association(view.association)),
        Some(Opened::Meeting(view)) => {
            let unit = view.unit(&model.ledger)?;
            Some(model.ledger.subject(SubjectIx::Unit(unit)))
        }
        None if model.tab == Tab::Roster => match model.roster.current()? {
            Row::Association(ix) => Some(association(ix)),
            Row::Group(GroupKey::Unit(unit)) => Some(model.ledger.subject(SubjectIx::Unit(unit))),
            Row::Group(_) => None,
        },
        _ => None,
    }
}

/// Opens the list of what can be recorded about whom the screen is about.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(subject) = here(model) else {
        fail(model, "请把光标放在协会或主管单位上".into());
        return Vec::new();
    };
    let entries = choices(model, &subject);
    popup::open(model, Picker::new("联系人、承诺、延期、备注", entries))
}

fn choices(model: &Model, subject: &Subject) -> Vec<Entry> {
    let ledger = &model.ledger;
    let (many, single): (Vec<NoteKind>, Vec<NoteKind>) = NoteKind::ALL
        .into_iter()
        .partition(|kind| kind.rules().many);
    // Whose it is stands in the first line.
    let mut name = name(model, subject);
    let mut entries = Vec::new();
    for kind in many.iter().chain(&single).copied() {
        let detail = match ledger.notes(subject, kind).first() {
            Some((_, known, _)) if !kind.rules().many => known.said(),
            _ => std::mem::take(&mut name),
        };
        let ask = move |model: &mut Model, subject: &Subject| ask_note(model, subject, kind);
        entries.push(asking(kind.rules().verb.to_owned(), detail, subject, ask));
    }
    entries.extend(extensions(model, subject));
    for kind in many {
        for (number, note, _) in ledger.notes(subject, kind) {
            entries.extend(of_note(model, subject, number, note));
        }
    }
    for kind in single {
        if !ledger.notes(subject, kind).is_empty() {
            let label = format!("清除{}", kind.rules().word);
            let drop = Command::DropNote(note_id(kind, subject, 0));
            entries.push(doing(label, String::new(), drop));
        }
    }
    entries
}

fn note_id(kind: NoteKind, subject: &Subject, number: i64) -> NoteId {
    NoteId {
        kind,
        subject: subject.clone(),
        number,
    }
}

/// What can be done with a note.
fn of_note(model: &Model, subject: &Subject, number: i64, note: &Note) -> Vec<Entry> {
    let as_of = model.as_of_date();
    let rules = note.kind.rules();
    let id = note_id(note.kind, subject, number);
    let kept = note::standing(&model.ledger, subject, note, as_of);
    let detail = match (note.due_on, note.on) {
        (Some(due_on), _) => format!("{due_on} {}", kept.word()),
        (None, Some(on)) => on.to_string(),
        (None, None) => String::new(),
    };
    let mut entries = Vec::new();
    if note.due_on.is_some() {
        let on = (!kept.settled()).then_some(as_of);
        let verb = if on.is_some() { "已" } else { "未" };
        let label = format!("{verb}{}：{}", rules.done, note.text);
        let note = id.clone();
        entries.push(doing(label, detail.clone(), Command::NoteDone { note, on }));
    }
    let label = format!("删除{}：{}", rules.word, note.text);
    entries.push(doing(label, detail, Command::DropNote(id)));
    entries
}

/// An entry that asks for what it needs.
fn asking(
    label: String,
    detail: String,
    subject: &Subject,
    ask: impl FnOnce(&mut Model, &Subject) -> Vec<Effect> + 'static,
) -> Entry {
    let subject = subject.clone();
    Entry::new(label, detail, move |model| ask(model, &subject))
}

/// An entry that is done at once.
fn doing(label: String, detail: String, command: Command) -> Entry {
    Entry::new(label, detail, |_| vec![Effect::Execute(command)])
}

/// The milestones that can be put off.
fn extensions(model: &Model, subject: &Subject) -> Vec<Entry> {
    let round = model.ledger.round();
    let entries = postponable(model, subject).into_iter().map(|ix| {
        let def = &round.milestones()[ix];
        let label = format!("延期 {} {}", def.id, def.title);
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
const WANTED: &str = "请写明";

fn name(model: &Model, subject: &Subject) -> String {
    let ix = model.ledger.subject_ix(subject).ok();
    ix.map_or_else(String::new, |ix| model.ledger.subject_name(ix))
}

fn ask_note(model: &mut Model, subject: &Subject, kind: NoteKind) -> Vec<Effect> {
    question(model, subject.clone(), Note::new(kind), 0)
}

fn ask_extension(model: &mut Model, subject: &Subject, ix: MilestoneIx) -> Vec<Effect> {
    let mut note = Note::new(NoteKind::Promise);
    note.milestone = Some(model.ledger.round().milestones()[ix].id.as_str().into());
    question(model, subject.clone(), note, 0)
}

/// Asks for the next part of a note that is asked for; after the last one it is recorded.
fn question(model: &mut Model, subject: Subject, note: Note, from: usize) -> Vec<Effect> {
    let rules = note.kind.rules();
    let mut parts = rules.parts.iter().enumerate().skip(from);
    let Some((at, part)) = parts.find(|(_, part)| !part.ask.is_empty()) else {
        return vec![Effect::Execute(Command::Note { subject, note })];
    };
    let as_of = model.as_of_date();
    let notes = model.ledger.notes(&subject, note.kind);
    let known = notes.first().filter(|_| !rules.many).map(|one| one.1);
    let proposed = match part.field {
        NoteField::Person => known.map_or_else(String::new, |known| known.person.to_string()),
        NoteField::Phone => known.map_or_else(String::new, |known| known.phone.to_string()),
        NoteField::DueOn if !part.needed.is_empty() => {
            let week = as_of.checked_add_days(Days::new(USUAL)).unwrap_or(as_of);
            week.to_string()
        }
        _ => String::new(),
    };
    let (mut title, mut about) = (part.ask, name(model, &subject));
    if let Some(id) = &note.milestone
        && let Some(ix) = model.ledger.round().milestone_ix(id)
    {
        let def = &model.ledger.round().milestones()[ix];
        about = format!("{about}  {} {} 计划 {}", def.id, def.title, def.due_on);
        title = match part.field {
            NoteField::DueOn => "延到何日（计划日期不变）",
            _ => "延期的理由",
        };
    }
    let answer = move |model: &mut Model, text: &str| {
        let note = answered(model, &note, part.field, text.trim())?;
        Ok(question(model, subject.clone(), note, at + 1))
    };
    let prompt = if part.needed.is_empty() {
        Prompt::new(title, about, &proposed, answer)
    } else {
        Prompt::required(title, about, &proposed, WANTED, answer)
    };
    popup::open(model, prompt)
}

/// The note with one part more; nothing at all leaves a day open.
fn answered(model: &Model, note: &Note, field: NoteField, text: &str) -> Result<Note, String> {
    let mut note = note.clone();
    let some = (!text.is_empty()).then_some(text);
    match field {
        NoteField::Person => note.person = text.into(),
        NoteField::Phone => note.phone = text.into(),
        NoteField::Text => note.text = text.into(),
        NoteField::Milestone => note.milestone = some.map(Plain::from),
        NoteField::On => note.on = some.map(parse_date).transpose()?,
        NoteField::DoneOn => note.done_on = some.map(parse_date).transpose()?,
        NoteField::DueOn => {
            note.due_on = some.map(parse_date).transpose()?;
            let as_of = model.as_of_date();
            if let Some(due_on) = note.due_on.filter(|due_on| *due_on < as_of) {
                return Err(format!("{due_on} 早于基准日 {as_of}，请写以后的日期"));
            }
        }
    }
    Ok(note)
}

/// Begins a meeting, with the unit under the cursor where there is one.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let unit = match model.roster.current() {
        Some(Row::Group(GroupKey::Unit(unit))) if model.tab == Tab::Roster => Some(unit),
        Some(Row::Association(ix)) if model.tab == Tab::Roster => model.ledger.unit_of(ix),
        _ => None,
    };
    // The roster opens on its first line; only a line that was chosen is meant.
    let unit = unit.filter(|_| model.roster.anchor.is_some());
    let view = MeetingView::new(&model.ledger, unit, model.as_of_date());
    model.opened.push(Opened::Meeting(view));
    Vec::new()
}

/// Keys of the meeting.
pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::frame(model.size, model.dense()).map_or(1, |frame| {
        layout::titled_list(frame.body, layout::MEETING_TITLE)
            .list
            .height
    });
    let as_of = model.as_of_date();
    let Some(Opened::Meeting(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    let turn = match action {
        Action::Left | Action::PageUp => Some(-1),
        Action::Right | Action::PageDown => Some(1),
        _ => None,
    };
    if let Some(by) = turn {
        view.turn(by);
        view.relist(&model.ctx.ledger, as_of);
        return Vec::new();
    }
    let len = view.rows.len();
    if view.list.navigate(action, len, usize::from(height)) {
        return Vec::new();
    }
    let current = view.current().cloned();
    match (action, current) {
        (Action::Open, Some(MeetingRow::Association(ix, ..))) => open_association(model, ix),
        (Action::Open | Action::Tick, Some(MeetingRow::Pledge(pledge))) => {
            let on = (!pledge.kept.settled()).then_some(as_of);
            let note = note_id(NoteKind::Promise, &pledge.subject, pledge.number);
            vec![Effect::Execute(Command::NoteDone { note, on })]
        }
        (Action::Open | Action::Tick, _) => {
            fail(model, "这一行不是承诺，也不是协会".into());
            Vec::new()
        }
        (Action::Promise, _) => ask_here(model, |model, whose| {
            ask_note(model, whose, NoteKind::Promise)
        }),
        (Action::Remark, _) => ask_here(model, |model, whose| {
            ask_note(model, whose, NoteKind::Remark)
        }),
        (Action::Contact, _) => ask_here(model, |model, whose| {
            ask_note(model, whose, NoteKind::Contact)
        }),
        (Action::Postpone, _) => ask_here(model, postpone),
        _ => Vec::new(),
    }
}

/// Asks about the unit of the meeting.
fn ask_here(model: &mut Model, ask: fn(&mut Model, &Subject) -> Vec<Effect>) -> Vec<Effect> {
    match here(model) {
        Some(subject) => ask(model, &subject),
        None => Vec::new(),
    }
}

/// Asks which milestone is put off.
fn postpone(model: &mut Model, subject: &Subject) -> Vec<Effect> {
    let entries = extensions(model, subject);
    if entries.is_empty() {
        fail(model, "没有还未完成的节点可延期".into());
        return Vec::new();
    }
    popup::open(model, Picker::new("延期哪个节点", entries))
}
