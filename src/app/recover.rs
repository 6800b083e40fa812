//! A new ledger from what can be read of a damaged one. The damaged file is not touched. What is
//! not certain is not made up: a history that is whole counts more than the state, and what had to
//! be left out is told.

use std::collections::btree_map::Entry;
use std::path::Path;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;

use super::load;
use super::session::Moment;
use crate::domain::change::{Change, EntryKind, NewEntry};
use crate::domain::ledger::{Ledger, RosterRow};
use crate::domain::seal;
use crate::exchange::seed;
use crate::report::keeping::LossRow;
use crate::store::{self, Existing, Loss, Origin, Salvage};
use crate::text::cells::{holds_forbidden, is_forbidden_in_lines};
use crate::words;

/// So many pages are named.
const NAMED: usize = 8;

/// What a recovery came to.
#[derive(Debug)]
pub struct Recovered {
    pub associations: usize,
    /// Entries that are as they were recorded, or nearly.
    pub entries: usize,
    /// What the last entry takes over that the history does not explain.
    pub taken_over: usize,
    pub losses: Vec<LossRow>,
}

/// Makes a new ledger file from a damaged one.
pub fn recover(file: &Path, to: &Path, by: &str, moment: Moment) -> anyhow::Result<Recovered> {
    let salvage = store::salvage(file)?;
    let name = file.display();
    if salvage.entries.is_empty() && salvage.rows.is_empty() && salvage.state.is_empty() {
        bail!(both!(
            "{name} 中没有能认出的台账内容，没有建立新台账",
            "Nothing in {name} could be recognised; no ledger was made"
        ));
    }
    let mut losses: Vec<LossRow> = salvage.losses.iter().map(loss).collect();
    let origin = origin(&salvage, &mut losses);
    let untouched = load::untouched(&origin.documents, origin.roster.clone());
    let ledger = untouched.with_context(|| {
        both!(
            "{name} 的名册或通知文件读不全，无法救回",
            "Roster or documents of {name} are not readable in full; it cannot be saved"
        )
    })?;
    let mut building = Building {
        ledger,
        entries: Vec::new(),
        is_exact: true,
        losses,
    };
    for (seq, entry) in &salvage.entries {
        building.add(*seq, entry);
    }
    let proven = building.is_exact && proven(&salvage, &origin);
    let taken_over = building.take_over(&salvage, proven, by, moment);
    let Building {
        entries, losses, ..
    } = building;
    store::make_folder(to)?;
    let associations = origin.roster.len();
    let count = entries.len() - usize::from(taken_over > 0);
    store::create(to, Existing::Refuse, origin, &entries)?;
    Ok(Recovered {
        associations,
        entries: count,
        taken_over,
        losses,
    })
}

fn loss(loss: &Loss) -> LossRow {
    let (what, problem) = match loss {
        Loss::Pages { pages, count } => {
            let named: Vec<String> = pages.iter().take(NAMED).map(usize::to_string).collect();
            let dots = if pages.len() > NAMED {
                s!(" 等", " ...")
            } else {
                ""
            };
            let what = t!(
                "{count} 页中的 {} 页：{}{dots}",
                "{} of {count} pages: {}{dots}",
                pages.len(),
                named.join(s!("、", ", "))
            );
            (what, s!("有读不出的内容", "holds what cannot be read"))
        }
        Loss::Entry(seq) => (
            t!("第 {seq} 条操作记录", "entry {seq}"),
            s!("读不出", "unreadable"),
        ),
        Loss::Changes(seq) => (
            t!("第 {seq} 条操作记录的改动", "changes of entry {seq}"),
            s!("读不全", "not readable in full"),
        ),
    };
    LossRow {
        what,
        problem: problem.to_owned(),
    }
}

/// What the ledger was made from. What is missing of it, the program may have itself.
fn origin(salvage: &Salvage, losses: &mut Vec<LossRow>) -> Origin {
    let mut documents = salvage.documents.clone();
    let mut add = |what: String, problem: &str| {
        losses.push(LossRow {
            what,
            problem: problem.to_owned(),
        });
    };
    // What nothing else shows of a text that was written into: no ledger that is whole holds it.
    let spoilt = documents
        .iter_mut()
        .filter(|(_, body)| holds_forbidden(body));
    for (name, body) in spoilt {
        body.retain(|c| !is_forbidden_in_lines(c));
        add(
            t!("本轮资料 {name}", "document {name}"),
            s!(
                "文字含有控制字符，已去掉，请核对",
                "held control characters; removed, please check"
            ),
        );
    }
    let shipped = seed::builtin_documents();
    if !documents.contains_key(seed::ROUND) || seed::is_builtin(&documents) {
        for (name, body) in shipped {
            if let Entry::Vacant(free) = documents.entry(name) {
                add(
                    free.key().clone(),
                    s!(
                        "读不出，改用程序自带的",
                        "unreadable; the program's own is used"
                    ),
                );
                free.insert(body);
            }
        }
    }
    let mut rows = salvage.rows.clone();
    if seed::is_builtin(&documents) && !documents.contains_key(crate::exchange::bundle::DOCUMENT) {
        let printed = seed::builtin_roster().unwrap_or_default();
        // One number with another name is another roster, which the program does not have.
        let same = |row: &RosterRow| rows.get(&row.no).is_none_or(|found| found.name == row.name);
        if printed.iter().all(same) {
            for row in printed {
                if let Entry::Vacant(free) = rows.entry(row.no) {
                    add(
                        t!("名册第 {} 行 {}", "roster row {} {}", row.no, row.name),
                        s!(
                            "读不出，改用程序自带的",
                            "unreadable; the program's own is used"
                        ),
                    );
                    free.insert(row);
                }
            }
        }
    }
    let roster: Vec<RosterRow> = rows.into_values().collect();
    let mut origin = Origin::new(documents, roster);
    if let Some(ledger) = salvage.ledger {
        origin.ledger = ledger;
    }
    origin
}

