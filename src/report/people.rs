//! 联系人, 备注, 承诺和延期: a row for each, of units and associations.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::change::Subject;
use crate::domain::fact::FactRecord;
use crate::domain::ledger::Ledger;
use crate::domain::milestone;
use crate::domain::note::{Kept, Note, NoteField, NoteKind};
use std::borrow::Cow;

/// What was recorded of a unit or an association.
#[derive(Debug, Clone)]
pub struct NoteSaid<'a> {
    /// Whose it is.
    pub subject: Subject,
    /// Which of the subject's, from 1.
    pub number: usize,
    /// What was said.
    pub note: &'a Note,
    /// Who recorded it, and when.
    pub record: &'a FactRecord,
}

/// The two columns that say whose it is: 序号 of an association, and the name.
fn whose<'s>() -> [Column<NoteSaid<'s>>; 2] {
    type C<'s> = Column<NoteSaid<'s>>;
    [
        C::new(
            "no",
            s!("序号", "No."),
            Holds::Number,
            |_, said: &NoteSaid<'s>| match said.subject {
                Subject::Association(no) => no.into(),
                Subject::City | Subject::Unit(_) => Cell::EMPTY,
            },
        ),
        C::new(
            "name",
            s!("单位或协会", "unit or association"),
            Holds::Text,
            |on, said: &NoteSaid<'s>| {
                let ix = on.ledger.subject_ix(&said.subject);
                let name = ix.map_or_else(|unknown| unknown.id, |ix| on.ledger.subject_name(ix));
                name.into()
            },
        ),
    ]
}

fn number<'s>() -> Column<NoteSaid<'s>> {
    Column::new(
        "number",
        s!("序次", "#"),
        Holds::Number,
        |_, said: &NoteSaid<'s>| said.number.into(),
    )
}

fn by<'s>() -> Column<NoteSaid<'s>> {
    Column::new(
        "by",
        s!("经办", "by"),
        Holds::Text,
        |_, said: &NoteSaid<'s>| (&said.record.by).into(),
    )
}

fn report<'a>(
    ledger: &'a Ledger,
    name: impl Into<Cow<'static, str>>,
    own: Vec<Column<NoteSaid<'a>>>,
    rows: Vec<NoteSaid<'a>>,
    as_of: NaiveDate,
) -> Report<'a, NoteSaid<'a>> {
    let mut columns: Vec<Column<NoteSaid<'a>>> = whose().into();
    columns.extend(own);
    Report::new(name, columns, rows, LedgerOn::new(ledger, as_of))
}

/// The notes of a kind, in the columns of that kind.
pub fn of_kind<'a>(
    ledger: &'a Ledger,
    kind: NoteKind,
    rows: Vec<NoteSaid<'a>>,
    as_of: NaiveDate,
) -> Report<'a, NoteSaid<'a>> {
    match kind {
        NoteKind::Contact => contacts(ledger, rows, as_of),
        NoteKind::Promise => promises(ledger, rows, as_of),
        NoteKind::Remark => remarks(ledger, rows, as_of),
        _ => by_parts(ledger, kind, rows, as_of),
    }
}

/// A column for each part of a kind, and where it stands if it is to be done by a day.
fn by_parts<'a>(
    ledger: &'a Ledger,
    kind: NoteKind,
    rows: Vec<NoteSaid<'a>>,
    as_of: NaiveDate,
) -> Report<'a, NoteSaid<'a>> {
    type C<'s> = Column<NoteSaid<'s>>;
    let rules = kind.rules();
    let mut own = Vec::new();
    own.extend(rules.many.then(number));
    for part in rules.parts {
        let (id, label) = (part.id, part.label);
        own.push(match part.field {
            NoteField::On => C::new(id, label, Holds::Day, |_, said: &NoteSaid<'a>| {
                said.note.on.into()
            }),
            NoteField::DueOn => C::new(id, label, Holds::Day, |_, said: &NoteSaid<'a>| {
                said.note.due_on.into()
            }),
            NoteField::DoneOn => C::new(id, label, Holds::Day, |_, said: &NoteSaid<'a>| {
                said.note.done_on.into()
            }),
            NoteField::Person => C::new(id, label, Holds::Text, |_, said: &NoteSaid<'a>| {
                (&said.note.person).into()
            }),
            NoteField::Phone => C::new(id, label, Holds::Text, |_, said: &NoteSaid<'a>| {
                (&said.note.phone).into()
            }),
            NoteField::Title => C::new(id, label, Holds::Text, |_, said: &NoteSaid<'a>| {
                (&said.note.title).into()
            }),
            NoteField::Number => C::new(id, label, Holds::Text, |_, said: &NoteSaid<'a>| {
                (&said.note.number).into()
            }),
            NoteField::Text => C::new(id, label, Holds::Text, |_, said: &NoteSaid<'a>| {
                (&said.note.text).into()
            }),
            NoteField::Milestone => C::new(id, label, Holds::Text, |_, said: &NoteSaid<'a>| {
                said.note.milestone.as_ref().into()
            }),
        });
    }
    if kind.has(NoteField::DueOn) {
        own.push(C::new(
            "state",
            s!("情况", "state"),
            Holds::Text,
            |on, said: &NoteSaid<'a>| {
                let due = said.note.due_on.is_some();
                let word = || said.note.kind.rules().standing(state(on, said));
                due.then(word).into()
            },
        ));
    }
    own.push(by());
    report(ledger, rules.word, own, rows, as_of)
}

