//! Whether a ledger is whole: what the engine, the schema, the chain, the history and the state say
//! of it, each by itself, so that one fault does not hide another.

use std::collections::BTreeMap;
use std::path::Path;

use super::backup::KeepingError;
use super::error::SessionError;
use super::load;
use crate::domain::change::{Change, Entry, Key};
use crate::domain::ledger::{Ledger, RosterRow};
use crate::domain::model::Status;
use crate::domain::replay;
use crate::domain::seal::{self, Code, Head, LedgerId, Seal};
use crate::exchange::bundle;
use crate::exchange::seed::{self, Ahead};
use crate::report::keeping::CheckRow;
use crate::store::{ChainFault, Extent, HistoryPiece, Inspection, LedgerCopy, Store, StoreError};
use crate::text::cells::holds_forbidden;
use crate::words;

/// So many faults of one kind are named.
const NAMED: usize = 3;

/// What was found.
#[derive(Debug)]
pub struct Verification {
    pub rows: Vec<CheckRow>,
    /// What the ledger holds, where that could be read.
    pub content: Option<KeptContent>,
}

/// What a ledger holds.
#[derive(Debug)]
pub struct KeptContent {
    pub ledger: Ledger,
    pub entries: Vec<Entry>,
    pub head: Head,
    /// Whose it is.
    pub id: LedgerId,
    /// The seal before the first entry.
    pub origin: Seal,
}

impl KeptContent {
    /// The code at which nothing was recorded yet, or that of an entry; then how many entries there
    /// were.
    pub fn at_code(&self, code: Code) -> Option<usize> {
        let seals = std::iter::once(&self.origin);
        let mut seals = seals.chain(self.entries.iter().map(|entry| &entry.seal));
        seals.position(|seal| Code::from(seal) == code)
    }

    /// The ledger after so many entries.
    pub fn after(&self, entries: usize) -> Ledger {
        let mut past = self.ledger.clone();
        for entry in self.entries.iter().skip(entries).rev() {
            let back = entry.body.changes.iter().rev();
            let back: Vec<Change> = back.map(|change| change.clone().inverse()).collect();
            past.apply_lenient(&back);
        }
        past
    }
}

impl Verification {
    /// Nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.rows.iter().all(|row| row.ok)
    }

    /// What a ledger holds in which nothing is wrong.
    pub fn fit(self, path: &Path) -> Result<KeptContent, KeepingError> {
        let wrong = self.rows.iter().find(|row| !row.ok);
        let wrong = wrong.map(|row| t!("{}：{}", "{}: {}", row.title, row.found));
        let content = self.content.filter(|_| wrong.is_none());
        content.ok_or_else(|| KeepingError::Unfit {
            path: path.to_path_buf(),
            wrong: wrong.unwrap_or_default(),
        })
    }

    fn add(&mut self, id: &'static str, title: &'static str, found: Result<String, String>) {
        let ok = found.is_ok();
        let found = found.unwrap_or_else(|wrong| wrong);
        self.rows.push(CheckRow {
            id,
            title,
            ok,
            found,
        });
    }
}

/// Looks at a ledger from all sides; at a copy of it, so that it stays as it is.
pub fn file(path: &Path) -> Result<Verification, SessionError> {
    copy(&LedgerCopy::take(path, None)?)
}

/// The same for a copy that was taken.
pub fn copy(copy: &LedgerCopy) -> Result<Verification, SessionError> {
    let mut told = Verification {
        rows: Vec::new(),
        content: None,
    };
    let inspection = copy.inspect();
    let unsealed = inspection.as_ref().is_ok_and(|found| !found.is_sealed);
    engine(&mut told, inspection);
    let opened = copy.open_unchecked();
    let store = match opened {
        Ok(store) => store,
        Err(error) => {
            told.add("open", s!("读出", "opening"), Err(error.to_string()));
            return Ok(told);
        }
    };
    recorded(&mut told, store, unsealed);
    Ok(told)
}

