//! 表格: a form field by field, with its sections beside it in a wide terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::FormPage;
use super::areas;
use crate::app::clock::local_minute;
use crate::domain::form::Field;
use crate::domain::progress::Tally;
use crate::tui::flow::field::hint;
use crate::tui::model::Ctx;
use crate::tui::page::FormRow;
use crate::tui::screen::mark_cursor;
use crate::tui::widget::paint;
use crate::words;

/// Draws a form.
pub fn draw(ctx: &Ctx, page: &FormPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = areas::areas(body);
    paint::line(buf, areas.title, 0, &title(ctx, page));
    if let Some(area) = areas.sections {
        paint::lines(buf, area, sections(ctx, page, area.width.into()));
    }
    let rows = page.rows(&ctx.ledger);
    let end = (page.list.offset + usize::from(areas.list.height)).min(rows.len());
    let mut chosen = 0;
    for (at, row) in rows[page.list.offset.min(end)..end].iter().enumerate() {
        let line = match row {
            FormRow::Section(section) => {
                let section = &ctx.ledger.round().forms[page.form].sections[*section];
                let y = areas.list.y + u16::try_from(at).unwrap_or(u16::MAX);
                let band = Rect {
                    y,
                    height: 1,
                    ..areas.list
                };
                buf.set_style(band, ctx.theme.band());
                Line::styled(format!(" {}", section.title), ctx.theme.strong())
            }
            FormRow::Field(line) => {
                if *line == page.list.cursor {
                    chosen = at;
                }
                field_line(ctx, page, *line, areas.list.width.into())
            }
        };
        paint::line(
            buf,
            areas.list,
            u16::try_from(at).unwrap_or(u16::MAX),
            &line,
        );
    }
    let cursor = mark_cursor(ctx, areas.list, chosen, buf);
    buf.set_style(areas.detail, ctx.theme.surface());
    paint::lines(
        buf,
        areas.detail,
        detail(ctx, page, areas.detail.width.into()),
    );
    cursor
}

fn title(ctx: &Ctx, page: &FormPage) -> Line<'static> {
    let form = &ctx.ledger.round().forms[page.form];
    let name = &ctx.ledger.associations()[page.association].name;
    let tally = page.tally(&ctx.ledger, None);
    let problems = page.findings.len();
    let mut spans = vec![
        Span::styled(
            format!(" 附件{} {}", form.annex, form.id.word()),
            ctx.theme.strong(),
        ),
        Span::raw("  "),
        paint::text(name, Style::new()),
        Span::raw(format!("  已填 {}/{}", tally.done, tally.total)),
    ];
    if problems > 0 {
        spans.push(Span::styled(
            format!("  问题 {problems}"),
            ctx.theme.alert(),
        ));
    }
    Line::from(spans)
}

fn sections(ctx: &Ctx, page: &FormPage, width: usize) -> Vec<Line<'static>> {
    let form = &ctx.ledger.round().forms[page.form];
    let here = page
        .fields
        .get(page.list.cursor)
        .map(|field| &form.fields[*field].section);
    form.sections
        .iter()
        .map(|section| {
            let Tally { done, total } = page.tally(&ctx.ledger, Some(&section.id));
            let style = if here == Some(&section.id) {
                ctx.theme.strong()
            } else {
                ctx.theme.faint()
            };
            Line::from(vec![
                paint::cell(
                    &format!(" {}", section.title),
                    width.saturating_sub(7),
                    ctx.glyphs.ellipsis,
                    style,
                ),
                paint::cell_right(&format!("{done}/{total}"), 6, "", style),
            ])
        })
        .collect()
}

fn has_problem(page: &FormPage, field: &Field) -> bool {
    page.findings
        .iter()
        .any(|finding| finding.fields.contains(&field.id))
}

fn field_line(ctx: &Ctx, page: &FormPage, line: usize, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let field = page.field_at(&ctx.ledger, line);
    let answer = page.answer(&ctx.ledger, line);
    let value = width * 2 / 5;
    let label = width.saturating_sub(value + 5);
    let (sign, style) = if has_problem(page, field) {
        ("!", ctx.theme.alert())
    } else {
        (" ", Style::new())
    };
    let (text, value_style) = match answer {
        Some(record) => (record.value.to_string(), ctx.theme.strong()),
        None if field.optional => ("（无）".to_owned(), ctx.theme.faint()),
        None => ("-".to_owned(), ctx.theme.faint()),
    };
    // A follow-up stands a little to the right of its question.
    let indent = if field.shown_if.is_some() { "  " } else { "" };
    Line::from(vec![
        Span::styled(format!(" {sign} "), style),
        paint::cell(
            &format!("{indent}{}", field.label),
            label,
            dots,
            Style::new(),
        ),
        Span::raw("  "),
        paint::cell(&text, value, dots, value_style),
    ])
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
                format!(
                    "{} {}：{}",
                    finding.rule,
                    finding.severity.word(),
                    words::finding::message(&ctx.ledger, finding)
                ),
                ctx.theme.alert(),
            ));
        }
    }
    text.push((field.label.clone(), ctx.theme.strong()));
    if let Some(record) = page.answer(&ctx.ledger, page.list.cursor) {
        text.push((record.value.to_string(), Style::new()));
        text.push((
            format!(
                "{} 于 {} 填写（基准日 {}）",
                record.by,
                local_minute(record.at),
                record.on
            ),
            ctx.theme.faint(),
        ));
    }
    text.push((hint(field), ctx.theme.faint()));
    paint::wrapped(text, width)
}
