//! Bringing together what was done in two copies of a ledger. Pure: entries in, a plan out.
//!
//! Each thing that the other copy has touched has two histories from where both copies parted.
//! They meet again where ours took something from there. What only the other side has changed
//! since is taken; where both have, somebody is asked. No clock decides: a computer that is ahead
//! does not win over a correction. What was taken from there before and is something else here
//! by now never comes back by itself.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::change::{Change, Entry, EntryKind, Key, NewEntry, Record, Subject};
use super::command::Context;
use super::decide::{Brought, Refusal};
use super::ledger::{Ledger, UnknownReference};
use super::round::Official;
use crate::text::lang::Text;
use crate::text::plain::Plain;

/// What bringing in another copy would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merge {
    /// One for each thing that differs, in the order of the things.
    pub lines: Vec<MergeLine>,
    /// What cannot be taken.
    pub problems: Vec<MergeProblem>,
}

/// Why something of another copy is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeProblem {
    /// The ledger does not have what it is about.
    NoAssociation(u32),
    NoItem(String),
    NoField(String),
    NoMilestone(String),
    Unknown(UnknownReference),
    /// Closing is for the office, by someone other than the ticker.
    ClosingIsOffices {
        association: u32,
        item: String,
        label: Official,
    },
    /// A milestone of the whole city.
    CityIsOffices(String),
    /// A fact that no unit sends in.
    FactIsOffices(Text),
    /// About an association of another unit than the copy's.
    AssociationOfOther {
        association: u32,
        own: String,
    },
    /// About a milestone of another unit.
    MilestoneOfOther {
        milestone: String,
        unit: String,
        own: String,
    },
    /// An id in another spelling would be recorded beside the right one.
    Spelled {
        found: String,
        right: String,
    },
    /// Nobody could have typed it here.
    Refused(Box<(Key, Refusal)>),
    /// A fact about somebody else, who is named.
    FactOfOther {
        word: Text,
        subject: String,
        own: String,
    },
}

/// One thing that differs: what its change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeLine {
    /// What stands in this ledger.
    pub ours: Option<Said>,
    /// What stands in the other copy.
    pub theirs: Option<Said>,
    /// Who has changed it.
    pub standing: Standing,
    /// Which side counts; nothing until somebody has said it.
    pub chosen: Option<Side>,
    /// What taking it changes.
    pub change: Change,
}

/// What one side says, and who said it when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// When it was entered.
    pub at: chrono::DateTime<chrono::Utc>,
    pub by: String,
    /// What, in words.
    pub text: String,
}

/// Which side of a conflict counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What stands in this ledger.
    Ours,
    /// What stands in the other copy.
    Theirs,
}

/// Two copies of a ledger that are to be brought together.
#[derive(Debug, Clone, Copy)]
pub struct Copies<'a> {
    pub ours: &'a Ledger,
    /// What was recorded here since the other copy began, oldest first.
    pub since: &'a [Entry],
    /// What was recorded in the other copy since then, oldest first.
    pub theirs: &'a [Entry],
    /// The other copy speaks of this unit and its associations, and of nobody else.
    pub unit: &'a str,
}

impl MergeLine {
    /// Says which side of a conflict counts. There is nothing to say where there is none.
    pub fn decide(&mut self, side: Side) {
        if self.conflict() {
            self.chosen = Some(side);
        }
    }

    /// Somebody has to say which side counts.
    pub fn conflict(&self) -> bool {
        self.standing != Standing::Theirs
    }

    /// Theirs is taken.
    pub fn taken(&self) -> bool {
        self.chosen == Some(Side::Theirs)
    }
}

impl Merge {
    /// The changes to record.
    pub fn changes(&self) -> Vec<Change> {
        let taken = self.lines.iter().filter(|line| line.taken());
        taken.map(|line| line.change.clone()).collect()
    }

    /// Says of every conflict which side counts.
    pub fn decide(&mut self, side: Side) {
        self.lines.iter_mut().for_each(|line| line.decide(side));
    }

    /// Conflicts of which nobody has said which side counts.
    pub fn undecided(&self) -> usize {
        self.lines
            .iter()
            .filter(|line| line.chosen.is_none())
            .count()
    }

