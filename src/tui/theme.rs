//! Colours by meaning. The 16 colours of the terminal, so that they follow the user's scheme;
//! without colour (`NO_COLOR`) reverse, bold and underline say the same.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::model::{ItemState, Light, Status};

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With the terminal's colours, or without any.
    pub const fn new(colour: bool) -> Self {
        Self { colour }
    }

    fn coloured(self, colour: Style, mono: Style) -> Style {
        if self.colour { colour } else { mono }
    }

    /// The bar with title and tabs.
    pub fn bar(self) -> Style {
        self.coloured(
            Style::new().fg(Color::White).bg(Color::Blue),
            Style::new().add_modifier(Modifier::REVERSED),
        )
    }

    /// That everything is made up: nothing else has this ground in the bar.
    pub fn demo(self) -> Style {
        self.coloured(
            Style::new()
                .fg(Color::Black)
                .bg(Color::Yellow)
                .add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::BOLD),
        )
    }

    /// The tab that is open.
    pub fn bar_active(self) -> Style {
        self.coloured(
            Style::new()
                .fg(Color::Black)
                .bg(Color::White)
                .add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::BOLD),
        )
    }

    /// The style of column headings.
    pub fn heading(self) -> Style {
        self.coloured(
            Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::UNDERLINED),
        )
    }

    /// A group's line.
    pub fn group(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What matters less.
    pub fn muted(self) -> Style {
        self.coloured(
            Style::new().fg(Color::DarkGray),
            Style::new().add_modifier(Modifier::DIM),
        )
    }

    /// What matters more.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The line under the cursor. Cells with a ground of their own keep it.
    pub fn cursor(self) -> Style {
        self.coloured(
            Style::new().fg(Color::White).bg(Color::Blue),
            Style::new().add_modifier(Modifier::REVERSED),
        )
    }

    /// Time that is gone, on the axis.
    pub fn gone(self) -> Style {
        self.coloured(
            Style::new().bg(Color::DarkGray),
            Style::new().add_modifier(Modifier::REVERSED),
        )
    }

    /// A filter that stands.
    pub fn chip(self) -> Style {
        self.coloured(
            Style::new().fg(Color::Black).bg(Color::Cyan),
            Style::new().add_modifier(Modifier::REVERSED),
        )
    }

    /// A key in the footer.
    pub fn key(self) -> Style {
        self.coloured(
            Style::new().fg(Color::Yellow),
            Style::new().add_modifier(Modifier::BOLD),
        )
    }

    /// A message about something that was done.
    pub fn notice(self) -> Style {
        self.coloured(Style::new().fg(Color::Green), Style::new())
    }

    /// A message about something that could not be done.
    pub fn alert(self) -> Style {
        self.coloured(
            Style::new()
                .fg(Color::LightRed)
                .add_modifier(Modifier::BOLD),
            Style::new().add_modifier(Modifier::BOLD),
        )
    }

    /// The ground of a popup.
    pub fn popup(self) -> Style {
        self.coloured(Style::new().fg(Color::Black).bg(Color::Gray), Style::new())
    }

    /// The title of a popup.
    pub fn popup_title(self) -> Style {
        self.bar().add_modifier(Modifier::BOLD)
    }

    /// The field in which one types.
    pub fn field(self) -> Style {
        self.coloured(
            Style::new().fg(Color::Black).bg(Color::White),
            Style::new().add_modifier(Modifier::UNDERLINED),
        )
    }

    /// What is wrong in the field in which one types.
    pub fn wrong(self) -> Style {
        self.coloured(
            Style::new().fg(Color::White).bg(Color::Red),
            Style::new()
                .add_modifier(Modifier::REVERSED)
                .add_modifier(Modifier::BOLD),
        )
    }

    /// A light's sign, on a ground of its colour.
    pub fn light(self, light: Light) -> Style {
        let colour = match light {
            Light::Grey => Style::new().fg(Color::White).bg(Color::DarkGray),
            Light::Green => Style::new().fg(Color::Black).bg(Color::Green),
            Light::Blue => Style::new().fg(Color::White).bg(Color::Blue),
            Light::Yellow => Style::new().fg(Color::Black).bg(Color::Yellow),
            Light::Red => Style::new().fg(Color::White).bg(Color::Red),
        };
        let mono = if light >= Light::Yellow {
            Style::new().add_modifier(Modifier::REVERSED)
        } else {
            Style::new()
        };
        self.coloured(colour, mono)
    }

    /// Text in a light's colour, on the ordinary ground.
    pub fn light_text(self, light: Light) -> Style {
        let colour = bright(light);
        let mono = if light == Light::Red {
            Style::new().add_modifier(Modifier::BOLD)
        } else {
            Style::new()
        };
        self.coloured(Style::new().fg(colour), mono)
    }

    /// A printed status.
    pub fn status(self, status: Status) -> Style {
        match status {
            Status::Decoupled => self.coloured(Style::new().fg(Color::Green), Style::new()),
            Status::Planned => self.coloured(Style::new().fg(Color::Yellow), Style::new()),
        }
    }

    /// The state of a checklist item.
    pub fn state(self, state: ItemState) -> Style {
        match state {
            ItemState::Open => Style::new(),
            ItemState::Doing => self.light_text(Light::Blue),
            ItemState::Done => self.light_text(Light::Green),
            ItemState::NotApplicable => self.muted(),
            ItemState::Doubtful => self.alert(),
        }
    }

    /// A cell of a filled bar.
    pub fn fill(self) -> Style {
        self.coloured(
            Style::new().bg(Color::Green),
            Style::new().add_modifier(Modifier::REVERSED),
        )
    }

    /// A lit cell of the big digits.
    pub fn digit(self, light: Light) -> Style {
        self.coloured(
            Style::new().bg(bright(light)),
            Style::new().add_modifier(Modifier::REVERSED),
        )
    }
}

/// A light's colour where it has to stand out from the terminal's own ground.
const fn bright(light: Light) -> Color {
    match light {
        Light::Grey => Color::DarkGray,
        Light::Green => Color::Green,
        Light::Blue => Color::LightBlue,
        Light::Yellow => Color::Yellow,
        Light::Red => Color::LightRed,
    }
}
