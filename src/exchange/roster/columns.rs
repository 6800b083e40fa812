//! Finds the header of a roster, on whatever row it stands or over two rows, and which column
//! is which; or takes the user's word for it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::RosterFileError;
use super::content::{self, Content};
use super::sheet::{RosterLine, RosterSheet, column_of};
use super::spelling::squeeze;
use super::unheaded;
use super::words::{RosterColumn, words};

/// A heading is no longer than this.
const MAX_HEADING: usize = 60;

/// Where the user says that a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnPlace {
    /// By position, from 0.
    At(u16),
    /// By its heading.
    Heading(String),
    /// The file has none.
    Absent,
}

impl ColumnPlace {
    /// Reads what stands behind `=`: a position, a heading, or that there is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "" => None,
            "-" | "无" => Some(Self::Absent),
            place => {
                Some(column_of(place).map_or_else(|| Self::Heading(place.to_owned()), Self::At))
            }
        }
    }
}

/// Which column is where, as the user says.
pub type Overrides = BTreeMap<RosterColumn, ColumnPlace>;

/// Reads `名称=B`, `名称=2`, `名称=社团全称` or `序号=-`.
pub fn parse_override(text: &str) -> Result<(RosterColumn, ColumnPlace), String> {
    let wrong = || {
        t!(
            "「{text}」看不懂，请写成 名称=B 的样子，左边是 序号、名称、主管单位、状态，或者登记证号、法定代表人、住所、联系人、联系电话 等资料",
            "\"{text}\" is not understood; write it like 名称=B; to the left stands 序号, 名称, 主管单位, 状态, or details such as 登记证号, 法定代表人, 住所, 联系人, 联系电话"
        )
    };
    let (label, place) = text.split_once(['=', '＝']).ok_or_else(wrong)?;
    let column = words().column_of_label(label.trim()).ok_or_else(wrong)?;
    let place = ColumnPlace::parse(place).ok_or_else(wrong)?;
    Ok((column, place))
}

/// A column of the file that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Position, from 0.
    pub at: u16,
    /// Its heading; empty without one.
    pub heading: String,
    /// The user says so.
    pub told: bool,
}

impl Mapped {
    /// One that was found, and not told.
    pub const fn found(at: u16, heading: String) -> Self {
        Self {
            at,
            heading,
            told: false,
        }
    }
}

/// The header of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Position of its first row among the lines of the sheet; `None` = the file has none.
    pub line: Option<usize>,
    /// Over how many rows it stands; without it, how many lines stand above the list.
    pub rows: usize,
    /// Columns that are read.
    pub columns: BTreeMap<RosterColumn, Mapped>,
    /// Columns that are not.
    pub unused: Vec<(u16, String)>,
    /// Columns that would do for the same as well, with the same name: a second roster beside
    /// the first.
    pub rivals: Vec<(RosterColumn, u16)>,
    /// Columns of which the user says that the file has none.
    pub absent: Vec<RosterColumn>,
    /// Columns that were taken by what stands in them.
    pub reasons: Vec<ContentReason>,
}

impl Header {
    /// Position of the first line below it.
    pub fn below(&self) -> usize {
        self.line.unwrap_or(0) + self.rows
    }

    /// Position of a column.
    pub fn at(&self, column: RosterColumn) -> Option<u16> {
        self.columns.get(&column).map(|mapped| mapped.at)
    }
}

/// Most columns of a roster that any row names.
pub fn known_headings(sheet: &RosterSheet) -> usize {
    let counts = sheet
        .lines
        .iter()
        .map(|line| guess(sheet, line, None).len());
    counts.max().unwrap_or(0)
}

