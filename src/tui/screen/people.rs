//! Contact, promises and remarks of an association or a unit, as they stand in a side pane.

use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::change::Subject;
use crate::domain::promise::{self, Kept};
use crate::exchange::report::meeting;
use crate::text::cells;
use crate::tui::model::Ctx;

/// Promises and remarks that are shown, the latest.
const MOST: usize = 4;

/// The lines, with an empty one behind them; none when nothing is known.
pub fn lines(ctx: &Ctx, subject: &Subject, width: usize) -> Vec<Line<'static>> {
    let ledger = &ctx.ledger;
    let as_of = ctx.as_of_date();
    let mut texts: Vec<(String, Style)> = Vec::new();
    let contact = meeting::contact(ledger, subject);
    if !contact.is_empty() {
        texts.push((format!("联系人 {contact}"), Style::new()));
    }
    let promises = ledger.promises(subject);
    for (_, promise, _) in promises.iter().rev().take(MOST) {
        let kept = promise::standing(ledger, subject, promise, as_of);
        let what = match &promise.milestone {
            Some(id) => format!("{id} 延期至"),
            None => "承诺".to_owned(),
        };
        let text = format!(
            "{what} {} {}：{}",
            promise.due_on,
            kept.word(),
            promise.text
        );
        let style = match kept {
            Kept::Broken => ctx.theme.alert(),
            Kept::Open => Style::new(),
            Kept::Late | Kept::InTime => ctx.theme.muted(),
        };
        texts.push((text, style));
    }
    for (_, remark, _) in ledger.remarks(subject).iter().rev().take(MOST) {
        texts.push((format!("备注 {}：{}", remark.on, remark.text), Style::new()));
    }
    if texts.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::styled(" 联系人、承诺、备注", ctx.theme.heading())];
    for (text, style) in texts {
        for line in cells::wrap(&cells::visible(&text), width.saturating_sub(1)) {
            lines.push(Line::styled(format!(" {line}"), style));
        }
    }
    lines.push(Line::default());
    lines
}
