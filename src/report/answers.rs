//! 基本情况表汇总, 完成情况表汇总: a row for each association, a column for each field under the headings of
//! the form; the same by unit; and what has changed between the two forms.

use chrono::NaiveDate;

use super::cell::{Cell, Content};
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::figure::Members;
use crate::domain::form::mirror::Link;
use crate::domain::form::sum::{self, FieldSum};
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FieldKind, FormId, filled, heading};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::domain::round::FieldIx;

/// A line of a form's summary: one association, or what several come to.
#[derive(Debug, Clone)]
pub struct AnswersRow {
    form: usize,
    members: Option<Members>,
    whose: Vec<AssocIx>,
}

impl AnswersRow {
    /// The association that it is about, where it is about one.
    fn one(&self) -> Option<AssocIx> {
        self.whose
            .first()
            .copied()
            .filter(|_| self.members.is_none())
    }

    fn tally(&self, ledger: &Ledger) -> Tally {
        let tallies = self
            .whose
            .iter()
            .map(|ix| filled::tally(ledger, *ix, self.form));
        tallies.fold(Tally::default(), |sum, one| Tally {
            done: sum.done + one.done,
            total: sum.total + one.total,
        })
    }
}

/// Those of some members who have the forms to fill in, or have done so.
fn concerned(ledger: &Ledger, members: Members, form: usize) -> Vec<AssocIx> {
    let all = members.associations(ledger);
    let concerned = |ix: &&AssocIx| {
        let mut fields = filled::fields(ledger, **ix, form);
        ledger.has_task(**ix) || fields.any(|field| field.record.is_some())
    };
    all.iter().filter(concerned).copied().collect()
}

/// A row for each association of some members, and their sum.
pub fn of_associations(
    ledger: &Ledger,
    form: FormId,
    members: Members,
    as_of: NaiveDate,
) -> Report<'_, AnswersRow> {
    let (name, form) = (form.shown(), ledger.round().form_ix(form));
    let whose = concerned(ledger, members, form);
    let rows = whose.iter().map(|ix| AnswersRow {
        form,
        members: None,
        whose: vec![*ix],
    });
    let on = LedgerOn::new(ledger, as_of);
    let mut report = Report::new(name, columns(ledger, form, false), rows.collect(), on);
    report.sum = Some(AnswersRow {
        form,
        members: Some(Members::City),
        whose,
    });
    report
}

/// A row for each unit, and the sum of all.
pub fn of_units(ledger: &Ledger, form: FormId, as_of: NaiveDate) -> Report<'_, AnswersRow> {
    let form = ledger.round().form_ix(form);
    let row = |members| AnswersRow {
        form,
        members: Some(members),
        whose: concerned(ledger, members, form),
    };
    let rows = Members::units(ledger).map(row);
    let rows = rows.filter(|row| !row.whose.is_empty()).collect();
    let on = LedgerOn::new(ledger, as_of);
    let mut report = Report::new(
        s!("按主管单位汇总", "By supervising unit"),
        columns(ledger, form, true),
        rows,
        on,
    );
    report.sum = Some(row(Members::City));
    report
}

type AnswersColumn = Column<AnswersRow>;

