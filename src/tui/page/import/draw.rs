//! 导入预览: file by file, the fields that would change, old and new, and the problems by
//! place. Nothing is recorded yet.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{ImportPage, ImportRow};
use crate::app::import::FilePlan;
use crate::exchange::form::plan::{Blanks, FieldChange};
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::mark_cursor;
use crate::tui::widget::paint;

/// Draws the preview.
pub fn draw(ctx: &Ctx, page: &ImportPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::IMPORT_TITLE);
    let mut title = vec![
        Span::styled(s!(" 导入预览", " Import"), ctx.theme.strong()),
        Span::raw(t!(
            "  {} 个文件  将改 {} 处{}",
            "  {} files  {} changes{}",
            page.plans.len(),
            page.changes(),
            match page.emptied() {
                0 => String::new(),
                emptied => t!("，其中清空 {emptied} 处", ", {emptied} of them clear"),
            }
        )),
    ];
    let troubled = page.troubled();
    if troubled > 0 {
        let what = if page.partial {
            s!("其余各栏计入", "other fields taken")
        } else {
            s!("不计入", "left out")
        };
        let text = t!(
            "  {troubled} 个文件有问题，{what}",
            "  {troubled} files with problems, {what}"
        );
        title.push(Span::styled(text, ctx.theme.alert()));
    }
    if page.kept() > 0 && page.blanks == Blanks::Keep {
        let text = t!(
            "  空白不覆盖 {} 处",
            "  {} blanks overwrite nothing",
            page.kept()
        );
        title.push(Span::styled(text, ctx.theme.faint()));
    }
    paint::line(buf, areas.title, 0, &Line::from(title));
    // The line under the cursor is cut where the list ends; what is wrong is said in full.
    let about = match page.rows.get(page.list.cursor) {
        Some(ImportRow::Problem(file, problem)) => {
            let problem = &page.plans[*file].plan.problems[*problem];
            paint::text(&format!(" {}", problem.message), ctx.theme.alert())
        }
        _ => paint::text(
            s!(
                " 还没有记入台账。Enter 记入，成为一条记录，可撤销；Esc 放弃",
                " Not recorded yet. Enter records it as one entry, which can be undone; Esc leaves"
            ),
            ctx.theme.faint(),
        ),
    };
    paint::line(buf, areas.title, 1, &Line::from(about));
    let width = usize::from(areas.list.width);
    let window = page.list.window(page.rows.len(), areas.list.height.into());
    for (row, at) in (0u16..).zip(window.clone()) {
        let line = match page.rows[at] {
            ImportRow::File(file) => file_line(ctx, &page.plans[file], width),
            ImportRow::Change(file, at) => {
                let file = &page.plans[file];
                change_line(ctx, &file.plan.changes[at], file.taken, width)
            }
            ImportRow::Kept(file, at) => {
                change_line(ctx, &page.plans[file].plan.clears[at], false, width)
            }
            ImportRow::Problem(file, problem) => {
                let problem = &page.plans[file].plan.problems[problem];
                let text = format!("   ! {problem}");
                let dots = ctx.glyphs.ellipsis;
                Line::from(paint::cell(&text, width, dots, ctx.theme.alert()))
            }
        };
        paint::line(buf, areas.list, row, &line);
    }
    mark_cursor(
        ctx,
        areas.list,
        page.list.cursor.saturating_sub(window.start),
        buf,
    )
}

fn file_line(ctx: &Ctx, file: &FilePlan, width: usize) -> Line<'static> {
    let name = file.file.file_name().map(|name| name.to_string_lossy());
    let whose = file.plan.whose();
    let whose = whose
        .as_deref()
        .unwrap_or(s!("认不出是谁的表", "whose form is not known"));
    let counts = t!(
        "  改动 {}  问题 {}",
        "  changes {}  problems {}",
        file.plan.changes.len(),
        file.plan.problems.len()
    );
    let style = if file.taken {
        ctx.theme.strong()
    } else {
        ctx.theme.faint()
    };
    let text = format!(" {whose}{counts}  {}", name.unwrap_or_default());
    Line::from(paint::cell(&text, width, ctx.glyphs.ellipsis, style))
}

fn change_line(ctx: &Ctx, change: &FieldChange, taken: bool, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let [was, becomes] = change.sides();
    let label = width * 2 / 5;
    let side = width.saturating_sub(label + 4) / 2;
    let new = if taken {
        ctx.theme.strong()
    } else {
        ctx.theme.faint()
    };
    Line::from(vec![
        paint::cell(&format!("     {}", change.label), label, dots, Style::new()),
        paint::cell(was, side, dots, ctx.theme.faint()),
        Span::raw(" -> "),
        paint::cell(becomes, side, dots, new),
    ])
}
