//! Facts in the JSON: their shape, and between it and the domain's types both ways.

use serde::{Deserialize, Serialize};

use super::checked::{Day, Instant, Plain};
use super::wire::Whose;
use crate::domain::fact::{
    Contact, Counted, Exit, ExitKind, Fact, FactKey, FactRecord, NewDate, Promise, Remark, Verdict,
    VerdictKind, View,
};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Key {
    Unit(Plain),
    Due(Plain),
    Exit(u32),
    Contact(Whose),
    Promise(Whose, i64),
    Remark(Whose, i64),
    Verdict(Plain),
    View(u8),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    fact: What,
    by: Plain,
    at: Instant,
    on: Day,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum What {
    Unit {
        canonical: Plain,
        reason: Plain,
    },
    Due {
        due_on: Day,
        reason: Plain,
    },
    Exit {
        kind: ExitKind,
        on: Day,
        document: Plain,
        reason: Plain,
        into: Option<u32>,
    },
    Contact {
        person: Plain,
        phone: Plain,
    },
    Promise {
        text: Plain,
        due_on: Day,
        milestone: Option<Plain>,
        kept_on: Option<Day>,
    },
    Remark {
        on: Day,
        text: Plain,
    },
    Verdict {
        kind: VerdictKind,
        reason: Plain,
    },
    View {
        name: Plain,
        filter: Plain,
        group_by: Plain,
        sort_by: Plain,
        columns: Vec<Plain>,
    },
}

impl From<FactKey> for Key {
    fn from(key: FactKey) -> Self {
        match key {
            FactKey::Unit(name) => Self::Unit(Plain(name)),
            FactKey::Due(id) => Self::Due(Plain(id)),
            FactKey::Exit(no) => Self::Exit(no),
            FactKey::Contact(subject) => Self::Contact(subject.into()),
            FactKey::Promise(subject, number) => Self::Promise(subject.into(), number),
            FactKey::Remark(subject, number) => Self::Remark(subject.into(), number),
            FactKey::Verdict(finding) => Self::Verdict(Plain(finding)),
            FactKey::View(slot) => Self::View(slot),
        }
    }
}

impl From<Key> for FactKey {
    fn from(key: Key) -> Self {
        match key {
            Key::Unit(name) => Self::Unit(name.0),
            Key::Due(id) => Self::Due(id.0),
            Key::Exit(no) => Self::Exit(no),
            Key::Contact(subject) => Self::Contact(subject.into()),
            Key::Promise(subject, number) => Self::Promise(subject.into(), number),
            Key::Remark(subject, number) => Self::Remark(subject.into(), number),
            Key::Verdict(finding) => Self::Verdict(finding.0),
            Key::View(slot) => Self::View(slot),
        }
    }
}

impl From<FactRecord> for Known {
    fn from(record: FactRecord) -> Self {
        Self {
            fact: record.fact.into(),
            by: Plain(record.by),
            at: Instant(record.at),
            on: Day(record.on),
        }
    }
}

impl From<Known> for FactRecord {
    fn from(known: Known) -> Self {
        Self {
            fact: known.fact.into(),
            by: known.by.0,
            at: known.at.0,
            on: known.on.0,
        }
    }
}

impl From<Fact> for What {
    fn from(fact: Fact) -> Self {
        match fact {
            Fact::Unit(Counted { canonical, reason }) => Self::Unit {
                canonical: Plain(canonical),
                reason: Plain(reason),
            },
            Fact::Due(NewDate { due_on, reason }) => Self::Due {
                due_on: Day(due_on),
                reason: Plain(reason),
            },
            Fact::Exit(exit) => Self::Exit {
                kind: exit.kind,
                on: Day(exit.on),
                document: Plain(exit.document),
                reason: Plain(exit.reason),
                into: exit.into,
            },
            Fact::Contact(Contact { person, phone }) => Self::Contact {
                person: Plain(person),
                phone: Plain(phone),
            },
            Fact::Promise(promise) => Self::Promise {
                text: Plain(promise.text),
                due_on: Day(promise.due_on),
                milestone: promise.milestone.map(Plain),
                kept_on: promise.kept_on.map(Day),
            },
            Fact::Remark(Remark { on, text }) => Self::Remark {
                on: Day(on),
                text: Plain(text),
            },
            Fact::Verdict(Verdict { kind, reason }) => Self::Verdict {
                kind,
                reason: Plain(reason),
            },
            Fact::View(view) => Self::View {
                name: Plain(view.name),
                filter: Plain(view.filter),
                group_by: Plain(view.group_by),
                sort_by: Plain(view.sort_by),
                columns: view.columns.into_iter().map(Plain).collect(),
            },
        }
    }
}

impl From<What> for Fact {
    fn from(what: What) -> Self {
        match what {
            What::Unit { canonical, reason } => Self::Unit(Counted {
                canonical: canonical.0,
                reason: reason.0,
            }),
            What::Due { due_on, reason } => Self::Due(NewDate {
                due_on: due_on.0,
                reason: reason.0,
            }),
            What::Exit {
                kind,
                on,
                document,
                reason,
                into,
            } => Self::Exit(Exit {
                kind,
                on: on.0,
                document: document.0,
                reason: reason.0,
                into,
            }),
            What::Contact { person, phone } => Self::Contact(Contact {
                person: person.0,
                phone: phone.0,
            }),
            What::Promise {
                text,
                due_on,
                milestone,
                kept_on,
            } => Self::Promise(Promise {
                text: text.0,
                due_on: due_on.0,
                milestone: milestone.map(|id| id.0),
                kept_on: kept_on.map(|on| on.0),
            }),
            What::Remark { on, text } => Self::Remark(Remark {
                on: on.0,
                text: text.0,
            }),
            What::Verdict { kind, reason } => Self::Verdict(Verdict {
                kind,
                reason: reason.0,
            }),
            What::View {
                name,
                filter,
                group_by,
                sort_by,
                columns,
            } => Self::View(View {
                name: name.0,
                filter: filter.0,
                group_by: group_by.0,
                sort_by: sort_by.0,
                columns: columns.into_iter().map(|column| column.0).collect(),
            }),
        }
    }
}
