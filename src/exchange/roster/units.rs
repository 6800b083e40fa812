//! The unit of each row: as it is written, as its group says, or as in the row above. Ways to
//! write one unit are told from two units.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;

use super::cells::{bare_unit, no_text, several, unit_key};
use super::columns::Header;
use super::content;
use super::found::rows_named;
use super::sheet::{Naming, RosterLine, RosterSheet};
use super::words::{RosterColumn, words};

/// Longest name, in characters.
const MAX_NAME: usize = 80;

/// How the units of a roster are written.
#[derive(Debug, Default)]
pub struct Units {
    /// The unit of the row above.
    last: Option<EcoString>,
    /// Texts of which nothing was to be said, with their units: the same few come many times over, and to
    /// read one takes as long as all else of its row.
    plain: HashMap<EcoString, EcoString>,
    /// What stands for the unit where the user says that there is none.
    absent: Option<EcoString>,
    /// The unit of the group.
    group: Option<EcoString>,
    /// Blank cells are exceptions among rows that all name their unit.
    scattered: bool,
    /// The sheet merges cells of units from above this row on.
    merged_until: u32,
    spelled: HashMap<String, EcoString>,
    /// Other ways to write a unit, and where.
    others: BTreeMap<EcoString, BTreeMap<String, Vec<u32>>>,
    from_above: Vec<u32>,
    two: Vec<u32>,
}

impl Units {
    /// Looks over the column first: what a blank cell means depends on the others.
    pub fn new(sheet: &RosterSheet, header: &Header) -> Self {
        let Some(at) = header.at(RosterColumn::Unit) else {
            let is_absent = header.absent.contains(&RosterColumn::Unit);
            let absent = is_absent.then(|| EcoString::from(words().no_unit()));
            return Self {
                group: absent.clone(),
                absent,
                ..Self::default()
            };
        };
        let (mut filled, mut blank, mut again) = (0usize, 0usize, 0usize);
        let mut before = "";
        for line in &sheet.lines[header.below().min(sheet.lines.len())..] {
            let has_name = header
                .at(RosterColumn::Name)
                .is_some_and(|at| !line.text(at).is_empty());
            match line.text(at) {
                "" if has_name && line.written().count() > 1 => blank += 1,
                "" => {}
                unit => {
                    filled += 1;
                    again += usize::from(unit == before);
                    before = unit;
                }
            }
        }
        let last = header
            .below()
            .checked_sub(1)
            .and_then(|at| sheet.lines.get(at));
        let last = last.map_or(0, |line| line.number);
        let merges = sheet.merges_below(last, at);
        Self {
            // A line that names no unit says nothing of the line above.
            scattered: sheet.naming == Naming::TextLines || again > 0 && blank * 2 < filled,
            merged_until: if merges { last } else { u32::MAX },
            ..Self::default()
        }
    }

    /// A group begins; with its unit, if it stands for one.
    pub fn begin_group(&mut self, unit: Option<&str>) {
        if let Some(unit) = unit {
            self.last = None;
            self.group = Some(words().unit(&bare_unit(unit)).into());
        } else {
            self.group = self.absent.clone();
        }
    }

    /// Another table begins: nothing of the one above holds for it.
    pub fn begin_table(&mut self) {
        self.last = None;
        self.group = self.absent.clone();
    }

    /// The unit of a row, or what is wrong with it.
    pub fn read(
        &mut self,
        sheet: &RosterSheet,
        line: &RosterLine,
        at: Option<u16>,
    ) -> Result<EcoString, String> {
        let written = at.map_or("", |at| line.text(at));
        if let Some(unit) = self.plain.get(written)
            && at.is_none_or(|at| sheet.broken(line.number, at).is_none())
        {
            self.last = Some(unit.clone());
            return Ok(unit.clone());
        }
        let is_blank = written.is_empty() || words().is_ditto(written);
        if is_blank
            && self.last.is_none()
            && let Some(unit) = &self.group
        {
            return Ok(unit.clone());
        }
        let found = self.find(sheet, line, at, written);
        self.last = found.as_ref().ok().cloned();
        found
    }

