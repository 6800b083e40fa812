//! Numbers large enough to be read across a desk, drawn with coloured spaces: right in every
//! terminal, no font needed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Height of a digit, in cells.
pub const HEIGHT: u16 = 5;

/// Three bits a row, top row first.
const DIGITS: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Cells that a number takes when a lit point is `scale` cells wide.
pub fn width(number: u64, scale: u16) -> u16 {
    let digits = u16::try_from(number.to_string().len()).unwrap_or(u16::MAX);
    digits * (4 * scale) - scale
}

/// Draws a number with its top left corner at the area's; what does not fit is left out.
pub fn draw(buf: &mut Buffer, area: Rect, number: u64, scale: u16, lit: Style) {
    for (at, c) in (0u16..).zip(number.to_string().chars()) {
        let rows = DIGITS[c.to_digit(10).unwrap_or(0) as usize];
        for (y, bits) in (0u16..).zip(rows) {
            for x in 0..3u16 {
                if bits & (0b100 >> x) == 0 {
                    continue;
                }
                for dx in 0..scale {
                    let column = area.x + at * 4 * scale + x * scale + dx;
                    let position = (column, area.y + y);
                    if area.contains(position.into()) {
                        buf[position].set_symbol(" ").set_style(lit);
                    }
                }
            }
        }
    }
}
