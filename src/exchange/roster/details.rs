//! What a row says of its association beside name, unit and state: its number in the register, who represents
//! it, where it is, whom to call. It goes to the fields of the forms and to the contact.

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use serde::{Deserialize, Serialize};

use super::RosterFileError;
use super::columns::{ColumnPlace, Header};
use super::found::{PlannedRow, RosterPart, rows_named};
use super::plan::RosterPlan;
use super::sheet::{RosterLine, RosterSheet};
use super::spelling::{squeeze, without_brackets};
use super::words::words;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::exchange::odd_cell;

/// Something that a row says. Of two that go to one field the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterDetail {
    /// 登记证号.
    RegNo,
    /// 统一社会信用代码.
    Code,
    /// 法定代表人.
    LegalRep,
    /// 会长.
    President,
    /// 秘书长.
    SecGen,
    /// 住所.
    Address,
    /// 联系人.
    Contact,
    /// 联系电话.
    Phone,
    /// 登记状态; kept nowhere.
    RegState,
    /// 社会组织类型; kept nowhere.
    OrgType,
}

/// What a row says.
pub type RowDetails = [(RosterDetail, EcoString)];

/// How a detail is headed, and where it goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DetailWords {
    pub id: RosterDetail,
    pub label: String,
    /// Whole headings; parts of headings are too little to tell whose telephone it is.
    pub names: Vec<String>,
    /// The field of the forms.
    #[serde(default)]
    pub field: Option<String>,
}

impl RosterDetail {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::RegNo,
        Self::Code,
        Self::LegalRep,
        Self::President,
        Self::SecGen,
        Self::Address,
        Self::Contact,
        Self::Phone,
        Self::RegState,
        Self::OrgType,
    ];

    fn words(self) -> Option<&'static DetailWords> {
        words().details().iter().find(|known| known.id == self)
    }

    /// The word for people, and on the command line.
    pub fn label(self) -> &'static str {
        self.words().map_or("", |known| known.label.as_str())
    }

    /// The field of the forms that it is an answer to.
    pub fn field(self) -> Option<&'static str> {
        self.words()?.field.as_deref()
    }

    /// It is about the row, and goes nowhere.
    pub const fn is_about_row(self) -> bool {
        matches!(self, Self::RegState | Self::OrgType)
    }
}

/// Which details the user says are where; none at all are wanted with `left_out`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailOptions {
    pub map: BTreeMap<RosterDetail, ColumnPlace>,
    pub left_out: bool,
}

/// Reads `联系电话=F`; `None` when the left side is no detail.
pub fn parse_override(text: &str) -> Option<(RosterDetail, ColumnPlace)> {
    let (label, place) = text.split_once(['=', '＝'])?;
    Some((known(label.trim())?, ColumnPlace::parse(place)?))
}

/// The detail that a heading names.
fn known(heading: &str) -> Option<RosterDetail> {
    let whole = words().key(heading);
    let bare = without_brackets(&whole);
    let mut details = words().details().iter();
    let names = |known: &&DetailWords| {
        known
            .names
            .iter()
            .any(|name| *name == whole || *name == bare)
    };
    details.find(names).map(|known| known.id)
}

/// The columns of a header that hold details, of equal ones the first.
pub fn columns(
    header: &Header,
    told: &BTreeMap<RosterDetail, ColumnPlace>,
) -> Result<BTreeMap<RosterDetail, u16>, RosterFileError> {
    let mut found = BTreeMap::new();
    for (at, heading) in &header.unused {
        if let Some(detail) = known(heading) {
            found.entry(detail).or_insert(*at);
        }
    }
    for (detail, place) in told {
        let at = match place {
            ColumnPlace::Absent => {
                found.remove(detail);
                continue;
            }
            ColumnPlace::At(at) => *at,
            ColumnPlace::Heading(heading) => {
                let wanted = squeeze(heading);
                let mut unused = header.unused.iter();
                let at = unused.find(|(_, text)| squeeze(text) == wanted);
                at.ok_or_else(|| RosterFileError::NoHeading(heading.clone()))?
                    .0
            }
        };
        found.retain(|_, other| *other != at);
        found.insert(*detail, at);
    }
    Ok(found)
}

