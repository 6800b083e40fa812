//! What can stand in a field, and how people's writing of it is read. "Not filled in" is no
//! value at all, which is different from 0 and from 否.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Field, FieldKind, month};
use crate::domain::round::official;
use crate::text::plain::{Plain, TooLong};

/// Most decimal places of an amount in 万元 (a 分 is the sixth) or an area.
pub const MAX_SCALE: u32 = 6;
/// Largest whole number; larger ones are slips.
const MAX_INTEGER: u64 = 1_000_000_000;
/// What is written into a list or a table to say that there is nothing to list.
pub const NONE: &str = "无";
/// Most items of a list and rows of a table.
pub const MAX_ROWS: usize = 200;

/// A filled-in field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Text, telephone number, name of a unit.
    Text(String),
    /// A whole number.
    Integer(u64),
    /// An exact amount in 万元 or area in ㎡.
    Decimal(Decimal),
    /// The options that are ticked, in the order of the form.
    Ticked(Vec<String>),
    /// Items of a list; none of them where 无 is the answer.
    List(Vec<String>),
    /// Rows of a table, each with one text for each column; none of them where 无 is the answer.
    Table(Vec<Vec<String>>),
}

impl Value {
    /// The number zero.
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Integer(number) => *number == 0,
            Self::Decimal(number) => number.is_zero(),
            _ => false,
        }
    }

    /// Rows of cells, as [`Field::read`] takes them and as they are printed; only a table has more
    /// than one cell in a row.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let column = |texts: &[String]| texts.iter().map(|text| vec![text.clone()]).collect();
        match self {
            _ if self.says_none() => vec![vec![NONE.to_owned()]],
            Self::Ticked(texts) | Self::List(texts) => column(texts),
            Self::Table(rows) => rows.clone(),
            Self::Text(_) | Self::Integer(_) | Self::Decimal(_) => vec![vec![self.to_string()]],
        }
    }

    /// A list or a table that is answered with 无.
    fn says_none(&self) -> bool {
        match self {
            Self::List(items) => items.is_empty(),
            Self::Table(rows) => rows.is_empty(),
            _ => false,
        }
    }

    /// How many items a list has or rows a table; `None` of anything else.
    pub const fn entries(&self) -> Option<usize> {
        match self {
            Self::List(items) => Some(items.len()),
            Self::Table(rows) => Some(rows.len()),
            _ => None,
        }
    }

    /// The option is ticked.
    pub fn ticks(&self, option: &str) -> bool {
        matches!(self, Self::Ticked(ticked) if ticked.iter().any(|one| one == option))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Decimal(number) => write!(f, "{number}"),
            Self::Ticked(options) => f.write_str(&official::joined(options)),
            _ if self.says_none() => f.write_str(official::shown(NONE)),
            Self::List(items) => f.write_str(&items.join(s!("；", "; "))),
            Self::Table(rows) => {
                let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
                f.write_str(&rows.join(s!("；", "; ")))
            }
        }
    }
}

/// Writing that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueError {
    /// Not a number.
    NotANumber(String),
    /// About a number.
    Approximate(String),
    /// A negative number.
    Negative(String),
    /// Parts of a person or a matter.
    NotWhole {
        /// What was written.
        text: String,
        /// What is counted, where the form says it.
        unit: Option<String>,
    },
    /// A number that is certainly a slip.
    TooLarge(String),
    /// More decimal places than a 分.
    TooFine(String),
    /// No such option.
    UnknownOption {
        /// What was written.
        text: String,
        /// What there is.
        known: String,
    },
    /// More than one where one is allowed.
    TooManyOptions(String),
    /// An option that stands alone, ticked with others.
    NotAlone(String),
    /// A row with too many or too few columns.
    WrongColumns {
        /// Which row, from 1.
        row: usize,
        /// How many it has.
        found: usize,
        /// How many it should have.
        columns: usize,
        headings: String,
    },
    /// Too many rows.
    TooManyRows(usize),
    /// Not a month or a day.
    NotAMonth(String),
    /// Several texts where one is allowed.
    OneOnly(usize),
    /// A text that is too long.
    TooLong(TooLong),
}

impl std::error::Error for ValueError {}

impl From<TooLong> for ValueError {
    fn from(error: TooLong) -> Self {
        Self::TooLong(error)
    }
}

