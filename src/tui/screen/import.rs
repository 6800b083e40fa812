//! 导入预览: file by file, the fields that would change, old and new, and the problems by
//! place. Nothing is recorded yet.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::mark_cursor;
use crate::app::import::FilePlan;
use crate::tui::layout;
use crate::tui::model::{ImportRow, ImportView, Model};
use crate::tui::widget::paint;

/// Draws the preview.
pub fn draw(model: &Model, view: &ImportView, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::IMPORT_TITLE);
    let mut title = vec![
        Span::styled(" 导入预览", model.theme.strong()),
        Span::raw(format!(
            "  {} 个文件  将改 {} 处",
            view.plans.len(),
            view.changes()
        )),
    ];
    let troubled = view.troubled();
    if troubled > 0 {
        let what = if view.partial {
            "其余各栏计入"
        } else {
            "不计入"
        };
        let text = format!("  {troubled} 个文件有问题，{what}");
        title.push(Span::styled(text, model.theme.alert()));
    }
    paint::line(buf, areas.title, 0, &Line::from(title));
    // The line under the cursor is cut where the list ends; what is wrong is said in full.
    let about = match view.rows.get(view.list.cursor) {
        Some(ImportRow::Problem(file, problem)) => {
            let problem = &view.plans[*file].plan.problems[*problem];
            paint::text(&format!(" {}", problem.message), model.theme.alert())
        }
        _ => paint::text(
            " 还没有记入台账。Enter 记入，成为一条记录，可撤销；Esc 放弃",
            model.theme.muted(),
        ),
    };
    paint::line(buf, areas.title, 1, &Line::from(about));
    let width = usize::from(areas.list.width);
    let window = view.list.window(view.rows.len(), areas.list.height.into());
    for (row, at) in (0u16..).zip(window.clone()) {
        let line = match view.rows[at] {
            ImportRow::File(file) => file_line(model, &view.plans[file], width),
            ImportRow::Change(file, change) => change_line(model, &view.plans[file], change, width),
            ImportRow::Problem(file, problem) => {
                let problem = &view.plans[file].plan.problems[problem];
                let place = if problem.place.is_empty() {
                    String::new()
                } else {
                    format!("{}：", problem.place)
                };
                let text = format!("   ! {place}{}", problem.message);
                let dots = model.glyphs.ellipsis;
                Line::from(paint::cell(&text, width, dots, model.theme.alert()))
            }
        };
        paint::line(buf, areas.list, row, &line);
    }
    mark_cursor(
        model,
        areas.list,
        view.list.cursor.saturating_sub(window.start),
        buf,
    )
}

fn file_line(model: &Model, file: &FilePlan, width: usize) -> Line<'static> {
    let name = file.file.file_name().map(|name| name.to_string_lossy());
    let whose = match (file.plan.no, &file.plan.name, file.plan.form) {
        (Some(no), Some(name), Some(form)) => format!("{no} {name} {}", form.word()),
        _ => "认不出是谁的表".to_owned(),
    };
    let counts = format!(
        "  改动 {}  问题 {}",
        file.plan.changes.len(),
        file.plan.problems.len()
    );
    let style = if file.taken {
        model.theme.heading()
    } else {
        model.theme.muted()
    };
    let text = format!(" {whose}{counts}  {}", name.unwrap_or_default());
    Line::from(paint::cell(&text, width, model.glyphs.ellipsis, style))
}

fn change_line(model: &Model, file: &FilePlan, change: usize, width: usize) -> Line<'static> {
    let change = &file.plan.changes[change];
    let dots = model.glyphs.ellipsis;
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "（未填）".to_owned());
    let label = width * 2 / 5;
    let side = width.saturating_sub(label + 4) / 2;
    let new = if file.taken {
        model.theme.strong()
    } else {
        model.theme.muted()
    };
    Line::from(vec![
        paint::cell(&format!("     {}", change.label), label, dots, Style::new()),
        paint::cell(&said(&change.old), side, dots, model.theme.muted()),
        Span::raw(" -> "),
        paint::cell(&said(&change.new), side, dots, new),
    ])
}