    /// Compares two copies; `words` puts a record into words.
    pub fn new(copies: Copies<'_>, now: &Context, words: fn(&Record) -> String) -> Self {
        let Copies { ours, theirs, .. } = copies;
        let mut touched: BTreeMap<&Key, Vec<(&NewEntry, &Change)>> = BTreeMap::new();
        let hands = hands(theirs);
        for entry in theirs {
            for change in &entry.body.changes {
                let steps = touched.entry(change.key()).or_default();
                steps.push((&entry.body, change));
            }
        }
        let mut here: HashMap<&Key, Vec<&Change>> = HashMap::new();
        for change in copies.since.iter().flat_map(|entry| &entry.body.changes) {
            if touched.contains_key(change.key()) {
                here.entry(change.key()).or_default().push(change);
            }
        }
        let ends = touched.values().filter_map(|steps| steps.last());
        let ends: Vec<&Change> = ends.map(|(_, change)| *change).collect();
        let brought = Brought::new(ours, &ends, now);
        let mut merge = Self::default();
        for (key, steps) in &touched {
            let ours = here.get(key).map_or(&[][..], Vec::as_slice);
            match acceptable(copies.ours, key, copies.unit) {
                Ok(()) => {
                    let hands = hands.get(key).cloned().unwrap_or_default();
                    merge.add(copies.ours, (ours, steps), hands, &brought, words);
                }
                Err(problem) if merge.problems.contains(&problem) => {}
                Err(problem) => merge.problems.push(problem),
            }
        }
        merge
    }

    /// Compares one thing: what was done to it here and there since the copies parted.
    fn add(
        &mut self,
        ledger: &Ledger,
        (ours, theirs): (&[&Change], &[(&NewEntry, &Change)]),
        hands: Vec<Plain>,
        brought: &Brought<'_>,
        words: fn(&Record) -> String,
    ) {
        let Some((_, last)) = theirs.last() else {
            return;
        };
        let mut change = ledger.change_to(last).by_hands(Vec::new());
        // Where the record itself names them, that is enough.
        if !matches!((&hands[..], change.author()), ([only], Some((by, _))) if only == by) {
            change = change.by_hands(hands);
        }
        let Some(standing) = Histories::new(&change, ours, theirs).standing() else {
            return;
        };
        if let Err(refusal) = brought
            .check(&change)
            .and_then(|()| author(&change, theirs))
        {
            let refused = Box::new((change.key().clone(), refusal));
            self.problems.push(MergeProblem::Refused(refused));
            return;
        }
        let said = |record: &Record| Said {
            at: record.at(),
            by: record.by().to_owned(),
            text: words(record),
        };
        let mut sides = (change.before().map(said), change.after().map(said));
        if let ((Some(here), Some(there)), Some(a), Some(b)) = (
            (&mut sides.0, &mut sides.1),
            change.before(),
            change.after(),
        ) && here.text == there.text
        {
            // The day that it counts for is all that differs.
            here.text = t!("{}（{}）", "{} ({})", here.text, a.on());
            there.text = t!("{}（{}）", "{} ({})", there.text, b.on());
        }
        self.lines.push(MergeLine {
            ours: sides.0,
            theirs: sides.1,
            standing,
            chosen: (standing == Standing::Theirs).then_some(Side::Theirs),
            change,
        });
    }
}

/// What was done to a thing on both sides, where that is not the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Only they have changed it.
    Theirs,
    /// Both have, and it is not the same.
    Both,
    /// Theirs was taken before, and what stood before that stands here again.
    GivenUp,
}

/// What has stood under a key here and there, beginning with what stood there when the copies
/// parted.
struct Histories<'a> {
    here: Vec<Option<&'a Record>>,
    there: Vec<Option<&'a Record>>,
}

impl<'a> Histories<'a> {
    /// `change` leads from what stands here to what stands there.
    fn new(change: &'a Change, ours: &[&'a Change], theirs: &[(&'a NewEntry, &'a Change)]) -> Self {
        let first = ours.first().map_or(change.before(), |first| first.before());
        let mut here = vec![first];
        here.extend(ours.iter().map(|change| change.after()));
        let mut there = vec![theirs.first().and_then(|(_, first)| first.before())];
        there.extend(theirs.iter().map(|(_, change)| change.after()));
        Self { here, there }
    }

    fn standing(&self) -> Option<Standing> {
        let (here, there) = (
            self.here[self.here.len() - 1],
            self.there[self.there.len() - 1],
        );
        if here == there {
            return None;
        }
        // A record holds who entered it when, so that one that stands in both comes from one of
        // them. Nothing says nothing of where it comes from.
        let common = |(at, record): (usize, Option<&Record>)| {
            let met = self
                .here
                .iter()
                .rposition(|seen| *seen == record && record.is_some())?;
            Some((at, met))
        };
        let met = self
            .there
            .iter()
            .copied()
            .enumerate()
            .rev()
            .find_map(common);
        let (parted, met) = met.unwrap_or((0, 0));
        if there == self.there[parted] {
            return self.had(met);
        }
        let after = self.here[met..]
            .iter()
            .skip(1)
            .position(|seen| *seen == there);
        if let Some(after) = after {
            return self.had(met + 1 + after);
        }
        let same_start = parted > 0 || self.there[0] == self.here[0];
        if same_start && here == self.there[parted] {
            return Some(Standing::Theirs);
        }
        match (here, there) {
            (Some(here), Some(there)) if here.says_the_same(there) => None,
            _ => Some(Standing::Both),
        }
    }

    /// Theirs stood here before: nobody brings it back unasked, and only where what stood before
    /// it stands here again somebody is asked.
    fn had(&self, at: usize) -> Option<Standing> {
        let here = self.here[self.here.len() - 1];
        let again = self.here[..at].contains(&here);
        again.then_some(Standing::GivenUp)
    }
}

