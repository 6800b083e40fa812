//! Styles by what they mean. With 24 bits or 256 colours every cell gets a ground of ours; below
//! that the terminal's own colours are used, and without any reverse, bold and underline say the same.

mod choice;
mod codes;
mod tokens;

use ratatui::buffer::{Buffer, Cell, CellWidth as _};
use ratatui::style::{Color, Modifier, Style};

use crate::domain::model::{ItemState, Light, Status};
use crate::text::cells;

pub use choice::{AnswerReader, Environment, Heard, QUESTION, ThemeChoice};
pub use codes::Pen;
pub use tokens::Token;

/// Which colours stand for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Usual,
    Contrast,
    /// For eyes that do not tell red from green.
    BlueOrange,
}

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Of 24 bits each.
    Full,
    /// 256, of which the first 16 are the user's.
    Indexed,
    Sixteen,
    None,
}

/// What is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Dark,
    /// Light, or nobody knows.
    Light,
}

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    depth: Depth,
    colours: [Color; tokens::COUNT],
}

impl Theme {
    /// The styles of a scheme, as far as the terminal has colours for it.
    pub fn new(scheme: Scheme, depth: Depth, paper: Paper) -> Self {
        let table = match (scheme, paper) {
            (Scheme::Usual, Paper::Dark) => &tokens::DARK,
            (Scheme::Usual, Paper::Light) => &tokens::LIGHT,
            (Scheme::Contrast, Paper::Dark) => &tokens::CONTRAST_DARK,
            (Scheme::Contrast, Paper::Light) => &tokens::CONTRAST_LIGHT,
            (Scheme::BlueOrange, Paper::Dark) => &tokens::BLUE_ORANGE_DARK,
            (Scheme::BlueOrange, Paper::Light) => &tokens::BLUE_ORANGE_LIGHT,
        };
        let colours = match depth {
            Depth::Full => table.map(Color::from_u32),
            Depth::Indexed => match (scheme, paper) {
                (Scheme::Usual, Paper::Dark) => tokens::DARK_INDEXED.map(Color::Indexed),
                (Scheme::Usual, Paper::Light) => tokens::LIGHT_INDEXED.map(Color::Indexed),
                _ => table.map(|colour| Color::Indexed(tokens::nearest(colour))),
            },
            Depth::Sixteen => sixteen(paper),
            Depth::None => [Color::Reset; tokens::COUNT],
        };
        Self { depth, colours }
    }

    /// Dark, in 24 bits.
    pub fn dark() -> Self {
        Self::new(Scheme::Usual, Depth::Full, Paper::Dark)
    }

    /// Without any colour.
    pub fn plain() -> Self {
        Self::new(Scheme::Usual, Depth::None, Paper::Light)
    }

    /// The colour of a token; none of its own where the terminal decides.
    pub const fn colour(&self, token: Token) -> Color {
        self.colours[token as usize]
    }

    /// Grounds and bars are drawn with colours of our own.
    pub const fn rich(&self) -> bool {
        matches!(self.depth, Depth::Full | Depth::Indexed)
    }

    fn ink_of(&self, token: Token) -> Style {
        match self.colour(token) {
            Color::Reset => Style::new(),
            colour => Style::new().fg(colour),
        }
    }

    fn ground_of(&self, token: Token) -> Style {
        match self.colour(token) {
            Color::Reset => Style::new(),
            colour => Style::new().bg(colour),
        }
    }

    fn on(&self, ink: Token, ground: Token) -> Style {
        self.ink_of(ink).patch(self.ground_of(ground))
    }

    /// Titles, main figures, the current name.
    pub fn strong(&self) -> Style {
        self.ink_of(Token::Strong).add_modifier(Modifier::BOLD)
    }

    /// Text that comes second.
    pub fn soft(&self) -> Style {
        self.ink_of(Token::Soft)
    }

    /// What may be missed.
    pub fn faint(&self) -> Style {
        self.ink_of(Token::Faint)
    }

    /// A key; the part that has the focus; today.
    pub fn accent(&self) -> Style {
        self.ink_of(Token::Accent).add_modifier(Modifier::BOLD)
    }

    /// Column heads. [`Self::finish`] gives the line below them its colour.
    pub fn heading(&self) -> Style {
        self.faint().add_modifier(Modifier::UNDERLINED)
    }

    /// The hairline that goes on from a title, below cells that are blank.
    pub fn hairline(&self) -> Style {
        self.ink_of(Token::Line).add_modifier(Modifier::UNDERLINED)
    }

    /// Days to come on the axis.
    pub fn ahead(&self) -> Style {
        self.ink_of(Token::Line)
    }

    /// Days that are gone on the axis; a mark.
    pub fn gone(&self) -> Style {
        self.ink_of(Token::Accent)
    }

