//! Contacts, promises, later dates and remarks: what to record is picked or has a key of its
//! own, what it needs is asked for one question after the other. And the pages of the meeting.

use chrono::Days;

use super::{Effect, fail, open, open_association};
use crate::app::clock::parse_date;
use crate::app::listing::{GroupKey, Row};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::fact::{Contact, Promise};
use crate::domain::ledger::SubjectIx;
use crate::domain::{milestone, promise};
use crate::exchange::report::meeting;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{MeetingRow, MeetingView, Model, Opened, Tab};
use crate::tui::popup::{Picker, Popup, Prompt, Purpose};
use crate::tui::widget::input::LineInput;

/// Days from a meeting to the date that is proposed for a promise.
const USUAL: u64 = 7;

/// What can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Asks for what it needs.
    Ask(Talk),
    /// Is done at once.
    Do(Command),
}

/// Something on its way: what it is and what was answered so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// Whose.
    pub subject: Subject,
    /// What.
    pub topic: Topic,
    /// The first answer, once it is given.
    pub said: Option<String>,
}

/// What is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// 联系人: who, then the telephone.
    Contact,
    /// 备注.
    Remark,
    /// 承诺: what, then until when.
    Promise,
    /// 延期 of a milestone: why, then until when.
    Extension(String),
}

/// Whom the screen is about: the association or unit that is open, else the line of the roster.
fn here(model: &Model) -> Option<Subject> {
    let association = |ix: usize| Subject::Association(model.ledger.associations()[ix].no);
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
    let picker = Picker::new("联系人、承诺、延期、备注", entries);
    open(model, Popup::People(picker))
}

fn choices(model: &Model, subject: &Subject) -> Vec<(String, String, Choice)> {
    let ledger = &model.ledger;
    let ask = |topic| {
        Choice::Ask(Talk {
            subject: subject.clone(),
            topic,
            said: None,
        })
    };
    let name = ledger.subject_ix(subject).ok();
    let name = name.map_or_else(String::new, |ix| ledger.subject_name(ix));
    let known = ledger.contact(subject).is_some();
    let mut entries = vec![
        ("记下承诺".to_owned(), name, ask(Topic::Promise)),
        ("写备注".to_owned(), String::new(), ask(Topic::Remark)),
        (
            "登记联系人".to_owned(),
            meeting::contact(ledger, subject),
            ask(Topic::Contact),
        ),
    ];
    for id in postponable(model, subject) {
        let ix = ledger.round().milestone_ix(&id).unwrap_or(0);
        let def = &ledger.round().milestones()[ix];
        let label = format!("延期 {} {}", def.id, def.title);
        entries.push((label, def.due_on.to_string(), ask(Topic::Extension(id))));
    }
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
        entries.push((label, detail.clone(), Choice::Do(keep)));
        let drop = Command::DropPromise {
            subject: subject.clone(),
            number,
        };
        let label = format!("删除承诺：{}", promise.text);
        entries.push((label, detail, Choice::Do(drop)));
    }
    for (number, remark, _) in ledger.remarks(subject) {
        let drop = Command::DropRemark {
            subject: subject.clone(),
            number,
        };
        let label = format!("删除备注：{}", remark.text);
        entries.push((label, remark.on.to_string(), Choice::Do(drop)));
    }
    if known {
        let command = Command::SetContact {
            subject: subject.clone(),
            contact: None,
        };
        let label = "清除联系人".to_owned();
        entries.push((label, String::new(), Choice::Do(command)));
    }
    entries
}

/// Milestones that a subject, or somebody below it, still has to reach.
fn postponable(model: &Model, subject: &Subject) -> Vec<String> {
    let ledger = &model.ledger;
    let Ok(at) = ledger.subject_ix(subject) else {
        return Vec::new();
    };
    let open = |ix: usize| {
        milestone::below(ledger, ix, at)
            .into_iter()
            .any(|one| milestone::reached_by(ledger, ix, one, model.as_of_date()).is_none())
    };
    let milestones = ledger.round().milestones().iter().enumerate();
    milestones
        .filter(|(ix, _)| open(*ix))
        .map(|(_, def)| def.id.clone())
        .collect()
}

/// Carries out what was picked.
pub fn take(model: &mut Model, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Ask(talk) => question(model, talk),
        Choice::Do(command) => vec![Effect::Execute(command)],
    }
}

