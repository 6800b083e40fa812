//! What stands in place of sums while the ledger is still being read: never a part of them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::progress::Tally;
use crate::tui::layout::Frame;
use crate::tui::model::{Ctx, Tab};
use crate::tui::widget::paint;

/// Cells of the bar.
const BAR: u16 = 40;

/// 正在载入 37%; `None` when everything is there.
pub fn words(ctx: &Ctx) -> Option<String> {
    ctx.loading.map(|reached| {
        t!(
            "正在载入台账 {}%",
            "loading the ledger {}%",
            reached.percent
        )
    })
}

/// The page of a tab that shows sums: the countdown, which needs none, and how far it is.
pub fn draw(ctx: &Ctx, percent: u32, frame: Frame, buf: &mut Buffer) -> Position {
    let mut body = frame.body;
    body.y += body.height / 3;
    body.height -= body.height / 3;
    let middle = |width: u16| Rect {
        x: body.x + body.width.saturating_sub(width) / 2,
        width: width.min(body.width),
        ..body
    };
    let area = middle(BAR);
    let known = ctx.ledger.associations().len();
    let hint = vec![
        Span::styled(Tab::Roster.key(), ctx.theme.accent()),
        Span::raw(t!(
            " 先看名册的前 {known} 家",
            " meanwhile the first {known} of the roster"
        )),
    ];
    let lines = [
        Line::styled(words(ctx).unwrap_or_default(), ctx.theme.strong()),
        Line::default(),
        Line::default(),
        Line::styled(
            s!(
                "统计、灯和清单载入后显示。",
                "Sums, lights and checklists show when it is loaded."
            ),
            Style::new(),
        ),
        Line::from(hint),
    ];
    paint::lines(buf, area, lines);
    let bar = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    let done = Tally {
        done: usize::try_from(percent).unwrap_or(0),
        total: 100,
    };
    let line = paint::bar(
        &ctx.theme,
        ctx.glyphs,
        done,
        BAR.into(),
        &format!("{percent}%"),
    );
    paint::line(buf, bar.intersection(body), 0, &Line::from(line));
    area.as_position()
}