impl Field {
    /// Reads what people write. One text, or several for choices, lists and tables (a row's
    /// columns are divided by `|`). `None` when everything is blank: not filled in.
    pub fn parse(&self, texts: &[String]) -> Result<Option<Value>, ValueError> {
        self.read(&self.split(texts))
    }

    /// The texts as rows of cells: only a table's are divided, at `|`.
    pub fn split(&self, texts: &[String]) -> Vec<Vec<String>> {
        let split = |text: &String| match self.kind {
            FieldKind::Table if text.trim().is_empty() => Vec::new(),
            FieldKind::Table => text.split(['|', '｜']).map(str::to_owned).collect(),
            _ => vec![text.clone()],
        };
        texts.iter().map(split).collect()
    }

    /// Reads what people write, row by row; only a table has more than one cell in a row. `None`
    /// when everything is blank: not filled in.
    pub fn read(&self, rows: &[Vec<String>]) -> Result<Option<Value>, ValueError> {
        let mut cleaned = Vec::with_capacity(rows.len());
        for row in rows {
            let row: Vec<String> = row
                .iter()
                .map(|cell| Plain::typed(cell).map(String::from))
                .collect::<Result<_, _>>()?;
            if row.iter().any(|cell| !cell.is_empty()) {
                cleaned.push(row);
            }
        }
        if cleaned.is_empty() {
            return Ok(None);
        }
        if cleaned.len() > MAX_ROWS {
            return Err(ValueError::TooManyRows(cleaned.len()));
        }
        if let [only] = cleaned.as_slice()
            && let mut filled = only.iter().filter(|cell| !cell.is_empty())
            && let (Some(one), None) = (filled.next(), filled.next())
            && official::means(NONE, one)
        {
            match self.kind {
                FieldKind::List => return Ok(Some(Value::List(Vec::new()))),
                FieldKind::Table => return Ok(Some(Value::Table(Vec::new()))),
                _ => {}
            }
        }
        if self.kind == FieldKind::Table {
            return self.read_table(cleaned).map(Some);
        }
        let texts: Vec<String> = cleaned.into_iter().flatten().collect();
        let value = match self.kind {
            FieldKind::YesNo | FieldKind::Single | FieldKind::Multiple | FieldKind::Tick => {
                self.parse_options(&texts)?
            }
            FieldKind::List => Value::List(texts),
            _ => match texts.as_slice() {
                [one] => self.parse_one(one)?,
                many => return Err(ValueError::OneOnly(many.len())),
            },
        };
        Ok(Some(value))
    }

    /// The field can hold such a value: written down and read again it is the same, within all
    /// limits of what can be entered. For values that come from outside; a list that says 无 as an item is
    /// from before it was an answer.
    pub fn holds(&self, value: &Value) -> bool {
        let rows = value.rows();
        let same = |read: &Value| {
            let kept = read.entries().is_some() && value.entries().is_some();
            *read == *value || kept && read.rows() == rows
        };
        matches!(self.read(&rows), Ok(Some(read)) if same(&read))
    }

    fn parse_one(&self, text: &str) -> Result<Value, ValueError> {
        match self.kind {
            FieldKind::Integer => self.parse_integer(text).map(Value::Integer),
            FieldKind::Amount | FieldKind::Area => parse_decimal(text).map(Value::Decimal),
            FieldKind::Month => parse_month(text).map(Value::Text),
            _ => Ok(Value::Text(text.to_owned())),
        }
    }

    fn parse_integer(&self, text: &str) -> Result<u64, ValueError> {
        let number = parse_decimal(text)?;
        if !number.is_integer() {
            return Err(ValueError::NotWhole {
                text: text.to_owned(),
                unit: self.unit.clone(),
            });
        }
        u64::try_from(number)
            .ok()
            .filter(|number| *number <= MAX_INTEGER)
            .ok_or_else(|| ValueError::TooLarge(text.to_owned()))
    }

