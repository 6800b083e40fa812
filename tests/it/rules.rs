//! Every rule of the findings, in files that a clerk can read: `rules/*.scenario` says of each when
//! it fires, when it does not, and when it does not any more. This is the small interpreter.
//!
//! ```text
//! rule X04 脱钩前没有的，脱钩后不涉及    what follows is about this rule
//! case 脱钩前没有编制                 a fresh ledger; the answers are those of 29 开封市钓鱼协会
//!   a2.2.inst = 否                  a field is filled in; several texts are divided by `;`
//!   a4.2.inst = 核销事业编制
//!   fires 矛盾 脱钩后应为不涉及           it is found, that severe, with these words in the sentence
//!   a2.2.inst = 是
//!   silent                         and now it is not found any more
//! ```
//!
//! Further lines of a case:
//!
//! - `count 2`: so many findings of the rule; `signal bank_shared`, `no signal`: what 29 shows.
//! - `day 2020-09-18`: seen, and recorded, on that day (at first 2020-07-20).
//! - `tick A1,A2 by 张三 doc 文# pace 5`: items are done, all of it from `by` on optional: the paper
//!   (`#` is the position), seconds between two. `na C1 理由`, `untick A1`.
//! - `mark M4 2020-07-30 [全市|单位]`, `unmark M4`: a milestone of 29, else of whom is said.
//! - `contact 单位 姓名 电话`, `contact 29 姓名 电话`.
//! - `merge 甲 乙`, `split 甲`: 甲 is counted under 乙, or by itself again.
//! - Before anything else, a ledger of other documents: `small` has 29 alone and its unit alone;
//!   `row 30 | 名称 | 单位 | 拟脱钩`; `unit 名称 former canonical=名称`;
//!   `edit FILE: from -> to`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use chrono::{NaiveDate, TimeDelta};
use tuogou::domain::change::{AnswerRecord, Change, ItemRecord, ItemSaid, Mark, Subject};
use tuogou::domain::command::{Command, Context};
use tuogou::domain::decide::decide;
use tuogou::domain::finding::{Finding, Scope, of};
use tuogou::domain::form::value::Value;
use tuogou::domain::ledger::{Ledger, RosterRow};
use tuogou::domain::model::{ItemState, Status};
use tuogou::domain::note::Note;
use tuogou::exchange::seed::{builtin_documents, builtin_roster, parse_round};
use tuogou::words::finding as words;

use crate::support::{date, instant, untouched};

/// Whose answers, ticks and marks a case has.
const WHOSE: u32 = 29;

static UNTOUCHED: LazyLock<Ledger> = LazyLock::new(untouched);

/// What a case is made of before anything is recorded in it.
#[derive(Default)]
struct Setup {
    small: bool,
    units: String,
    rows: Vec<RosterRow>,
    edits: Vec<[String; 3]>,
}

impl Setup {
    fn is_shipped(&self) -> bool {
        !self.small && self.units.is_empty() && self.rows.is_empty() && self.edits.is_empty()
    }

    fn ledger(&self) -> Result<Ledger, String> {
        if self.is_shipped() {
            return Ok(UNTOUCHED.clone());
        }
        let mut documents = builtin_documents();
        if self.small {
            documents.insert("units.toml".into(), SMALL.to_owned());
        }
        documents
            .get_mut("units.toml")
            .expect("units")
            .push_str(&self.units);
        for [file, from, to] in &self.edits {
            let text = documents.get_mut(file).ok_or(format!("no {file}"))?;
            if !text.contains(from) {
                return Err(format!("{file} does not have {from}"));
            }
            *text = text.replace(from, to);
        }
        let round = Arc::new(parse_round(&documents).map_err(|error| error.to_string())?);
        let mut rows = if self.small {
            vec![row("29 | 开封市钓鱼协会 | 开封市教育体育局 | 拟脱钩")?]
        } else {
            builtin_roster().expect("the roster")
        };
        rows.retain(|old| self.rows.iter().all(|new| new.no != old.no));
        rows.extend(self.rows.iter().cloned());
        Ledger::new(&round, rows).map_err(|error| format!("{error:?}"))
    }
}

const SMALL: &str = "[[unit]]\nprinted = \"开封市教育体育局\"\nkind = \"city_bureau\"\n\
                     short = \"教育体育局\"\nsource = \"seed L202\"\n";

