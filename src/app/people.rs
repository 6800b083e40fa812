//! Contacts, promises and remarks as both front ends list them: whose there are, in which order,
//! and which one people mean by a number.

use anyhow::ensure;

use crate::domain::change::Subject;
use crate::domain::fact::FactKey;
use crate::domain::ledger::Ledger;

/// Units and associations that have promises or remarks, or the one that is asked for.
pub fn subjects(ledger: &Ledger, whose: Option<&Subject>) -> Vec<Subject> {
    if let Some(subject) = whose {
        return vec![subject.clone()];
    }
    let mut found: Vec<Subject> = Vec::new();
    for (key, _) in ledger.facts() {
        if let FactKey::Promise(subject, _) | FactKey::Remark(subject, _) = key
            && !found.contains(subject)
        {
            found.push(subject.clone());
        }
    }
    found
}

/// The one that people call the n-th, from 1.
pub fn numbered<T>(
    all: &[T],
    number: usize,
    what: &str,
    key: impl Fn(&T) -> i64,
) -> anyhow::Result<i64> {
    let found = number.checked_sub(1).and_then(|at| all.get(at));
    let count = all.len();
    ensure!(count > 0, "还没有{what}");
    found
        .map(key)
        .ok_or_else(|| anyhow::anyhow!("没有第 {number} 条{what}，共 {count} 条"))
}
