//! Ledger files with a history: 25 items ticked by each tenth association, five at a visit,
//! over the four weeks after the notice.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use tuogou::domain::change::{Change, EntryKind, ItemRecord, ItemSaid, NewEntry};
use tuogou::domain::ledger::RosterRow;
use tuogou::domain::model::{ItemState, Status};
use tuogou::exchange::seed::{builtin_documents, parse_round};
use tuogou::store::{self, Existing, Origin, StoreError};

use super::roster::roster;

/// Items that an association has ticked.
pub const TICKS: usize = 25;
/// One association of so many has.
pub const EVERY: usize = 10;
/// Items that are ticked at once.
const VISIT: usize = 5;
/// Days over which the visits are spread.
const DAYS: i64 = 28;
/// The working day, in seconds.
const WORKING_DAY: i64 = 8 * 3600;

const CLERKS: [&str; 6] = ["张三", "李四", "王五", "赵六", "钱七", "孙八"];

/// The morning of the first visit, 2020-06-22 at nine o'clock in China.
fn first_visit() -> DateTime<Utc> {
    "2020-06-22T01:00:00Z".parse().expect("an instant")
}

/// Makes a ledger file with so many associations, untouched or with a history.
pub fn make(path: &Path, size: u32, ticked: bool) -> Result<(), StoreError> {
    let rows = roster(size);
    let ticks = if ticked { ticks(&rows) } else { Vec::new() };
    let origin = Origin::new(builtin_documents(), rows.clone());
    let whole = i64::try_from(ticks.len()).expect("millions at most");
    let entries = (0..).zip(&ticks);
    let entries = entries.map(|(at, tick)| tick.entry(&rows, when(at, whole)));
    store::create(path, Existing::Refuse, origin, entries)
}

/// Entries of which each leaves 25 states of one association, of a fifth of all; the two behind it that
/// have a task are left untouched.
pub fn at_once(rows: &[RosterRow]) -> Vec<NewEntry> {
    let round = parse_round(&builtin_documents()).expect("the built-in round");
    let planned = (0..rows.len()).filter(|row| rows[*row].status == Status::Planned);
    let ticked: Vec<usize> = planned.step_by(3).take(rows.len() / 5).collect();
    let whole = i64::try_from(ticked.len()).expect("few");
    let entry = |(at, row): (i64, usize)| {
        let at = when(at, whole);
        let changes = round.items.iter().take(TICKS);
        let changes = changes.map(|item| done(&rows[row], &item.id, CLERKS[0], at));
        NewEntry {
            kind: EntryKind::Do,
            target: None,
            by: CLERKS[0].to_owned(),
            at,
            as_of: at.date_naive(),
            what: rows[row].name.to_string(),
            changes: changes.collect(),
        }
    };
    (0..).zip(ticked).map(entry).collect()
}

/// One tick to come: small, because a country makes millions of them.
struct Tick<'i> {
    row: u32,
    item: &'i Item,
}

/// What an entry says of an item.
struct Item {
    id: String,
    label: String,
}

/// In the order in which they are recorded.
fn ticks(rows: &[RosterRow]) -> Vec<Tick<'static>> {
    let round = parse_round(&builtin_documents()).expect("the built-in round");
    let items = round.items.iter().take(TICKS).map(|item| Item {
        id: item.id.clone(),
        label: item.label.to_string(),
    });
    // Lives as long as the program, which makes a ledger or two.
    let items: &'static [Item] = Vec::leak(items.collect());
    let active = (0..rows.len() as u32).step_by(EVERY);
    let visits = items.chunks(VISIT).flat_map(|visit| {
        let active = active.clone();
        active.flat_map(move |row| visit.iter().map(move |item| Tick { row, item }))
    });
    visits.collect()
}

/// When one of so many entries is recorded: evenly over the working hours.
fn when(at: i64, whole: i64) -> DateTime<Utc> {
    let worked = at * DAYS * WORKING_DAY / whole;
    let (day, second) = (worked / WORKING_DAY, worked % WORKING_DAY);
    first_visit() + TimeDelta::days(day) + TimeDelta::seconds(second)
}

impl Tick<'_> {
    fn entry(&self, rows: &[RosterRow], at: DateTime<Utc>) -> NewEntry {
        let row = &rows[self.row as usize];
        let Item { id, label } = self.item;
        let by = CLERKS[self.row as usize / EVERY % CLERKS.len()].to_owned();
        NewEntry {
            kind: EntryKind::Do,
            target: None,
            at,
            as_of: at.date_naive(),
            what: format!(
                "{} {id} {label}：{} 改为 {}",
                row.name,
                ItemState::Open.word(),
                ItemState::Done.word()
            ),
            changes: vec![done(row, id, &by, at)],
            by,
        }
    }
}

/// An item is done from this instant on.
fn done(row: &RosterRow, item: &str, by: &str, at: DateTime<Utc>) -> Change {
    let evidence = if row.no.is_multiple_of(3) {
        format!("脱钩〔2020〕{} 号", row.no)
    } else {
        String::new()
    };
    let said = ItemSaid {
        state: ItemState::Done,
        note: "".into(),
        evidence: evidence.into(),
        by: by.into(),
    };
    // The working day lies on one date in Greenwich and in China.
    let record = ItemRecord::new(said, at, at.date_naive());
    Change::item(row.no, item.to_owned(), None, Some(record))
}