fn row(text: &str) -> Result<RosterRow, String> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let [no, name, unit, status] = parts[..] else {
        return Err("a row is: NO | NAME | UNIT | STATUS".to_owned());
    };
    Ok(RosterRow {
        no: no.parse().map_err(|_| format!("{no} is no number"))?,
        name: name.into(),
        printed_unit: unit.into(),
        status: Status::from_printed(status).ok_or(format!("{status} is no status"))?,
    })
}

/// A case: what it begins with, and what stands in it by now.
struct Case {
    rule: String,
    setup: Setup,
    ledger: Option<Ledger>,
    day: NaiveDate,
}

impl Case {
    fn new(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            setup: Setup::default(),
            ledger: None,
            day: date("2020-07-20"),
        }
    }

    fn ledger(&mut self) -> Result<&mut Ledger, String> {
        if self.ledger.is_none() {
            self.ledger = Some(self.setup.ledger()?);
        }
        Ok(self.ledger.as_mut().expect("it was made"))
    }

    /// Records a change, whatever stood there.
    fn put(&mut self, change: impl FnOnce(&Ledger) -> Change) -> Result<(), String> {
        let ledger = self.ledger()?;
        let change = change(ledger);
        let change = ledger.change_to(&change);
        let applied = ledger.apply([&change]);
        applied.map(drop).map_err(|error| format!("{error:?}"))
    }

    /// What is found, in full.
    fn all(&mut self) -> Result<Vec<Finding>, String> {
        let day = self.day;
        Ok(of(self.ledger()?, Scope::Everything, day))
    }

    fn found(&mut self) -> Result<Vec<(String, String)>, String> {
        let (rule, all) = (self.rule.clone(), self.all()?);
        let ledger = self.ledger()?;
        let mine = all.iter().filter(|one| one.rule == rule);
        let told = mine.map(|one| {
            let known = |id: &String| ledger.round().field_ix(id).is_some();
            assert!(
                one.fields.iter().all(known),
                "{rule} names {:?}",
                one.fields
            );
            (one.severity.word().to_owned(), words::message(ledger, one))
        });
        Ok(told.collect())
    }

    /// One line of a case; `Some` tells whether the rule fired.
    fn line(&mut self, line: &str) -> Result<Option<bool>, String> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match first {
            "fires" => self.fires(rest).map(|()| Some(true)),
            "silent" => match self.found()?.as_slice() {
                [] => Ok(Some(false)),
                found => Err(format!("not silent: {found:?}")),
            },
            "count" => {
                let found = self.found()?;
                let right = rest == found.len().to_string();
                right.then_some(None).ok_or(format!("{found:?}"))
            }
            "signal" | "no" => self.signals(line).map(|()| None),
            _ => self.event(first, rest, line).map(|()| None),
        }
    }

    fn fires(&mut self, rest: &str) -> Result<(), String> {
        let (severity, words) = rest.split_once(' ').unwrap_or((rest, ""));
        let found = self.found()?;
        let is = |(one, said): &(String, String)| one == severity && said.contains(words.trim());
        found
            .iter()
            .any(is)
            .then_some(())
            .ok_or(format!("expected {severity} {words}, found {found:?}"))
    }

    fn signals(&mut self, line: &str) -> Result<(), String> {
        let all = self.all()?;
        let one = all.iter().find(|one| one.id == format!("S01:{WHOSE}"));
        let reasons = one.map_or(&[][..], Finding::reasons).iter();
        let seen = reasons.map(|reason| {
            let id = serde_json::to_value(reason.signal).expect("a word");
            id.as_str().expect("a word").to_owned()
        });
        let seen: Vec<String> = seen.collect();
        let right = match line.strip_prefix("signal ") {
            Some(wanted) => seen.iter().any(|one| one == wanted.trim()),
            None => seen.is_empty(),
        };
        right.then_some(()).ok_or(format!("{line}: found {seen:?}"))
    }

    fn event(&mut self, first: &str, rest: &str, line: &str) -> Result<(), String> {
        match first {
            "small" => self.setup.small = true,
            "row" => self.setup.rows.push(row(rest)?),
            "unit" => {
                let mut said = rest.split_whitespace();
                let name = said.next().ok_or("a unit has a name")?;
                let units = &mut self.setup.units;
                write!(
                    units,
                    "\n[[unit]]\nprinted = \"{name}\"\nkind = \"city_bureau\"\n\
                               short = \"{name}\"\nsource = \"seed L1\"\n"
                )
                .expect("a string");
                for word in said {
                    let (key, value) = word.split_once('=').unwrap_or((word, ""));
                    if key == "kind" {
                        *units = units.replace("kind = \"city_bureau\"\n", "");
                    }
                    let value = if value.is_empty() {
                        "true"
                    } else {
                        &format!("\"{value}\"")
                    };
                    writeln!(units, "{key} = {value}").expect("a string");
                }
            }
            "edit" => {
                let (file, edit) = rest.split_once(": ").ok_or("edit FILE: from -> to")?;
                let (from, to) = edit
                    .split_once(" -> ")
                    .unwrap_or((edit.trim_end_matches(" ->"), ""));
                let unescaped = |text: &str| text.replace("\\n", "\n");
                self.setup
                    .edits
                    .push([file.to_owned(), unescaped(from), unescaped(to)]);
            }
            "day" => self.day = date(rest),
            "tick" => self.tick(rest)?,
            "untick" => self.put(|_| Change::item(WHOSE, rest, None, None))?,
            "na" => {
                let (item, note) = rest.split_once(' ').unwrap_or((rest, ""));
                self.item(item, ItemState::NotApplicable, note, "", "张三", 0)?;
            }
            "mark" | "unmark" => self.mark(rest, first == "mark")?,
            "contact" => self.contact(rest)?,
            "merge" | "split" => self.count_under(rest)?,
            _ => match line.split_once('=') {
                Some((field, texts)) => self.fill(field.trim(), texts.trim())?,
                None => return Err(format!("{line} is not a line of a case")),
            },
        }
        Ok(())
    }

    fn fill(&mut self, field: &str, texts: &str) -> Result<(), String> {
        let on = self.day;
        let value = {
            let round = self.ledger()?.round();
            let def = round.field(round.field_ix(field).ok_or(format!("no field {field}"))?);
            let texts: Vec<String> = texts.split(';').map(|one| one.trim().to_owned()).collect();
            match def.parse(&texts) {
                Ok(value) => value,
                // An import may bring what typing refuses.
                Err(_) if texts.iter().all(|one| def.options.contains(one)) => {
                    Some(Value::Ticked(texts))
                }
                Err(error) => return Err(error.to_string()),
            }
        };
        let record = value.map(|value| AnswerRecord {
            value,
            by: "张三".into(),
            at: instant(),
            on,
        });
        self.put(|_| Change::answer(WHOSE, field, None, record))
    }

    fn tick(&mut self, rest: &str) -> Result<(), String> {
        let mut words = rest.split_whitespace();
        let items = words.next().ok_or("tick which?")?;
        let said: Vec<&str> = words.collect();
        let said: BTreeMap<&str, &str> = said.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let by = said.get("by").copied().unwrap_or("张三");
        let doc = said.get("doc").copied().unwrap_or("");
        let pace: i64 = said
            .get("pace")
            .map_or(0, |text| text.parse().expect("seconds"));
        for (at, item) in (0..).zip(items.split(',')) {
            let doc = doc.replace('#', &at.to_string());
            self.item(item, ItemState::Done, "", &doc, by, pace * at)?;
        }
        Ok(())
    }

    fn item(
        &mut self,
        item: &str,
        state: ItemState,
        note: &str,
        evidence: &str,
        by: &str,
        after: i64,
    ) -> Result<(), String> {
        let on = self.day;
        let record = ItemRecord::new(
            ItemSaid {
                state,
                note: note.into(),
                evidence: evidence.into(),
                by: by.into(),
            },
            instant() + (on - date("2020-07-20")) + TimeDelta::seconds(after),
            on,
        );
        self.put(|_| Change::item(WHOSE, item, None, Some(record)))
    }

    fn mark(&mut self, rest: &str, set: bool) -> Result<(), String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let milestone = *words.first().ok_or("which milestone?")?;
        let subject = match words.get(2).copied() {
            None => Subject::Association(WHOSE),
            Some("全市") => Subject::City,
            Some(unit) => Subject::Unit(unit.into()),
        };
        let record = set.then(|| Mark {
            done_on: date(words[1]),
            by: "张三".into(),
            at: instant(),
        });
        self.put(|_| Change::mark(milestone, subject, None, record))
    }

    fn contact(&mut self, rest: &str) -> Result<(), String> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let [whose, person, phone] = words[..] else {
            return Err("contact WHOSE PERSON PHONE".to_owned());
        };
        let subject = match whose.parse() {
            Ok(no) => Subject::Association(no),
            Err(_) => Subject::Unit(whose.into()),
        };
        let note = Note::contact(person, phone);
        self.carry_out(&Command::Note { subject, note })
    }

    fn count_under(&mut self, rest: &str) -> Result<(), String> {
        let reason = "查明".to_owned();
        self.carry_out(&match rest.split_once(' ') {
            Some((from, into)) => Command::MergeUnit {
                from: from.to_owned(),
                into: into.to_owned(),
                reason,
            },
            None => Command::SplitUnit {
                printed: rest.to_owned(),
                reason,
            },
        })
    }

    fn carry_out(&mut self, command: &Command) -> Result<(), String> {
        let context = Context::new("张三", instant(), self.day);
        let ledger = self.ledger()?;
        let decided = decide(ledger, command, &context);
        let changes = decided.map_err(|refusal| refusal.to_string())?.changes;
        let applied = ledger.apply(&changes);
        applied.map(drop).map_err(|error| format!("{error:?}"))
    }
}