fn engine(told: &mut Verification, inspection: Result<Inspection, StoreError>) {
    let found = match inspection {
        Ok(found) => found,
        Err(error) => return told.add("engine", s!("数据库", "database"), Err(error.to_string())),
    };
    let pages = match found.engine.len() {
        0 => Ok(s!(
            "每一页、每一行、每个索引都读得通",
            "every page, row and index can be read"
        )
        .to_owned()),
        count => Err(t!(
            "{count} 处损坏（引擎报告：{}）",
            "{count} places damaged (the engine says {})",
            found.engine.join(s!("；", "; "))
        )),
    };
    told.add("engine", s!("数据库", "database"), pages);
    let dangling = found.foreign_keys.iter();
    let dangling: Vec<String> = dangling
        .map(|(table, count)| {
            t!(
                "{table} 有 {count} 行指向没有的行",
                "{table} has {count} rows that point nowhere"
            )
        })
        .collect();
    told.add(
        "references",
        s!("引用", "references"),
        if dangling.is_empty() {
            Ok(s!("没有指向空处的行", "no row points nowhere").to_owned())
        } else {
            Err(dangling.join(s!("；", "; ")))
        },
    );
    let version = found.version;
    told.add(
        "schema",
        s!("结构", "structure"),
        match &found.schema {
            None => Ok(t!(
                "格式 {version}，表、索引、触发器与本程序所建相同",
                "format {version}; tables, indexes and triggers are as this program makes them"
            )),
            Some(fault) => Err(words::store::schema(fault)),
        },
    );
}

/// What stands in the tables.
fn recorded(told: &mut Verification, mut store: Box<dyn Store>, unsealed: bool) {
    told.add("chain", s!("校验链", "chain"), chain(&*store, unsealed));
    let entries = store.entries_since(None);
    let read = Read::of(&mut *store);
    let (entries, read) = match (entries, read) {
        (Ok(entries), Ok(read)) => (entries, read),
        (entries, read) => {
            let wrong = |error: String| Err(t!("读不出：{error}", "unreadable: {error}"));
            if let Err(error) = entries {
                told.add(
                    "history",
                    s!("操作记录", "history"),
                    wrong(error.to_string()),
                );
            }
            if let Err(error) = read {
                told.add("state", s!("现状", "state"), wrong(error.to_string()));
            }
            return;
        }
    };
    told.add("history", s!("操作记录", "history"), gapless(&entries));
    told.add("roster", s!("名册", "roster"), roster(&read.rows, &read));
    told.add("state", s!("现状", "state"), state(&entries, &read));
    let origin = seal::of_origin(read.id, &read.documents, &read.rows);
    told.content = Some(KeptContent {
        ledger: read.ledger,
        entries,
        head: read.head,
        id: read.id,
        origin: origin.seal,
    });
}

fn chain(store: &dyn Store, unsealed: bool) -> Result<String, String> {
    let report = store.check_chain().map_err(|error| error.to_string())?;
    let Some(broken) = report.fault else {
        return Ok(if unsealed {
            s!(
                "旧格式没有校验链，打开台账时补上",
                "the old format has no chain; it is added when the ledger is opened"
            )
            .to_owned()
        } else {
            let (seq, code) = (report.head.seq, report.head.code());
            t!(
                "{seq} 条首尾相扣，校验码 {code}",
                "{seq} entries hold together, check code {code}"
            )
        });
    };
    Err(match (broken.seq, broken.fault) {
        (0, _) => s!(
            "印发的名册或通知的文件被改动",
            "printed roster or notice was changed"
        )
        .to_owned(),
        (seq, ChainFault::Altered) => {
            t!(
                "第 {seq} 条操作记录被改动，此前的 {} 条无误",
                "entry {seq} was changed; the {} before are sound",
                seq - 1
            )
        }
        (seq, ChainFault::Missing) => t!("缺少第 {seq} 条操作记录", "entry {seq} is missing"),
    })
}

fn gapless(entries: &[Entry]) -> Result<String, String> {
    let wrong = entries.iter().zip(1..).find(|(entry, at)| entry.seq != *at);
    match wrong {
        Some((entry, at)) => Err(t!(
            "应为第 {at} 条，却是第 {} 条",
            "should be entry {at} but is {}",
            entry.seq
        )),
        None => Ok(t!(
            "{} 条，序号连续",
            "{} entries without gap",
            entries.len()
        )),
    }
}

fn roster(rows: &[RosterRow], read: &Read) -> Result<String, String> {
    let count = |status| rows.iter().filter(|row| row.status == status).count();
    let (planned, decoupled) = (count(Status::Planned), count(Status::Decoupled));
    let (total, known) = (rows.len(), read.ledger.associations().len());
    let sums = t!(
        "协会 {total} 个 = 已脱钩 {decoupled} + 拟脱钩 {planned}",
        "{total} associations = {decoupled} decoupled + {planned} to decouple"
    );
    if total != known || total != planned + decoupled {
        return Err(t!(
            "{sums}，与读出的 {known} 个不符",
            "{sums}, but {known} were read"
        ));
    }
    // Of ledgers without seals no chain says so, and nothing that holds one is written out.
    let mut documents = read.documents.iter();
    if let Some((name, _)) = documents.find(|(_, text)| holds_forbidden(text)) {
        return Err(t!(
            "本轮资料 {name} 的文字含有控制字符",
            "document {name} holds control characters"
        ));
    }
    let part = read.documents.contains_key(bundle::DOCUMENT);
    if part || !seed::is_builtin(&read.documents) {
        return Ok(sums);
    }
    // A ledger may have gone on with another roster; that it was not changed, the chain says.
    let printed = seed::builtin_roster().map_err(|error| error.to_string())?;
    Ok(match differences(&printed, rows) {
        0 => t!("{sums}，与印发名册一致", "{sums}, as printed"),
        count => t!(
            "{sums}，有 {count} 行与印发名册不同",
            "{sums}, {count} rows differ from the printed roster"
        ),
    })
}

