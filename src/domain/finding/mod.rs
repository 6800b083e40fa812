//! What does not fit together: rules over the answers of one association's forms, its
//! checklist and its marks (`domain.md` 4.8). Each rule is a named function; the fields of the
//! forms are known here and nowhere else. [`list`] puts them beside the rules that look at the
//! whole ledger.

mod answers;
mod assets;
mod counts;
pub mod data;
pub mod list;
mod pairs;
mod people;
mod plan;
mod progress;

use serde::Serialize;

use super::ledger::{AssocIx, Ledger};
use answers::Answers;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Severity {
    /// 矛盾: both cannot be true.
    #[serde(rename = "E")]
    Contradiction,
    /// 可疑: should be looked at.
    #[serde(rename = "W")]
    Suspicious,
    /// 询问: the forms do not say, ask.
    #[serde(rename = "I")]
    Ask,
}

impl Severity {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contradiction => "矛盾",
            Self::Suspicious => "可疑",
            Self::Ask => "询问",
        }
    }
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `X01` … `X27`; `P01`, `P02` for the plan.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Ids of the fields that it is about.
    pub fields: Vec<String>,
    /// A plain sentence.
    pub message: String,
    /// What tells it from others of the same rule and association, whatever else is found: a
    /// field, or a name in it.
    #[serde(skip)]
    pub key: String,
}

/// Where a rule puts what it finds.
struct Report<'a> {
    rule: &'static str,
    found: &'a mut Vec<Finding>,
    /// What the next finding is told by; the last of its fields when nothing is said.
    key: Option<String>,
}

impl Report<'_> {
    /// Tells the next finding by this, and not by its last field.
    fn about(&mut self, key: &str) -> &mut Self {
        self.key = Some(key.split_whitespace().collect());
        self
    }

    fn contradiction(&mut self, fields: &[&str], message: String) {
        self.add(Severity::Contradiction, fields, message);
    }

    fn suspicious(&mut self, fields: &[&str], message: String) {
        self.add(Severity::Suspicious, fields, message);
    }

    fn ask(&mut self, fields: &[&str], message: String) {
        self.add(Severity::Ask, fields, message);
    }

    fn add(&mut self, severity: Severity, fields: &[&str], message: String) {
        let last = || fields.last().copied().unwrap_or_default().to_owned();
        self.found.push(Finding {
            key: self.key.take().unwrap_or_else(last),
            rule: self.rule,
            severity,
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            message,
        });
    }
}

/// A rule: looks at the answers and reports. A field that is hidden or not filled in says
/// nothing, so a form that is not there yet contradicts nothing.
type Rule = fn(&Answers<'_>, &mut Report<'_>);

/// All rules by name.
const RULES: [(&str, Rule); 29] = [
    ("X01", counts::x01_lists),
    ("X02", counts::x02_people),
    ("X03", counts::x03_exclusive),
    ("X04", pairs::x04_before_and_after),
    ("X05", counts::x05_functions),
    ("X06", counts::x06_posts),
    ("X07", counts::x07_people_accounted_for),
    ("X08", people::x08_retired_staying),
    ("X09", people::x09_everyone_accounted_for),
    ("X10", assets::x10_state_assets_fall),
    ("X11", assets::x11_relabelled),
    ("X12", assets::x12_total_changes),
    ("X13", assets::x13_funding_continues),
    ("X14", assets::x14_office_space),
    ("X15", pairs::x15_changes_registered),
    ("X16", pairs::x16_registration_done),
    ("X17", progress::x17_charter),
    ("X18", pairs::x18_same_before),
    ("X19", people::x19_party_moved),
    ("X20", people::x20_party_cell),
    ("X21", assets::x21_premises),
    ("X22", people::x22_officials_in_charge),
    ("X23", progress::x23_unfinished),
    ("X24", progress::x24_foreign_affairs),
    ("X25", progress::x25_staff),
    ("X26", assets::x26_resettled),
    ("X27", assets::x27_income_unit),
    ("P01", plan::p01_months),
    ("P02", plan::p02_unfilled),
];

/// Runs every rule over one association.
pub fn check(ledger: &Ledger, association: AssocIx) -> Vec<Finding> {
    check_answers(&Answers::new(ledger, association))
}

fn check_answers(answers: &Answers<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (rule, run) in RULES {
        run(
            answers,
            &mut Report {
                rule,
                found: &mut found,
                key: None,
            },
        );
    }
    found
}