/// Which rules were seen to fire, and which not to.
#[derive(Default)]
struct Seen {
    fired: BTreeSet<String>,
    silent: BTreeSet<String>,
}

/// Carries out a file; says by file and line what does not hold.
fn play(name: &str, text: &str, seen: &mut Seen) -> Vec<String> {
    let mut failed = Vec::new();
    let mut rule = String::new();
    let mut case: Option<Case> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(named) = line.strip_prefix("rule ") {
            named
                .split(' ')
                .next()
                .unwrap_or_default()
                .clone_into(&mut rule);
            case = None;
        } else if line.starts_with("case ") {
            case = Some(Case::new(&rule));
        } else {
            let told = match &mut case {
                Some(case) => case.line(line),
                None => Err("no case was begun".to_owned()),
            };
            match told {
                Ok(Some(true)) => drop(seen.fired.insert(rule.clone())),
                Ok(Some(false)) => drop(seen.silent.insert(rule.clone())),
                Ok(None) => {}
                Err(message) => failed.push(format!("{name}:{}: {message}", at + 1)),
            }
        }
    }
    failed
}

/// What the program calls its rules: in the round's file and in the sources.
fn rules() -> BTreeSet<String> {
    let shipped = UNTOUCHED.round().form_rules().rules.iter();
    let mut ids: BTreeSet<String> = shipped.map(|rule| rule.id.to_string()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/finding");
    for entry in std::fs::read_dir(folder).expect("the rules") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let parts: Vec<&str> = text.split('"').collect();
        let quoted = parts
            .chunks_exact(2)
            .filter(|pair| !pair[0].ends_with("chapter("));
        let id = |word: &&str| {
            let bytes = word.as_bytes();
            let numbered = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
            bytes.len() == 3 && bytes[0].is_ascii_uppercase() && numbered(&bytes[1..])
        };
        ids.extend(quoted.map(|pair| pair[1]).filter(id).map(str::to_owned));
    }
    ids
}

#[test]
fn every_rule_fires_and_is_silent_as_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/rules");
    let mut seen = Seen::default();
    let mut failed = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a file");
        let name = path.file_name().expect("a file").to_string_lossy();
        failed.extend(play(&name, &text, &mut seen));
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
    let rules = rules();
    assert!(rules.len() > 40, "{rules:?}");
    assert_eq!(seen.fired, rules, "each is seen to fire");
    assert_eq!(seen.silent, rules, "each is seen not to");
}

#[test]
fn a_line_that_does_not_hold_is_named() {
    let begin = "rule X16\ncase 一\na4.9.charter = 是\n";
    for (line, message) in [
        ("fires 矛盾 办理", "x:4: expected 矛盾 办理, found []"),
        ("count 1", "x:4: []"),
        ("a4.9.nothing = 是", "x:4: no field a4.9.nothing"),
        ("signal same_phone", "x:4: signal same_phone: found []"),
        ("dance", "x:4: dance is not a line of a case"),
    ] {
        let failed = play("x", &format!("{begin}{line}\n"), &mut Seen::default());
        assert_eq!(failed, [message], "{line}");
    }
}
