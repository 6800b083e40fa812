//! A screen as an SVG picture, for the documents. Made from cells, so it is the same on every
//! machine; the fonts are the reader's.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::style::{Color, Modifier, Style};

use super::theme;
use crate::text::cells;

const CELL_WIDTH: u32 = 9;
const CELL_HEIGHT: u32 = 20;
const GROUND: &str = "#14171b";
const INK: &str = "#d6dae1";

/// Draws the picture.
pub fn render(buffer: &Buffer) -> String {
    let width = u32::from(buffer.area.width) * CELL_WIDTH;
    let height = u32::from(buffer.area.height) * CELL_HEIGHT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-size=\"15\" xml:space=\"preserve\" \
         font-family=\"Sarasa Mono SC, Noto Sans Mono CJK SC, WenQuanYi Zen Hei Mono, Microsoft YaHei, monospace\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{GROUND}\"/>\n"
    );
    for y in 0..buffer.area.height {
        grounds(&mut svg, buffer, y);
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let cells = cell.cell_width().max(1);
            if cell.symbol() != " " {
                let weight = if cell.modifier.contains(Modifier::BOLD) {
                    " font-weight=\"bold\""
                } else {
                    ""
                };
                let _ = writeln!(
                    svg,
                    "<text x=\"{}\" y=\"{}\" textLength=\"{}\" fill=\"{}\"{weight}>{}</text>",
                    u32::from(x) * CELL_WIDTH,
                    u32::from(y) * CELL_HEIGHT + 15,
                    u32::from(cells) * CELL_WIDTH,
                    colours(cell.style()).0,
                    escape(cells::told(cell.symbol()))
                );
            }
            x += cells;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// What lies under the signs of a line: a rectangle for each run of cells on one ground.
fn grounds(svg: &mut String, buffer: &Buffer, y: u16) {
    let ground = |x: u16| colours(buffer[(x, y)].style()).1;
    let mut x = 0;
    while x < buffer.area.width {
        let under = ground(x);
        let end = (x..buffer.area.width).find(|next| ground(*next) != under);
        let end = end.unwrap_or(buffer.area.width);
        if under != GROUND {
            let _ = writeln!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{CELL_HEIGHT}\" fill=\"{under}\"/>",
                u32::from(x) * CELL_WIDTH,
                u32::from(y) * CELL_HEIGHT,
                u32::from(end - x) * CELL_WIDTH,
            );
        }
        x = end;
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn colours(style: Style) -> (String, String) {
    let or = |colour: Option<Color>, usual: &str| {
        let known = colour.and_then(theme::rgb);
        known.map_or_else(|| usual.to_owned(), |rgb| format!("#{rgb:06x}"))
    };
    let (ink, ground) = (or(style.fg, INK), or(style.bg, GROUND));
    if style.add_modifier.contains(Modifier::REVERSED) {
        (ground, ink)
    } else {
        (ink, ground)
    }
}
