//! The last line: which keys there are, or what just happened; palette and help at its end always.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::text::cells;
use crate::tui::action::{self, Action, Binding, Place};
use crate::tui::job::JobProgress;
use crate::tui::layout::WIDE;
use crate::tui::model::{Ctx, Message, Model, Waiting};
use crate::tui::popup::{Hint, OpenPopup};
use crate::tui::widget::paint;

/// Draws message or keys. Where one types, if a line is looked for.
pub fn draw(model: &Model, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let surface = model.theme.surface();
    paint::clear(buf, area, surface);
    if let (None, Some(open)) = (&model.progress, &model.popup) {
        over(model, open, area, buf);
        return None;
    }
    let pinned = pinned(model);
    if let (None, None, Some(message)) = (&model.progress, &model.finder, news(model)) {
        told(model, &message, area, &pinned, buf);
        return None;
    }
    let left = paint::to_the_right(buf, area, &pinned);
    let room = usize::from(left.width);
    if let Some(progress) = &model.progress {
        paint::line(buf, left, 0, &bar(model, progress, room));
    } else if let Some(finder) = &model.finder {
        return Some(finder.draw(model, left, buf));
    } else {
        let line = search_line(model, room).unwrap_or_else(|| hints(model, room));
        paint::line(buf, left, 0, &line);
    }
    None
}

/// The keys of what lies over the page, how to leave it at the right end; what just happened stands above them.
fn over(model: &Model, open: &OpenPopup, area: Rect, buf: &mut Buffer) {
    let shown = |(key, label): Hint| (key.get(), label.get());
    let leave = [shown(open.leave())].into_iter();
    let leave = fitting(model, leave, area.width.into());
    let left = paint::to_the_right(buf, area, &leave);
    let keys = open.keys().into_iter().map(shown);
    let keys = fitting(model, keys, left.width.into());
    paint::line(buf, left, 0, &keys);
    if let Some(message) = news(model) {
        let above = Rect {
            y: area.y.saturating_sub(1),
            ..area
        };
        told(model, &message, above, &Line::default(), buf);
    }
}

/// As many hints as there is room for.
fn fitting(
    model: &Model,
    keys: impl Iterator<Item = (&'static str, &'static str)>,
    width: usize,
) -> Line<'static> {
    let gap = gap(model);
    let mut line = Line::from(" ");
    for (key, label) in keys {
        let hint = hint(model, key.into(), label);
        if line.width() + hint.iter().map(Span::width).sum::<usize>() <= width {
            line.extend(hint);
            line.push_span(Span::raw(" ".repeat(gap)));
        }
    }
    line
}

/// Blanks between two hints.
fn gap(model: &Model) -> usize {
    if model.size.width >= WIDE { 3 } else { 2 }
}

/// What just happened, unless something is under way that says more.
fn news(model: &Model) -> Option<Cow<'_, Message>> {
    let message = model.message.as_ref();
    let waiting = model.waiting.filter(|waiting| {
        let covers = !matches!(waiting, Waiting::Kept(_));
        message.is_none_or(|message| covers && !message.failed)
    });
    let waiting = waiting.map(|waiting| {
        Cow::Owned(Message {
            text: words_of(waiting),
            failed: matches!(waiting, Waiting::Kept(_)),
        })
    });
    waiting.or(message.map(Cow::Borrowed))
}

/// What is under way, or waits until somebody is there.
fn words_of(waiting: Waiting) -> String {
    match waiting {
        Waiting::Recording(1) => s!("正在记录…", "recording…").to_owned(),
        Waiting::Recording(count) => t!("正在记录 {count} 条…", "recording {count}…"),
        Waiting::Reading => s!("正在读取…  Esc 不等", "reading…  Esc does not wait").to_owned(),
        Waiting::Kept(count) => t!(
            "{count} 条等着送出，连上后自动记录",
            "{count} waiting, recorded when connected again"
        ),
    }
}

/// A key and what it does.
fn hint(ctx: &Ctx, key: String, label: &str) -> [Span<'static>; 2] {
    [
        Span::styled(key, ctx.theme.accent()),
        Span::styled(format!(" {label}"), ctx.theme.soft()),
    ]
}

/// What stands at the right end of every page.
fn pinned(ctx: &Ctx) -> Line<'static> {
    let mut spans = vec![Span::raw("  ")];
    for (action, label) in [
        (Action::Palette, s!("命令", "palette")),
        (Action::Help, s!("帮助", "help")),
    ] {
        let mut rows = action::at(Place::Global);
        let key = rows
            .find(|row| row.action == action)
            .map(|row| row.first_key(ctx.composing));
        spans.extend(hint(ctx, key.unwrap_or_default(), label));
        spans.push(Span::raw(if label == s!("命令", "palette") {
            "  "
        } else {
            " "
        }));
    }
    Line::from(spans)
}