    fn find(
        &mut self,
        sheet: &RosterSheet,
        line: &RosterLine,
        at: Option<u16>,
        written: &str,
    ) -> Result<EcoString, String> {
        let known = words();
        if !written.is_empty() && known.is_none(written) {
            return Err(t!(
                "主管单位写着“{written}”；没有主管单位、直接登记的请写 直接登记",
                "the unit says \"{written}\"; for none or direct registration write 直接登记"
            ));
        }
        if !written.is_empty() && !known.is_ditto(written) {
            if let Some(why) = no_text(written) {
                return Err(t!(
                    "主管单位“{written}”{why}",
                    "the unit \"{written}\" {why}"
                ));
            }
            if written.chars().count() > MAX_NAME {
                return Err(t!(
                    "主管单位超过 {MAX_NAME} 个字，请核对",
                    "the unit has over {MAX_NAME} characters; please check"
                ));
            }
            let lines = at.and_then(|at| sheet.broken(line.number, at));
            let parts = lines.and_then(|lines| several(lines, content::is_unit));
            let are_two = parts.is_some()
                || written.contains(['、', '/', '／'])
                || several(written, content::is_unit).is_some();
            let (unit, is_plain) = match parts {
                Some(parts) => self.spell(&parts.join("、"), line.number),
                None => self.spell(written, line.number),
            };
            if are_two {
                self.two.push(line.number);
            } else if is_plain {
                self.plain.insert(written.into(), unit.clone());
            }
            return Ok(unit);
        }
        if written.is_empty() && line.number > self.merged_until {
            let message = s!(
                "主管单位为空，也不在合并的单元格里；请补上，与上一行相同的写 同上",
                "no unit, and not in a merged cell; fill it in, or 同上 for that of the row above"
            );
            return Err(message.to_owned());
        }
        if written.is_empty() && self.scattered && self.last.is_some() {
            let message = s!(
                "主管单位为空，别的行都写着；与上一行相同的写 同上，没有主管单位的写 直接登记",
                "no unit, while other rows have one; write 同上 for that of the row above, 直接登记 for none"
            );
            return Err(message.to_owned());
        }
        match &self.last {
            Some(unit) => {
                self.from_above.push(line.number);
                Ok(unit.clone())
            }
            None => Err(s!(
                "主管单位为空，上面也没有可以沿用的",
                "no unit, and none above to go on with"
            )
            .to_owned()),
        }
    }

    /// A unit as it is written first, and whether this is how.
    fn spell(&mut self, written: &str, row: u32) -> (EcoString, bool) {
        let known = words();
        let bare = bare_unit(written);
        let unit = EcoString::from(known.unit(&bare));
        let plain = match &bare {
            Cow::Borrowed(_) => unit.clone(),
            Cow::Owned(_) => known.unit(written).into(),
        };
        let first = self.spelled.entry(unit_key(&unit)).or_insert(unit).clone();
        let is_plain = first == plain;
        if !is_plain {
            let ways = self.others.entry(first.clone()).or_default();
            ways.entry(written.to_owned()).or_default().push(row);
        }
        (first, is_plain)
    }

    /// What the reader should know.
    pub fn notes(self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.from_above.is_empty() {
            let (count, rows) = (self.from_above.len(), rows_named(&self.from_above));
            notes.push(t!(
                "主管单位空白、按上一行填的 {count} 行：{rows}",
                "{count} rows without a unit, filled from the row above: {rows}"
            ));
        }
        if !self.two.is_empty() {
            let (count, rows) = (self.two.len(), rows_named(&self.two));
            notes.push(t!(
                "主管单位一格写了两个单位的 {count} 行，照印发的写法作一个名称统计：{rows}",
                "{count} rows with two units in one cell, counted as one name as printed: {rows}"
            ));
        }
        for (unit, ways) in self.others {
            let ways = ways
                .iter()
                .map(|(way, rows)| format!("“{way}”（{}）", rows_named(rows)));
            let ways = ways.collect::<Vec<_>>().join("、");
            notes.push(t!(
                "主管单位“{unit}”还写作 {ways}，都按它统计",
                "the unit \"{unit}\" is also written {ways}, all counted under it"
            ));
        }
        notes
    }
}
