//! One file for one part of the screen. Everything here reads the model and changes nothing.

pub mod association;
pub mod axis;
pub mod behind;
pub mod changes;
pub mod findings;
pub mod footer;
pub mod form;
pub mod header;
pub mod import;
pub mod loading;
pub mod matrix;
pub mod meeting;
pub mod milestone;
pub mod mirror;
pub mod overview;
mod people;
pub mod preview;
pub mod preview_file;
pub mod roster;
pub mod search;
pub mod table;
pub mod timeline;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::layout;
use super::model::{Model, Opened, Tab};
use super::widget::paint;
use crate::domain::model::Light;
use crate::domain::why::notice_line;
pub use crate::text::day::left as days;

/// Draws the whole screen and says where the real cursor belongs: at the insertion point of
/// the field one types in, else on the line under the list's cursor, so that the window of an
/// input method always opens where one looks.
pub fn draw(model: &Model, buf: &mut Buffer) -> Option<Position> {
    let area = buf.area;
    let Some(frame) = layout::frame(area.as_size(), model.dense()) else {
        return too_small(area, buf);
    };
    header::draw(model, frame.header, buf);
    let cursor = match (model.opened.last(), model.tab) {
        (None, tab) if tab != Tab::Roster && model.loading.is_some() => {
            let percent = model.loading.map_or(0, |reached| reached.percent);
            loading::draw(model, percent, frame, buf)
        }
        (Some(Opened::Association(view)), _) => association::draw(model, view, frame.body, buf),
        (Some(Opened::Changes(view)), _) => changes::draw(model, view, frame.body, buf),
        (Some(Opened::Behind(view)), _) => behind::draw(model, view, frame.body, buf),
        (Some(Opened::Form(view)), _) => form::draw(model, view, frame.body, buf),
        (Some(Opened::Import(view)), _) => import::draw(model, view, frame.body, buf),
        (Some(Opened::Preview(view)), _) => preview_file::draw(model, view, frame.body, buf),
        (Some(Opened::Meeting(view)), _) => meeting::draw(model, view, frame.body, buf),
        (Some(Opened::Mirror(view)), _) => mirror::draw(model, view, frame.body, buf),
        (Some(Opened::Milestone(view)), _) => milestone::draw(model, view, frame.body, buf),
        (None, Tab::Overview) => overview::draw(model, frame, buf),
        (None, Tab::Roster) => roster::draw(model, frame.body, buf),
        (None, Tab::Timeline) => timeline::draw(model, frame.body, buf),
        (None, Tab::Matrix) => matrix::draw(model, frame.body, buf),
        (None, Tab::Findings) => findings::draw(model, frame.body, buf),
    };
    footer::draw(model, frame.footer, buf);
    match &model.popup {
        Some(open) => open.draw(model, area.as_size(), buf).or(Some(cursor)),
        None => Some(cursor),
    }
}

fn too_small(area: Rect, buf: &mut Buffer) -> Option<Position> {
    let text = format!(
        "窗口太小（{}x{}），请放大到 {}x{} 以上",
        area.width,
        area.height,
        layout::SMALLEST.width,
        layout::SMALLEST.height
    );
    for (row, line) in (0..area.height).zip(crate::text::cells::wrap(&text, area.width.into())) {
        paint::line(buf, area, row, &Line::raw(line));
    }
    (!area.is_empty()).then(|| area.as_position())
}

/// Where in the notice something comes from, in words; `None` when it does not name a line.
pub fn source(source: &str) -> Option<String> {
    notice_line(source).map(|line| format!("出处 {line}"))
}

/// The sign of a light on its ground.
pub fn light(model: &Model, light: Light) -> Span<'static> {
    Span::styled(light.sign(), model.theme.light(light))
}

/// Lights up the line under the cursor and says where it is.
fn mark_cursor(model: &Model, list: Rect, line: usize, buf: &mut Buffer) -> Position {
    let row = u16::try_from(line).unwrap_or(u16::MAX);
    if row >= list.height || list.width == 0 {
        return list.as_position();
    }
    let area = Rect::new(list.x, list.y + row, list.width, 1);
    paint::highlight(buf, area, model.theme.cursor());
    area.as_position()
}