/// What just happened: in place of the keys, and where that is too short, on lines above as well. It
/// is never cut.
fn told(model: &Model, message: &Message, area: Rect, pinned: &Line<'_>, buf: &mut Buffer) {
    let theme = &model.theme;
    let (sign, sign_style, style) = if message.failed {
        (model.glyphs.failed, theme.wrong(), theme.wrong())
    } else {
        (model.glyphs.done, theme.notice(), theme.surface())
    };
    let room = usize::from(area.width).saturating_sub(pinned.width() + 3);
    let text = cells::shown(&message.text);
    let mut lines = cells::wrap(&text, room);
    lines.truncate(usize::from(area.y) + 1);
    let more = u16::try_from(lines.len().saturating_sub(1)).unwrap_or(0);
    let all = Rect {
        y: area.y.saturating_sub(more),
        height: more + 1,
        ..area
    };
    paint::clear(buf, all, style);
    for (row, text) in (0..).zip(lines) {
        let sign = if row == 0 { sign } else { " " };
        let line = Line::from(vec![
            Span::styled(format!(" {sign} "), sign_style),
            Span::styled(text, style),
        ]);
        paint::line(buf, all, row, &line);
    }
    let (_, right) = paint::before(area, pinned);
    paint::clear(buf, right, theme.surface());
    paint::line(buf, right, 0, pinned);
}

/// What is wrong in the search field, or what Tab would write into it.
fn search_line(model: &Model, width: usize) -> Option<Line<'static>> {
    let roster = &model.roster;
    if model.place() != Place::Roster {
        return None;
    }
    let (text, style) = match (roster.shown_fault(), roster.suggestions.first()) {
        (Some(fault), _) => (&fault.sentence, model.theme.alert()),
        (None, Some(first)) => (&first.about, model.theme.soft()),
        (None, None) => return None,
    };
    let mut spans = vec![Span::raw(" ")];
    if roster.typing && !roster.suggestions.is_empty() {
        spans.extend(hint(model, "Tab".into(), s!("补全", "complete")));
        spans.push(Span::raw("  "));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let text = cells::cut(text, width.saturating_sub(used), model.glyphs.ellipsis);
    spans.push(paint::text(&text, style));
    Some(Line::from(spans))
}

/// How far a long job is, and how to end it.
fn bar(ctx: &Ctx, progress: &JobProgress, width: usize) -> Line<'static> {
    let words = format!(" {} {}/{}  ", progress.what, progress.done, progress.total);
    let mut spans = vec![Span::raw(words)];
    spans.extend(hint(ctx, "Esc".into(), s!("停下", "stop")));
    spans.push(Span::raw("  "));
    let used: usize = spans.iter().map(Span::width).sum();
    let tally = progress.tally();
    spans.extend(paint::bar(
        &ctx.theme,
        ctx.glyphs,
        tally,
        width.saturating_sub(used + 2).min(34),
        &tally.share(),
    ));
    Line::from(spans)
}

/// The keys of this place, and as many of the global ones as fit.
fn hints(model: &Model, width: usize) -> Line<'static> {
    if model.place() == Place::Roster && model.roster.typing {
        let tab = (!model.roster.suggestions.is_empty()).then_some(("Tab", s!("补全", "complete")));
        let keys = [
            ("Enter", s!("确定", "ok")),
            ("Esc", s!("取消", "cancel")),
            (s!("上下", "Up/Down"), s!("移动", "move")),
        ];
        return fitting(model, keys.into_iter().chain(tab), width);
    }
    let gap = gap(model);
    let mut spans = vec![Span::raw(" ")];
    for (_, key, binding) in placed(model, width) {
        spans.extend(hint(model, key, binding.hint.get()));
        spans.push(Span::raw(" ".repeat(gap)));
    }
    Line::from(spans)
}

/// The hints that fit, each with the cells that it takes, the first and the one after the last.
fn placed(ctx: &Model, width: usize) -> Vec<(std::ops::Range<usize>, String, &'static Binding)> {
    let gap = gap(ctx);
    let shown = |binding: &&Binding| {
        !binding.hint.is_empty() && !matches!(binding.action, Action::Palette | Action::Help)
    };
    let here = [ctx.place(), Place::Views, Place::Global];
    let mut placed = Vec::new();
    let mut at = 1;
    let offered =
        |binding: &&Binding| binding.place != ctx.place() || ctx.page().offers(binding.action);
    let bindings = here.into_iter().flat_map(action::at);
    for binding in bindings.filter(shown).filter(offered) {
        let key = binding.first_key(ctx.composing);
        let needed = cells::width(&key) + 1 + cells::width(binding.hint.get());
        if at + needed <= width {
            placed.push((at..at + needed, key, binding));
            at += needed + gap;
        }
    }
    placed
}

/// What a click on the last line means.
pub fn action_at(model: &Model, area: Rect, at: Position) -> Option<Action> {
    let typing = model.place() == Place::Roster && model.roster.typing;
    if !area.contains(at) || typing || model.message.is_some() || model.progress.is_some() {
        return None;
    }
    let (left, right) = paint::before(area, &pinned(model));
    let column = usize::from(at.x - area.x);
    if right.contains(at) {
        // The palette stands in the first half.
        let middle = right.x + right.width / 2;
        return Some(if at.x < middle {
            Action::Palette
        } else {
            Action::Help
        });
    }
    let mut hints = placed(model, left.width.into()).into_iter();
    hints.find_map(|(cells, _, binding)| cells.contains(&column).then_some(binding.action))
}
