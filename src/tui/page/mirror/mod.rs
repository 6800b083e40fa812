//! Where one is in the comparison of an association's two forms.

mod act;
mod areas;
mod draw;

use chrono::NaiveDate;

use crate::domain::change::AnswerRecord;
use crate::domain::finding::{self, Finding, Scope};
use crate::domain::form::mirror::{Pair, Side};
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FormId, filled};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::FieldIx;
use crate::tui::page::FormRow;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 前后对照: 基本情况表 on the left, 完成情况表 on the right.
#[derive(Debug)]
pub struct MirrorPage {
    pub association: AssocIx,
    /// The lines that are shown: topic and pair, by position in the round.
    pub lines: Vec<(usize, usize)>,
    /// The line under the cursor, by position in `lines`, and the first row on screen, headings
    /// counted.
    pub list: List,
    /// The ledger has moved since the lines were worked out.
    pub stale: bool,
    /// The side under the cursor.
    pub side: Side,
    /// The next empty field of that side follows when the one that is being filled in is recorded.
    pub advances: bool,
    /// What the rules find about fields of either form.
    pub findings: Vec<Finding>,
}

/// One side of a line.
#[derive(Debug, Clone, Copy)]
pub struct MirrorCell<'a> {
    pub ix: FieldIx,
    pub field: &'a Field,
    /// The answers of other fields let it be shown.
    pub shown: bool,
    /// It has to be filled in and is not.
    pub missing: bool,
    /// What stands in it.
    pub record: Option<&'a AnswerRecord>,
}

impl MirrorPage {
    /// Opens the comparison on its first line, on the side that is filled in now.
    pub fn new(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Self {
        let mut view = Self {
            association,
            lines: Vec::new(),
            list: List::default(),
            stale: false,
            side: Side::After,
            advances: false,
            findings: Vec::new(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// Works out again which lines are shown and what the rules find; stays on the line.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let here = self.lines.get(self.list.cursor).copied();
        let round = ledger.round();
        let shown: Vec<&str> = [FormId::Basic, FormId::Completion]
            .into_iter()
            .flat_map(|id| filled::fields(ledger, self.association, round.form_ix(id)))
            .filter(|field| field.shown)
            .map(|field| field.def.id.as_str())
            .collect();
        let is_shown = |pair: &Pair| {
            let sides = [Side::Before, Side::After].into_iter();
            sides
                .filter_map(|side| pair.field(side))
                .any(|id| shown.contains(&id))
        };
        self.lines.clear();
        for (at, topic) in round.mirror.iter().enumerate() {
            let pairs = topic.pairs.iter().enumerate();
            let pairs = pairs.filter(|(_, pair)| is_shown(pair));
            self.lines.extend(pairs.map(|(pair, _)| (at, pair)));
        }
        self.list.cursor = here.map_or(0, |here| {
            let after = self.lines.partition_point(|line| *line <= here);
            after.saturating_sub(1)
        });
        self.findings = finding::of(ledger, Scope::Forms(self.association), as_of);
        self.findings.retain(|finding| {
            let fields = finding.fields.iter();
            let mut forms = fields.filter_map(|id| round.field_ix(id));
            forms.any(|ix| round.forms[ix.form].id != FormId::Plan)
        });
    }

    /// The pair on a line.
    pub fn pair<'a>(&self, ledger: &'a Ledger, line: usize) -> &'a Pair {
        let (topic, pair) = self.lines[line];
        &ledger.round().mirror[topic].pairs[pair]
    }

    /// One side of a line; `None` when the form of that side does not ask for it.
    pub fn cell<'a>(&self, ledger: &'a Ledger, line: usize, side: Side) -> Option<MirrorCell<'a>> {
        let ix = ledger
            .round()
            .field_ix(self.pair(ledger, line).field(side)?)?;
        let view = filled::field(ledger, self.association, ix);
        Some(MirrorCell {
            ix,
            field: view.def,
            shown: view.shown,
            missing: view.missing(),
            record: view.record,
        })
    }

    /// What stands on a side of a line and is shown.
    pub fn value<'a>(&self, ledger: &'a Ledger, line: usize, side: Side) -> Option<&'a Value> {
        let cell = self.cell(ledger, line, side)?;
        let record = cell.record.filter(|_| cell.shown)?;
        Some(&record.value)
    }

    /// Both sides are filled in and differ.
    pub fn changed(&self, ledger: &Ledger, line: usize) -> bool {
        self.pair(ledger, line).changed(
            self.value(ledger, line, Side::Before),
            self.value(ledger, line, Side::After),
        )
    }

    /// What an empty side could take from the other one, as rows of cells.
    pub fn offer(&self, ledger: &Ledger, line: usize, side: Side) -> Option<Vec<Vec<String>>> {
        let cell = self.cell(ledger, line, side)?;
        if !cell.shown || cell.record.is_some() {
            return None;
        }
        let from = self.value(ledger, line, side.other())?;
        self.pair(ledger, line).offer(side, from)
    }

    /// The next line whose field on this side has to be filled in and is not.
    pub fn next_empty(&self, ledger: &Ledger) -> Option<usize> {
        let empty = |line: &usize| {
            let cell = self.cell(ledger, *line, self.side);
            cell.is_some_and(|cell| cell.missing)
        };
        self.list.others(self.lines.len()).find(empty)
    }

    /// What the rules find about a line.
    pub fn found<'v>(
        &'v self,
        ledger: &'v Ledger,
        line: usize,
    ) -> impl Iterator<Item = &'v Finding> {
        let pair = self.pair(ledger, line);
        self.findings.iter().filter(move |finding| {
            let sides = [Side::Before, Side::After].into_iter();
            sides
                .filter_map(|side| pair.field(side))
                .any(|id| finding.fields.iter().any(|field| field == id))
        })
    }

    /// Goes to the first line of the next topic (`by` = 1) or of the one before (-1).
    pub fn to_topic(&mut self, by: isize) {
        let Some((here, _)) = self.lines.get(self.list.cursor).copied() else {
            return;
        };
        let mut topics: Vec<usize> = self.lines.iter().map(|(topic, _)| *topic).collect();
        topics.dedup();
        let at = topics.iter().position(|topic| *topic == here).unwrap_or(0);
        let to = (at + topics.len()).saturating_add_signed(by) % topics.len();
        let first = self
            .lines
            .iter()
            .position(|(topic, _)| *topic == topics[to]);
        self.list.begin_at(first.unwrap_or(self.list.cursor));
    }

    /// The comparison as it is drawn, with a heading before each topic.
    pub fn rows(&self) -> Vec<FormRow> {
        let mut rows = Vec::new();
        let mut last = None;
        for (line, (topic, _)) in self.lines.iter().enumerate() {
            if last != Some(*topic) {
                rows.push(FormRow::Section(*topic));
                last = Some(*topic);
            }
            rows.push(FormRow::Field(line));
        }
        rows
    }
}
