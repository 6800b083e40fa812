//! 节点: who has not reached it, or everyone.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::MilestonePage;
use crate::app::clock::weekday;
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::domain::model::Light;
use crate::domain::round::Scope;
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor};
use crate::tui::widget::paint;

const UNIT: usize = 26;
const STATE: usize = 18;

/// Draws the list of a milestone.
pub fn draw(ctx: &Ctx, page: &MilestonePage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::MILESTONE_TITLE);
    let def = &ctx.ledger.round().milestones()[page.milestone];
    let standing = &ctx.sums.standings[page.milestone];
    let dots = ctx.glyphs.ellipsis;
    let title = Line::from(vec![
        Span::styled(
            format!(
                " {} {} {} {}  完成 {}/{}  ",
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
    let shown = if page.all { "全部" } else { "未完成" };
    let who = format!(" 牵头 {}；{}", def.lead.join("、"), def.product);
    let rule = format!(
        " 范围：{}；显示 {shown} {} 行",
        def.population.words(&ctx.ledger.round().info.thresholds),
        page.members.len()
    );
    let lines = [
        title,
        Line::styled(
            cells::cut(&who, width, dots).into_owned(),
            ctx.theme.muted(),
        ),
        Line::styled(rule, ctx.theme.muted()),
    ];
    paint::lines(buf, areas.title, lines);

    let name = width.saturating_sub(5 + UNIT + 1 + STATE + 3);
    let style = ctx.theme.heading();
    let columns = match def.scope {
        Scope::Association => ("  序 名称", "主管单位"),
        Scope::Unit => (" 业务主管单位", "为什么"),
        Scope::City => (" 全市", ""),
    };
    let heading = Line::from(vec![
        paint::cell(columns.0, name + 5, dots, style),
        paint::cell(columns.1, UNIT + 1, dots, style),
        paint::cell("灯 完成", STATE + 3, dots, style),
    ]);
    paint::line(buf, areas.heading, 0, &heading);
    let window = page
        .list
        .window(page.members.len(), areas.list.height.into());
    let start = window.start;
    for (at, member) in (0u16..).zip(&page.members[window]) {
        paint::line(buf, areas.list, at, &row(ctx, page, *member, name));
    }
    if page.members.is_empty() {
        let text = " 范围内已全部完成，按 Tab 看全部";
        paint::line(buf, areas.list, 0, &Line::styled(text, ctx.theme.notice()));
    }
    mark_cursor(ctx, areas.list, page.list.cursor.saturating_sub(start), buf)
}

fn row(ctx: &Ctx, page: &MilestonePage, member: SubjectIx, name: usize) -> Line<'static> {
    let ledger = &ctx.ledger;
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    let def = &ledger.round().milestones()[page.milestone];
    let inside = milestone::below(ledger, page.milestone, member);
    let standing = milestone::standing(ledger, page.milestone, &inside, ctx.as_of_date());
    let (first, second) = match member {
        SubjectIx::City => (" 全市".to_owned(), String::new()),
        SubjectIx::Unit(unit) => {
            let why = def.population.basis(ctx.ledger.training(unit));
            (format!(" {}", ledger.units()[unit].name), why)
        }
        SubjectIx::Association(ix) => {
            let association = &ledger.associations()[ix];
            let unit = ledger.unit_name_of(ix);
            (
                format!("{:>4} {}", association.no, association.name),
                unit.unwrap_or_default().to_owned(),
            )
        }
    };
    let mut spans = vec![
        paint::cell(&first, name + 5, dots, plain),
        paint::cell(&second, UNIT, dots, ctx.theme.muted()),
        Span::raw(" "),
    ];
    if inside.is_empty() {
        spans.push(paint::cell(
            "-- 不在范围",
            STATE + 3,
            dots,
            ctx.theme.muted(),
        ));
        return Line::from(spans);
    }
    let state = match standing.done_on {
        Some(on) if standing.light == Light::Yellow => format!("{on} 逾期补办"),
        Some(on) => on.to_string(),
        None => days(standing.days_left),
    };
    spans.push(light(ctx, standing.light));
    spans.push(paint::cell(
        &format!(" {state}"),
        STATE + 1,
        dots,
        ctx.theme.light_text(standing.light),
    ));
    Line::from(spans)
}
