//! A copy takes the place of a ledger. What that loses and gains is known before, and what was there
//! is kept.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};

use super::backup::{Copies, KeepingError};
use super::error::SessionError;
use super::verify::{self, KeptContent};
use crate::domain::change::HistoryLine;
use crate::domain::figure::{self, Members};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::report::keeping::{DivergedRow, FigureRow};
use crate::store::copies::{CopyKind, make_folder_of};
use crate::store::scratch::with_ending;
use crate::store::{self, Existing, LedgerCopy, StoreError};
use crate::text::fault;

/// What stands where the copy is to go.
#[derive(Debug)]
pub enum Present {
    /// There is no file.
    Missing,
    /// Something that cannot be read, and why.
    Unreadable(String),
    Ledger(Box<KeptContent>),
}

/// A restoring that was thought through.
#[derive(Debug)]
pub struct RestorePlan {
    copy: LedgerCopy,
    /// What the copy holds.
    pub content: KeptContent,
    pub present: Present,
    /// Entries that both have.
    pub common: usize,
}

/// Reads a copy and what stands in its place.
pub fn plan(ledger: &Path, from: &Path) -> anyhow::Result<RestorePlan> {
    if is_archive(from) {
        return Err(KeepingError::Archive(from.to_path_buf()).into());
    }
    let copy = LedgerCopy::take(from, Some(ledger))?;
    let content = verify::copy(&copy)?.fit(from)?;
    let present = match verify::file(ledger) {
        Err(SessionError::Store(StoreError::Missing { .. })) => Present::Missing,
        Err(error) => Present::Unreadable(error.to_string()),
        Ok(told) => match told.content {
            Some(content) => Present::Ledger(Box::new(content)),
            None => Present::Unreadable(s!("内容读不出", "unreadable").to_owned()),
        },
    };
    let common = match &present {
        Present::Ledger(present) if present.id == content.id => {
            let both = present.entries.iter().zip(&content.entries);
            both.take_while(|(one, other)| one.seal == other.seal)
                .count()
        }
        _ => 0,
    };
    Ok(RestorePlan {
        copy,
        content,
        present,
        common,
    })
}

/// A file that begins as JSON does.
fn is_archive(path: &Path) -> bool {
    let mut start = [0; 64];
    let read = File::open(path).and_then(|mut file| file.read(&mut start));
    let start = &start[..read.unwrap_or(0)];
    start.trim_ascii_start().starts_with(b"{")
}

impl RestorePlan {
    /// The copy is of another ledger than the one that is there.
    pub fn is_other(&self) -> bool {
        matches!(&self.present, Present::Ledger(present) if present.id != self.content.id)
    }

    /// Entries that only one of the two has, newest first.
    pub fn diverged(&self) -> Vec<DivergedRow> {
        let lost = match &self.present {
            Present::Ledger(present) => present.entries.as_slice(),
            Present::Missing | Present::Unreadable(_) => &[],
        };
        let sides = [(true, lost), (false, self.content.entries.as_slice())];
        let rows = sides.into_iter().flat_map(|(lost, entries)| {
            let own = entries.iter().skip(self.common).rev();
            own.map(move |entry| DivergedRow {
                lost,
                line: HistoryLine::of(entry, false),
            })
        });
        rows.collect()
    }

    /// Figures before and after.
    pub fn figures(&self, day: NaiveDate) -> Vec<FigureRow> {
        let before = match &self.present {
            Present::Ledger(present) => Some(&present.ledger),
            Present::Missing | Present::Unreadable(_) => None,
        };
        figures(before, Some(&self.content.ledger), (day, day), None)
    }

    /// Puts the copy in its place; where what was there is kept.
    pub fn apply(
        self,
        ledger: &Path,
        copies: &Copies,
        at: DateTime<Utc>,
    ) -> anyhow::Result<Option<PathBuf>> {
        let head = match &self.present {
            Present::Missing => {
                self.copy.move_out(ledger, Existing::Refuse)?;
                return Ok(None);
            }
            Present::Ledger(present) => Some(present.head),
            Present::Unreadable(_) => None,
        };
        let kept = copies.place(CopyKind::Replaced, head, at);
        make_folder_of(&kept, ledger)?;
        let keeping = |error: &std::io::Error| {
            let shown = kept.display();
            t!(
                "无法保留现有台账到 {shown}（{}），没有恢复",
                "Cannot keep the present ledger as {shown} ({}); nothing was restored",
                fault::io(error)
            )
        };
        // The same file under another name; a copy of it where there is no such thing.
        std::fs::hard_link(ledger, &kept)
            .or_else(|_| std::fs::copy(ledger, &kept).map(drop))
            .map_err(|error| anyhow::anyhow!(keeping(&error)))?;
        self.copy.move_out(ledger, Existing::Replace)?;
        // What was left beside the old file goes with it: it would spoil the new one.
        for (ending, from) in store::side_files(ledger) {
            std::fs::rename(&from, with_ending(&kept, ending))
                .with_context(|| both!("无法移走 {}", "Cannot move {} away", from.display()))?;
        }
        Ok(Some(kept))
    }
}

/// Figures of two ledgers, each on its day, of everybody or of one association.
pub fn figures(
    before: Option<&Ledger>,
    after: Option<&Ledger>,
    (then, now): (NaiveDate, NaiveDate),
    whose: Option<AssocIx>,
) -> Vec<FigureRow> {
    let of = |ledger: Option<&Ledger>, day| ledger.map(|ledger| told(ledger, day, whose));
    let (before, after) = (of(before, then), of(after, now));
    let some = before.as_ref().or(after.as_ref());
    let names = some
        .into_iter()
        .flatten()
        .map(|(id, title, _)| (*id, *title));
    let side = |side: &Option<Vec<Figure>>, at: usize| {
        let figures = side.as_ref()?;
        figures.get(at).map(|(.., said)| said.clone())
    };
    let rows = names.enumerate().map(|(at, (id, title))| FigureRow {
        id,
        title,
        before: side(&before, at),
        after: side(&after, at),
    });
    rows.collect()
}

/// An identifier, a word and what it comes to.
type Figure = (&'static str, &'static str, String);

fn told(ledger: &Ledger, day: NaiveDate, whose: Option<AssocIx>) -> Vec<Figure> {
    if let Some(ix) = whose {
        let progress = ledger.progress(ix);
        let items = progress.all();
        return vec![
            (
                "stage",
                s!("阶段", "stage"),
                progress.stage.shown().to_owned(),
            ),
            (
                "items",
                s!("清单", "checklist"),
                format!("{}/{}", items.done, items.total),
            ),
        ];
    }
    let sums = figure::sums(ledger, Members::City, day);
    let owed = figure::owed(ledger, day);
    vec![
        (
            "associations",
            s!("协会", "associations"),
            sums.total.to_string(),
        ),
        (
            "completed",
            s!("完成脱钩", "completed"),
            format!("{}/{}", sums.completed, sums.with_task()),
        ),
        ("exited", s!("退出", "left"), sums.left.all().to_string()),
        (
            "items",
            s!("清单", "checklist"),
            format!("{}/{}", sums.items.done, sums.items.total),
        ),
        (
            "overdue",
            s!("逾期事项", "overdue items"),
            owed.items.overdue.to_string(),
        ),
    ]
}
