//! A column, and a report: rows with the columns that can be told of them.

use std::borrow::Cow;
use std::ops::BitOr;

use chrono::NaiveDate;

use super::cell::{Cell, Rank};
use crate::domain::ledger::Ledger;
use crate::text::cells::visible;
use crate::text::fold::fold_text;
use crate::text::lang::{Both, Lang, lang, within};

/// Where a column is shown unless others are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Media(u8);

impl Media {
    /// The tables of the terminal, and Markdown.
    pub const TEXT: Self = Self(1);
    /// The objects of JSON output.
    pub const JSON: Self = Self(2);
    /// CSV for programs.
    pub const CSV: Self = Self(4);
    /// JSON and CSV.
    pub const DATA: Self = Self(2 | 4);
    /// A sheet of a workbook, or CSV for Excel.
    pub const SHEET: Self = Self(8);
    /// What is copied to the clipboard.
    pub const COPY: Self = Self(16);
    /// Columns that one can ask for by name, on the screen and with `--columns`.
    pub const CHOICE: Self = Self(32);
    /// None of these: a column for the lists of the screen alone, by the cells that it needs there.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(63);

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Media {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What a column holds: which side it leans to, and how a sheet formats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Text,
    Number,
    /// Text made of numbers, such as `3/40`.
    Figures,
    Day,
    /// 红, 黄 …
    Light,
    /// 已办, 办理中 …
    State,
}

impl Holds {
    /// Numbers lean to the right.
    pub const fn right(self) -> bool {
        matches!(self, Self::Number | Self::Figures)
    }
}

/// What cells are read from beside their row.
#[derive(Debug, Clone, Copy)]
pub struct LedgerOn<'a> {
    pub ledger: &'a Ledger,
    /// The day on which lights and days left are counted.
    pub as_of: NaiveDate,
    /// For a column that stands for one of many: a section, a milestone.
    pub which: usize,
}

impl<'a> LedgerOn<'a> {
    /// A ledger on a day.
    pub const fn new(ledger: &'a Ledger, as_of: NaiveDate) -> Self {
        Self {
            ledger,
            as_of,
            which: 0,
        }
    }
}

type Read<R> = for<'a> fn(&LedgerOn<'a>, &'a R) -> Cell<'a>;
type RankOf<R> = fn(&LedgerOn<'_>, &R) -> Rank;

/// A column of rows of one type.
#[derive(Debug, Clone)]
pub struct Column<R> {
    /// The name for programs: `no`, `name`, … `M4`.
    pub id: Cow<'static, str>,
    /// The heading for people.
    pub title: Cow<'static, str>,
    /// The heading in a sheet, which stands there alone.
    pub heading: Cow<'static, str>,
    /// The headings above that one in a sheet, from the top; neighbours share them.
    pub above: Vec<Cow<'static, str>>,
    /// What it holds.
    pub holds: Holds,
    /// Cells that it needs on a screen.
    pub least: usize,
    /// Cells that it can use where there is room.
    pub most: usize,
    media: Media,
    which: usize,
    read: Read<R>,
    ranked: Option<RankOf<R>>,
}

impl<R> Column<R> {
    /// A column that is shown everywhere.
    pub fn new(
        id: impl Into<Cow<'static, str>>,
        title: impl Into<Cow<'static, str>>,
        holds: Holds,
        read: Read<R>,
    ) -> Self {
        let title = title.into();
        Self {
            id: id.into(),
            heading: title.clone(),
            title,
            above: Vec::new(),
            holds,
            least: 0,
            most: 0,
            media: Media::ALL,
            which: 0,
            read,
            ranked: None,
        }
    }

    /// Sorted by something else than by what stands in it.
    #[must_use]
    pub fn ranked(self, ranked: RankOf<R>) -> Self {
        let ranked = Some(ranked);
        Self { ranked, ..self }
    }

    /// Shown only there.
    #[must_use]
    pub fn only(self, media: Media) -> Self {
        Self { media, ..self }
    }

    /// Shown everywhere but there.
    #[must_use]
    pub fn except(self, media: Media) -> Self {
        let media = Media(self.media.0 & !media.0);
        Self { media, ..self }
    }

    /// With another heading in a sheet.
    #[must_use]
    pub fn heading(self, heading: &'static str) -> Self {
        let heading = Cow::Borrowed(heading);
        Self { heading, ..self }
    }

    /// Below another heading in a sheet, which stands below those that were given before.
    #[must_use]
    pub fn below(mut self, heading: impl Into<Cow<'static, str>>) -> Self {
        self.above.push(heading.into());
        self
    }

    /// In the lists of the screen, where it needs and can use so many cells.
    #[must_use]
    pub fn cells(self, least: usize, most: usize) -> Self {
        Self {
            least,
            most,
            ..self
        }
    }

    /// For one of many: a section, a milestone.
    #[must_use]
    pub fn of(self, which: usize) -> Self {
        Self { which, ..self }
    }

    /// The heading with those above it, where there is but one line of them.
    pub fn whole_heading(&self) -> Cow<'_, str> {
        if self.above.is_empty() {
            return Cow::Borrowed(&self.heading);
        }
        let above = self.above.iter().chain([&self.heading]);
        Cow::Owned(
            above
                .map(|one| &**one)
                .collect::<Vec<_>>()
                .join(s!("／", "/")),
        )
    }

    /// Whether it stands in the lists of the screen.
    pub const fn is_listed(&self) -> bool {
        self.least > 0
    }

    /// Whether one of the media shows the column.
    pub const fn is_in(&self, media: Media) -> bool {
        self.media.meets(media)
    }

    /// What stands in it for a row.
    pub fn cell<'a>(&self, on: LedgerOn<'a>, row: &'a R) -> Cell<'a> {
        let which = self.which;
        (self.read)(&LedgerOn { which, ..on }, row)
    }

    /// What a row is sorted by in it.
    pub fn rank(&self, on: LedgerOn<'_>, row: &R) -> Rank {
        let which = self.which;
        let on = LedgerOn { which, ..on };
        match self.ranked {
            Some(ranked) => ranked(&on, row),
            None => (self.read)(&on, row).rank(),
        }
    }
}

