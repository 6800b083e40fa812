//! Where one is, as the header says it: the round, the tab, what was opened, the place in its list.

use ratatui::text::{Line, Span};

use crate::text::cells;
use crate::tui::model::{Ctx, Model, Tab};

/// The round, the tab, what was opened on it, and where one is there.
pub(super) fn parts(model: &Model) -> Vec<String> {
    let tab = match (model.tab, model.opened.last()) {
        (Tab::Overview, None) => {
            let info = &model.ledger.round().info;
            format!("{} {}", info.city, info.year)
        }
        (tab, _) => tab.title().to_owned(),
    };
    let mut parts = vec![tab];
    match model.opened.last() {
        None if model.tab == Tab::Overview => parts.push(Tab::Overview.title().to_owned()),
        None if model.loading.is_some() => {}
        None => parts.extend(model.page().whereabouts(model)),
        Some(last) => {
            parts.extend(model.opened.iter().map(|page| page.name(model)));
            parts.extend(last.whereabouts(model));
        }
    }
    parts
}

/// Its cells, with the blank before it.
pub(super) fn width(parts: &[String], ctx: &Ctx) -> usize {
    let between = cells::width(ctx.glyphs.inside) + 2;
    let words: usize = parts.iter().map(|part| cells::width(part) + between).sum();
    words + 1 - between.min(words)
}

/// Where one is; the parts in the middle give way, the position in a list before what has a name.
pub(super) fn line(ctx: &Ctx, mut parts: Vec<String>, room: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    while width(&parts, ctx) > room && parts.len() > 2 {
        let middle = &parts[1..parts.len() - 1];
        if let Some(at) = middle.iter().position(|part| is_position(part)) {
            drop(parts.remove(at + 1));
            continue;
        }
        // What stands in the middle already may have given way.
        let middle = parts.iter().position(|part| part == dots);
        match middle {
            Some(at) if at + 2 < parts.len() => drop(parts.remove(at + 1)),
            Some(at) if at > 1 => drop(parts.remove(at - 1)),
            Some(_) => break,
            None => dots.clone_into(&mut parts[1]),
        }
    }
    let last = parts.len() - 1;
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            let between = format!(" {} ", ctx.glyphs.inside);
            used += cells::width(&between);
            spans.push(Span::styled(between, ctx.theme.faint()));
        }
        let style = if at == last {
            ctx.theme.strong()
        } else {
            ctx.theme.soft()
        };
        let text = cells::shown(part);
        let text = cells::cut(&text, room.saturating_sub(used), dots).into_owned();
        used += cells::width(&text);
        spans.push(Span::styled(text, style));
    }
    Line::from(spans)
}

/// `3/44`
fn is_position(part: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    part.split_once('/')
        .is_some_and(|(at, all)| digits(at) && digits(all))
}
