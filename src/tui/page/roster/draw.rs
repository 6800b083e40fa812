//! 名册: the table of associations in groups.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::areas;
use super::table::Table;
use super::{RosterPage, aside, field};
use crate::app::find::UnitChoice;
use crate::app::listing::{GroupBy, GroupKey, ListRow, Order};
use crate::domain::late;
use crate::domain::model::Light;
use crate::domain::round::official;
use crate::text::cells;
use crate::tui::model::Ctx;
use crate::tui::screen::{light, loading, mark_cursor};
use crate::tui::widget::paint;
use crate::words::balance;

/// Cells of the bar of a group.
const BAR: usize = 24;

/// Draws the roster.
pub fn draw(ctx: &Ctx, page: &RosterPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(ctx, page, body);
    let field = chips(ctx, page, areas.chips, buf);
    let table = Table::new(ctx, page, areas.list.width.into());
    if !field::suggestions(ctx, page, areas.heading, buf) {
        paint::line(buf, areas.heading, 0, &table.heading(ctx, page.order));
    }

    let listing = &page.listing;
    let window = page.list.window(listing.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(listing.rows(window)) {
        let line = match row {
            ListRow::Group(key) => {
                let row = Rect {
                    y: areas.list.y + at,
                    height: 1,
                    ..areas.list
                };
                buf.set_style(row, ctx.theme.band());
                group(ctx, page, key, table.left(), areas.list.width.into())
            }
            ListRow::Association(ix) => table.line(ctx, ix),
        };
        paint::line(buf, areas.list, at, &line);
    }
    if listing.is_empty() {
        let text = s!(
            "  没有符合条件的协会，按 c 或 Ctrl-X 清除筛选",
            "  nothing fits the conditions; c or Ctrl-X clears them"
        );
        paint::line(buf, areas.list, 0, &Line::styled(text, ctx.theme.faint()));
    }
    let cursor = mark_cursor(
        ctx,
        areas.list,
        page.list.cursor - start.min(page.list.cursor),
        buf,
    );
    if let Some(area) = areas.preview.filter(|_| ctx.loading.is_none()) {
        let inside = paint::pane(buf, area, &ctx.theme);
        aside::draw(ctx, page, inside, buf);
    }
    if let Some(area) = areas.open.filter(|_| ctx.loading.is_none()) {
        let inside = paint::pane(buf, area, &ctx.theme);
        aside::open(ctx, page, inside, buf);
    }
    field.unwrap_or(cursor)
}

/// Search field, filters and what they let through. Returns where one types.
fn chips(ctx: &Ctx, page: &RosterPage, area: Rect, buf: &mut Buffer) -> Option<Position> {
    let roster = &page;
    let chips: Vec<String> = words(ctx, page)
        .iter()
        .map(|text| format!(" {} ", cells::shown(text)))
        .collect();
    let taken: usize = chips.iter().map(|text| cells::width(text) + 1).sum();
    let whole = counts(ctx, page, true);
    // What is in force is said before what those shown have come to.
    let fits = taken + whole.0.width() + whole.1.width() < area.width.into();
    let (counts, items) = if fits {
        whole
    } else {
        counts(ctx, page, false)
    };
    let mut left = area;
    let mut cursor = None;
    if let Some(field) = roster.search.as_ref().filter(|_| roster.typing) {
        let (position, used) = field::field(ctx, page, field, area, counts.width() + 1, buf);
        cursor = Some(position);
        left = Rect::new(left.x + used, left.y, left.width.saturating_sub(used), 1);
    }
    let mut spans = vec![Span::raw(" ")];
    let mut room = usize::from(left.width).saturating_sub(counts.width() + 1);
    let mut hidden = 0;
    for text in chips {
        let wide = cells::width(&text) + 1;
        // What does not fit is counted, so that nobody takes a part for the whole.
        if wide + 5 <= room {
            room -= wide;
            spans.push(Span::styled(text, ctx.theme.chip()));
            spans.push(Span::raw(" "));
        } else {
            hidden += 1;
        }
    }
    if hidden > 0 && room >= 5 {
        let text = format!(" +{hidden} ");
        room = room.saturating_sub(cells::width(&text) + 1);
        spans.push(Span::styled(text, ctx.theme.chip()));
        spans.push(Span::raw(" "));
    }
    spans.push(counts);
    if items.width() <= room {
        spans.push(items);
    }
    paint::line(buf, left, 0, &Line::from(spans));
    cursor
}

/// What is in force, in words: marks, the page, filters, conditions, search, grouping, order.
fn words(ctx: &Ctx, page: &RosterPage) -> Vec<String> {
    let roster = &page;
    let filter = &roster.filter;
    let mut words = Vec::new();
    if !ctx.marked.is_empty() {
        words.push(t!("标记 {}", "selected {}", ctx.marked.len()));
    }
    let view = roster.view_name(&ctx.ledger);
    words.extend(view.map(|(name, changed)| {
        let changed = if changed {
            s!("（已改）", " (changed)")
        } else {
            ""
        };
        t!("视图 {name}{changed}", "view {name}{changed}")
    }));
    words.extend(filter.status.map(|status| status.shown().to_owned()));
    words.extend(filter.unit.map(|unit| match unit {
        UnitChoice::Unit(unit) => ctx.ledger.units()[unit].short.to_string(),
        UnitChoice::Direct => {
            let thresholds = &ctx.ledger.round().info.thresholds;
            official::shown(&thresholds.direct_registration).to_owned()
        }
    }));
    // While one types, the field itself says it.
    if !roster.typing {
        words.extend(filter.conditions.words().map(str::to_owned));
        let query = filter.query.as_ref();
        words.extend(query.map(|query| t!("查找 {}", "find {}", query.text())));
    }
    if roster.group_by != GroupBy::Unit {
        words.push(t!("按{}分组", "by {}", roster.group_by.word()));
    }
    if roster.order != Order::default() {
        let word = roster.order.by.word(ctx.ledger.round());
        words.push(if roster.order.reversed {
            t!("按{word}倒排", "by {word}, turned round")
        } else {
            t!("按{word}排序", "sorted by {word}")
        });
    }
    words
}

/// How many are let through, with or without what they have come to, and how far their checklists
/// are.
fn counts(ctx: &Ctx, page: &RosterPage, wholly: bool) -> (Span<'static>, Span<'static>) {
    if let Some(words) = loading::words(ctx) {
        return (Span::styled(words, ctx.theme.strong()), Span::raw(""));
    }
    let shown = page.listing.shown();
    let verb = if page.filter.is_empty() {
        s!("共", "all")
    } else {
        s!("显示", "shown")
    };
    let mut counts = t!(
        "{verb} {} = 已 {} + 拟 {}",
        "{verb} {} = {} decoupled + {} to go",
        shown.total,
        shown.decoupled,
        shown.planned
    );
    if wholly {
        counts = t!(
            "{counts}（{}）",
            "{counts} ({})",
            balance::brief(&shown.balance())
        );
    }
    let items = t!(
        "  清单 {}/{}",
        "  checklist {}/{}",
        shown.items.done,
        shown.items.total
    );
    (
        Span::styled(counts, ctx.theme.strong()),
        Span::styled(items, ctx.theme.faint()),
    )
}

/// A unit's light holds the milestones that it has to reach itself.
fn group_light(ctx: &Ctx, key: GroupKey, associations: Light) -> Light {
    match key {
        GroupKey::Unit(unit) => late::unit_light(&ctx.ledger, unit, associations, ctx.as_of_date()),
        _ => associations,
    }
}

/// A group: how many, and how far they are, on a bar across the columns of its members.
fn group(ctx: &Ctx, page: &RosterPage, key: GroupKey, left: usize, width: usize) -> Line<'static> {
    let style = ctx.theme.strong();
    let dots = ctx.glyphs.ellipsis;
    if ctx.loading.is_some() {
        let title = format!(" {} {}", ctx.glyphs.unfolded, key.short(&ctx.ledger));
        return Line::from(paint::cell(&title, width, dots, style));
    }
    let sum = page.listing.sum(key);
    let folded = page.folded.contains(&key) && !page.filter.searching();
    let sign = if folded {
        ctx.glyphs.folded
    } else {
        ctx.glyphs.unfolded
    };
    let counts = if sum.decoupled > 0 && sum.planned > 0 {
        t!(
            " 已 {} 拟 {}",
            " {} dec. {} to go",
            sum.decoupled,
            sum.planned
        )
    } else {
        t!(" {} 家", " {}", sum.total)
    };
    let name = left.saturating_sub(3 + cells::width(&counts));
    let mut spans = vec![
        Span::styled(format!(" {sign} "), ctx.theme.faint()),
        paint::cell(key.short(&ctx.ledger), name, dots, style),
        Span::styled(counts, ctx.theme.soft()),
        Span::raw(" "),
    ];
    let gone = match (sum.planned, sum.with_task()) {
        (0, _) => Some(s!("全部已脱钩", "all decoupled")),
        (_, 0) => Some(s!("全部已退出", "all have left")),
        _ => None,
    };
    if let Some(text) = gone {
        spans.push(Span::styled(text, ctx.theme.faint()));
        return Line::from(spans);
    }
    spans.push(light(ctx, group_light(ctx, key, sum.light)));
    spans.push(Span::raw(" "));
    let room = width.saturating_sub(left + 4);
    let items = sum.items;
    let percent = items.share();
    let figure = format!("{}/{} {percent:>4}", items.done, items.total);
    spans.extend(paint::bar(
        &ctx.theme,
        ctx.glyphs,
        items,
        room.min(BAR.max(cells::width(&figure) + 2)),
        &figure,
    ));
    Line::from(spans)
}