/// Asks the next question.
fn question(model: &mut Model, talk: Talk) -> Vec<Effect> {
    let known = model.ledger.contact(&talk.subject).map(|(known, _)| known);
    let as_of = model.as_of_date();
    let week = as_of.checked_add_days(Days::new(USUAL)).unwrap_or(as_of);
    let (title, input) = match (&talk.topic, &talk.said) {
        (Topic::Contact, None) => {
            let person = known.map_or_else(String::new, |known| known.person.clone());
            ("联系人姓名", person)
        }
        (Topic::Contact, Some(_)) => {
            let phone = known.map_or_else(String::new, |known| known.phone.clone());
            ("联系人电话（可留空）", phone)
        }
        (Topic::Remark, _) => ("备注", String::new()),
        (Topic::Promise, None) => ("承诺办什么", String::new()),
        (Topic::Extension(_), None) => ("延期的理由", String::new()),
        (Topic::Promise, Some(_)) => ("承诺何日前办到", week.to_string()),
        (Topic::Extension(_), Some(_)) => ("延到何日（计划日期不变）", week.to_string()),
    };
    let name = model.ledger.subject_ix(&talk.subject).ok();
    let mut about = name.map_or_else(String::new, |ix| model.ledger.subject_name(ix));
    if let Topic::Extension(id) = &talk.topic
        && let Some(ix) = model.ledger.round().milestone_ix(id)
    {
        let def = &model.ledger.round().milestones()[ix];
        about = format!("{about}  {} {} 计划 {}", def.id, def.title, def.due_on);
    }
    let prompt = Prompt {
        title: title.to_owned(),
        about,
        input: LineInput::new(&input),
        error: None,
        purpose: Purpose::Talk(talk),
    };
    open(model, Popup::Prompt(prompt))
}

/// Takes an answer: the next question, or the command that it comes to.
pub fn answer(model: &mut Model, talk: &Talk, text: &str) -> Result<Vec<Effect>, String> {
    let text = text.trim();
    let needed = !matches!((&talk.topic, &talk.said), (Topic::Contact, Some(_)));
    if needed && text.is_empty() {
        return Err("请写明，或按 Esc 放弃".into());
    }
    let subject = talk.subject.clone();
    let command = match (&talk.topic, &talk.said) {
        (Topic::Remark, _) => Command::Remark {
            subject,
            text: text.to_owned(),
        },
        (_, None) => {
            let talk = Talk {
                said: Some(text.to_owned()),
                ..talk.clone()
            };
            return Ok(question(model, talk));
        }
        (Topic::Contact, Some(person)) => Command::SetContact {
            subject,
            contact: Some(Contact {
                person: person.clone(),
                phone: text.to_owned(),
            }),
        },
        (topic, Some(said)) => {
            let due_on = parse_date(text)?;
            let as_of = model.as_of_date();
            if due_on < as_of {
                return Err(format!("{due_on} 早于基准日 {as_of}，请写以后的日期"));
            }
            let milestone = match topic {
                Topic::Extension(id) => Some(id.clone()),
                _ => None,
            };
            Command::Promise {
                subject,
                promise: Promise {
                    text: said.clone(),
                    due_on,
                    milestone,
                    kept_on: None,
                },
            }
        }
    };
    Ok(vec![Effect::Execute(command)])
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
        (Action::Promise, _) => talk(model, Topic::Promise),
        (Action::Remark, _) => talk(model, Topic::Remark),
        (Action::Contact, _) => talk(model, Topic::Contact),
        (Action::Postpone, _) => postpone(model),
        _ => Vec::new(),
    }
}

fn talk(model: &mut Model, topic: Topic) -> Vec<Effect> {
    let Some(subject) = here(model) else {
        return Vec::new();
    };
    question(
        model,
        Talk {
            subject,
            topic,
            said: None,
        },
    )
}

/// Asks which milestone is put off.
fn postpone(model: &mut Model) -> Vec<Effect> {
    let Some(subject) = here(model) else {
        return Vec::new();
    };
    let mut entries = choices(model, &subject);
    let put_off = |choice: &Choice| matches!(choice, Choice::Ask(talk) if matches!(talk.topic, Topic::Extension(_)));
    entries.retain(|(_, _, choice)| put_off(choice));
    if entries.is_empty() {
        fail(model, "没有还未完成的节点可延期".into());
        return Vec::new();
    }
    open(model, Popup::People(Picker::new("延期哪个节点", entries)))
}