    /// Header, footer, side panes, cards.
    pub fn surface(&self) -> Style {
        self.ground_of(Token::Surface)
    }

    /// The tab that is open: it runs into the page below it.
    pub fn open_tab(&self) -> Style {
        self.strong()
            .patch(self.ground_of(Token::Ground))
            .add_modifier(Modifier::UNDERLINED)
    }

    /// That everything is made up.
    pub fn demo(&self) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::BOLD),
            _ => self
                .on(Token::OnYellow, Token::YellowGround)
                .add_modifier(Modifier::BOLD),
        }
    }

    /// The part of a scroll bar that stands for what is seen.
    pub fn thumb(&self) -> Style {
        self.ground_of(Token::Line)
    }

    /// The line of a group or a sum.
    pub fn band(&self) -> Style {
        self.ground_of(Token::Band)
    }

    /// What is chosen among a few, and the chosen cell of a line.
    pub fn chip(&self) -> Style {
        if self.rich() {
            self.on(Token::OnAccent, Token::Accent)
                .add_modifier(Modifier::BOLD)
        } else {
            Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
        }
    }

    /// A message about something that was done.
    pub fn notice(&self) -> Style {
        self.ink_of(Token::Green)
    }

    /// What is wrong, in text.
    pub fn alert(&self) -> Style {
        self.ink_of(Token::Red).add_modifier(Modifier::BOLD)
    }

    /// A message about something that could not be done, and what is wrong in a field.
    pub fn wrong(&self) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD),
            _ => self.on(Token::OnRed, Token::RedGround),
        }
    }

    /// The ground of a popup.
    pub fn popup(&self) -> Style {
        self.on(Token::Ink, Token::Raised)
    }

    /// The field in which one types.
    pub fn field(&self) -> Style {
        if self.rich() {
            self.on(Token::Strong, Token::Field)
        } else {
            Style::new().add_modifier(Modifier::UNDERLINED)
        }
    }

    /// A light's word.
    pub fn light(&self, light: Light) -> Style {
        let bold = Modifier::BOLD;
        match (light, self.depth) {
            (Light::Red, Depth::None) => Style::new().add_modifier(Modifier::REVERSED),
            (Light::Yellow, Depth::None) => Style::new().add_modifier(bold),
            (Light::Red, _) => self.on(Token::OnRed, Token::RedGround).add_modifier(bold),
            (Light::Yellow, _) => self.on(Token::OnYellow, Token::YellowGround),
            _ => self.light_text(light),
        }
    }

    /// Text in a light's colour.
    pub fn light_text(&self, light: Light) -> Style {
        let style = self.ink_of(match light {
            Light::Grey => Token::Grey,
            Light::Green => Token::Green,
            Light::Blue => Token::Blue,
            Light::Yellow => Token::Yellow,
            Light::Red => Token::Red,
        });
        if light == Light::Red && !self.rich() {
            style.add_modifier(Modifier::BOLD)
        } else {
            style
        }
    }

    /// A lit point of the large digits.
    pub fn digit(&self, light: Light) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::REVERSED),
            _ => self.ground_of(match light {
                Light::Grey => Token::GreyDeep,
                Light::Green => Token::GreenDeep,
                Light::Blue => Token::BlueDeep,
                Light::Yellow => Token::YellowDeep,
                Light::Red => Token::RedDeep,
            }),
        }
    }

    /// A number on a light's colour, where there is no room for large digits.
    pub fn badge(&self, light: Light) -> Style {
        if !self.rich() {
            return Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
        }
        let colour = self.light_text(light).fg.unwrap_or_default();
        self.ink_of(Token::OnAccent)
            .bg(colour)
            .add_modifier(Modifier::BOLD)
    }

    /// A printed status: who has no task may be missed.
    pub fn status(&self, status: Status) -> Style {
        match status {
            Status::Decoupled => self.faint(),
            Status::Planned => Style::new(),
        }
    }

    /// The state of a checklist item.
    pub fn state(&self, state: ItemState) -> Style {
        match state {
            ItemState::Open => Style::new(),
            ItemState::Doing => self.light_text(Light::Blue),
            ItemState::Done => self.light_text(Light::Green),
            ItemState::NotApplicable => self.faint(),
            ItemState::Doubtful => self.alert(),
        }
    }

    /// A filled cell of a bar, with the figure on it.
    pub fn bar(&self) -> Style {
        if self.rich() {
            self.on(Token::Ink, Token::Bar)
        } else {
            self.gone()
        }
    }

    /// An empty cell of a bar, with the figure on it.
    pub fn track(&self) -> Style {
        self.on(Token::Ink, Token::Track)
    }

    /// Lights up the line under the cursor. What has a colour of its own keeps it.
    pub fn select(&self, cell: &mut Cell) {
        if !self.rich() {
            if cell.bg == Color::Reset {
                let bold = cell.modifier & Modifier::BOLD;
                cell.set_style(Style::reset().add_modifier(Modifier::REVERSED | bold));
            }
            return;
        }
        let grounds = [Token::Ground, Token::Surface, Token::Band, Token::Raised];
        if cell.bg == Color::Reset || grounds.iter().any(|one| self.colour(*one) == cell.bg) {
            cell.bg = self.colour(Token::Select);
        }
        if cell.fg == Color::Reset {
            cell.fg = self.colour(Token::Strong);
        } else if cell.fg == self.colour(Token::Faint) {
            cell.fg = self.colour(Token::Soft);
        }
    }

    /// Draws back what lies behind a popup.
    pub fn veil(&self, buf: &mut Buffer) {
        let Self { depth, .. } = self;
        let ground = self.colour(Token::Ground);
        for cell in &mut buf.content {
            let plain = cell.bg == Color::Reset || cell.bg == ground;
            let style = match depth {
                Depth::None => Style::new().add_modifier(Modifier::DIM),
                Depth::Sixteen => self.ink_of(Token::Veil),
                _ if plain => self.on(Token::Veil, Token::Ground),
                _ => self.on(Token::Veil, Token::Surface),
            };
            cell.set_style(Style::reset().patch(style));
        }
    }

    /// Once a frame: every cell gets an ink and a ground, the lines below blank cells get theirs, and
    /// the right half of a wide character gets the colours of its left half, and a mark.
    ///
    /// ratatui compares cell by cell and takes a right half for blank: where a wide character moves by
    /// a cell, what is left of it would not be drawn over. Some terminals keep its ground there, others
    /// (xterm) give it that of what was written beside it. A right half is never told itself, so that
    /// the mark says nothing but that it is no blank.
    pub fn finish(&self, buf: &mut Buffer) {
        let [ink, ground, line] =
            [Token::Ink, Token::Ground, Token::Line].map(|token| self.colour(token));
        let columns = usize::from(buf.area.width).max(1);
        for row in buf.content.chunks_exact_mut(columns) {
            let mut cells = row.iter_mut();
            while let Some(cell) = cells.next() {
                if cell.bg == Color::Reset {
                    cell.bg = ground;
                }
                let symbol = cell.symbol();
                if cell.modifier.contains(Modifier::UNDERLINED) && symbol == " " {
                    cell.fg = line;
                } else if cell.fg == Color::Reset {
                    cell.fg = ink;
                }
                let plain = cells::plain_symbol_width(cell.symbol());
                if plain.unwrap_or_else(|| cell.cell_width()) == 2
                    && let Some(right) = cells.next()
                {
                    let mark = Modifier::HIDDEN;
                    right.set_style(Style::reset().patch(cell.style()).add_modifier(mark));
                }
            }
        }
    }
}