    fn parse_options(&self, texts: &[String]) -> Result<Value, ValueError> {
        let is = |text: &String, option: &String| official::means(option, text);
        for text in texts {
            if !self.options.iter().any(|option| is(text, option)) {
                return Err(ValueError::UnknownOption {
                    text: text.clone(),
                    known: official::joined(&self.options),
                });
            }
        }
        let options = self.options.iter();
        let ticked = options.filter(|option| texts.iter().any(|text| is(text, option)));
        let ticked: Vec<String> = ticked.cloned().collect();
        if self.kind != FieldKind::Multiple && ticked.len() > 1 {
            return Err(ValueError::TooManyOptions(official::joined(&ticked)));
        }
        let alone = ticked.iter().find(|option| self.exclusive.contains(option));
        match alone {
            Some(alone) if ticked.len() > 1 => Err(ValueError::NotAlone(alone.clone())),
            _ => Ok(Value::Ticked(ticked)),
        }
    }

    fn read_table(&self, mut rows: Vec<Vec<String>>) -> Result<Value, ValueError> {
        for (at, row) in rows.iter_mut().enumerate() {
            if row.len() != self.columns.len() {
                return Err(ValueError::WrongColumns {
                    row: at + 1,
                    found: row.len(),
                    columns: self.columns.len(),
                    headings: self.columns.join("|"),
                });
            }
            for (cell, heading) in row.iter_mut().zip(&self.columns) {
                if self.month_columns.contains(heading) && !cell.is_empty() {
                    *cell = parse_month(cell)?;
                }
            }
        }
        Ok(Value::Table(rows))
    }
}

/// Reads a month or a day, and writes it as `2020-08` or `2020-08-15`.
fn parse_month(text: &str) -> Result<String, ValueError> {
    month::parse(text)
        .map(|month| month.to_string())
        .ok_or_else(|| ValueError::NotAMonth(text.to_owned()))
}

/// Reads a number that is not negative: half- or full-width digits, thousands divided by
/// commas (`1,234.50`), nothing else.
fn parse_decimal(text: &str) -> Result<Decimal, ValueError> {
    let folded: String = text.chars().map(half_width).filter(|c| *c != ' ').collect();
    let not_a_number = || ValueError::NotANumber(text.to_owned());
    if folded.starts_with(['约', '近', '余']) || folded.ends_with(['余', '多', '左', '右']) {
        return Err(ValueError::Approximate(text.to_owned()));
    }
    let (whole, fraction) = folded.split_once('.').unwrap_or((&folded, ""));
    if let Some(positive) = whole.strip_prefix(['-', '−'])
        && positive.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(ValueError::Negative(text.to_owned()));
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    let thousands = groups.clone().all(|group| group.len() == 3);
    if grouped && !(thousands && (1..=3).contains(&first.len())) {
        return Err(not_a_number());
    }
    let digits: String = whole.chars().filter(|c| *c != ',').collect();
    let plain = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let dangling = folded.contains('.') && fraction.is_empty();
    if digits.is_empty() || dangling || !plain(&digits) || !plain(fraction) {
        return Err(not_a_number());
    }
    if fraction.len() > MAX_SCALE as usize {
        return Err(ValueError::TooFine(text.to_owned()));
    }
    if digits.len() > 12 {
        return Err(ValueError::TooLarge(text.to_owned()));
    }
    let number = if fraction.is_empty() {
        digits
    } else {
        format!("{digits}.{fraction}")
    };
    number
        .parse::<Decimal>()
        .map(|number| number.normalize())
        .map_err(|_| not_a_number())
}

/// Full-width forms of digits and signs to half-width ones.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("12", "12"),
            ("１２", "12"),
            ("1,234.50", "1234.5"),
            ("１，２３４．５", "1234.5"),
            ("0", "0"),
            ("0.000001", "0.000001"),
            (" 3 ", "3"),
        ] {
            assert_eq!(
                parse_decimal(text).map(|n| n.to_string()),
                Ok(expected.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_named() {
        use ValueError as E;
        for (text, check) in [
            ("约50", E::Approximate as fn(String) -> E),
            ("50余", E::Approximate),
            ("-3", E::Negative),
            ("－3", E::Negative),
            ("1,23", E::NotANumber),
            ("12,34,567", E::NotANumber),
            ("3.", E::NotANumber),
            (".5", E::NotANumber),
            ("三", E::NotANumber),
            ("1e5", E::NotANumber),
            ("1.2.3", E::NotANumber),
            ("1.1234567", E::TooFine),
            ("1234567890123", E::TooLarge),
        ] {
            assert_eq!(parse_decimal(text), Err(check(text.into())), "{text}");
        }
    }
}