/// A name that no column has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("没有列「{name}」，可用 {known}", "no column \"{name}\"; there are {known}"))]
pub struct UnknownColumn {
    name: String,
    known: Both,
}

/// The columns with these names, in this order: `name,light,M4`, or headings, in either language whichever is
/// spoken, as what scripts read is made in Chinese.
pub fn choose<R: Clone>(
    all: impl Fn() -> Vec<Column<R>>,
    names: &str,
) -> Result<Vec<Column<R>>, UnknownColumn> {
    let chosen = || {
        let mut columns = all();
        columns.retain(|column| column.is_in(Media::CHOICE));
        columns
    };
    let [spoken, zh, en] = [lang(), Lang::Zh, Lang::En].map(|lang| within(lang, chosen));
    let find = |name: &str| {
        let wanted = fold_text(name);
        let titled = |column: &Column<R>| fold_text(&column.title) == wanted;
        let by_id = spoken.iter().position(|one| fold_text(&one.id) == wanted);
        let mut by_title = [&spoken, &zh, &en].into_iter();
        let at = by_id.or_else(|| by_title.find_map(|all| all.iter().position(titled)));
        at.map(|at| spoken[at].clone())
            .ok_or_else(|| UnknownColumn {
                name: visible(name).into_owned(),
                known: Both::of(|| {
                    let headings = chosen().into_iter().map(|column| column.title);
                    headings.collect::<Vec<_>>().join(s!(" ", ", "))
                }),
            })
    };
    names
        .split([',', '，', '、'])
        .map(str::trim)
        .map(find)
        .collect()
}

/// Rows with their columns.
#[derive(Debug)]
pub struct Report<'a, R> {
    /// What a sheet of it is called.
    pub name: Cow<'static, str>,
    /// Every column, in order; a column whose place differs between media is there twice.
    pub columns: Vec<Column<R>>,
    pub rows: Vec<R>,
    /// Adds the rows up; the last line of a sheet.
    pub sum: Option<R>,
    /// What the cells are read from.
    pub on: LedgerOn<'a>,
}

impl<'a, R> Report<'a, R> {
    /// Rows with their columns, without a sum.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        columns: Vec<Column<R>>,
        rows: Vec<R>,
        on: LedgerOn<'a>,
    ) -> Self {
        Self {
            name: name.into(),
            columns,
            rows,
            sum: None,
            on,
        }
    }

    /// The same with other columns, which are shown everywhere.
    #[must_use]
    pub fn with_columns(mut self, columns: Vec<Column<R>>) -> Self {
        self.columns = columns;
        for column in &mut self.columns {
            column.media = Media::ALL;
        }
        self
    }

    /// The columns that are shown there.
    pub fn shown(&self, media: Media) -> Vec<&Column<R>> {
        let columns = self.columns.iter();
        columns.filter(|column| column.is_in(media)).collect()
    }
}