/// The 24 bits of a colour, unless the terminal decides about it.
pub const fn rgb(colour: Color) -> Option<u32> {
    match colour {
        Color::Rgb(r, g, b) => Some((r as u32) << 16 | (g as u32) << 8 | b as u32),
        Color::Indexed(index) if index >= 16 => Some(tokens::of_index(index)),
        _ => None,
    }
}

/// The terminal's own colours: its ground and ink for most, its lights for lights.
fn sixteen(paper: Paper) -> [Color; tokens::COUNT] {
    let mut colours = [Color::Reset; tokens::COUNT];
    let mut set = |token: Token, colour| colours[token as usize] = colour;
    set(Token::RedGround, Color::Red);
    set(Token::OnRed, Color::White);
    set(Token::YellowGround, Color::Yellow);
    set(Token::OnYellow, Color::Black);
    set(Token::Veil, Color::DarkGray);
    match paper {
        Paper::Dark => {
            set(Token::Strong, Color::White);
            set(Token::Accent, Color::LightCyan);
            set(Token::Red, Color::LightRed);
            set(Token::Yellow, Color::LightYellow);
            set(Token::Blue, Color::LightBlue);
            set(Token::Green, Color::LightGreen);
            set(Token::RedDeep, Color::LightRed);
            set(Token::YellowDeep, Color::LightYellow);
            set(Token::BlueDeep, Color::LightBlue);
            set(Token::GreenDeep, Color::LightGreen);
        }
        Paper::Light => {
            set(Token::Red, Color::Red);
            set(Token::Blue, Color::Blue);
            set(Token::RedDeep, Color::Red);
            set(Token::YellowDeep, Color::Yellow);
            set(Token::BlueDeep, Color::Blue);
            set(Token::GreenDeep, Color::Green);
        }
    }
    set(Token::GreyDeep, Color::DarkGray);
    colours
}
