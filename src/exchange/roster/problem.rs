//! What is wrong with a roster, and what somebody could say so that it is read all the same.

use super::doubts::Doubt;
use super::words::{ColumnMeaning, RosterColumn};

/// A row of a file that was read, or a cell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellAt {
    /// Which sheet or table of the roster.
    pub part: u16,
    /// The row, as the file's own program counts.
    pub line: u32,
    /// `None` = the whole row.
    pub column: Option<u16>,
}

/// Where something stands: in words, and where whoever shows the file finds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterPlace {
    /// Empty = the file as a whole.
    pub text: String,
    pub cell: Option<CellAt>,
}

impl From<String> for RosterPlace {
    fn from(text: String) -> Self {
        Self { text, cell: None }
    }
}

/// A column, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedColumn {
    /// Position, from 0.
    pub at: u16,
    pub letter: String,
}

/// Something of a roster that could not be read, or not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// Where in the file.
    pub place: RosterPlace,
    /// What is wrong, and what to do about it in the file.
    pub message: String,
    /// What to say beside the file, where that helps.
    pub remedy: Option<Remedy>,
}

impl RosterProblem {
    /// What only the file can mend.
    pub fn new(place: impl Into<RosterPlace>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
            remedy: None,
        }
    }

    /// With what can be said so that the file is read all the same.
    #[must_use]
    pub fn or(mut self, remedy: Remedy) -> Self {
        self.remedy = Some(remedy);
        self
    }
}

/// What the reader of a roster can be told. How, and whether at all, a front end says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Not to take the numbers of the file, of which one is missing.
    CountMissing,
    /// The same, of which one stands twice.
    CountTwice,
    /// The same, of which one is none.
    CountUnread,
    /// Which encoding it is; some of the characters are none.
    Encoding,
    /// Which sheets to read; this one is left.
    Sheet(String),
    /// Which column has what is named: this one.
    Column {
        wanted: RosterColumn,
        column: NamedColumn,
    },
    /// Names and units are the other way round: these columns have them.
    Swap {
        name: NamedColumn,
        unit: NamedColumn,
    },
    /// What a blank state means.
    BlankStatus,
    /// What a word for a state means.
    Status(String),
    /// These words mean what they seem to say.
    Proposed(Vec<(String, ColumnMeaning)>),
    /// What all states are, or which column has them.
    AllStatuses,
    /// Which column has the units, of those that are not used. There may be none.
    Units(Option<NamedColumn>),
    /// These ways to write a unit are one: what is written, and the unit.
    SameUnits(Vec<(String, String)>),
    /// Rows that speak against themselves are not wanted.
    LeaveOut(Doubt),
}

impl Remedy {
    /// The words for states that are not read; a blank is none.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::BlankStatus => vec![""],
            Self::Status(word) => vec![word],
            Self::Proposed(words) => words.iter().map(|(word, _)| &**word).collect(),
            _ => Vec::new(),
        }
    }
}
