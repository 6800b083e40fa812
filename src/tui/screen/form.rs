//! 表格: a form field by field, with its sections beside it in a wide terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::mark_cursor;
use crate::app::clock::local_minute;
use crate::domain::form::Field;
use crate::domain::progress::Tally;
use crate::tui::layout;
use crate::tui::model::{FormRow, FormView, Model};
use crate::tui::update::hint;
use crate::tui::widget::paint;

/// Draws a form.
pub fn draw(model: &Model, view: &FormView, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::form(body);
    paint::line(buf, areas.title, 0, &title(model, view));
    if let Some(area) = areas.sections {
        paint::lines(buf, area, sections(model, view, area.width.into()));
    }
    let rows = view.rows(&model.ledger);
    let end = (view.offset + usize::from(areas.list.height)).min(rows.len());
    let mut chosen = 0;
    for (at, row) in rows[view.offset.min(end)..end].iter().enumerate() {
        let line = match row {
            FormRow::Section(section) => {
                let section = &model.ledger.round().forms[view.form].sections[*section];
                Line::styled(format!(" {}", section.title), model.theme.heading())
            }
            FormRow::Field(line) => {
                if *line == view.line {
                    chosen = at;
                }
                field_line(model, view, *line, areas.list.width.into())
            }
        };
        paint::line(
            buf,
            areas.list,
            u16::try_from(at).unwrap_or(u16::MAX),
            &line,
        );
    }
    let cursor = mark_cursor(model, areas.list, chosen, buf);
    paint::lines(
        buf,
        areas.detail,
        detail(model, view, areas.detail.width.into()),
    );
    cursor
}

fn title(model: &Model, view: &FormView) -> Line<'static> {
    let form = &model.ledger.round().forms[view.form];
    let name = &model.ledger.associations()[view.association].name;
    let tally = view.tally(&model.ledger, None);
    let problems = view.findings.len();
    let mut spans = vec![
        Span::styled(
            format!(" 附件{} {}", form.annex, form.id.word()),
            model.theme.strong(),
        ),
        Span::raw("  "),
        paint::text(name, Style::new()),
        Span::raw(format!("  已填 {}/{}", tally.done, tally.total)),
    ];
    if problems > 0 {
        spans.push(Span::styled(
            format!("  问题 {problems}"),
            model.theme.alert(),
        ));
    }
    Line::from(spans)
}

fn sections(model: &Model, view: &FormView, width: usize) -> Vec<Line<'static>> {
    let form = &model.ledger.round().forms[view.form];
    let here = view
        .fields
        .get(view.line)
        .map(|field| &form.fields[*field].section);
    form.sections
        .iter()
        .map(|section| {
            let Tally { done, total } = view.tally(&model.ledger, Some(&section.id));
            let style = if here == Some(&section.id) {
                model.theme.strong()
            } else {
                model.theme.muted()
            };
            Line::from(vec![
                paint::cell(
                    &format!(" {}", section.title),
                    width.saturating_sub(7),
                    model.glyphs.ellipsis,
                    style,
                ),
                paint::cell_right(&format!("{done}/{total}"), 6, "", style),
            ])
        })
        .collect()
}

fn has_problem(view: &FormView, field: &Field) -> bool {
    view.findings
        .iter()
        .any(|finding| finding.fields.contains(&field.id))
}

fn field_line(model: &Model, view: &FormView, line: usize, width: usize) -> Line<'static> {
    let dots = model.glyphs.ellipsis;
    let field = view.field_at(&model.ledger, line);
    let answer = view.answer(&model.ledger, line);
    let value = width * 2 / 5;
    let label = width.saturating_sub(value + 5);
    let (sign, style) = if has_problem(view, field) {
        ("!", model.theme.alert())
    } else {
        (" ", Style::new())
    };
    let (text, value_style) = match answer {
        Some(record) => (record.value.to_string(), model.theme.strong()),
        None if field.optional => ("（无）".to_owned(), model.theme.muted()),
        None => ("-".to_owned(), model.theme.muted()),
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

fn detail(model: &Model, view: &FormView, width: usize) -> Vec<Line<'static>> {
    if view.fields.is_empty() {
        return Vec::new();
    }
    let field = view.field_at(&model.ledger, view.line);
    let mut text: Vec<(String, Style)> = Vec::new();
    for finding in &view.findings {
        if finding.fields.contains(&field.id) {
            text.push((
                format!(
                    "{} {}：{}",
                    finding.rule,
                    finding.severity.word(),
                    finding.message
                ),
                model.theme.alert(),
            ));
        }
    }
    text.push((
        format!("{} {}", field.id, field.label),
        model.theme.strong(),
    ));
    if let Some(record) = view.answer(&model.ledger, view.line) {
        text.push((record.value.to_string(), Style::new()));
        text.push((
            format!(
                "{} 于 {} 填写（基准日 {}）",
                record.by,
                local_minute(record.at),
                record.on
            ),
            model.theme.muted(),
        ));
    }
    text.push((hint(field), model.theme.muted()));
    paint::wrapped(text, width)
}
