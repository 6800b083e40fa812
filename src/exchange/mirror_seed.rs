//! Reads `forms/mirror.toml`: which fields of the forms before and after speak of one matter.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::seed::{SeedError, parse_toml};
use crate::domain::form::mirror::{Link, Pair, Topic};
use crate::domain::form::{Form, FormId};

const FILE: &str = "forms/mirror.toml";

/// Reads the topics and checks that every field of both forms stands in exactly one line.
pub fn parse_mirror(
    documents: &BTreeMap<String, String>,
    forms: &[Form],
) -> Result<Vec<Topic>, SeedError> {
    let raw: RawMirror = parse_toml(documents, FILE)?;
    let of = |id: FormId| forms.iter().find(|form| form.id == id);
    let sides = [of(FormId::Basic), of(FormId::Completion)];
    let mut topics = Vec::with_capacity(raw.topics.len());
    for topic in raw.topics {
        let pairs = topic.pairs.into_iter().map(|pair| pair.resolve(sides));
        topics.push(Topic {
            title: topic.title.into(),
            pairs: pairs.collect::<Result<_, _>>()?,
        });
    }
    let pairs = topics.iter().flat_map(|topic| &topic.pairs);
    let mut named: HashMap<&str, usize> = HashMap::new();
    for id in pairs.flat_map(|pair| [&pair.before, &pair.after]).flatten() {
        *named.entry(id).or_default() += 1;
    }
    for field in sides.into_iter().flatten().flat_map(|form| &form.fields) {
        let times = named.get(&*field.id).copied().unwrap_or(0);
        if times != 1 {
            let problem = t!(
                "{} 出现 {times} 次，应为一次",
                "{} stands {times} times, should be once",
                field.id
            );
            return Err(SeedError::new(FILE, problem));
        }
    }
    Ok(topics)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMirror {
    #[serde(rename = "topic")]
    topics: Vec<RawTopic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    title: String,
    pairs: Vec<RawPair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPair {
    before: Option<String>,
    after: Option<String>,
    #[serde(default)]
    beside: bool,
    same: Option<Vec<(String, String)>>,
    /// Columns from 1; 0 = asked after only.
    take: Option<Vec<usize>>,
}

impl RawPair {
    fn resolve(self, sides: [Option<&Form>; 2]) -> Result<Pair, SeedError> {
        let what = format!(
            "{} {}",
            self.before.as_deref().unwrap_or("-"),
            self.after.as_deref().unwrap_or("-")
        );
        let bad =
            |problem: &str| SeedError::new(FILE, t!("{what}：{problem}", "{what}: {problem}"));
        let both = self.before.is_some() && self.after.is_some();
        let link = match (self.same, self.take, self.beside) {
            (Some(same), None, false) => Link::Options(same),
            (None, Some(take), false) => {
                Link::Columns(take.into_iter().map(|from| from.checked_sub(1)).collect())
            }
            (None, None, false) if both => Link::Equal,
            (None, None, _) => Link::Beside,
            _ => {
                return Err(bad(s!(
                    "same、take、beside 只能写一样",
                    "only one of same, take, beside"
                )));
            }
        };
        let [before, after] =
            [(&self.before, sides[0]), (&self.after, sides[1])].map(|(id, form)| {
                let Some(id) = id else { return Ok(None) };
                let field = form.and_then(|form| form.field(id));
                field
                    .map(Some)
                    .ok_or_else(|| bad(s!("没有这一栏", "no such field")))
            });
        let pair = Pair {
            before: self.before.clone(),
            after: self.after.clone(),
            link,
        };
        match pair.fault(before?, after?) {
            Some(fault) => Err(bad(fault)),
            None => Ok(pair),
        }
    }
}