/// 联系人.
pub fn contacts<'a>(
    ledger: &'a Ledger,
    rows: Vec<NoteSaid<'a>>,
    as_of: NaiveDate,
) -> Report<'a, NoteSaid<'a>> {
    type C<'s> = Column<NoteSaid<'s>>;
    let own = vec![
        C::new(
            "person",
            s!("联系人", "Contacts"),
            Holds::Text,
            |_, said: &NoteSaid<'a>| (&said.note.person).into(),
        ),
        C::new(
            "phone",
            s!("电话", "phone"),
            Holds::Text,
            |_, said: &NoteSaid<'a>| (&said.note.phone).into(),
        ),
        by(),
        C::new(
            "at",
            s!("登记时间", "recorded"),
            Holds::Text,
            |_, said: &NoteSaid<'a>| said.record.at.into(),
        ),
    ];
    report(ledger, s!("联系人", "Contacts"), own, rows, as_of)
}

/// 备注.
pub fn remarks<'a>(
    ledger: &'a Ledger,
    rows: Vec<NoteSaid<'a>>,
    as_of: NaiveDate,
) -> Report<'a, NoteSaid<'a>> {
    type C<'s> = Column<NoteSaid<'s>>;
    let own = vec![
        number(),
        C::new(
            "on",
            s!("日期", "date"),
            Holds::Day,
            |_, said: &NoteSaid<'a>| said.note.on.into(),
        ),
        C::new(
            "text",
            s!("备注", "Remarks"),
            Holds::Text,
            |_, said: &NoteSaid<'a>| (&said.note.text).into(),
        ),
        by(),
    ];
    report(ledger, s!("备注", "Remarks"), own, rows, as_of)
}

/// 承诺和延期.
pub fn promises<'a>(
    ledger: &'a Ledger,
    rows: Vec<NoteSaid<'a>>,
    as_of: NaiveDate,
) -> Report<'a, NoteSaid<'a>> {
    use Media as M;
    type C<'s> = Column<NoteSaid<'s>>;
    let text = C::new(
        "text",
        s!("内容", "text"),
        Holds::Text,
        |_, said: &NoteSaid<'a>| (&said.note.text).into(),
    );
    let kept_on = C::new(
        "kept_on",
        s!("兑现", "kept"),
        Holds::Day,
        |_, said: &NoteSaid<'a>| said.note.done_on.into(),
    );
    let own = vec![
        number(),
        text.clone().only(M::DATA),
        C::new(
            "kind",
            s!("类别", "kind"),
            Holds::Text,
            |_, said: &NoteSaid<'a>| match &said.note.milestone {
                Some(id) => t!("{id} 延期", "{id} put off").into(),
                None => s!("承诺", "Promises").into(),
            },
        )
        .except(M::DATA),
        C::new(
            "due_on",
            s!("期限", "due"),
            Holds::Day,
            |_, said: &NoteSaid<'a>| said.note.due_on.into(),
        ),
        text.except(M::DATA),
        C::new(
            "milestone",
            s!("节点", "milestone"),
            Holds::Text,
            |_, said: &NoteSaid<'a>| said.note.milestone.as_ref().into(),
        )
        .only(M::DATA),
        kept_on.clone().only(M::DATA),
        C::new(
            "state",
            s!("情况", "state"),
            Holds::Text,
            |on, said: &NoteSaid<'a>| Cell::nested(&state(on, said)),
        )
        .only(M::DATA),
        C::new(
            "state",
            s!("情况", "state"),
            Holds::Text,
            |on, said: &NoteSaid<'a>| said.note.kind.rules().standing(state(on, said)).into(),
        )
        .except(M::DATA),
        kept_on.except(M::DATA),
        by(),
    ];
    report(ledger, s!("承诺", "Promises"), own, rows, as_of)
}

fn state(on: &LedgerOn<'_>, said: &NoteSaid<'_>) -> Kept {
    milestone::note_standing(on.ledger, &said.subject, said.note, on.as_of)
}
