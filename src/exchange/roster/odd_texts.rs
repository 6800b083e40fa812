//! Names and units that say more than a name or a unit, or something else: taken as they are written,
//! because nobody but who wrote them knows, and named.

use std::collections::BTreeMap;

use super::content;
use super::found::{PlannedRow, RosterPart, rows_named};
use super::problem::{NamedColumn, Remedy, RosterProblem};
use super::spelling::{squeeze, without_brackets};
use super::words::{RosterColumn, words};
use crate::text::fold::is_han;

/// Signs that no name has.
const SIGNS: [char; 20] = [
    '*', '＊', '※', '★', '☆', '△', '▲', '√', '×', '→', '>', '＞', '<', '＜', '=', '＝', '?', '？',
    '#', '＃',
];
/// So many digits in a row are a telephone.
const PHONE: usize = 7;

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Oddity {
    /// The name says what became of the association.
    NameSays,
    /// A sign stands in it that points to a remark, or was left from somewhere.
    NameSign,
    /// It is called as units are.
    NameOfUnit,
    /// It does not end as names of associations do.
    NameEnding,
    /// The unit says whom to call, or what it was or became.
    UnitSays,
    /// Traditional characters stand in the name or the unit.
    Traditional,
}

impl Oddity {
    fn of_name(name: &str) -> Option<Self> {
        if words().name_doubt(name).is_some() {
            return Some(Self::NameSays);
        }
        let is_sign = |c: char| !is_han(c) && SIGNS.contains(&c);
        if name.contains(is_sign) {
            return Some(Self::NameSign);
        }
        if words().is_association(name) {
            return words().is_traditional(name).then_some(Self::Traditional);
        }
        let name = squeeze(name);
        let bare = without_brackets(&name);
        if words().is_association(&bare) {
            None
        } else if words().is_unit(&bare) {
            Some(Self::NameOfUnit)
        } else {
            Some(Self::NameEnding)
        }
    }

    fn of_unit(unit: &str) -> Option<Self> {
        let mut digits = 0;
        let is_phone = unit.chars().any(|c| {
            digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
            digits >= PHONE
        });
        let says = is_phone || words().unit_doubt(unit).is_some();
        let traditional = || words().is_traditional(unit).then_some(Self::Traditional);
        says.then_some(Self::UnitSays).or_else(traditional)
    }

    fn sentence(self, count: usize, rows: &str) -> String {
        match self {
            Self::NameSays => t!(
                "名称里像是还写着注销、脱钩、更名一类的话，照原样读入的 {count} 行：{rows}",
                "names that say what became of the association, taken as written, {count} rows: {rows}"
            ),
            Self::NameSign => t!(
                "名称里有星号、箭头一类的符号，照原样读入的 {count} 行：{rows}",
                "names with stars, arrows or the like, taken as written, {count} rows: {rows}"
            ),
            Self::NameOfUnit => t!(
                "名称像是主管单位的 {count} 行，请核对：{rows}",
                "names that look like supervising units, please check, {count} rows: {rows}"
            ),
            Self::NameEnding => t!(
                "名称不以协会、商会等结尾的 {count} 行，请核对：{rows}",
                "names that do not end as those of associations do, please check, {count} rows: {rows}"
            ),
            Self::Traditional => t!(
                "名称或主管单位里有繁体字，照原样保留的 {count} 行：{rows}",
                "names or units with traditional characters, kept as written, {count} rows: {rows}"
            ),
            Self::UnitSays => t!(
                "主管单位里像是还写着联系人、电话或单位变更，照原样统计的 {count} 行：{rows}",
                "units that say whom to call or what they became, counted as written, {count} rows: {rows}"
            ),
        }
    }
}

/// Rows with the same unit below each other, in which rosters mostly stand.
fn of_one_unit(rows: &[PlannedRow]) -> impl Iterator<Item = &[PlannedRow]> {
    rows.chunk_by(|a, b| a.row.printed_unit == b.row.printed_unit)
}

/// What the reader should know of the rows of a part.
pub fn notes(rows: &[PlannedRow], part: u16) -> Vec<String> {
    let mut found: BTreeMap<Oddity, Vec<u32>> = BTreeMap::new();
    for alike in of_one_unit(rows) {
        let of_unit = Oddity::of_unit(&alike[0].row.printed_unit);
        for row in alike.iter().filter(|row| row.part == part) {
            for oddity in Oddity::of_name(&row.row.name).into_iter().chain(of_unit) {
                let lines = found.entry(oddity).or_default();
                if lines.last() != Some(&row.line) {
                    lines.push(row.line);
                }
            }
        }
    }
    let found = found.iter();
    found
        .map(|(oddity, lines)| oddity.sentence(lines.len(), &rows_named(lines)))
        .collect()
}

/// Names that are units, and units that are associations: somebody has put the headings the wrong way
/// round.
pub fn swapped(parts: &[RosterPart<'_>], rows: &[PlannedRow]) -> Option<RosterProblem> {
    let header = parts.first()?.header;
    let (name, unit) = (
        header.columns.get(&RosterColumn::Name)?,
        header.columns.get(&RosterColumn::Unit)?,
    );
    // Hardly any unit is called like an association, so that hardly any name is looked at.
    let of_names = of_one_unit(rows).filter(|alike| content::is_name(&alike[0].row.printed_unit));
    let is = |row: &&PlannedRow| content::is_unit(&row.row.name);
    let count = of_names.flatten().filter(is).count();
    if count == 0 || count * 2 < rows.len() || name.told || unit.told {
        return None;
    }
    let sheet = parts[0].sheet;
    let named = |at: u16| NamedColumn {
        at,
        letter: sheet.column_name(at),
    };
    let message = t!(
        "名称一列（{}）写的像是主管单位，主管单位一列（{}）写的像是协会",
        "the column of names ({}) looks like units, that of units ({}) like associations",
        sheet.column_name(name.at),
        sheet.column_name(unit.at)
    );
    let swap = Remedy::Swap {
        name: named(unit.at),
        unit: named(name.at),
    };
    Some(RosterProblem::new(String::new(), message).or(swap))
}
