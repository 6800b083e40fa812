//! What was read from a filled-in form, before it meets the ledger: answers as people wrote
//! them, where they stood, and what could not be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::domain::form::FormId;

/// Something that could not be read, or not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where in the file; empty = the file as a whole.
    pub place: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.place {
            "" => f.write_str(&self.message),
            place => put!(f, "{place}：{}", "{place}: {}", self.message),
        }
    }
}

/// What stood in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenForm {
    /// Where in the file.
    pub place: String,
    /// Rows of cells; nothing at all = left blank.
    pub rows: Vec<Vec<String>>,
}

/// A filled-in form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub form: FormId,
    /// 序号, if the file says whose it is.
    pub association: Option<u32>,
    /// By field id. A field whose place was not found is not here.
    pub fields: BTreeMap<String, WrittenForm>,
    /// In the order of the file.
    pub problems: Vec<Problem>,
    /// Fields of which not all could be read: nothing of them is taken.
    lost: BTreeSet<String>,
}

impl Reading {
    /// Nothing read yet.
    pub const fn new(form: FormId, association: Option<u32>) -> Self {
        Self {
            form,
            association,
            fields: BTreeMap::new(),
            problems: Vec::new(),
            lost: BTreeSet::new(),
        }
    }

    /// More forms stand in the file.
    pub fn several(&mut self) {
        self.problem(
            "",
            s!(
                "文件里不止一张表，只读得了第一张；请每张表存成一个文件",
                "several forms stand in the file, and only the first can be read; save each as a file of its own"
            ),
        );
    }

    /// Something of a field could not be read: that it is blank, or the rest of it, is not what people wrote.
    pub fn lose(&mut self, field: &str) {
        self.lost.insert(field.to_owned());
    }

    /// The same without what was lost.
    #[must_use]
    pub fn done(mut self) -> Self {
        let lost = std::mem::take(&mut self.lost);
        self.fields.retain(|field, _| !lost.contains(field));
        self
    }

    /// Reports a problem.
    pub fn problem(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem {
            place: place.to_owned(),
            message: message.into(),
        });
    }

    /// The place of a field was found; what stands in it is added by [`Self::add`].
    pub fn found(&mut self, field: &str, place: &str) -> &mut WrittenForm {
        self.fields
            .entry(field.to_owned())
            .or_insert_with(|| WrittenForm {
                place: place.to_owned(),
                rows: Vec::new(),
            })
    }

    /// Adds a row, unless it is blank.
    pub fn add(&mut self, field: &str, place: &str, row: Vec<String>) {
        let written = self.found(field, place);
        if row.iter().any(|cell| !cell.is_empty()) {
            written.rows.push(row);
        }
    }

    /// What stands in a field of one text.
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.fields.get(field)?.rows.as_slice() {
            [row] => row.first().map(String::as_str),
            _ => None,
        }
    }
}
