//! What speaks against 销号 of an association whose checklist is done: whoever closes it all the same
//! says why, and the reason is recorded with it.

use chrono::NaiveDate;

use crate::domain::finding::{self, Finding, Scope};
use crate::domain::form::{FormId, filled};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::words;

/// So many of them are named where there is little room.
const FEW: usize = 3;

/// Everything that is open beside the checklist.
#[derive(Debug)]
pub struct Objections {
    /// Forms with fields that have to be filled in and are not.
    forms: Vec<(FormId, Tally)>,
    /// What the papers show, and nobody has decided about.
    findings: Vec<Finding>,
}

impl Objections {
    /// Looks at the papers of an association on a day.
    pub fn of(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> Self {
        let forms = ledger.round().forms.iter().enumerate();
        let forms = forms.map(|(at, form)| (form.id, filled::tally(ledger, ix, at)));
        let mut findings = finding::of(ledger, Scope::Papers(ix), as_of);
        findings.retain(|one| one.open(ledger));
        Self {
            forms: forms
                .filter(|(_, tally)| tally.done < tally.total)
                .collect(),
            findings,
        }
    }

    /// Nothing speaks against it.
    pub const fn is_empty(&self) -> bool {
        self.forms.is_empty() && self.findings.is_empty()
    }

    /// A line for each.
    pub fn lines(&self, ledger: &Ledger) -> Vec<String> {
        let forms = self.forms.iter().map(|(form, tally)| {
            let form = form.shown();
            match tally.total - tally.done {
                _ if tally.done == 0 => t!("{form}一栏未填", "{form}: no field filled in"),
                open => t!("{form}还有 {open} 栏未填", "{form}: {open} fields open"),
            }
        });
        let found = self.findings.iter().map(|one| {
            let said = words::finding::message(ledger, one);
            t!("{}：{said}", "{}: {said}", one.severity.shown())
        });
        forms.chain(found).collect()
    }

    /// The first few, in one line.
    pub fn sentence(&self, ledger: &Ledger) -> String {
        let lines = self.lines(ledger);
        let dots = if lines.len() > FEW {
            s!(" 等", " ...")
        } else {
            ""
        };
        let first = lines[..lines.len().min(FEW)].join(s!("；", "; "));
        t!(
            "{} 项未了：{first}{dots}",
            "{} matters open: {first}{dots}",
            lines.len()
        )
    }
}