/// A column of details as it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailUse {
    pub detail: RosterDetail,
    /// Position of its column in the first sheet.
    pub at: u16,
    /// Rows that say it.
    pub count: usize,
}

/// Puts into each row what its line says; what cannot be taken is told by its rows.
pub fn collect(
    parts: &[(RosterPart<'_>, BTreeMap<RosterDetail, u16>)],
    rows: &mut [PlannedRow],
) -> (Vec<DetailUse>, Vec<String>) {
    if parts.iter().all(|(_, columns)| columns.is_empty()) {
        return (Vec::new(), Vec::new());
    }
    let mut uses: BTreeMap<RosterDetail, DetailUse> = BTreeMap::new();
    let mut wrong: BTreeMap<(RosterDetail, &'static str), Vec<u32>> = BTreeMap::new();
    let shared: Vec<bool> = (0..rows.len())
        .map(|at| {
            let line = |at: usize| rows.get(at).map(|row| (row.part, row.line));
            line(at) == line(at + 1) || at > 0 && line(at) == line(at - 1)
        })
        .collect();
    for (row, shared) in rows.iter_mut().zip(shared) {
        let (part, columns) = &parts[usize::from(row.part)];
        let Some(line) = part.sheet.line(row.line) else {
            continue;
        };
        let kept = columns.iter().filter(|(detail, _)| !detail.is_about_row());
        for (detail, at) in kept {
            match said(part.sheet, line, *at, shared) {
                Ok(None) => {}
                Ok(Some(text)) => {
                    let new = DetailUse {
                        detail: *detail,
                        at: *at,
                        count: 0,
                    };
                    uses.entry(*detail).or_insert(new).count += 1;
                    row.details.push((*detail, text));
                }
                Err(why) => wrong.entry((*detail, why)).or_default().push(row.line),
            }
        }
    }
    let notes = wrong.into_iter().map(|((detail, why), mut rows)| {
        rows.dedup();
        let (label, count) = (detail.label(), rows.len());
        t!(
            "{label}有 {count} 行没有带入（{}）：{why}",
            "{label}: {count} rows left out ({}): {why}",
            rows_named(&rows)
        )
    });
    let notes = notes.collect();
    (uses.into_values().collect(), notes)
}

/// What a line says in a column, or why that is not taken.
fn said(
    sheet: &RosterSheet,
    line: &RosterLine,
    at: u16,
    shared: bool,
) -> Result<Option<EcoString>, &'static str> {
    let Some(cell) = line.cell(at).filter(|cell| !words().is_none(&cell.text)) else {
        return Ok(None);
    };
    if sheet.is_inexact(line.number, at) {
        return Err(odd_cell::LOST_DIGITS.get());
    }
    if let Some(why) = odd_cell::fault(&cell.text) {
        return Err(why);
    }
    if cell.merged {
        return Err(s!(
            "写在合并的单元格里，看不出是哪一家的",
            "in merged cells, whose it is cannot be told"
        ));
    }
    if shared {
        return Err(s!(
            "与几个协会在同一行，看不出是哪一家的",
            "in a row with several associations, whose it is cannot be told"
        ));
    }
    Ok(Some(cell.text.clone()))
}

impl RosterPlan {
    /// What the file says of the associations of a ledger, which are found by their names.
    pub fn details_of(&self, ledger: &Ledger) -> Vec<(AssocIx, &RowDetails)> {
        let rows = self.rows.iter().filter(|row| !row.details.is_empty());
        let said: HashMap<_, _> = rows
            .map(|row| (squeeze(&row.row.name), row.details.as_slice()))
            .collect();
        let associations = ledger.associations().keys();
        let found = associations.filter_map(|ix| {
            let details = said.get(&squeeze(ledger.name(ix)))?;
            Some((ix, *details))
        });
        found.collect()
    }
}
