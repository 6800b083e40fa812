//! Contacts, promises, later dates and remarks: what to record is picked or has a key of its
//! own, what it needs is asked for one question after the other. And the pages of the meeting.

use chrono::Days;

use super::{Effect, fail, open_association};
use crate::app::clock::parse_date;
use crate::app::listing::{GroupKey, Row};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::fact::{Contact, Promise};
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::{milestone, promise};
use crate::exchange::report::meeting;
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
    let mut entries = vec![
        asking(
            "记下承诺".to_owned(),
            name(model, subject),
            subject,
            ask_promise,
        ),
        asking("写备注".to_owned(), String::new(), subject, ask_remark),
        asking(
            "登记联系人".to_owned(),
            meeting::contact(ledger, subject),
            subject,
            ask_contact,
        ),
    ];
    entries.extend(extensions(model, subject));
    for (number, promise, _) in ledger.promises(subject) {
        let kept = promise::standing(ledger, subject, promise, model.as_of_date());
        let detail = format!("{} {}", promise.due_on, kept.word());
        let on = (!kept.settled()).then(|| model.as_of_date());
        let verb = if on.is_some() {
            "已兑现"
        } else {
            "未兑现"
        };
        let keep = Command::KeepPromise {
            subject: subject.clone(),
            number,
            on,
        };
        let label = format!("{verb}：{}", promise.text);
        entries.push(doing(label, detail.clone(), keep));
        let drop = Command::DropPromise {
            subject: subject.clone(),
            number,
        };
        let label = format!("删除承诺：{}", promise.text);
        entries.push(doing(label, detail, drop));
    }
    for (number, remark, _) in ledger.remarks(subject) {
        let drop = Command::DropRemark {
            subject: subject.clone(),
            number,
        };
        let label = format!("删除备注：{}", remark.text);
        entries.push(doing(label, remark.on.to_string(), drop));
    }
    if ledger.contact(subject).is_some() {
        let command = Command::SetContact {
            subject: subject.clone(),
            contact: None,
        };
        entries.push(doing("清除联系人".to_owned(), String::new(), command));
    }
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

/// Asks who, then the telephone.
fn ask_contact(model: &mut Model, subject: &Subject) -> Vec<Effect> {
    let about = name(model, subject);
    let known = model.ledger.contact(subject).map(|(known, _)| known);
    let person = known.map_or_else(String::new, |known| known.person.clone());
    let phone = known.map_or_else(String::new, |known| known.phone.clone());
    let (title, subject) = ("联系人姓名", subject.clone());
    let prompt = Prompt::required(title, about.clone(), &person, WANTED, move |model, text| {
        let (subject, person) = (subject.clone(), text.trim().to_owned());
        let title = "联系人电话（可留空）";
        let prompt = Prompt::new(title, about.clone(), &phone, move |_, text| {
            Ok(vec![Effect::Execute(Command::SetContact {
                subject: subject.clone(),
                contact: Some(Contact {
                    person: person.clone(),
                    phone: text.trim().to_owned(),
                }),
            })])
        });
        Ok(popup::open(model, prompt))
    });
    popup::open(model, prompt)
}

fn ask_remark(model: &mut Model, subject: &Subject) -> Vec<Effect> {
    let about = name(model, subject);
    let subject = subject.clone();
    let prompt = Prompt::required("备注", about, "", WANTED, move |_, text| {
        Ok(vec![Effect::Execute(Command::Remark {
            subject: subject.clone(),
            text: text.trim().to_owned(),
        })])
    });
    popup::open(model, prompt)
}

fn ask_promise(model: &mut Model, subject: &Subject) -> Vec<Effect> {
    let about = name(model, subject);
    let titles = ["承诺办什么", "承诺何日前办到"];
    ask_until(model, titles, about, subject, None)
}

fn ask_extension(model: &mut Model, subject: &Subject, ix: MilestoneIx) -> Vec<Effect> {
    let def = &model.ledger.round().milestones()[ix];
    let name = name(model, subject);
    let about = format!("{name}  {} {} 计划 {}", def.id, def.title, def.due_on);
    let titles = ["延期的理由", "延到何日（计划日期不变）"];
    let milestone = Some(def.id.clone());
    ask_until(model, titles, about, subject, milestone)
}

/// Asks what, then until when.
fn ask_until(
    model: &mut Model,
    [what, until]: [&'static str; 2],
    about: String,
    subject: &Subject,
    milestone: Option<String>,
) -> Vec<Effect> {
    let subject = subject.clone();
    let prompt = Prompt::required(what, about.clone(), "", WANTED, move |model, text| {
        let (subject, milestone) = (subject.clone(), milestone.clone());
        let text = text.trim().to_owned();
        let as_of = model.as_of_date();
        let week = as_of.checked_add_days(Days::new(USUAL)).unwrap_or(as_of);
        let (about, week) = (about.clone(), week.to_string());
        let prompt = Prompt::required(until, about, &week, WANTED, move |model, date| {
            let due_on = parse_date(date.trim())?;
            let as_of = model.as_of_date();
            if due_on < as_of {
                return Err(format!("{due_on} 早于基准日 {as_of}，请写以后的日期"));
            }
            Ok(vec![Effect::Execute(Command::Promise {
                subject: subject.clone(),
                promise: Promise {
                    text: text.clone(),
                    due_on,
                    milestone: milestone.clone(),
                    kept_on: None,
                },
            })])
        });
        Ok(popup::open(model, prompt))
    });
    popup::open(model, prompt)
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
            vec![Effect::Execute(Command::KeepPromise {
                subject: pledge.subject,
                number: pledge.number,
                on,
            })]
        }
        (Action::Open | Action::Tick, _) => {
            fail(model, "这一行不是承诺，也不是协会".into());
            Vec::new()
        }
        (Action::Promise, _) => ask_here(model, ask_promise),
        (Action::Remark, _) => ask_here(model, ask_remark),
        (Action::Contact, _) => ask_here(model, ask_contact),
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
