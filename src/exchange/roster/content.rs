//! What stands in a column below its heading: whether it looks like names of associations, like
//! units, like states. A heading says what a column should hold; this says what it does.

use super::sheet::RosterSheet;
use super::words::words;

/// So many rows are looked at.
const SAMPLE: usize = 400;

/// How many cells of a column hold something, and how many of these look like what is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Content {
    pub filled: usize,
    pub fitting: usize,
}

impl Content {
    /// Looks at a column below the header.
    pub fn of(sheet: &RosterSheet, below: usize, at: u16, fits: impl Fn(&str) -> bool) -> Self {
        let mut content = Self::default();
        let lines = sheet.lines.iter().skip(below).take(SAMPLE);
        // What stands across several columns is a title and in none of them.
        let in_column = lines.filter(|line| !sheet.is_wide(line.number, at));
        for cell in in_column.filter_map(|line| line.cell(at)) {
            content.filled += 1;
            content.fitting += usize::from(fits(&cell.text));
        }
        content
    }

    /// Most of it is what is wanted.
    pub const fn is_mostly(self) -> bool {
        self.fitting > 0 && self.fitting * 3 >= self.filled * 2
    }

    /// Hardly anything of it is.
    pub const fn is_hardly(self) -> bool {
        self.fitting * 3 <= self.filled
    }

    /// Of a hundred.
    pub const fn percent(self) -> usize {
        match self.filled {
            0 => 0,
            filled => self.fitting * 100 / filled,
        }
    }
}

/// Looks like the name of an association.
pub fn is_name(text: &str) -> bool {
    words().is_association(super::cells::bare_name(text))
}

/// Looks like a unit that supervises.
pub fn is_unit(text: &str) -> bool {
    words().is_unit(text) && !words().is_association(text) && !words().is_company(text)
}

/// Says what becomes of an association, in words that mean nothing else: 是 may answer any question.
pub fn is_state(text: &str) -> bool {
    let known = words().status(text).or_else(|| words().proposed(text));
    known.is_some() && text.chars().count() > 1
}

/// Says it with the word of the reform in it.
pub fn is_plain_state(text: &str) -> bool {
    text.contains(['脱', '脫']) && is_state(text)
}