/// Finds the header; `None` when no row is one.
pub fn find(sheet: &RosterSheet, overrides: &Overrides) -> Result<Option<Header>, RosterFileError> {
    let found = sheet.lines.iter().enumerate().find_map(|(at, line)| {
        let rows = header_rows(sheet, at, line)?;
        Some((at, rows))
    });
    let Some((line, rows)) = found else {
        let told = without_header(overrides)?;
        return Ok(told.or_else(|| unheaded::find(sheet, overrides)));
    };
    let second = (rows == 2).then(|| &sheet.lines[line + 1]);
    let texts = headings(sheet, &sheet.lines[line], second);
    let mut columns = BTreeMap::new();
    let mut rivals = Vec::new();
    let mut reasons = Vec::new();
    let guessed = guess(sheet, &sheet.lines[line], second);
    for (column, (rank, at)) in choose(sheet, line + rows, &guessed, &texts, &mut reasons) {
        let others = guessed.get(&column).into_iter().flatten();
        let others = others.filter(|(other, place)| *other == rank && *place != at);
        rivals.extend(others.map(|(_, place)| (column, *place)));
        let heading = texts.get(&at).cloned().unwrap_or_default();
        columns.insert(column, Mapped::found(at, heading));
    }
    for (column, place) in overrides {
        rivals.retain(|(rival, _)| rival != column);
        reasons.retain(|reason| reason.column != *column);
        let at = match place {
            ColumnPlace::Absent => {
                columns.remove(column);
                continue;
            }
            ColumnPlace::At(at) => *at,
            ColumnPlace::Heading(heading) => {
                let wanted = squeeze(heading);
                let found = texts.iter().find(|(_, text)| squeeze(text) == wanted);
                *found
                    .ok_or_else(|| RosterFileError::NoHeading(heading.clone()))?
                    .0
            }
        };
        columns.retain(|_, mapped| mapped.at != at);
        let heading = texts.get(&at).cloned().unwrap_or_default();
        columns.insert(
            *column,
            Mapped {
                at,
                heading,
                told: true,
            },
        );
    }
    let used = |at: u16| columns.values().any(|mapped| mapped.at == at);
    let unused = texts.into_iter().filter(|(at, _)| !used(*at)).collect();
    Ok(Some(Header {
        line: Some(line),
        rows,
        columns,
        unused,
        rivals,
        absent: absent(overrides),
        reasons,
    }))
}

/// Why a column was taken by what stands in it, and not the one that its heading speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentReason {
    pub column: RosterColumn,
    /// The one that was taken.
    pub at: u16,
    /// The one that was not, if there was one, and how much of it fits, of a hundred.
    pub instead_of: Option<(u16, usize)>,
}

/// Of each column the best heading, of equal ones the first; but what stands below speaks louder:
/// names of companies are not those of associations, and blank remarks are no states.
fn choose(
    sheet: &RosterSheet,
    below: usize,
    guessed: &Guess,
    texts: &BTreeMap<u16, String>,
    reasons: &mut Vec<ContentReason>,
) -> BTreeMap<RosterColumn, (usize, u16)> {
    let mut chosen: BTreeMap<RosterColumn, (usize, u16)> = BTreeMap::new();
    for (column, places) in guessed {
        if let Some(best) = places.iter().min() {
            chosen.insert(*column, *best);
        }
    }
    for column in [RosterColumn::Name, RosterColumn::Status] {
        let told = chosen.get(&column).copied();
        let fits = |at: u16, headed: bool| {
            let fits = match column {
                RosterColumn::Name => content::is_name,
                _ if headed => content::is_state,
                _ => content::is_plain_state,
            };
            Content::of(sheet, below, at, fits)
        };
        let now = told.map(|(_, at)| fits(at, true));
        if now.is_some_and(|now| !now.is_hardly()) {
            continue;
        }
        let used = |at: u16| chosen.values().any(|(_, used)| *used == at);
        let others = texts.keys().copied().filter(|at| !used(*at));
        // A column that is headed as one and filled, before one that is nearly blank.
        let headed = guessed.get(&column).into_iter().flatten();
        let filled = |at: u16| Content::of(sheet, below, at, |_| true).filled;
        let blank = told.is_some_and(|(_, at)| filled(at) == 0);
        let headed = headed.filter(|(_, at)| blank && filled(*at) > 0).min();
        if let (Some((rank, at)), Some((_, told))) = (headed, told) {
            chosen.insert(column, (*rank, *at));
            reasons.push(ContentReason {
                column,
                at: *at,
                instead_of: Some((told, 0)),
            });
            continue;
        }
        let best = others
            .map(|at| (fits(at, false), at))
            .filter(|(content, _)| content.is_mostly())
            .max_by_key(|(content, at)| (content.fitting, std::cmp::Reverse(*at)));
        if let Some((_, at)) = best {
            let instead_of = told.map(|(_, told)| (told, now.unwrap_or_default().percent()));
            reasons.push(ContentReason {
                column,
                at,
                instead_of,
            });
            chosen.insert(column, (usize::MAX, at));
        }
    }
    chosen
}

pub(super) fn absent(overrides: &Overrides) -> Vec<RosterColumn> {
    let absent = overrides
        .iter()
        .filter(|(_, place)| **place == ColumnPlace::Absent);
    absent.map(|(column, _)| *column).collect()
}

/// A file without headings can be read when the user says where the names are.
fn without_header(overrides: &Overrides) -> Result<Option<Header>, RosterFileError> {
    let header = told(overrides)?;
    Ok(Some(header).filter(|header| header.columns.contains_key(&RosterColumn::Name)))
}

