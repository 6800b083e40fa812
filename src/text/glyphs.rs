//! Signs. The ordinary set holds only characters that take one cell in every terminal, also
//! where ambiguous ones take two (`ecosystem.md` 3.2); the other set is ASCII.

/// A set of signs. Each takes as many cells in one set as in the other.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// A settled item.
    pub tick: &'static str,
    /// An item nobody has touched.
    pub open: &'static str,
    /// An item in hand.
    pub doing: &'static str,
    /// An item that does not concern the association.
    pub na: &'static str,
    /// An item in doubt.
    pub doubtful: &'static str,
    /// A milestone that was reached.
    pub done: &'static str,
    pub decoupled: &'static str,
    pub planned: &'static str,
    /// A group whose members are hidden.
    pub folded: &'static str,
    /// A group whose members are shown.
    pub unfolded: &'static str,
    /// The as-of date on the axis.
    pub today: &'static str,
    /// A marked line.
    pub marked: &'static str,
    /// The line under the cursor, in the margin, where grounds tell it.
    pub cursor: &'static str,
    /// The same where nothing else but reverse tells it.
    pub pointer: &'static str,
    /// Something could not be done.
    pub failed: &'static str,
    /// Between the parts of a place.
    pub inside: &'static str,
    /// What can be taken from the other side.
    pub from: &'static str,
    /// A filled and an empty cell of a bar that has no ground of its own; the axis.
    pub filled: &'static str,
    pub empty: &'static str,
    pub axis: &'static str,
    /// Something was cut.
    pub ellipsis: &'static str,
    /// Sorted by this column, and the other way round.
    pub rising: &'static str,
    pub falling: &'static str,
    /// Further that way.
    pub arrow: &'static str,
    /// Curves are drawn with braille patterns, which take one cell everywhere.
    pub braille: bool,
}

impl Glyphs {
    /// One cell everywhere.
    pub const SAFE: Self = Self {
        tick: "☑",
        open: "☐",
        doing: "▸",
        na: "-",
        doubtful: "?",
        done: "✓",
        decoupled: "✓",
        planned: "▪",
        folded: "▸",
        unfolded: "▾",
        today: "^",
        marked: "✓",
        cursor: "▐",
        pointer: "▸",
        failed: "✗",
        inside: "›",
        from: "‹",
        filled: "⠶",
        empty: "⠒",
        axis: "⠒",
        ellipsis: "..",
        rising: "▴",
        falling: "▾",
        arrow: "->",
        braille: true,
    };

    /// For terminals and fonts that have nothing else. What is done is no x, which reads as a cross.
    pub const ASCII: Self = Self {
        tick: "v",
        open: ".",
        doing: ">",
        na: "-",
        doubtful: "?",
        done: "v",
        decoupled: "v",
        planned: "o",
        folded: ">",
        unfolded: "v",
        today: "^",
        marked: "*",
        cursor: "|",
        pointer: ">",
        failed: "x",
        inside: ">",
        from: "<",
        filled: "#",
        empty: ".",
        axis: "-",
        ellipsis: "..",
        rising: "^",
        falling: "v",
        arrow: "->",
        braille: false,
    };

    #[cfg(test)]
    const fn all(&self) -> [&'static str; 24] {
        [
            self.tick,
            self.open,
            self.doing,
            self.na,
            self.doubtful,
            self.done,
            self.decoupled,
            self.planned,
            self.folded,
            self.unfolded,
            self.today,
            self.marked,
            self.cursor,
            self.pointer,
            self.failed,
            self.inside,
            self.from,
            self.filled,
            self.empty,
            self.axis,
            self.ellipsis,
            self.rising,
            self.falling,
            self.arrow,
        ]
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn no_sign_changes_its_width_with_the_terminal() {
        for (safe, ascii) in Glyphs::SAFE.all().iter().zip(Glyphs::ASCII.all()) {
            assert_eq!(safe.width(), safe.width_cjk(), "{safe}");
            assert_eq!(safe.width(), ascii.width(), "{safe} {ascii}");
            assert!(ascii.is_ascii());
        }
    }
}
