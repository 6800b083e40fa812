//! 表格: a form field by field, with its sections beside it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::FormPage;
use super::areas;
use crate::app::clock::local_minute;
use crate::domain::form::filled::{self, FieldView};
use crate::domain::form::{Field, FieldKind};
use crate::domain::model::Light;
use crate::domain::progress::Tally;
use crate::domain::round::official;
use crate::text::cells;
use crate::tui::flow::field::hint;
use crate::tui::model::Ctx;
use crate::tui::page::FormRow;
use crate::tui::screen::mark_cursor;
use crate::tui::widget::paint;
use crate::words;

/// Draws a form.
pub fn draw(ctx: &Ctx, page: &FormPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    if let Some(area) = areas.sections {
        sections(ctx, page, area, buf);
    }
    let rows = page.rows(&ctx.ledger);
    let end = (page.list.offset + usize::from(areas.list.height)).min(rows.len());
    let width = usize::from(areas.list.width);
    let mut chosen = 0;
    for (at, row) in (0u16..).zip(&rows[page.list.offset.min(end)..end]) {
        let line = match row {
            FormRow::Section(section) => {
                let section = &ctx.ledger.round().forms[page.form].sections[*section];
                paint::title(
                    &ctx.theme,
                    &format!(" {}", brief(&section.title)),
                    "",
                    width,
                )
            }
            FormRow::Field(line) => {
                if *line == page.list.cursor {
                    chosen = usize::from(at);
                }
                field_line(ctx, page, *line, areas.list.width)
            }
        };
        paint::line(buf, areas.list, at, &line);
    }
    let cursor = mark_cursor(ctx, areas.list, chosen, buf);
    buf.set_style(areas.detail, ctx.theme.surface());
    let lines = detail(ctx, page, areas.detail.width.into());
    paint::lines(buf, areas.detail, lines);
    cursor
}

/// 一 基本信息, as （一）基本信息 takes less room.
fn brief(title: &str) -> String {
    title.replace('（', "").replace('）', " ")
}

/// How much is filled in, of all and of each section; the other forms.
fn sections(ctx: &Ctx, page: &FormPage, area: Rect, buf: &mut Buffer) {
    buf.set_style(area, ctx.theme.surface());
    // A cell before the names is the margin of the cursor.
    let inside = Rect {
        width: area.width.saturating_sub(1),
        ..area
    };
    let width = usize::from(inside.width);
    let theme = &ctx.theme;
    let tally = page.tally(&ctx.ledger);
    let mut first = vec![Span::styled(
        t!(" 已填 {}/{}", " filled in {}/{}", tally.done, tally.total),
        theme.strong(),
    )];
    if !page.findings.is_empty() {
        let problems = t!("  问题 {}", "  findings {}", page.findings.len());
        first.push(Span::styled(problems, theme.alert()));
    }
    let mut bar = vec![Span::raw(" ")];
    bar.extend(paint::bar(
        theme,
        ctx.glyphs,
        tally,
        width.saturating_sub(2),
        &tally.share(),
    ));
    let mut lines = vec![
        Line::default(),
        Line::from(first),
        Line::from(bar),
        Line::default(),
    ];
    let form = &ctx.ledger.round().forms[page.form];
    let here = page.section(&ctx.ledger);
    for (at, section) in form.sections.iter().enumerate() {
        let tally = page.listed_in(&ctx.ledger, &section.id);
        let style = if here == Some(at) {
            theme.strong()
        } else {
            Style::new()
        };
        let title = brief(&section.title);
        let short = section.short.as_deref().unwrap_or(&title);
        lines.push(tallied(ctx, [&title, short], tally, style, width));
    }
    lines.extend([
        Line::default(),
        Line::styled(s!(" 三张表", " three forms"), theme.faint()),
    ]);
    for (at, form) in ctx.ledger.round().forms.iter().enumerate() {
        let style = if at == page.form {
            theme.accent()
        } else {
            theme.soft()
        };
        let tally = filled::tally(&ctx.ledger, page.association, at);
        lines.push(tallied(ctx, [form.id.shown(); 2], tally, style, width));
    }
    paint::lines(buf, inside, lines);
    if let Some(at) = here {
        let y = area.y + areas::ABOVE + u16::try_from(at).unwrap_or(0);
        let row = Rect::new(area.x, y, area.width, 1).intersection(area);
        paint::select(buf, row, theme);
    }
}