/// Who has worked on each thing, of whatever was not taken back: each is to be known when the
/// association is closed, not the last one only.
fn hands(entries: &[Entry]) -> HashMap<&Key, Vec<Plain>> {
    let mut standing: BTreeMap<i64, &NewEntry> = BTreeMap::new();
    let mut back: BTreeMap<i64, &NewEntry> = BTreeMap::new();
    for Entry { seq, body, .. } in entries {
        let (from, to, at) = match body.kind {
            EntryKind::Do => {
                standing.insert(*seq, body);
                continue;
            }
            EntryKind::Undo => (&mut standing, &mut back, body.target),
            EntryKind::Redo => (&mut back, &mut standing, body.target),
        };
        if let Some((at, done)) = at.and_then(|at| from.remove_entry(&at)) {
            to.insert(at, done);
        }
    }
    let mut hands: HashMap<&Key, Vec<Plain>> = HashMap::new();
    for (by, change) in standing.values().flat_map(|done| {
        let by = Plain::from(done.by.as_str());
        done.changes.iter().map(move |change| (by.clone(), change))
    }) {
        let all = hands.entry(change.key()).or_default();
        if !all.contains(&by) {
            all.push(by);
        }
    }
    hands
}

/// Whoever is named was at work: the entry that has made it is by the same person, unless it kept
/// who had entered what it has not changed.
fn author(change: &Change, theirs: &[(&NewEntry, &Change)]) -> Result<(), Refusal> {
    let Some(record) = change.after() else {
        return Ok(());
    };
    let made = theirs.iter().find(|(_, step)| step.after() == Some(record));
    let Some((entry, step)) = made else {
        return Ok(());
    };
    let who = |record: &Record| (record.by().to_owned(), record.at());
    let kept = step
        .before()
        .is_some_and(|before| who(before) == who(record));
    if kept || entry.kind == EntryKind::Do && record.by() == entry.by {
        return Ok(());
    }
    Err(Refusal::NotTheAuthor {
        by: record.by().to_owned(),
        author: entry.by.clone(),
    })
}

/// Whether the ledger has a thing, and the unit may send it in.
fn acceptable(ours: &Ledger, key: &Key, unit: &str) -> Result<(), MergeProblem> {
    use MergeProblem as P;
    let round = ours.round();
    let own = || unit.to_owned();
    if let Some(association) = key.association() {
        let ix = ours.association_ix(association);
        let ix = ix.ok_or(P::NoAssociation(association))?;
        if ours.unit_name_of(ix) != Some(unit) {
            let own = own();
            return Err(P::AssociationOfOther { association, own });
        }
    }
    let (found, right) = match key {
        Key::Item { association, item } => {
            let ix = round.item_ix(item).ok_or(P::NoItem(item.clone()))?;
            let def = &round.items[ix];
            if def.closes {
                return Err(P::ClosingIsOffices {
                    association: *association,
                    item: item.clone(),
                    label: def.label.clone(),
                });
            }
            (item, &def.id)
        }
        Key::Answer { field, .. } => {
            let ix = round.field_ix(field).ok_or(P::NoField(field.clone()))?;
            (field, &round.field(ix).id)
        }
        Key::Mark { milestone, subject } => {
            let ix = round.milestone_ix(milestone);
            let ix = ix.ok_or(P::NoMilestone(milestone.clone()))?;
            match subject {
                Subject::City => return Err(P::CityIsOffices(milestone.clone())),
                Subject::Unit(other) if other != unit => {
                    return Err(P::MilestoneOfOther {
                        milestone: milestone.clone(),
                        unit: other.clone(),
                        own: own(),
                    });
                }
                subject => ours.subject_ix(subject).map_err(P::Unknown)?,
            };
            (milestone, &round.milestones()[ix].id)
        }
        Key::Fact(key) => {
            let subject = key
                .subject()
                .filter(|whose| key.is_from_units() && *whose != Subject::City);
            let subject = subject.ok_or(P::FactIsOffices(key.text()))?;
            let ix = ours.subject_ix(&subject).map_err(P::Unknown)?;
            return match subject {
                Subject::Unit(other) if other != unit => Err(P::FactOfOther {
                    word: key.text(),
                    subject: ours.subject_name(ix),
                    own: own(),
                }),
                _ => Ok(()),
            };
        }
    };
    if found == right {
        return Ok(());
    }
    let (found, right) = (found.clone(), right.clone());
    Err(P::Spelled { found, right })
}
