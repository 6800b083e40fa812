//! Colours and attributes as a terminal is told of them (SGR).

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How cells are written at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen {
    ink: Color,
    ground: Color,
    attributes: Modifier,
}

/// What we use: how it is switched on, and off.
const ATTRIBUTES: [(Modifier, u8, u8); 4] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

impl Pen {
    /// What makes a cell look as it should, in as few bytes as can be: only what changes.
    pub fn dip(&mut self, cell: &Cell, codes: &mut String) {
        let mut wanted = Self {
            ink: cell.fg,
            ground: cell.bg,
            attributes: cell.modifier,
        };
        // Nothing of a blank cell is in ink, unless there is a line below it.
        let seen = Modifier::UNDERLINED | Modifier::REVERSED;
        if cell.symbol() == " " && !(wanted.attributes | self.attributes).intersects(seen) {
            wanted.ink = self.ink;
            wanted.attributes = self.attributes;
        }
        if *self == wanted {
            return;
        }
        codes.push_str("\u{1b}[");
        if self.attributes != wanted.attributes {
            let gone = self.attributes - wanted.attributes;
            let mut on = wanted.attributes - self.attributes;
            for (attribute, _, off) in ATTRIBUTES {
                if gone.contains(attribute) {
                    let _ = write!(codes, "{off};");
                }
            }
            // Bold and dim are switched off together.
            if gone.intersects(Modifier::BOLD | Modifier::DIM) {
                on |= wanted.attributes & (Modifier::BOLD | Modifier::DIM);
            }
            for (attribute, code, _) in ATTRIBUTES {
                if on.contains(attribute) {
                    let _ = write!(codes, "{code};");
                }
            }
        }
        if self.ink != wanted.ink {
            tell(codes, wanted.ink, 30);
        }
        if self.ground != wanted.ground {
            tell(codes, wanted.ground, 40);
        }
        // Behind the last of them stands the end.
        codes.pop();
        codes.push('m');
        *self = wanted;
    }

    /// Back to what the terminal has of its own.
    pub fn lay_down(&mut self, codes: &mut String) {
        if *self != Self::default() {
            codes.push_str("\u{1b}[m");
            *self = Self::default();
        }
    }
}

/// A colour as ink (from 30 on) or as ground (from 40 on).
fn tell(codes: &mut String, colour: Color, base: u8) {
    let (extended, own) = (base + 8, base + 9);
    let named = |index: u8| base + index;
    let bright = |index: u8| base + 60 + index;
    let code = match colour {
        Color::Reset => own,
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(index) => {
            let _ = write!(codes, "{extended};5;{index};");
            return;
        }
        Color::Rgb(r, g, b) => {
            let _ = write!(codes, "{extended};2;{r};{g};{b};");
            return;
        }
    };
    let _ = write!(codes, "{code};");
}
