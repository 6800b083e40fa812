//! Notes about an association or a unit, as they stand in a side pane.

use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::change::Subject;
use crate::domain::milestone;
use crate::domain::note::{Kept, NoteKind};
use crate::tui::model::Ctx;
use crate::tui::widget::paint;

/// Notes of a kind that are shown, the latest.
const MOST: usize = 4;

/// The lines, with an empty one behind them; none when nothing is known.
pub fn lines(ctx: &Ctx, subject: &Subject, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let as_of = ctx.as_of_date();
    let mut texts: Vec<(String, Style)> = Vec::new();
    for kind in NoteKind::ALL {
        let rules = kind.rules();
        for (_, note, _) in ledger.notes(subject, kind).iter().rev().take(MOST) {
            let kept = milestone::note_standing(ledger, subject, note, as_of);
            let text = match (&note.milestone, note.due_on, note.on) {
                (Some(id), Some(due_on), _) => {
                    t!(
                        "{id} 延期至 {due_on} {}：{}",
                        "{id} put off to {due_on} {}: {}",
                        rules.standing(kept),
                        note.said()
                    )
                }
                (None, Some(due_on), _) => {
                    t!(
                        "{} {due_on} {}：{}",
                        "{} {due_on} {}: {}",
                        rules.word,
                        rules.standing(kept),
                        note.said()
                    )
                }
                (_, None, Some(on)) => t!("{} {on}：{}", "{} {on}: {}", rules.word, note.said()),
                (_, None, None) => format!("{} {}", rules.word, note.said()),
            };
            let style = match kept {
                Kept::Broken => ctx.theme.alert(),
                Kept::Open => Style::new(),
                Kept::Late | Kept::InTime => ctx.theme.faint(),
            };
            texts.push((text, style));
        }
    }
    if texts.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![paint::title(
        &ctx.theme,
        s!("联系人、承诺、备注", "Contacts, promises, remarks"),
        "",
        width,
    )];
    for (text, style) in texts {
        lines.extend(paint::paragraphs(&text, style, width));
    }
    lines.push(Line::default());
    lines
}
