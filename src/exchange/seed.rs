//! Reads a round's files (`round.toml`, `units.toml`, `checklist.toml`, `roster.csv`; the forms
//! by [`super::form_seed`]) and checks that they fit together. The first city is built into the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::JoinHandle;

use typed_index_collections::TiVec;

use super::checklist_seed::{self, ChecklistFile};
use super::demo::{self, Demo};
use super::letter::LetterTemplate;
use super::shipped::{self, RULES, TEMPLATES};
use super::{form_seed, mirror_seed, unit_seed};
use crate::domain::ledger::RosterRow;
use crate::domain::model::{Section, Status};
use crate::domain::round::duty;
use crate::domain::round::form_rules::{FormRules, RoundRules, RulesFile};
use crate::domain::round::{Milestone, Round, RoundInfo};
use crate::text::fault::{self, Fault};

/// The document that says which round it is.
pub const ROUND: &str = "round.toml";
pub(super) const CHECKLIST: &str = "checklist.toml";
const ROSTER: &str = "roster.csv";

/// A file of a round that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// A document is not there.
    #[error("{}", t!("本轮资料缺少 {_0}", "the documents lack {_0}"))]
    Missing(&'static str),
    /// A document is not what it should be; the message names the place.
    #[error("{}", t!("{file}{place}：{problem}", "{file}{place}: {problem}"))]
    Malformed {
        file: &'static str,
        /// Line and column, or empty.
        place: String,
        /// What is wrong.
        problem: String,
    },
}

impl SeedError {
    pub(super) fn new(file: &'static str, problem: impl Into<String>) -> Self {
        Self::Malformed {
            file,
            place: String::new(),
            problem: problem.into(),
        }
    }

    /// What is wrong with one of the tables of a name, at the line where it begins.
    pub(super) fn of_entry(
        file: &'static str,
        text: &str,
        (table, at): (&str, usize),
        problem: String,
    ) -> Self {
        let head = format!("[[{table}]]");
        let mut heads = text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.trim() == head);
        let line = heads.nth(at).map(|(line, _)| line);
        Self::Malformed {
            file,
            place: line.map_or_else(String::new, |line| t!(" 第 {} 行", " line {}", line + 1)),
            problem,
        }
    }

    pub(super) fn at(file: &'static str, fault: Fault) -> Self {
        Self::Malformed {
            file,
            place: format!(" {}", fault.place()),
            problem: fault.problem,
        }
    }
}

/// The documents of Kaifeng 2020, by file name. The roster is apart: [`builtin_roster`].
pub fn builtin_documents() -> BTreeMap<String, String> {
    shipped::documents()
}

/// The documents that count for a ledger: for a round that the program ships its own, so that
/// corrections of the data reach ledgers that exist; else the ones that the ledger keeps. That
/// a ledger is made up stays with it in any case, and items that were added to the checklist later
/// are none of its own: whoever has done all that was asked stays done.
pub fn current_documents(kept: &BTreeMap<String, String>) -> Cow<'_, BTreeMap<String, String>> {
    // Equal texts need no reading, which is the ordinary case.
    if shipped::are(kept) || !shipped::is_round_of(kept) {
        return Cow::Borrowed(kept);
    }
    let mut documents = shipped::documents();
    let demo = kept.get_key_value(demo::DOCUMENT);
    documents.extend(demo.map(|(name, text)| (name.clone(), text.clone())));
    if let Some(own) = kept.get(CHECKLIST) {
        let shipped = documents.entry(CHECKLIST.to_owned());
        shipped.and_modify(|text| *text = checklist_seed::of_items_in(text, own));
    }
    Cow::Owned(documents)
}

/// The documents of a ledger are of the round that the program ships.
pub fn is_builtin(kept: &BTreeMap<String, String>) -> bool {
    shipped::are(kept) || shipped::is_round_of(kept)
}

