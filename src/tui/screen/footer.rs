//! The last two lines: what just happened, and which keys there are.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::text::cells;
use crate::tui::action::{self, Binding, Place};
use crate::tui::job::JobProgress;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// Draws message and keys. Where one types, if a line is looked for.
pub fn draw(model: &Model, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let mut cursor = None;
    if let Some(progress) = &model.progress {
        paint::line(buf, area, 0, &bar(model, progress, area.width.into()));
        let keys = Line::from(vec![
            Span::raw(" "),
            Span::styled("Esc", model.theme.key()),
            Span::raw("停下"),
        ]);
        paint::line(buf, area, 1, &keys);
        return None;
    }
    if let Some(message) = &model.message {
        let style = if message.failed {
            model.theme.alert()
        } else {
            model.theme.notice()
        };
        let text = cells::cut(
            &message.text,
            usize::from(area.width) - 1,
            model.glyphs.ellipsis,
        );
        let line = Line::from(vec![Span::raw(" "), paint::text(&text, style)]);
        paint::line(buf, area, 0, &line);
    }
    if let Some(finder) = &model.finder {
        let line = Rect { height: 1, ..area };
        cursor = Some(finder.draw(model, line.intersection(area), buf));
    } else if model.message.is_none() && model.place() == Place::Roster {
        paint::line(buf, area, 0, &search_line(model, area.width.into()));
    }
    paint::line(buf, area, 1, &hints(model, area.width.into()));
    cursor
}

/// What is wrong in the search field, or what Tab would write into it.
fn search_line(model: &Model, width: usize) -> Line<'static> {
    let roster = &model.roster;
    let (text, style) = match (roster.shown_fault(), roster.suggestions.first()) {
        (Some(fault), _) => (&fault.sentence, model.theme.alert()),
        (None, Some(first)) => (&first.about, model.theme.muted()),
        (None, None) => return Line::default(),
    };
    let text = cells::cut(text, width.saturating_sub(1), model.glyphs.ellipsis);
    Line::from(vec![Span::raw(" "), paint::text(&text, style)])
}

/// How far a long job is: words and a bar of coloured spaces.
fn bar(model: &Model, progress: &JobProgress, width: usize) -> Line<'static> {
    let words = format!(" {} {}/{} ", progress.what, progress.done, progress.total);
    let room = width.saturating_sub(cells::width(&words) + 1);
    let full = room * progress.done / progress.total.max(1);
    Line::from(vec![
        Span::raw(words),
        Span::styled(" ".repeat(full), model.theme.fill()),
    ])
}

/// The keys of this place, and as many of the global ones as fit.
fn hints(model: &Model, width: usize) -> Line<'static> {
    let place = model.place();
    let typing = place == Place::Roster && model.roster.typing;
    let mut spans = vec![Span::raw(" ")];
    let mut room = width.saturating_sub(1);
    let mut push = |key: String, hint: &str| {
        let needed = cells::width(&key) + cells::width(hint) + 2;
        if needed <= room + 1 {
            room = room.saturating_sub(needed);
            spans.push(Span::styled(key, model.theme.key()));
            spans.push(Span::raw(format!("{hint}  ")));
        }
    };
    if model.finder.is_some() {
        push("Enter".into(), "确定");
        push("Esc".into(), "取消");
        push("上下".into(), "前后一处");
        return Line::from(spans);
    }
    if typing {
        push("Enter".into(), "确定");
        push("Esc".into(), "取消");
        push("上下".into(), "移动");
        if !model.roster.suggestions.is_empty() {
            push("Tab".into(), "补全");
        }
        return Line::from(spans);
    }
    let shown = |binding: &&Binding| !binding.hint.is_empty();
    for binding in action::at(place).filter(shown) {
        push(binding.first_key(), binding.hint);
    }
    for binding in action::at(Place::Global).filter(shown) {
        push(binding.first_key(), binding.hint);
    }
    Line::from(spans)
}