/// A name, the short one where there is no room for the other, and how much of it is filled in.
fn tallied(
    ctx: &Ctx,
    [name, short]: [&str; 2],
    tally: Tally,
    style: Style,
    width: usize,
) -> Line<'static> {
    let Tally { done, total } = tally;
    let (sign, colour) = match (done == total, done) {
        (true, _) => (ctx.glyphs.done, ctx.theme.light_text(Light::Green)),
        (false, _) => ("", ctx.theme.light_text(Light::Yellow)),
    };
    let figure = format!(" {sign} {done}/{total} ");
    let room = width.saturating_sub(cells::width(&figure));
    let fits = cells::width(name) < room;
    let name = if fits { name } else { short };
    let name = cells::pad(&format!(" {name}"), room, ctx.glyphs.ellipsis);
    Line::from(vec![
        Span::styled(name, style),
        Span::styled(figure, colour),
    ])
}

fn has_problem(page: &FormPage, field: &Field) -> bool {
    page.findings
        .iter()
        .any(|finding| finding.fields.contains(&field.id))
}

fn field_line(ctx: &Ctx, page: &FormPage, line: usize, width: u16) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let field = page.field_at(&ctx.ledger, line);
    let label = areas::label(width);
    let room = usize::from(width).saturating_sub(label + 4);
    let (sign, style) = if has_problem(page, field) {
        ("!", ctx.theme.alert())
    } else {
        (" ", Style::new())
    };
    // A follow-up stands a little to the right of its question.
    let indent = if field.shown_if.is_some() { "  " } else { "" };
    let text = format!("{indent}{}", field.label);
    let mut spans = vec![
        Span::styled(format!(" {sign}"), style),
        paint::cell(&text, label, dots, ctx.theme.soft()),
        Span::raw("  "),
    ];
    spans.extend(answer(ctx, &page.view(&ctx.ledger, line), room));
    Line::from(spans)
}

/// What stands in a field: of two options both, the chosen one in bold.
fn answer(ctx: &Ctx, view: &FieldView<'_>, room: usize) -> Vec<Span<'static>> {
    let theme = &ctx.theme;
    let (field, value) = (view.def, view.record.map(|record| &record.value));
    let dots = ctx.glyphs.ellipsis;
    let empty = match field.kind {
        _ if !view.asked => (s!("未填（可空）", "empty (optional)"), theme.faint()),
        FieldKind::List | FieldKind::Table => (
            s!(
                "未填（没有的填「无」）",
                "empty (write none if there are none)"
            ),
            theme.light_text(Light::Yellow),
        ),
        _ => (s!("未填", "empty"), theme.light_text(Light::Yellow)),
    };
    let pair = match field.options.as_slice() {
        [_, _] => {
            let boxes = |option: &String| cells::width(official::shown(option)) + 4;
            field.options.iter().map(boxes).sum::<usize>() <= room
        }
        _ => false,
    };
    if pair {
        let boxed = field.options.iter().flat_map(|option| {
            let ticked = value.is_some_and(|value| value.ticks(option));
            let (sign, style) = match (ticked, value) {
                (true, _) => (ctx.glyphs.tick, theme.strong()),
                (false, Some(_)) => (ctx.glyphs.open, theme.faint()),
                (false, None) => (ctx.glyphs.open, empty.1),
            };
            [
                Span::styled(format!("{sign} {}", official::shown(option)), style),
                Span::raw("  "),
            ]
        });
        return boxed.collect();
    }
    let Some(value) = value else {
        return vec![paint::cell(empty.0, room, dots, empty.1)];
    };
    let text = if field.options.is_empty() {
        value.to_string()
    } else {
        format!("{} {value}", ctx.glyphs.tick)
    };
    vec![paint::cell(&text, room, dots, Style::new())]
}

fn detail(ctx: &Ctx, page: &FormPage, width: usize) -> Vec<Line<'static>> {
    if page.fields.is_empty() {
        return Vec::new();
    }
    let field = page.field_at(&ctx.ledger, page.list.cursor);
    let mut text: Vec<(String, Style)> = Vec::new();
    for finding in &page.findings {
        if finding.fields.contains(&field.id) {
            text.push((
                t!(
                    "{} {}：{}",
                    "{} {}: {}",
                    finding.rule,
                    finding.severity.shown(),
                    words::finding::message(&ctx.ledger, finding)
                ),
                ctx.theme.alert(),
            ));
        }
    }
    text.push((field.label.to_string(), ctx.theme.strong()));
    if let Some(record) = page.answer(&ctx.ledger, page.list.cursor) {
        text.push((record.value.to_string(), ctx.theme.accent()));
        let at = local_minute(record.at);
        let said = t!(
            "{} 于 {at} 填写（基准日 {}）",
            "filled in by {} at {at} (as of {})",
            record.by,
            record.on
        );
        text.push((said, ctx.theme.faint()));
    }
    if let Some(known) = page.offer(&ctx.ledger, page.list.cursor) {
        text.push((t!("可取 {known}", "can take {known}"), ctx.theme.accent()));
    }
    text.push((hint(field), ctx.theme.faint()));
    paint::wrapped(text, width)
}