/// What the user says of a file without headings.
pub(super) fn told(overrides: &Overrides) -> Result<Header, RosterFileError> {
    let mut columns = BTreeMap::new();
    for (column, place) in overrides {
        match place {
            ColumnPlace::At(at) => {
                columns.insert(
                    *column,
                    Mapped {
                        at: *at,
                        heading: String::new(),
                        told: true,
                    },
                );
            }
            ColumnPlace::Heading(heading) => {
                return Err(RosterFileError::NoHeading(heading.clone()));
            }
            ColumnPlace::Absent => {}
        }
    }
    Ok(Header {
        line: None,
        rows: 0,
        columns,
        unused: Vec::new(),
        rivals: Vec::new(),
        absent: absent(overrides),
        reasons: Vec::new(),
    })
}

/// How many rows the header takes that begins with a line; `None` when it is no header.
pub fn header_rows(sheet: &RosterSheet, at: usize, line: &RosterLine) -> Option<usize> {
    let single = guess(sheet, line, None);
    // Most rows are no header, and name nothing.
    if single.is_empty() {
        return None;
    }
    let next = sheet.lines.get(at + 1);
    let next = next.filter(|next| next.number == line.number + 1);
    let double = next.map(|next| guess(sheet, line, Some(next)));
    // The first line of a list of lines is put there by whoever cut it.
    let least = usize::from(line.number != 0);
    let fits = |found: &Guess| found.contains_key(&RosterColumn::Name) && found.len() > least;
    // A title says what is below it, even where it speaks of names and states.
    if line.cells.len() == 1 && next.is_some_and(|next| fits(&guess(sheet, next, None))) {
        return None;
    }
    match double {
        Some(double) if fits(&double) && double.len() > single.len() => Some(2),
        _ if fits(&single) => {
            Some(1 + usize::from(next.is_some_and(|next| continues(sheet, line, next))))
        }
        _ => None,
    }
}

/// The second row says nothing but headings, and some of the first row stand in it merged:
/// then it belongs to the header though the first row names every column.
fn continues(sheet: &RosterSheet, first: &RosterLine, second: &RosterLine) -> bool {
    second.cells.iter().any(|cell| cell.merged)
        && second.cells.iter().all(|cell| {
            cell.merged && first.text(cell.column) == &*cell.text
                || sheet.is_wide(first.number, cell.column)
        })
}

/// Columns with their places, and how good the name is there.
type Guess = BTreeMap<RosterColumn, Vec<(usize, u16)>>;

fn guess(sheet: &RosterSheet, first: &RosterLine, second: Option<&RosterLine>) -> Guess {
    let mut found = Guess::new();
    let all = first
        .cells
        .iter()
        .chain(second.into_iter().flat_map(|line| &line.cells));
    let mut places: Vec<u16> = all.map(|cell| cell.column).collect();
    places.sort_unstable();
    places.dedup();
    for at in places {
        let upper = sheet.heading(first, at);
        let lower = second.map_or("", |line| line.text(at));
        let known = |text: &str| {
            let fits = !text.is_empty() && text.len() <= MAX_HEADING * 3;
            fits.then(|| words().column(text)).flatten()
        };
        // Under a heading that is merged over several columns the lower one tells them apart:
        // 主管单位 over 名称 and 电话 names the first of them only.
        let wide = sheet.is_wide(first.number, at) && !lower.is_empty();
        let whole = if lower.is_empty() {
            Cow::Borrowed(upper)
        } else {
            Cow::Owned(format!("{upper}{lower}"))
        };
        let named = known(&whole).or_else(|| {
            if lower.is_empty() {
                return None;
            }
            let (above, below) = (known(upper), known(lower));
            match below {
                Some((RosterColumn::Name, _)) if wide => above.or(below),
                None if wide => None,
                _ => below.or(above),
            }
        });
        if let Some((column, rank)) = named {
            found.entry(column).or_default().push((rank, at));
        }
    }
    found
}

/// The text of each heading.
fn headings(
    sheet: &RosterSheet,
    first: &RosterLine,
    second: Option<&RosterLine>,
) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    for at in 0..sheet.width() {
        let upper = sheet.heading(first, at);
        let lower = second.map_or("", |line| line.text(at));
        let text = if upper == lower || lower.is_empty() {
            upper.to_owned()
        } else if upper.is_empty() {
            lower.to_owned()
        } else {
            format!("{upper} {lower}")
        };
        if !text.is_empty() {
            texts.insert(at, text);
        }
    }
    texts
}