/// How many rows of two rosters are not the same.
fn differences(printed: &[RosterRow], rows: &[RosterRow]) -> usize {
    let by_number: BTreeMap<u32, &RosterRow> = rows.iter().map(|row| (row.no, row)).collect();
    let same = |row: &&RosterRow| by_number.get(&row.no) == Some(row);
    let same = printed.iter().filter(same).count();
    printed.len().max(rows.len()) - same
}

fn state(entries: &[Entry], read: &Read) -> Result<String, String> {
    let played = load::untouched(&read.documents, read.rows.clone());
    let mut played = played.map_err(|error| error.to_string())?;
    replay::replay(&mut played, entries).map_err(|misfit| misfit.to_string())?;
    let history = StateNow::after(entries);
    let others = history.differing(&read.state);
    if others.is_empty() {
        let count = read.state.count();
        return Ok(t!(
            "{count} 项，逐项等于操作记录推出的结果",
            "{count} records, each what the history comes to"
        ));
    }
    let named = others.iter().take(NAMED).map(|key| {
        let said = |state: &StateNow| match state.get(key) {
            Some(change) => words::change(&read.ledger, change),
            None => s!("（无）", "(none)").to_owned(),
        };
        t!(
            "现为 {}，按操作记录应为 {}",
            "is {}, by the history {}",
            said(&read.state),
            said(&history)
        )
    });
    let named: Vec<String> = named.collect();
    let count = others.len();
    Err(t!(
        "{count} 项与操作记录不符：{}",
        "{count} records differ from the history: {}",
        named.join(s!("；", "; "))
    ))
}

/// What is recorded, under each key as a change from nothing.
#[derive(Debug, Default)]
pub struct StateNow(BTreeMap<Key, Change>);

impl StateNow {
    /// Where a history leads.
    pub fn after(entries: &[Entry]) -> Self {
        let mut state = Self::default();
        for change in entries.iter().flat_map(|entry| &entry.body.changes) {
            state.put(change);
        }
        state
    }

    /// Takes up where a change ends.
    pub fn put(&mut self, change: &Change) {
        match change.from_nothing() {
            Some(change) => self.0.insert(change.key().clone(), change),
            None => self.0.remove(change.key()),
        };
    }

    /// What stands under a key.
    pub fn get(&self, key: &Key) -> Option<&Change> {
        self.0.get(key)
    }

    /// How much there is.
    fn count(&self) -> usize {
        self.0.len()
    }

    /// What the two do not agree on.
    pub fn differing<'s>(&'s self, other: &'s Self) -> Vec<&'s Key> {
        let only = other.0.keys().filter(|key| !self.0.contains_key(key));
        let differ = self.0.iter();
        let differ = differ.filter(|(key, change)| other.get(key) != Some(change));
        differ.map(|(key, _)| key).chain(only).collect()
    }
}

/// What a store holds, piece by piece and as a ledger.
struct Read {
    documents: BTreeMap<String, String>,
    rows: Vec<RosterRow>,
    state: StateNow,
    ledger: Ledger,
    head: Head,
    id: LedgerId,
}

impl Read {
    fn of(store: &mut dyn Store) -> Result<Self, SessionError> {
        let (mut rows, mut state) = (Vec::new(), StateNow::default());
        store.load(Extent::Whole, &mut |piece| match piece {
            HistoryPiece::Row(row) => rows.push(row),
            HistoryPiece::Fact(key, record) => {
                state.put(&Change::fact(key, None, Some(record)));
            }
            HistoryPiece::Items(no, items) => {
                for (item, record) in items {
                    state.put(&Change::item(no, item, None, Some(record)));
                }
            }
            HistoryPiece::Record(change) => state.put(&change),
        })?;
        let loaded = load::everything(store, Ahead::begin())?;
        Ok(Self {
            documents: loaded.documents,
            rows,
            state,
            ledger: loaded.ledger,
            head: loaded.head,
            id: store.ledger()?,
        })
    }
}