/// The seals say that the history is whole and as it was recorded.
fn proven(salvage: &Salvage, origin: &Origin) -> bool {
    let mut head = seal::of_origin(origin.ledger, &origin.documents, &origin.roster);
    let is_sealed = |(seq, entry): (&i64, &NewEntry)| {
        head = seal::of_entry(&head, entry);
        head.seq == *seq && salvage.seals.get(seq) == Some(&head.seal)
    };
    salvage.entries.iter().all(is_sealed)
}

/// A history that is put together.
struct Building {
    ledger: Ledger,
    entries: Vec<NewEntry>,
    /// Everything up to here is what it was.
    is_exact: bool,
    losses: Vec<LossRow>,
}

impl Building {
    fn add(&mut self, seq: i64, entry: &NewEntry) {
        let at = self.entries.len() + 1;
        let mut changes = Vec::new();
        for change in &entry.changes {
            if !self.knows(change) {
                self.is_exact = false;
                self.lose(
                    t!(
                        "第 {seq} 条操作记录中的 {}",
                        "{} in entry {seq}",
                        change.key().id()
                    ),
                    s!("不是本轮的事项", "is not of this round"),
                );
                continue;
            }
            let fitted = self.ledger.change_to(change);
            if fitted.before() == fitted.after() {
                continue;
            }
            if self.ledger.apply(std::slice::from_ref(&fitted)).is_err() {
                self.is_exact = false;
                continue;
            }
            changes.push(fitted);
        }
        let kept = i64::try_from(at) == Ok(seq) && changes == entry.changes;
        self.is_exact = self.is_exact && kept && !changes.is_empty();
        if changes.is_empty() {
            return;
        }
        // What was taken back need not be what is there now: from here on things are only done.
        let (kind, target) = if self.is_exact {
            (entry.kind, entry.target)
        } else {
            (EntryKind::Do, None)
        };
        let what = match entry.kind {
            _ if kind == entry.kind => entry.what.clone(),
            EntryKind::Do => entry.what.clone(),
            EntryKind::Undo => format!("撤销 {}", entry.what),
            EntryKind::Redo => format!("重做 {}", entry.what),
        };
        self.entries.push(NewEntry {
            kind,
            target,
            what,
            changes,
            ..entry.clone()
        });
    }

    fn knows(&self, change: &Change) -> bool {
        let key = change.key();
        let fits = |record| self.ledger.fits(key, record);
        let mut sides = [change.before(), change.after()].into_iter().flatten();
        self.ledger.locate(key).is_ok() && sides.all(fits)
    }

    fn lose(&mut self, what: String, problem: &str) {
        self.losses.push(LossRow {
            what,
            problem: problem.to_owned(),
        });
    }

    /// Records what stands in the state and not in the history, as one entry.
    fn take_over(&mut self, salvage: &Salvage, proven: bool, by: &str, moment: Moment) -> usize {
        let mut changes = Vec::new();
        for change in &salvage.state {
            if !self.knows(change) {
                self.lose(
                    t!("现状中的 {}", "{} in the state", change.key().id()),
                    s!("不是本轮的事项", "is not of this round"),
                );
                continue;
            }
            let fitted = self.ledger.change_to(change);
            if fitted.before() == fitted.after() {
                continue;
            }
            if proven {
                let said = words::change(&self.ledger, &fitted);
                self.lose(
                    t!("现状 {said}", "state {said}"),
                    s!(
                        "与完整的操作记录不符，按操作记录",
                        "differs from the whole history; the history counts"
                    ),
                );
                continue;
            }
            if self.ledger.apply(std::slice::from_ref(&fitted)).is_ok() {
                changes.push(fitted);
            }
        }
        let count = changes.len();
        if count > 0 {
            self.entries.push(NewEntry {
                kind: EntryKind::Do,
                target: None,
                by: by.to_owned(),
                at: moment.at,
                as_of: self.day(moment.as_of),
                what: format!("救回：操作记录未载明的现状 {count} 处"),
                changes,
            });
        }
        count
    }

    /// The day that the last entry counts for: the newest that the history knows, so that it is shown
    /// wherever that is.
    fn day(&self, today: NaiveDate) -> NaiveDate {
        let days = self.entries.iter().map(|entry| entry.as_of);
        days.filter(|day| *day <= today).max().unwrap_or(today)
    }
}