/// The printed roster of Kaifeng 2020 (seed Annex 1).
pub fn builtin_roster() -> Result<Vec<RosterRow>, SeedError> {
    parse_roster(include_str!("../../seeds/kaifeng-2020/roster.csv"))
}

/// Reads a roster as the seeds keep it: 序号, 名称, 业务主管单位, 备注.
pub fn parse_roster(text: &str) -> Result<Vec<RosterRow>, SeedError> {
    let bad = |line: u64, problem: String| SeedError::Malformed {
        file: ROSTER,
        place: t!(" 第 {line} 行", " line {line}"),
        problem,
    };
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| SeedError::at(ROSTER, Fault::from(&error)))?;
        let line = record.position().map_or(0, csv::Position::line);
        let [no, name, unit, status] = [0, 1, 2, 3].map(|column| record.get(column).unwrap_or(""));
        if name.is_empty() || unit.is_empty() {
            return Err(bad(
                line,
                s!("名称或业务主管单位为空", "no name or no supervising unit").into(),
            ));
        }
        rows.push(RosterRow {
            no: no
                .parse()
                .map_err(|_| bad(line, t!("序号 {no} 不是数字", "number {no} is no number")))?,
            name: name.into(),
            printed_unit: unit.into(),
            status: Status::from_printed(status).ok_or_else(|| {
                bad(
                    line,
                    t!(
                        "备注 {status} 既非已脱钩也非拟脱钩",
                        "{status} is neither 已脱钩 nor 拟脱钩"
                    ),
                )
            })?,
        });
    }
    Ok(rows)
}

/// A round that is put together before it is known that a ledger is of it.
#[derive(Debug)]
pub enum Ahead {
    /// The shipped one, by a thread of its own while a ledger file is opened. Nearly every ledger is of
    /// that round, and the one takes about as long as the other: 1 ms of the 5 that a start takes.
    Shipped(JoinHandle<Result<Round, SeedError>>),
    /// That of a ledger that was just made: the units of 100,000 associations take 100 ms to read again.
    Known {
        documents: BTreeMap<String, String>,
        round: Arc<Round>,
    },
}

impl Ahead {
    /// Begins to read the shipped round.
    pub fn begin() -> Self {
        Self::Shipped(std::thread::spawn(|| parse_round(&shipped::documents())))
    }

