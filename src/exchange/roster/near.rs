//! Units that are written nearly alike: a sign too many, one missing or another one, the city left out. They may
//! be one unit, which only a person can say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::unit_key;
use super::found::{PlannedRow, rows_named};
use super::problem::{Remedy, RosterProblem};
use super::words::words;

/// Of more units than these no two are compared.
const MAX_UNITS: usize = 1_500;
/// Units with so many signs differ by one of them hardly ever.
const LONG: usize = 8;
/// The name of a city before a unit is no longer.
const MAX_CITY: usize = 4;

/// Which units are one, as the user says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitOptions {
    /// A way to write a unit, and the unit.
    pub same: BTreeMap<String, String>,
    /// What looks like one unit is one.
    pub accepted: bool,
}

/// A way to write a unit that is rarer than the other one.
struct NearUnit {
    written: String,
    unit: String,
}

/// Brings the units together that are said to be one, and names those that may be.
pub fn merge(
    rows: &mut [PlannedRow],
    options: &UnitOptions,
) -> (Vec<String>, Option<RosterProblem>) {
    let told: HashMap<String, String> = options
        .same
        .iter()
        .map(|(written, unit)| (unit_key(written), unit.clone()))
        .collect();
    let mut notes = rename(rows, &told);
    let near = propose(rows);
    if near.is_empty() {
        return (notes, None);
    }
    if options.accepted {
        let mut same: HashMap<String, String> = HashMap::new();
        for NearUnit { written, unit } in near {
            // What is nearly one is nearly what that one is.
            let end = same.get(&unit_key(&unit)).cloned().unwrap_or(unit);
            same.insert(unit_key(&written), end);
        }
        notes.extend(rename(rows, &same));
        return (notes, None);
    }
    let said = near.iter().map(|NearUnit { written, unit }| {
        let of = rows.iter().filter(|row| row.row.printed_unit == *written);
        let of: Vec<u32> = of.map(|row| row.line).collect();
        t!(
            "“{written}”（{}）与“{unit}”",
            "\"{written}\" ({}) and \"{unit}\"",
            rows_named(&of)
        )
    });
    let said = said.collect::<Vec<_>>().join("，");
    let hint = RosterProblem::new(
        String::new(),
        t!(
            "主管单位的写法很像，可能是同一个，现在各算各的：{said}",
            "units with alike spellings, perhaps one, counted apart now: {said}"
        ),
    );
    let pairs = near.into_iter().map(|near| (near.written, near.unit));
    let hint = hint.or(Remedy::SameUnits(pairs.collect()));
    (notes, Some(hint))
}

/// Gives units another name; what was renamed, and in which rows.
fn rename(rows: &mut [PlannedRow], same: &HashMap<String, String>) -> Vec<String> {
    let mut renamed: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    if same.is_empty() {
        return Vec::new();
    }
    for row in rows {
        let written = &row.row.printed_unit;
        if let Some(unit) = same
            .get(&unit_key(written))
            .filter(|unit| *unit != written.as_str())
        {
            let pair = (unit.clone(), written.to_string());
            renamed.entry(pair).or_default().push(row.line);
            row.row.printed_unit = unit.as_str().into();
        }
    }
    let notes = renamed.into_iter().map(|((unit, written), lines)| {
        let rows = rows_named(&lines);
        t!(
            "主管单位“{written}”（{rows}）按“{unit}”统计",
            "the unit \"{written}\" ({rows}) counts as \"{unit}\""
        )
    });
    notes.collect()
}

/// Pairs of units that are nearly alike; of each the rarer one is to be the other.
fn propose(rows: &[PlannedRow]) -> Vec<NearUnit> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for alike in rows.chunk_by(|a, b| a.row.printed_unit == b.row.printed_unit) {
        let next = counts.len();
        let unit = &alike[0].row.printed_unit;
        counts.entry(unit).or_insert((next, 0)).1 += alike.len();
    }
    if counts.len() > MAX_UNITS {
        return Vec::new();
    }
    let mut units: Vec<(&str, usize, usize, Vec<char>)> = counts
        .into_iter()
        .filter(|(unit, _)| words().is_unit_of_its_own(unit))
        .map(|(unit, (first, count))| (unit, first, count, unit_key(unit).chars().collect()))
        .collect();
    // The most frequent first, of equals the longest: that is what the others are written for.
    units
        .sort_by_key(|(_, first, count, signs)| (std::cmp::Reverse((*count, signs.len())), *first));
    let mut near = Vec::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (at, (unit, .., signs)) in units.iter().enumerate() {
        for (written, .., others) in &units[at + 1..] {
            if !taken.contains(written) && are_near(signs, others) {
                taken.insert(written);
                near.push(NearUnit {
                    written: (*written).to_owned(),
                    unit: (*unit).to_owned(),
                });
            }
        }
    }
    near
}

/// Two names that differ by what a slip of the hand leaves.
fn are_near(one: &[char], other: &[char]) -> bool {
    let (long, short) = if one.len() < other.len() {
        (other, one)
    } else {
        (one, other)
    };
    if short.len() < 3 {
        return false;
    }
    let before = long.len() - short.len();
    let city = &long[..before];
    let is_city = long.ends_with(short)
        && (1..=MAX_CITY).contains(&before)
        && (city.ends_with(&['市'])
            || city.ends_with(&['县'])
            || short.starts_with(&['市'])
            || short.starts_with(&['县']));
    if is_city {
        return true;
    }
    let alike = long.iter().zip(short).take_while(|(a, b)| a == b).count();
    match before {
        1 => short.len() > 3 && long[alike + 1..] == short[alike..],
        // 第一、第二 and 东、西 tell units apart; so do short names that differ by one sign.
        0 => {
            let tells = |c: char| "一二三四五六七八九十东西南北上下中".contains(c);
            alike < long.len()
                && long.len() >= LONG
                && long[alike + 1..] == short[alike + 1..]
                && !tells(long[alike])
                && !tells(short[alike])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_slip_leaves_is_told_from_another_unit() {
        let near = |one: &str, other: &str| {
            let signs = |text: &str| text.chars().collect::<Vec<_>>();
            are_near(&signs(one), &signs(other))
        };
        for (one, other) in [
            ("洛阳市教育体育局", "洛阳市教育体育"),
            ("洛阳市教育体育局", "洛阳市教肓体育局"),
            ("洛阳市教育体育局", "洛阳市教育和体育局"),
            ("洛阳市商务局", "市商务局"),
            ("洛阳市商务局", "商务局"),
            ("洛阳市商务局", "洛阳商务局"),
            ("商务局", "洛阳市商务局"),
        ] {
            assert!(near(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("洛阳市农业局", "洛阳市林业局"),
            ("洛阳市文化局", "洛阳市文物局"),
            ("洛阳市第一人民医院", "洛阳市第二人民医院"),
            ("洛阳市商务局", "洛阳市公安局"),
            ("洛阳市老城区教育局", "教育局"),
            ("商务局", "公安局"),
        ] {
            assert!(!near(one, other), "{one} {other}");
        }
    }
}
