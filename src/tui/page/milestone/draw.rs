//! 节点: who has not reached it, or everyone.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::MilestonePage;
use crate::app::clock::weekday;
use crate::domain::round::official;
use crate::report::reached::Reached;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor};
use crate::tui::widget::paint;

/// Draws the list of a milestone.
pub fn draw(ctx: &Ctx, page: &MilestonePage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::MILESTONE_TITLE);
    let def = &ctx.ledger.round().milestones()[page.milestone];
    let standing = &ctx.sums.standings[page.milestone];
    let dots = ctx.glyphs.ellipsis;
    let title = Line::from(vec![
        Span::styled(
            t!(
                " {} {} {} {}  完成 {}/{}  ",
                " {} {} {} {}  done {}/{}  ",
                def.id,
                def.title,
                def.due_on,
                weekday(def.due_on),
                standing.done,
                standing.population
            ),
            ctx.theme.strong(),
        ),
        light(ctx, standing.light),
        Span::raw(format!(" {}", days(standing.days_left))),
    ]);
    let width = usize::from(areas.title.width);
    let shown = if page.all {
        s!("全部", "all")
    } else {
        s!("未完成", "left")
    };
    let unit = page
        .unit
        .as_deref()
        .map_or_else(String::new, |unit| format!("{unit} "));
    let who = t!(
        " 牵头 {}；{}",
        " lead {}; {}",
        official::joined(&def.lead),
        def.product
    );
    let rule = t!(
        " 范围：{}；显示 {unit}{shown} {} 行",
        " scope: {}; {unit}{shown}, {} lines",
        def.population.words(&ctx.ledger.round().info),
        page.members.len()
    );
    let lines = [
        title,
        Line::styled(
            cells::cut(&who, width, dots).into_owned(),
            ctx.theme.faint(),
        ),
        Line::styled(rule, ctx.theme.faint()),
    ];
    paint::lines(buf, areas.title, lines);

    let table = page.table(ctx, areas.list.width);
    paint::line(buf, areas.heading, 0, &table.heading(ctx, &page.sorted));
    let window = page
        .list
        .window(page.members.len(), areas.list.height.into());
    let start = window.start;
    for (at, member) in (0u16..).zip(&page.members[window]) {
        let row = Reached::below(&ctx.ledger, page.milestone, *member, ctx.as_of_date());
        paint::line(buf, areas.list, at, &table.line(ctx, &row, Style::new()));
    }
    if page.members.is_empty() {
        let text = s!(
            " 范围内已全部完成，按 Tab 看全部",
            " all in scope have completed it; Tab shows all"
        );
        paint::line(buf, areas.list, 0, &Line::styled(text, ctx.theme.notice()));
    }
    mark_cursor(ctx, areas.list, page.list.cursor.saturating_sub(start), buf)
}
