//! What one association of the demonstration writes into its forms.

use std::collections::BTreeMap;

use super::DemoError;
use super::lot;
use super::script::{Answers, FormScript, Matter, People, Written};
use tuogou::domain::command::NewAnswer;
use tuogou::domain::id::AssocIx;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::round::Round;

/// The answers of one association.
pub struct Filled {
    /// 基本情况表.
    pub before: Vec<NewAnswer>,
    /// 实施方案.
    pub plan: Vec<NewAnswer>,
    /// 完成情况表.
    pub after: Vec<NewAnswer>,
    /// The office marks completion although the forms speak against it.
    pub claims_completion: bool,
}

impl Filled {
    /// Puts together what concerns an association and what it gets wrong.
    pub fn new(
        ledger: &Ledger,
        association: AssocIx,
        script: &FormScript,
        people: &People,
    ) -> Result<Self, DemoError> {
        let no = ledger.associations()[association].no;
        let chosen = chosen(script, no);
        let words = words(ledger, association, people);
        let round = ledger.round();
        let fill = |base: &Answers, part: fn(&Matter) -> &Answers| {
            let mut all: BTreeMap<&String, &Written> = base.iter().collect();
            for matter in &chosen {
                all.extend(part(matter));
            }
            let answers = all.into_iter();
            answers
                .map(|(field, written)| answer(round, no, field, written, &words))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            before: fill(&script.base.before, |matter| &matter.before)?,
            plan: fill(&script.base.plan, |matter| &matter.plan)?,
            after: fill(&script.base.after, |matter| &matter.after)?,
            claims_completion: chosen.iter().any(|matter| matter.claims_completion),
        })
    }
}

/// Matters and faults of an association, in the order of the file.
fn chosen(script: &FormScript, no: u32) -> Vec<&Matter> {
    let mut chosen: Vec<&Matter> = Vec::new();
    for matter in script.matters.iter().chain(&script.faults) {
        let has = |id: &str| chosen.iter().any(|one| one.id == id);
        let may = matter
            .needs
            .iter()
            .all(|need| match need.strip_prefix('!') {
                Some(id) => !has(id),
                None => has(need),
            });
        if may && lot::happens(no, &matter.id, matter.share) {
            chosen.push(matter);
        }
    }
    chosen
}

fn answer(
    round: &Round,
    no: u32,
    field: &str,
    written: &Written,
    words: &BTreeMap<&str, String>,
) -> Result<NewAnswer, DemoError> {
    let texts = written.texts().iter();
    let texts: Vec<String> = texts
        .map(|text| expand(no, text, words))
        .collect::<Result<_, _>>()?;
    Ok(NewAnswer::written(round, no, field, &texts))
}

/// What stands for the words in braces.
fn words<'w>(ledger: &Ledger, association: AssocIx, people: &People) -> BTreeMap<&'w str, String> {
    let about = &ledger.associations()[association];
    let no = about.no;
    let unit = ledger.unit_name_of(association);
    let unit = unit.unwrap_or_else(|| ledger.printed_unit_of(association));
    let house = usize::from(ledger.associations()[association].printed);
    let mut words = BTreeMap::from([
        ("name", ledger.name(association).to_owned()),
        ("unit", unit.to_owned()),
        ("no", no.to_string()),
        ("year", ledger.round().info.year.to_string()),
        ("address", format!("虚构路 {no} 号")),
        ("old_address", format!("示范大院 {} 号楼", house + 1)),
        ("phone", format!("000-0000{no:04}")),
        ("unit_phone", format!("000-9999{house:04}")),
    ]);
    for role in [
        "legal",
        "president",
        "secretary",
        "successor",
        "filler",
        "contact",
        "official",
        "retiree",
    ] {
        words.insert(role, person(no, role, people));
    }
    words
}

/// An invented person. Each role has a given name of its own, so that no two of one association
/// are the same by chance.
pub fn person(no: u32, role: &str, people: &People) -> String {
    let surname = lot::pick(no, role, &people.surnames);
    let given = lot::pick(no, &format!("{role} given"), &people.given);
    let mark = match role {
        "legal" => "甲",
        "president" => "乙",
        "secretary" => "丙",
        "successor" => "丁",
        "official" => "戊",
        "retiree" => "己",
        _ => "",
    };
    [surname, given]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<String>()
        + mark
}

/// Puts in what stands for the words in braces: `{name}`, `{3..20 fixed}`.
fn expand(no: u32, text: &str, words: &BTreeMap<&str, String>) -> Result<String, DemoError> {
    let unknown = || DemoError::Script {
        file: "forms.toml",
        problem: format!("「{text}」中花括号里的内容不认识"),
    };
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('{') {
        let (inside, after) = from.split_once('}').ok_or_else(unknown)?;
        said.push_str(before);
        if let Some(word) = words.get(inside) {
            said.push_str(word);
        } else {
            let drawn = range(no, inside).ok_or_else(unknown)?;
            said.push_str(&drawn.to_string());
        }
        rest = after;
    }
    said.push_str(rest);
    Ok(said)
}

/// A number of `3..20 fixed`; the same wherever the same word stands.
fn range(no: u32, inside: &str) -> Option<i64> {
    let (range, word) = inside.split_once(' ')?;
    let (low, high) = range.split_once("..")?;
    Some(lot::within(no, word, low.parse().ok()?, high.parse().ok()?))
}
