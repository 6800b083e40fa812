//! What `y` puts on the clipboard: a row with its columns divided by tabs, as a spreadsheet
//! takes it, or what stands in a field.

use super::Effect;
use crate::app::listing::Row;
use crate::domain::id::{AssocIx, MilestoneIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::report::render::text::tabs;
use crate::report::table::LedgerOn;
use crate::report::{checklist, findings, milestones, roster};
use crate::text::cells;
use crate::tui::model::{ImportRow, MeetingRow, Message, Model, Opened, Tab};

/// Longest excerpt in the message, in cells.
const EXCERPT: usize = 60;

pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(text) = text(model).filter(|text| !text.is_empty()) else {
        super::fail(model, "这里没有可复制的内容".into());
        return Vec::new();
    };
    let shown = text.replace(['\t', '\n'], " ");
    let shown = cells::cut(&shown, EXCERPT, model.glyphs.ellipsis);
    model.message = Some(Message {
        text: format!("已复制：{shown}"),
        failed: false,
    });
    vec![Effect::Copy(text)]
}

fn text(model: &Model) -> Option<String> {
    let ledger = &model.ledger;
    let on = LedgerOn::new(ledger, model.as_of_date());
    match model.opened.last() {
        Some(Opened::Form(view)) => {
            let answer = view.answer(ledger, view.line);
            answer.map(|record| table(&record.value.rows()))
        }
        Some(Opened::Mirror(view)) => {
            let value = view.value(ledger, view.line, view.side);
            value.map(|value| table(&value.rows()))
        }
        Some(Opened::Association(view)) => {
            let item = ledger.item(view.association, view.item);
            Some(tabs(&checklist::columns(), on, &item))
        }
        Some(Opened::Milestone(view)) => {
            let subject = view.members.get(view.list.cursor)?;
            Some(match subject {
                SubjectIx::City => ledger.round().info.city.clone(),
                SubjectIx::Unit(unit) => ledger.units()[*unit].name.to_string(),
                SubjectIx::Association(ix) => association(on, *ix),
            })
        }
        Some(Opened::Import(view)) => match view.rows.get(view.list.cursor)? {
            ImportRow::File(file) => Some(view.plans[*file].file.display().to_string()),
            ImportRow::Change(file, change) => {
                let change = &view.plans[*file].plan.changes[*change];
                let side = |text: &Option<String>| text.clone().unwrap_or_default();
                Some([change.label.clone(), side(&change.old), side(&change.new)].join("\t"))
            }
            ImportRow::Problem(file, problem) => {
                let problem = &view.plans[*file].plan.problems[*problem];
                Some([problem.place.clone(), problem.message.clone()].join("\t"))
            }
        },
        Some(Opened::Changes(view)) => super::changes::line_here(view),
        Some(Opened::Meeting(view)) => {
            let unit = view.units.get(view.at)?;
            Some(match view.current()? {
                MeetingRow::Association(ix, ..) => association(on, *ix),
                MeetingRow::Pledge(pledge) => {
                    let due = pledge.promise.due_on;
                    let due = due.map_or_else(String::new, |on| on.to_string());
                    let kept = pledge.kept.word();
                    [&**unit, &*due, kept, &*pledge.promise.text].join("\t")
                }
                MeetingRow::Remark(note) => {
                    let on = note.on.map_or_else(String::new, |on| on.to_string());
                    [&**unit, &*on, &*note.text].join("\t")
                }
                _ => unit.clone(),
            })
        }
        Some(Opened::Behind(view)) => {
            let row = view.rows.get(view.list.cursor)?;
            Some([association(on, row.association), row.owes.clone()].join("\t"))
        }
        Some(Opened::Preview(view)) => Some(view.lines.get(view.list.cursor)?.text.clone()),
        None => match model.tab {
            Tab::Roster => match model.roster.current()? {
                Row::Association(ix) => Some(association(on, ix)),
                Row::Group(key) => Some(key.title(ledger).to_owned()),
            },
            Tab::Overview => super::overview::line_here(model),
            Tab::Findings => {
                let one = model.findings.current(ledger)?;
                Some(tabs(&findings::columns(), on, &*one))
            }
            Tab::Timeline => Some(milestone_line(on, model.timeline.list.cursor.into())),
            Tab::Matrix => {
                let unit = UnitIx::from(model.matrix.list.cursor);
                let name = &ledger.units().get(unit)?.name;
                let ix = model.matrix.column;
                let subject = SubjectIx::Unit(unit);
                let on = milestone::reached_by(ledger, ix, subject, model.as_of_date());
                let on = on.map_or_else(|| "未完成".to_owned(), |on| on.to_string());
                Some([&**name, &*ledger.round().milestones()[ix].id, &*on].join("\t"))
            }
        },
    }
}

/// A milestone as the reports of milestones have it.
pub(super) fn milestone_line(on: LedgerOn<'_>, ix: MilestoneIx) -> String {
    let row = milestones::row(on.ledger, ix, on.as_of);
    tabs(&milestones::columns(), on, &row)
}

/// An association as the roster has it.
fn association(on: LedgerOn<'_>, ix: AssocIx) -> String {
    tabs(&roster::columns(on.ledger.round()), on, &ix)
}

fn table(rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    rows.join("\n")
}