fn columns(ledger: &Ledger, form: usize, by_unit: bool) -> Vec<AnswersColumn> {
    use Holds::{Figures, Number, Text};
    type C = AnswersColumn;
    let unit = C::new(
        "unit",
        s!("业务主管单位", "supervising unit"),
        Text,
        |on, row| {
            let Some(ix) = row.one() else {
                return row.members.map(|members| members.name(on.ledger)).into();
            };
            let unit = on.ledger.unit_of(ix);
            Members::from(unit).name(on.ledger).into()
        },
    );
    let mut columns = if by_unit {
        vec![
            unit,
            C::new(
                "associations",
                s!("协会", "association"),
                Number,
                |_, row| row.whose.len().into(),
            ),
        ]
    } else {
        vec![
            C::new("no", s!("序号", "No."), Number, |on, row| {
                row.one().map(|ix| on.ledger.associations()[ix].no).into()
            }),
            C::new(
                "name",
                s!("协会", "association"),
                Text,
                |on, row| match row.one() {
                    Some(ix) => on.ledger.name(ix).into(),
                    None => t!("合计 {} 家", "{} in all", row.whose.len()).into(),
                },
            ),
            unit.clone().only(Media::DATA),
            C::new(
                "unit",
                s!("业务主管单位", "supervising unit"),
                Text,
                |on, row| {
                    let unit = row.one().map(|ix| on.ledger.unit_of(ix));
                    unit.map(|unit| Members::from(unit).name(on.ledger)).into()
                },
            )
            .except(Media::DATA),
        ]
    };
    columns.push(C::new(
        "filled",
        s!("已填", "filled in"),
        Figures,
        |on, row| row.tally(on.ledger).into(),
    ));
    let def = &ledger.round().forms[form];
    let places = def.layout.places();
    let headings: Vec<(&str, String)> = def
        .fields
        .iter()
        .map(|field| {
            let place = places.get(field.id.as_str()).copied().unwrap_or_default();
            let (head, heading) = (place.head, heading::of(def, field, place));
            let own = heading.strip_prefix(head).unwrap_or(&heading);
            let own = own.trim_start_matches('：');
            let own = if own.is_empty() { &heading } else { own };
            (head, own.to_owned())
        })
        .collect();
    for (at, field) in def.fields.iter().enumerate() {
        if by_unit && !adds_up(field) {
            continue;
        }
        let holds = if is_number(field) { Number } else { Text };
        let (head, own) = &headings[at];
        // Words that say what the field before is about stand once for each of those.
        let same = |(_, other): &(usize, &(&str, String))| own == &other.1;
        let mut others = headings.iter().enumerate().filter(same);
        let again = others.any(|(other, _)| {
            other != at && def.fields[other].section == field.section && headings[other].0 == *head
        });
        let heading = match at.checked_sub(1).filter(|_| again) {
            Some(before) => t!("{}：{own}", "{}: {own}", headings[before].1),
            None => own.clone(),
        };
        let mut column = C::new(field.id.clone(), heading, holds, answer).of(at);
        let section = def.sections.iter().find(|one| one.id == field.section);
        if let Some(section) = section {
            column = column.below(section.title.to_string());
        }
        if !head.is_empty() && **head != *field.label {
            column = column.below((*head).to_owned());
        }
        columns.push(column);
    }
    columns
}

/// It is counted or measured.
const fn is_number(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Integer | FieldKind::Amount | FieldKind::Area
    )
}

/// There is something to say of several associations together.
const fn adds_up(field: &Field) -> bool {
    !matches!(
        field.kind,
        FieldKind::Text | FieldKind::Phone | FieldKind::UnitName | FieldKind::Month
    )
}

fn answer<'a>(on: &LedgerOn<'a>, row: &'a AnswersRow) -> Cell<'a> {
    let ix = FieldIx {
        form: row.form,
        field: on.which,
    };
    match row.one() {
        Some(one) => sum::said(on.ledger, one, ix).map(value).into(),
        None => total(&sum::of(on.ledger, row.whose.iter().copied(), ix)),
    }
}

fn value(value: &Value) -> Cell<'_> {
    match value {
        Value::Integer(number) => i64::try_from(*number).unwrap_or(i64::MAX).into(),
        Value::Decimal(number) => Content::Exact(*number).into(),
        Value::Text(text) => text.into(),
        Value::Ticked(_) | Value::List(_) | Value::Table(_) => value.to_string().into(),
    }
}

fn total<'a>(sum: &FieldSum<'_>) -> Cell<'a> {
    match sum {
        FieldSum::Number(number) => i64::try_from(*number).unwrap_or(i64::MAX).into(),
        FieldSum::Exact(number) => Content::Exact(*number).into(),
        FieldSum::Ticked(options) => {
            let said = options.iter().filter(|(_, count)| *count > 0);
            let said = said.map(|(option, count)| format!("{option} {count}"));
            said.collect::<Vec<_>>().join(s!("、", ", ")).into()
        }
        FieldSum::Entries(0) | FieldSum::Nothing => Cell::EMPTY,
        FieldSum::Entries(count) => t!("{count} 条", "{count}").into(),
    }
}

