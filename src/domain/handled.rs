//! Who has handled an association, as its history says: 销号 is for somebody else
//! (`domain.md` 4.7 F3).

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Key};

/// What each person has handled of some associations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handled(BTreeMap<(u32, String), BTreeSet<Key>>);

impl Handled {
    /// Takes up a change of an entry that was not taken back; `by` has recorded it.
    ///
    /// Items, fields and marks are work on an association; what is said of it (contacts, promises,
    /// remarks, verdicts) is not. What came from another copy was handled by those who worked on it
    /// there, and not by whoever took the copy over.
    pub fn add(&mut self, by: &str, change: &Change) {
        let (Key::Item { .. } | Key::Answer { .. } | Key::Mark { .. }, Some(association)) =
            (change.key(), change.association())
        else {
            return;
        };
        let mut all: Vec<&str> = change.hands().iter().map(|by| &**by).collect();
        all.extend(change.author().map(|(author, _)| author));
        if all.is_empty() {
            all.push(by);
        }
        for by in all {
            let things = self.0.entry((association, by.to_owned())).or_default();
            things.insert(change.key().clone());
        }
    }

    /// What somebody has handled of an association.
    pub fn of(&self, association: u32, by: &str) -> impl Iterator<Item = &Key> {
        let things = self.0.get(&(association, by.to_owned()));
        things.into_iter().flatten()
    }
}