    /// The round of some documents: what was put together ahead when they are the same, else what they
    /// say.
    ///
    /// # Panics
    /// When putting it together did.
    pub fn round_of(self, documents: &BTreeMap<String, String>) -> Result<Arc<Round>, SeedError> {
        let round = match self {
            Self::Known {
                documents: known,
                round,
            } if known == *documents => return Ok(round),
            Self::Shipped(reading) if shipped::are(documents) => match reading.join() {
                Ok(round) => round,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            _ => parse_round(documents),
        };
        round.map(Arc::new)
    }
}

/// Puts a round together from its documents.
pub fn parse_round(documents: &BTreeMap<String, String>) -> Result<Round, SeedError> {
    let mut info: RoundInfo = parse_toml(documents, ROUND)?;
    for milestone in &mut info.milestones {
        milestone.own = duty::is_own(&milestone.lead);
    }
    let units = unit_seed::parse_units(documents)?;
    let checklist: ChecklistFile = parse_toml(documents, CHECKLIST)?;
    check_milestones(&info.milestones.raw)?;
    for section in Section::ALL {
        let known = checklist.sections.iter().find(|info| info.id == section);
        let known = known.ok_or_else(|| {
            SeedError::new(
                CHECKLIST,
                t!("缺少部分 {}", "section {} is missing", section.id()),
            )
        })?;
        if known.separation != section.separation().is_some() {
            return Err(SeedError::new(
                CHECKLIST,
                t!(
                    "{} 的 separation 有误",
                    "separation of {} is wrong",
                    section.id()
                ),
            ));
        }
    }
    let forms = form_seed::parse_forms(documents)?;
    let mut round = Round {
        info,
        units,
        sections: checklist.sections,
        items: TiVec::new(),
        mirror: mirror_seed::parse_mirror(documents, &forms)?,
        forms,
        rules: RoundRules::fitting(shipped::rules),
        templates: templates(documents),
        demo: Demo::of(documents)
            .transpose()
            .map_err(|fault| SeedError::at(demo::DOCUMENT, fault))?
            .map(|demo| demo.sentence),
    };
    for field in round.forms.iter().flat_map(|form| &form.fields) {
        if let Some(limit) = &field.limit
            && round.milestone_ix(&limit.by).is_none()
        {
            let problem = t!(
                "{} 的 by 没有节点 {}",
                "by of {}: there is no milestone {}",
                field.id,
                limit.by
            );
            return Err(SeedError::new("forms", problem));
        }
    }
    round.items = checklist
        .items
        .into_iter()
        .enumerate()
        .map(|(at, raw)| raw.resolve(&round, (&documents[CHECKLIST], at)))
        .collect::<Result<_, _>>()?;
    round.rules = rules(documents, &round)?;
    Ok(round)
}

/// The round's own rules between the forms, which may only speak of what it has; where it brings
/// none, as no round did once, those of the program, as far as they fit. All of them fit where the
/// forms are the shipped ones, too, which a test holds.
fn rules(documents: &BTreeMap<String, String>, round: &Round) -> Result<RoundRules, SeedError> {
    if !documents.contains_key(RULES) || shipped::all_in(documents) {
        return Ok(RoundRules::fitting(shipped::rules));
    }
    let file: RulesFile = parse_toml(documents, RULES)?;
    let rules = FormRules::checked(&file, round);
    let rules = rules.map_err(|misfit| {
        let place = (misfit.table, misfit.at);
        SeedError::of_entry(RULES, &documents[RULES], place, misfit.problem)
    })?;
    Ok(RoundRules::checked(rules))
}

/// The round's own templates; where it has none, those that the program comes with.
fn templates(documents: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let text = |template: LetterTemplate| {
        let own = documents.get(&format!("{TEMPLATES}{}", template.file()));
        let text = own.map_or(template.built_in(), String::as_str);
        (template.file().to_owned(), text.to_owned())
    };
    LetterTemplate::ALL.into_iter().map(text).collect()
}

pub(super) fn parse_toml<T: serde::de::DeserializeOwned>(
    documents: &BTreeMap<String, String>,
    file: &'static str,
) -> Result<T, SeedError> {
    let text = documents.get(file).ok_or(SeedError::Missing(file))?;
    if let Some(read) = shipped::read(file, text) {
        return Ok(read);
    }
    fault::from_toml(text).map_err(|fault| SeedError::at(file, fault))
}

fn check_milestones(milestones: &[Milestone]) -> Result<(), SeedError> {
    if milestones.is_empty() {
        return Err(SeedError::new(ROUND, s!("没有节点", "no milestones")));
    }
    for pair in milestones.windows(2) {
        if pair[0].due_on > pair[1].due_on {
            return Err(SeedError::new(
                ROUND,
                t!(
                    "节点须按日期排列：{} 在 {} 之前",
                    "milestones must stand by date: {} before {}",
                    pair[0].id,
                    pair[1].id
                ),
            ));
        }
    }
    for (at, milestone) in milestones.iter().enumerate() {
        if milestone.population.scope() != milestone.scope {
            return Err(SeedError::new(
                ROUND,
                t!(
                    "{} 的 scope 与 population 不符",
                    "scope and population of {} do not fit",
                    milestone.id
                ),
            ));
        }
        let unknown = |id: &String| !milestones[..at].iter().any(|m| m.id == *id);
        if milestone.after.as_ref().is_some_and(unknown) {
            return Err(SeedError::new(
                ROUND,
                t!(
                    "{} 的 after 不是更早的节点",
                    "after of {} is no earlier milestone",
                    milestone.id
                ),
            ));
        }
    }
    Ok(())
}