/// A matter before and after, over everybody who has both forms.
#[derive(Debug, Clone)]
pub struct ChangeRow<'l> {
    topic: &'l str,
    heading: String,
    associations: usize,
    /// How many of them it has changed for.
    changed: usize,
    before: FieldSum<'l>,
    after: FieldSum<'l>,
}

/// What has changed from 基本情况表 to 完成情况表, for those who have filled in something of both.
pub fn of_changes(
    ledger: &Ledger,
    members: Members,
    as_of: NaiveDate,
) -> Report<'_, ChangeRow<'_>> {
    let round = ledger.round();
    // Who has written nothing is nowhere among those who say something of both.
    let mut whose = concerned(ledger, members, round.form_ix(FormId::Completion));
    whose.retain(|ix| ledger.answered(*ix));
    let basic = &round.forms[round.form_ix(FormId::Basic)];
    let places = basic.layout.places();
    let mut rows = Vec::new();
    for topic in &round.mirror {
        // What stands beside another thing is not a change of it.
        for pair in topic.pairs.iter().filter(|pair| pair.link != Link::Beside) {
            let side = |id: &Option<String>| round.field_ix(id.as_deref()?);
            let (Some(before), Some(after)) = (side(&pair.before), side(&pair.after)) else {
                continue;
            };
            let both: Vec<(AssocIx, bool)> = whose
                .iter()
                .filter_map(|ix| {
                    let before = sum::said(ledger, *ix, before)?;
                    let after = sum::said(ledger, *ix, after)?;
                    Some((*ix, pair.changed(Some(before), Some(after))))
                })
                .collect();
            let changed = both.iter().filter(|(_, changed)| *changed).count();
            let def = round.field(before);
            if changed == 0 && !adds_up(def) {
                continue;
            }
            let place = places.get(def.id.as_str()).copied().unwrap_or_default();
            let whose = || both.iter().map(|(ix, _)| *ix);
            rows.push(ChangeRow {
                topic: &topic.title,
                heading: heading::of(basic, def, place),
                associations: both.len(),
                changed,
                before: sum::of(ledger, whose(), before),
                after: sum::of(ledger, whose(), after),
            });
        }
    }
    let on = LedgerOn::new(ledger, as_of);
    Report::new(
        s!("脱钩前后", "Before and after"),
        change_columns(),
        rows,
        on,
    )
}

fn change_columns<'l>() -> Vec<Column<ChangeRow<'l>>> {
    use Holds::{Number, Text};
    type C<'l> = Column<ChangeRow<'l>>;
    vec![
        C::new(
            "topic",
            s!("事项", "matter"),
            Text,
            |_, row: &ChangeRow<'l>| row.topic.into(),
        ),
        C::new("field", s!("栏目", "field"), Text, |_, row| {
            (&row.heading).into()
        }),
        C::new(
            "associations",
            s!("两表都填的协会", "in both forms"),
            Number,
            |_, row| row.associations.into(),
        ),
        C::new(
            "changed",
            s!("有变化的协会", "changed"),
            Number,
            |_, row| row.changed.into(),
        ),
        C::new("before", s!("脱钩前", "before"), Text, |_, row| {
            total(&row.before)
        }),
        C::new("after", s!("脱钩后", "after"), Text, |_, row| {
            total(&row.after)
        }),
        C::new(
            "difference",
            s!("增减", "difference"),
            Number,
            |_, row| match (&row.before, &row.after) {
                (FieldSum::Number(before), FieldSum::Number(after)) => {
                    let sides = (i64::try_from(*before), i64::try_from(*after));
                    let (Ok(before), Ok(after)) = sides else {
                        return Cell::EMPTY;
                    };
                    (after - before).into()
                }
                (FieldSum::Exact(before), FieldSum::Exact(after)) => {
                    Content::Exact((after - before).normalize()).into()
                }
                _ => Cell::EMPTY,
            },
        ),
    ]
}
