//! The way back to a day from rows of a history, whichever engine reads them.

use std::collections::HashSet;

use crate::domain::change::Change;
use crate::domain::rewind::{RecordedChange, way_back};

/// A change as it stands in a history, seen from a day.
#[derive(Debug)]
pub(super) struct RewoundChange {
    pub seq: i64,
    pub ordinal: i64,
    /// It counts for a later day.
    pub later: bool,
    /// Position of its entry, or of the one that its entry takes back or does again.
    pub origin: i64,
    /// It takes back what is recorded at `origin`.
    pub takes_back: bool,
    pub change: Change,
}

/// Takes a change, and whose it is.
pub(super) type TakeChange<'t> = &'t mut dyn FnMut(Option<u32>, RewoundChange);

/// Hands out the changes that lead back. `read` reads what was recorded of everything that later
/// entries are about, those of an association together: as far back as they reach or, when it is
/// told so, from the beginning.
pub(super) fn lead_back<E>(
    mut read: impl FnMut(bool, TakeChange<'_>) -> Result<(), E>,
    each: &mut dyn FnMut(Vec<Change>),
) -> Result<(), E> {
    let mut further = HashSet::new();
    let mut group = ChangeGroup::default();
    let mut near = |whose, of_it: &[RewoundChange]| {
        if reaches_back(of_it) {
            further.insert(whose);
        } else {
            each(led_back(of_it));
        }
    };
    read(false, &mut |whose, change| {
        group.take(whose, change, &mut near);
    })?;
    group.end(&mut near);
    if further.is_empty() {
        return Ok(());
    }
    let mut far = |whose, of_it: &[RewoundChange]| {
        if further.contains(&whose) {
            each(led_back(of_it));
        }
    };
    read(true, &mut |whose, change| {
        group.take(whose, change, &mut far);
    })?;
    group.end(&mut far);
    Ok(())
}

/// What is done with the changes of an association.
type HandOut<'h> = &'h mut dyn FnMut(Option<u32>, &[RewoundChange]);

/// The changes of an association, until the next one comes.
#[derive(Default)]
struct ChangeGroup {
    whose: Option<u32>,
    of_it: Vec<RewoundChange>,
}

impl ChangeGroup {
    fn take(&mut self, whose: Option<u32>, change: RewoundChange, hand_out: HandOut<'_>) {
        if whose != self.whose {
            self.end(hand_out);
            self.whose = whose;
        }
        self.of_it.push(change);
    }

    fn end(&mut self, hand_out: HandOut<'_>) {
        self.of_it.sort_by_key(|one| (one.seq, one.ordinal));
        if !self.of_it.is_empty() {
            hand_out(self.whose, &self.of_it);
        }
        self.of_it.clear();
    }
}

/// Something takes back what stands before the first: only with it is known what holds without it.
fn reaches_back(of_it: &[RewoundChange]) -> bool {
    let first = of_it.first().map_or(0, |one| one.seq);
    of_it.iter().any(|one| one.takes_back && one.origin < first)
}

/// The way back of what was recorded of an association.
fn led_back(of_it: &[RewoundChange]) -> Vec<Change> {
    way_back(of_it.iter().map(|one| RecordedChange {
        origin: one.origin,
        takes_back: one.takes_back,
        later: one.later,
        change: &one.change,
    }))
}
